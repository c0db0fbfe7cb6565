//! The sections of a wasm file, as far as the cut cares (WebAssembly core, 5.5 "Modules").

/// A custom section's id.
const CUSTOM: u8 = 0;
/// The export section's id.
const EXPORTS: u8 = 7;
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

/// The same module without the exports whose names `unwanted` knows, so that wasm-opt can drop what only they
/// need; unchanged if it is no wasm.
pub fn without_exports(wasm: &[u8], unwanted: fn(&str) -> bool) -> Vec<u8> {
    let (Some(all), Some(header)) = (sections(wasm), wasm.get(..HEADER)) else {
        return wasm.to_vec();
    };
    let mut smaller = header.to_vec();
    for section in all {
        match kept_exports(section.whole, unwanted) {
            Some((count, entries)) => {
                let mut content = encoded(count);
                content.extend(entries);
                smaller.push(EXPORTS);
                smaller.extend(encoded(content.len()));
                smaller.extend(content);
            }
            None => smaller.extend_from_slice(section.whole),
        }
    }
    smaller
}

/// How many exports stay, and their entries; `None` for another section.
fn kept_exports(whole: &[u8], unwanted: fn(&str) -> bool) -> Option<(usize, Vec<u8>)> {
    let (&EXPORTS, rest) = whole.split_first()? else { return None };
    let (_, rest) = number(rest)?;
    let (all, mut rest) = number(rest)?;
    let (mut count, mut kept) = (0, Vec::new());
    for _ in 0..all {
        let name = custom_name(rest)?;
        let (length, after) = number(rest)?;
        // The kind is one byte, the index a number.
        let (_, next) = number(after.get(length + 1..)?)?;
        if !unwanted(name) {
            count += 1;
            kept.extend_from_slice(rest.get(..rest.len() - next.len())?);
        }
        rest = next;
    }
    Some((count, kept))
}

/// A number as unsigned LEB128.
fn encoded(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
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
    fn unwanted_exports_go() {
        let header = b"\0asm\x01\0\0\0";
        let section = |entries: &[u8], count: u8| {
            let length = u8::try_from(entries.len() + 1).unwrap_or(0);
            [&header[..], &[EXPORTS, length, count], entries].concat()
        };
        let (keep, drop) = (b"\x04keep\0\x81\x01", b"\x04drop\0\x02");
        let whole = section(&[&keep[..], &drop[..], &keep[..]].concat(), 3);
        let smaller = section(&[&keep[..], &keep[..]].concat(), 2);
        assert_eq!(without_exports(&whole, |name| name == "drop"), smaller);
        assert_eq!(without_exports(&whole, |_| false), whole);
        assert_eq!(without_exports(b"\0as", |_| true), b"\0as");
        assert_eq!(encoded(300), [0xac, 0x02]);
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
