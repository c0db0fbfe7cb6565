//! The sections of a wasm file, as far as the cut cares (WebAssembly core, 5.5 "Modules").

/// A custom section's id.
const CUSTOM: u8 = 0;
/// Magic number and version.
const HEADER: usize = 8;
/// The section with which `wasm_split_helpers` marks a module that can be cut.
const CUTS: &str = "__wasm_split_unstable";

/// One section: its id, its name if it is a custom one, its bytes with id and length.
struct Section<'a> {
    name: Option<&'a str>,
    whole: &'a [u8],
}

/// Whether the app says where it can be cut.
pub fn has_cuts(wasm: &[u8]) -> bool {
    sections(wasm).is_some_and(|all| all.iter().any(|section| section.name == Some(CUTS)))
}

/// The same module without the notes that only a cut needs; unchanged if it is no wasm.
pub fn without_relocations(wasm: &[u8]) -> Vec<u8> {
    let (Some(all), Some(header)) = (sections(wasm), wasm.get(..HEADER)) else {
        return wasm.to_vec();
    };
    let mut clean = header.to_vec();
    for section in all {
        let note = section.name.is_some_and(|name| name == "linking" || name.starts_with("reloc."));
        if !note {
            clean.extend_from_slice(section.whole);
        }
    }
    clean
}

fn sections(wasm: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut rest = wasm.get(HEADER..)?;
    let mut all = Vec::new();
    while let Some((&id, after)) = rest.split_first() {
        let (length, content) = number(after)?;
        let content_at = rest.len() - content.len();
        let (whole, next) = rest.split_at_checked(content_at + length)?;
        let name = (id == CUSTOM).then(|| custom_name(whole.get(content_at..)?)).flatten();
        all.push(Section { name, whole });
        rest = next;
    }
    Some(all)
}

fn custom_name(content: &[u8]) -> Option<&str> {
    let (length, rest) = number(content)?;
    std::str::from_utf8(rest.get(..length)?).ok()
}

/// An unsigned LEB128 number and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(name: &str, content: &[u8]) -> Vec<u8> {
        let length = 1 + name.len() + content.len();
        let small = |number: usize| u8::try_from(number).unwrap_or(0);
        [&[CUSTOM, small(length), small(name.len())], name.as_bytes(), content].concat()
    }

    #[test]
    fn only_the_notes_go() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let types = vec![1, 1, 0];
        let whole =
            [header.clone(), types.clone(), custom("linking", b"x"), custom("reloc.CODE", b"y")]
                .concat();
        assert_eq!(without_relocations(&whole), [header.clone(), types].concat());
        assert!(!has_cuts(&whole));
        assert!(has_cuts(&[whole, custom(CUTS, b"")].concat()));
    }

    #[test]
    fn what_is_no_wasm_stays_as_it_is() {
        for bytes in
            [&b"\0as"[..], b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\xff", b"\0asm\x01\0\0\0\x01\x05a"]
        {
            assert_eq!(without_relocations(bytes), bytes);
            assert!(!has_cuts(bytes));
        }
    }
}
