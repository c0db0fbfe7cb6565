//! The built app: files of one folder, kept in memory and read again when they change on disk.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;

use super::asset::{Asset, Keep, media_type};

/// Larger files do not belong in the app; reading one into memory is refused.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A folder of static files.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    known: Mutex<HashMap<PathBuf, (Stamp, Asset)>>,
}

/// What tells that a file changed, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    changed: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    /// Of a regular file; `None` when there is none.
    pub fn of(path: &Path) -> Option<Self> {
        let data = std::fs::metadata(path).ok()?;
        (data.is_file() && data.len() <= LARGEST)
            .then(|| Self { changed: data.modified().ok(), length: data.len() })
    }
}

impl Folder {
    /// A folder; it may appear later.
    pub fn new(root: PathBuf) -> Self {
        Self { root, known: Mutex::default() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file for a request path (`/texts/de.json`), `None` when there is none.
    ///
    /// The path may hold plain segments only, and what it leads to must lie inside the folder
    /// even after following links.
    pub fn get(&self, request_path: &str) -> Option<Asset> {
        let path = inside(&self.root, request_path)?;
        let stamp = Stamp::of(&path)?;
        {
            // A poisoned lock only means that another request died; the map is still whole.
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((seen, asset)) = known.get(&path)
                && *seen == stamp
            {
                return Some(asset.clone());
            }
        }
        let root = self.root.canonicalize().ok()?;
        if !path.canonicalize().ok()?.starts_with(root) {
            return None;
        }
        let asset = read(&path)?;
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path, (stamp, asset.clone()));
        Some(asset)
    }
}

fn read(path: &Path) -> Option<Asset> {
    let plain = Bytes::from(std::fs::read(path).ok()?);
    let name = path.file_name()?.to_str()?;
    let beside = |ending: &str| {
        let twin = path.with_file_name(format!("{name}{ending}"));
        // A twin older than its file belongs to an earlier build.
        let fresh =
            twin.metadata().ok()?.modified().ok()? >= path.metadata().ok()?.modified().ok()?;
        fresh.then(|| std::fs::read(&twin).ok().map(Bytes::from)).flatten()
    };
    let kind = media_type(name);
    Some(match (beside(".br"), beside(".gz")) {
        (None, None) => Asset::new(kind, plain),
        (brotli, gzip) => Asset::precompressed(kind, plain, brotli, gzip),
    })
}

/// The file path for a request path, if it consists of plain names.
pub fn inside(root: &Path, request_path: &str) -> Option<PathBuf> {
    let relative = request_path.strip_prefix('/')?;
    let decoded = percent_decode(relative)?;
    if decoded.is_empty() || decoded.contains(['\\', '\0', ':']) {
        return None;
    }
    let plain = |part: Component<'_>| matches!(part, Component::Normal(name) if !name.to_string_lossy().starts_with('.'));
    let path = Path::new(&decoded);
    // `components` swallows `//` and `/./`; a name must be written in one way only.
    let straight = decoded.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    (straight && path.components().all(plain)).then(|| root.join(path))
}

/// Decodes `%41`; nothing when the text is wrong or not UTF-8.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Trunk writes sixteen hex digits of the content into the names it hashes.
pub fn keep(request_path: &str) -> Keep {
    let name = request_path.rsplit('/').next().unwrap_or_default();
    let hashed = name.as_bytes().windows(17).enumerate().any(|(at, part)| {
        part.first() == Some(&b'-')
            && part.iter().skip(1).all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && matches!(name.as_bytes().get(at + 17), Some(b'.' | b'_'))
    });
    if hashed { Keep::Forever } else { Keep::Ask }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        for name in [
            "/stadtkern-0123456789abcdef_bg.wasm",
            "/stadtkern-0123456789abcdef.js",
            "/a/x-ffffffffffffffff.css",
        ] {
            assert_eq!(keep(name), Keep::Forever, "{name}");
        }
        for name in [
            "/index.html",
            "/boot.js",
            "/sw.js",
            "/texts/de-simple.json",
            "/x-0123456789abcde.js",
            "/x-0123456789abcdeg.js",
            "/a-0123456789abcdef.d/x.js",
        ] {
            assert_eq!(keep(name), Keep::Ask, "{name}");
        }
    }

    #[test]
    fn a_changed_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "one").unwrap();
        let files = Folder::new(folder.path().into());
        assert_eq!(files.get("/a.txt").unwrap().bytes(), "one");
        std::fs::write(folder.path().join("a.txt"), "three").unwrap();
        assert_eq!(files.get("/a.txt").unwrap().bytes(), "three");
        assert!(files.get("/b.txt").is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_leads_nowhere() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.txt"), "x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        assert!(Folder::new(folder.path().into()).get("/out/secret.txt").is_none());
    }

    #[test]
    fn known_ways_out() {
        let root = Path::new("/srv/dist");
        for path in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/..%2fx",
            "/%2fetc/passwd",
            "//etc/passwd",
            "/a//b",
            "/.env",
            "/a/.git/config",
            "/a%00.txt",
            "/..\\x",
            "/%5c..%5cx",
            "/c:/x",
            "/",
            "",
            "/a/",
            "/%zz",
            "/%",
        ] {
            assert_eq!(inside(root, path), None, "{path}");
        }
        assert_eq!(
            inside(root, "/texts/de%2Dsimple.json"),
            Some("/srv/dist/texts/de-simple.json".into())
        );
    }

    proptest! {
        #[test]
        fn never_outside(path in "/?([a-z%.0-9/\\\\]|%2e|%2f|\\.\\.|\\PC){0,40}") {
            if let Some(found) = inside(Path::new("/srv/dist"), &path) {
                prop_assert!(found.starts_with("/srv/dist"));
                prop_assert!(found.components().all(|part| part != Component::ParentDir));
            }
        }
    }
}
