//! PNG files: only what the header says, nothing is decoded.

use super::{Finding, Problem};

pub(super) fn check(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) {
    if png_size(bytes).is_none() {
        findings.push(Finding::new(file, "", Problem::NotPng));
    }
}

/// Width and height in pixels, if this is a PNG with sensible measures.
pub(super) fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    let number = |at: usize| {
        let bytes: [u8; 4] = rest.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    let (width, height) = (number(0)?, number(4)?);
    // More would be a picture that swells in the memory of a phone.
    let sensible = 1..=4096;
    (sensible.contains(&width) && sensible.contains(&height)).then_some((width, height))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn reads_the_header() {
        let icon = include_bytes!("../../../../cities/musterstadt/brand/icon-192.png");
        assert_eq!(png_size(icon), Some((192, 192)));
        assert_eq!(png_size(&icon[..20]), None);
        assert_eq!(png_size(b"GIF89a"), None);
        let mut bomb = icon.to_vec();
        bomb[16] = 0x7f;
        assert_eq!(png_size(&bomb), None);
    }
}
