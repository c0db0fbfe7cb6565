//! A city package in memory, wherever it came from.

use crate::PackagePath;
use std::collections::BTreeMap;

/// The files of a package by their path, read from a folder ([`crate::folder`]) or made in a browser.
///
/// The folder `backend/` is no part of it: it never leaves the server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Package {
    files: BTreeMap<PackagePath, Vec<u8>>,
}

impl Package {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: PackagePath, bytes: Vec<u8>) {
        self.files.insert(path, bytes);
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        let path = PackagePath::new(path)?;
        self.files.get(&path).map(Vec::as_slice)
    }

    /// All files, ordered by path.
    pub fn files(&self) -> impl Iterator<Item = (&PackagePath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// The size of all files in bytes.
    pub fn size(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }
}

impl FromIterator<(PackagePath, Vec<u8>)> for Package {
    fn from_iter<I: IntoIterator<Item = (PackagePath, Vec<u8>)>>(files: I) -> Self {
        Self { files: files.into_iter().collect() }
    }
}
