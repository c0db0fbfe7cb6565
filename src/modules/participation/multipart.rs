//! The answer as one body (RFC 7578), made by hand because its bytes are frozen: a browser's own would choose another
//! boundary at every try.

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the field.
    pub name: String,
    /// The name of the file; `None` for a field that is none.
    pub file: Option<String>,
    /// Its media type.
    pub kind: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The body and its content type. The boundary is derived from `id` and occurs in no part.
pub fn body(id: &str, parts: &[Part]) -> (Vec<u8>, String) {
    let boundary = boundary(id, parts);
    let mut body = Vec::new();
    for part in parts {
        // not translated: the head of a part
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"");
        head.push_str(&quoted(&part.name));
        if let Some(file) = &part.file {
            head.push_str("\"; filename=\"");
            head.push_str(&quoted(file));
        }
        // not translated: the head of a part
        head.push_str("\"\r\nContent-Type: ");
        head.push_str(&part.kind.replace(['\r', '\n'], ""));
        head.push_str("\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&part.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (body, format!("multipart/form-data; boundary={boundary}"))
}

fn boundary(id: &str, parts: &[Part]) -> String {
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let mut number = 0_u32;
    loop {
        let boundary = format!("answer-{id}-{number}");
        let inside = |part: &Part| {
            part.bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(inside) {
            return boundary;
        }
        // Parts are finite, numbers are not: some number is in none of them.
        number = number.wrapping_add(1);
    }
}

/// What would end the name is written as browsers write it (HTML standard, multipart form data).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn field(bytes: &[u8]) -> Part {
        let kind = "text/plain".to_owned();
        Part { name: "a\"b".to_owned(), file: None, kind, bytes: bytes.to_vec() }
    }

    #[wasm_bindgen_test]
    fn a_boundary_is_in_no_part_and_the_same_every_time() {
        let parts = [field(b"--answer-1-0\r\n"), field(b"answer-1-1")];
        let (first, kind) = body("1", &parts);
        assert_eq!(kind, "multipart/form-data; boundary=answer-1-2");
        assert_eq!(first, body("1", &parts).0);
        let text = String::from_utf8_lossy(&first).into_owned();
        assert!(text.contains("name=\"a%22b\""), "{text}");
        assert!(text.ends_with("--answer-1-2--\r\n"), "{text}");
    }
}
