//! Texts, each once.

use std::collections::HashMap;

/// Collects texts and numbers them; 0 is the empty one.
#[derive(Debug)]
pub struct Texts {
    known: HashMap<String, u32>,
    bytes: Vec<u8>,
    lengths: Vec<u32>,
}

impl Texts {
    /// Only the empty one.
    pub fn new() -> Self {
        Self { known: HashMap::from([(String::new(), 0)]), bytes: Vec::new(), lengths: vec![0] }
    }

    /// The number of a text.
    pub fn add(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        // `write` refuses a file that is too long for its numbers.
        let number = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        self.known.insert(text.to_owned(), number);
        self.bytes.extend(text.as_bytes());
        self.lengths.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        number
    }

    /// The number of a text that may be missing.
    pub fn maybe(&mut self, text: Option<&str>) -> u32 {
        text.map_or(0, |text| self.add(text))
    }

    /// All texts one after the other, and how long each is.
    pub fn finish(self) -> (Vec<u8>, Vec<u32>) {
        (self.bytes, self.lengths)
    }
}
