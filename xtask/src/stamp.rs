//! Whether something has to be built again: a fingerprint of everything it is made of.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{failure::Failure, places};

/// The fingerprint of the files that one build step reads.
///
/// Contents count, not times: a `git checkout` back and forth builds nothing.
/// The hash is the standard library's, stable within one compiler; a new compiler means one build.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp {
    name: &'static str,
    value: String,
}

impl Stamp {
    /// Reads `inputs` (files, or folders with all below) under `root`. Missing ones count as
    /// missing. `notes` are other things the result depends on, such as the versions of tools.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn of(
        name: &'static str,
        root: &Path,
        inputs: &[&str],
        notes: &[&str],
    ) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        for input in inputs {
            collect(&root.join(input), &mut files)?;
        }
        let mut hasher = DefaultHasher::new();
        notes.hash(&mut hasher);
        for (path, content) in &files {
            path.strip_prefix(root).unwrap_or(path).hash(&mut hasher);
            content.hash(&mut hasher);
        }
        Ok(Self { name, value: format!("{:016x} {} files", hasher.finish(), files.len()) })
    }

    /// Whether the last build that was recorded was made of the same.
    pub fn is_current(&self, folder: &Path) -> bool {
        std::fs::read_to_string(self.path(folder)).is_ok_and(|last| last == self.value)
    }

    /// Records that the build is made of this.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn record(&self, folder: &Path) -> Result<(), Failure> {
        let path = self.path(folder);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, &self.value))
            .map_err(|error| Failure::file(&path, &error))
    }

    fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.stamp", self.name))
    }
}

/// The folder where stamps are kept.
pub fn folder() -> PathBuf {
    places::notes()
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<(), Failure> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| Failure::file(path, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::file(path, &error))?.path();
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            if name != "target" && name != "node_modules" && !name.starts_with('.') {
                collect(&entry, files)?;
            }
        }
    } else if path.is_file() {
        let content = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
        files.insert(path.to_path_buf(), content);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            std::fs::create_dir_all(path.join("src/deep")).unwrap();
            Self(path)
        }

        fn write(&self, path: &str, text: &str) {
            std::fs::write(self.0.join(path), text).unwrap();
        }

        fn stamp(&self) -> Stamp {
            Stamp::of("app", &self.0, &["src", "index.html"], &["trunk 1"]).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_stamp_is_current_until_a_content_changes() {
        let folder = Folder::new("stamp-current");
        folder.write("src/deep/a.rs", "one");
        let notes = folder.0.join("notes");
        assert!(!folder.stamp().is_current(&notes));
        folder.stamp().record(&notes).unwrap();
        assert!(folder.stamp().is_current(&notes));
        folder.write("src/deep/a.rs", "one");
        assert!(folder.stamp().is_current(&notes), "only the time changed");
        folder.write("src/deep/a.rs", "two");
        assert!(!folder.stamp().is_current(&notes));
    }

    #[test]
    fn new_moved_and_removed_files_and_other_tools_change_it() {
        let folder = Folder::new("stamp-files");
        folder.write("src/a.rs", "one");
        let first = folder.stamp();
        folder.write("index.html", "page");
        let second = folder.stamp();
        std::fs::rename(folder.0.join("src/a.rs"), folder.0.join("src/b.rs")).unwrap();
        let third = folder.stamp();
        let fourth = Stamp::of("app", &folder.0, &["src", "index.html"], &["trunk 2"]).unwrap();
        std::fs::remove_file(folder.0.join("index.html")).unwrap();
        let fifth = folder.stamp();
        let all = [first, second, third, fourth, fifth];
        for (place, stamp) in all.iter().enumerate() {
            assert!(all[place + 1..].iter().all(|other| other != stamp));
        }
    }
}
