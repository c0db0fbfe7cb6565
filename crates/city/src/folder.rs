//! Reads a package folder from disk, without trusting it.

use crate::{Package, PackagePath};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The most bytes of one file.
pub const FILE_LIMIT: u64 = 2 * 1024 * 1024;
/// The most bytes of a package.
pub const PACKAGE_LIMIT: u64 = 16 * 1024 * 1024;
/// The most files of a package.
pub const COUNT_LIMIT: usize = 1_000;
/// How deep folders may lie in each other: the media of a form are four below the package.
const DEPTH_LIMIT: usize = 5;

/// Why a folder cannot be read as a package.
#[derive(Debug, Error)]
pub enum FolderError {
    /// The disk said no.
    #[error("{path} cannot be read: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A link could lead out of the folder.
    #[error("{0} is a symbolic link; copy the file into the folder instead")]
    Symlink(PathBuf),
    /// A name that is not the same on every system.
    #[error("{0}: use small letters, digits, - and _ in file names")]
    Name(PathBuf),
    /// One file is too large.
    #[error("{0} is larger than {limit} KB", limit = FILE_LIMIT / 1024)]
    FileTooLarge(PathBuf),
    /// Too much altogether.
    #[error("{0} holds more than {COUNT_LIMIT} files, {limit} KB or {DEPTH_LIMIT} levels of folders", limit = PACKAGE_LIMIT / 1024)]
    TooLarge(PathBuf),
}

/// Reads all files of a package. Hidden files (`.DS_Store`) and the folder `backend/` are left out.
///
/// # Errors
/// A file that cannot be read, is a link, is badly named or is too large.
pub fn load(folder: &Path) -> Result<Package, FolderError> {
    let mut package = Package::default();
    let mut count = 0;
    let mut open = vec![(folder.to_path_buf(), String::new(), 0)];
    while let Some((path, prefix, depth)) = open.pop() {
        let io_error = |source| FolderError::Io { path: path.clone(), source };
        for entry in fs::read_dir(&path).map_err(io_error)? {
            let entry = entry.map_err(io_error)?;
            let name =
                entry.file_name().into_string().map_err(|_| FolderError::Name(entry.path()))?;
            if name.starts_with('.') || (prefix.is_empty() && name == "backend") {
                continue;
            }
            count += 1;
            if count > COUNT_LIMIT || depth >= DEPTH_LIMIT {
                return Err(FolderError::TooLarge(folder.to_path_buf()));
            }
            // Of the entry itself: a link is not followed.
            let kind = entry.file_type().map_err(io_error)?;
            if kind.is_symlink() {
                return Err(FolderError::Symlink(entry.path()));
            }
            if kind.is_dir() {
                open.push((entry.path(), format!("{prefix}{name}/"), depth + 1));
                continue;
            }
            let place = PackagePath::new(format!("{prefix}{name}"))
                .ok_or_else(|| FolderError::Name(entry.path()))?;
            package.insert(place, read(&entry.path())?);
            if package.size() as u64 > PACKAGE_LIMIT {
                return Err(FolderError::TooLarge(folder.to_path_buf()));
            }
        }
    }
    Ok(package)
}

fn read(path: &Path) -> Result<Vec<u8>, FolderError> {
    let io_error = |source| FolderError::Io { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    // A file may grow while it is read: the limit holds for what arrives, not for what was announced.
    fs::File::open(path)
        .map_err(io_error)?
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(io_error)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(FolderError::FileTooLarge(path.to_path_buf()));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("city-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("brand")).unwrap();
        fs::write(path.join("city.json"), "{}").unwrap();
        path
    }

    #[test]
    fn reads_files_but_not_the_backend_and_not_the_hidden() {
        let path = folder("plain");
        fs::create_dir_all(path.join("backend")).unwrap();
        fs::write(path.join("backend/secret.json"), "{}").unwrap();
        fs::write(path.join("brand/logo.svg"), "<svg/>").unwrap();
        fs::write(path.join("brand/.DS_Store"), "x").unwrap();
        let package = load(&path).unwrap();
        let names: Vec<_> = package.files().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["brand/logo.svg", "city.json"]);
        fs::remove_dir_all(path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_link() {
        let path = folder("link");
        std::os::unix::fs::symlink("/etc/passwd", path.join("brand/logo.svg")).unwrap();
        assert!(matches!(load(&path), Err(FolderError::Symlink(_))));
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn refuses_odd_names_and_large_files() {
        let path = folder("large");
        let large = usize::try_from(FILE_LIMIT).unwrap() + 1;
        fs::write(path.join("brand/logo.svg"), vec![b' '; large]).unwrap();
        assert!(matches!(load(&path), Err(FolderError::FileTooLarge(_))));
        fs::write(path.join("brand/logo.svg"), "").unwrap();
        fs::write(path.join("brand/Logo Neu.svg"), "").unwrap();
        assert!(matches!(load(&path), Err(FolderError::Name(_))));
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn refuses_endless_folders() {
        let path = folder("deep");
        fs::create_dir_all(path.join("participation/forms/bicycle/media")).unwrap();
        fs::write(path.join("participation/forms/bicycle/media/narrow.svg"), "").unwrap();
        assert!(load(&path).is_ok());
        fs::create_dir_all(path.join("a/b/c/d/e")).unwrap();
        fs::write(path.join("a/b/c/d/e/x.md"), "").unwrap();
        assert!(matches!(load(&path), Err(FolderError::TooLarge(_))));
        fs::remove_dir_all(path).unwrap();
    }
}
