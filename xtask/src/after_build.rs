//! What happens to a built app before it replaces the old one: integrity, the service worker's list, compression.
//!
//! Trunk runs this as its `post_build` hook. The same input gives the same bytes: the listing is sorted and nothing
//! depends on the time or the machine.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256, Sha384};

/// The line of `public/sw.js` that a build replaces.
pub const BUILD_LINE_START: &str = "const BUILD = ";
/// Set to `off`, the written worker removes itself and everything it cached from every device.
pub const WORKER_SWITCH: &str = "STADTKERN_WORKER";

const WORKER: &str = "sw.js";
const PAGE: &str = "index.html";
const COMPRESSED: [&str; 8] = ["html", "js", "css", "json", "svg", "wasm", "webmanifest", "txt"];

/// Why a built app could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum AfterBuildError {
    /// A file could not be read or written.
    #[error("{path}: {source}. Check that the build folder exists and is writable.")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The page does not name the files that the loader starts.
    #[error("index.html has no loader tag with {0}=\"…\". Check `pattern_script` in Trunk.toml.")]
    NoLoader(&'static str),
    /// The loader tag names a file that was not built.
    #[error("index.html names {0}, which is not in the build folder. Build again from the start.")]
    NotBuilt(String),
    /// The worker has no line to write the list into.
    #[error("sw.js has no line that starts with `{BUILD_LINE_START}`. Restore that line.")]
    NoBuildLine,
    /// The list could not be written as JSON.
    #[error("the list of files cannot be written: {0}")]
    List(#[from] serde_json::Error),
}

/// One file that the worker keeps: its address and, where the name does not already say it, its content's sum.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Listed {
    url: String,
    revision: Option<String>,
}

#[derive(Serialize)]
struct Build<'a> {
    version: &'a str,
    off: bool,
    files: &'a [Listed],
}

/// Finishes the built app in `staging`: see the module's text. `parts` holds the later parts of
/// the app, if it was cut; `transit_worker` the files of the worker for timetables.
///
/// # Errors
/// [`AfterBuildError`], each with what to do next. The folder may then be half finished; Trunk throws it away.
pub fn run(staging: &Path, parts: &Path, transit_worker: &Path) -> Result<(), AfterBuildError> {
    let off = std::env::var(WORKER_SWITCH).is_ok_and(|value| value == "off");
    let glue = add_integrity(staging)?;
    add_parts(staging, parts, &glue)?;
    add_transit_worker(staging, transit_worker)?;
    let files = files_below(staging)?;
    list_in_worker(staging, &files, off)?;
    for file in &files {
        compress(&staging.join(file))?;
    }
    Ok(())
}

/// Puts the later parts of the app beside it: those that its glue names, for older ones may lie there.
fn add_parts(staging: &Path, parts: &Path, glue: &str) -> Result<(), AfterBuildError> {
    if !parts.is_dir() {
        return Ok(());
    }
    for part in files_below(parts)? {
        if glue.contains(&format!("/{part}")) {
            write(&staging.join(&part), &read(&parts.join(&part))?)?;
        }
    }
    Ok(())
}

/// Writes the sums of the loader's two files into its tag; gives the text of the glue.
fn add_integrity(staging: &Path) -> Result<String, AfterBuildError> {
    let path = staging.join(PAGE);
    let mut page = String::from_utf8_lossy(&read(&path)?).into_owned();
    let mut glue = String::new();
    for attribute in ["data-js", "data-wasm"] {
        let missing = AfterBuildError::NoLoader(attribute);
        let (before, after) = page.split_once(&format!("{attribute}=")).ok_or(missing)?;
        let (url, rest) = attribute_value(after);
        let built = staging.join(url.rsplit('/').next().unwrap_or(url));
        if !built.is_file() {
            return Err(AfterBuildError::NotBuilt(url.to_owned()));
        }
        let content = read(&built)?;
        let sum = STANDARD.encode(Sha384::digest(&content));
        if attribute == "data-js" {
            glue = String::from_utf8_lossy(&content).into_owned();
        }
        // A second run replaces its own earlier attribute instead of adding another.
        let own = format!(" {attribute}-integrity=");
        let rest = rest.strip_prefix(own.as_str()).map_or(rest, |old| attribute_value(old).1);
        page = format!("{before}{attribute}=\"{url}\"{own}\"sha384-{sum}\"{rest}");
    }
    write(&path, page.as_bytes())?;
    Ok(glue)
}

/// Puts the worker for timetables beside the app, under names that change with its content, and names it in the
/// loader's tag: the loader lets no other worker start, and the page checks the sum of its wasm.
fn add_transit_worker(staging: &Path, built: &Path) -> Result<(), AfterBuildError> {
    let place = |ending: &str| {
        let content = read(&built.join(format!("transit-worker.{ending}")))?;
        let sum = shortened(&hex(&Sha256::digest(&content)));
        let name = format!("transit-worker-{sum}.{ending}");
        write(&staging.join(&name), &content)?;
        Ok::<_, AfterBuildError>((name, STANDARD.encode(Sha384::digest(&content))))
    };
    let (script, _) = place("js")?;
    let (wasm, sum) = place("wasm")?;
    let path = staging.join(PAGE);
    let page = String::from_utf8_lossy(&read(&path)?).into_owned();
    let (before, after) =
        page.split_once(" data-js=").ok_or(AfterBuildError::NoLoader("data-js"))?;
    // A second run finds its own attributes and replaces them.
    let before = before.split(" data-transit=").next().unwrap_or(before);
    let own = format!(
        " data-transit=\"/{script}\" data-transit-wasm=\"/{wasm}\" data-transit-wasm-integrity=\"sha384-{sum}\""
    );
    write(&path, format!("{before}{own} data-js={after}").as_bytes())
}

/// An attribute's value and what follows it. The minifier leaves quotes out where HTML allows it.
fn attribute_value(text: &str) -> (&str, &str) {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(text.find([' ', '>', '\n', '\t']).unwrap_or(text.len())),
    }
}

/// Writes the list of files and a version that changes with any of them into the worker.
fn list_in_worker(staging: &Path, files: &[String], off: bool) -> Result<(), AfterBuildError> {
    let path = staging.join(WORKER);
    let source = String::from_utf8_lossy(&read(&path)?).into_owned();
    let mut sum = Sha256::new();
    let mut listed = Vec::new();
    for file in files.iter().filter(|file| is_kept_offline(file)) {
        let content = hex(&Sha256::digest(read(&staging.join(file))?));
        sum.update(format!("{file} {content}\n"));
        let revision = (!has_hashed_name(file)).then(|| shortened(&content));
        let url = if file == PAGE { "/".to_owned() } else { format!("/{file}") };
        listed.push(Listed { url, revision });
    }
    let (before, line, after) = split_line(&source).ok_or(AfterBuildError::NoBuildLine)?;
    // The worker's own rules count too: other rules may want other copies.
    sum.update(before);
    sum.update(after);
    let version = shortened(&hex(&sum.finalize()));
    let build = serde_json::to_string(&Build { version: &version, off, files: &listed })?;
    let ending = if line.ends_with('\n') { "\n" } else { "" };
    write(&path, format!("{before}{BUILD_LINE_START}{build};{ending}{after}").as_bytes())
}

fn split_line(source: &str) -> Option<(&str, &str, &str)> {
    let start = if source.starts_with(BUILD_LINE_START) {
        0
    } else {
        source.find(&format!("\n{BUILD_LINE_START}"))? + 1
    };
    let (before, rest) = source.split_at_checked(start)?;
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let (line, after) = rest.split_at_checked(end)?;
    Some((before, line, after))
}

/// The worker itself and hidden files are never kept, compressed twins are the server's business, and base texts reach the app merged
/// with the city's own below `/city/`.
fn is_kept_offline(file: &str) -> bool {
    let twin = has_extension(file, "br") || has_extension(file, "gz");
    let hidden = file.split('/').any(|part| part.starts_with('.'));
    !hidden && file != WORKER && file != "robots.txt" && !file.starts_with("texts/") && !twin
}

/// Whether the name carries a content hash as Trunk writes it: `-` and at least twelve hexadecimal digits.
fn has_hashed_name(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('-').skip(1).any(|part| part.bytes().take_while(u8::is_ascii_hexdigit).count() >= 12)
}

/// Puts `.br` and `.gz` beside a file whose kind gains from it.
fn compress(path: &Path) -> Result<(), AfterBuildError> {
    if !COMPRESSED.iter().any(|kind| has_extension(&path.to_string_lossy(), kind)) {
        return Ok(());
    }
    let content = read(path)?;
    let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", path.display()));
    let failed = |source| AfterBuildError::File { path: path.to_owned(), source };

    let mut brotli = Vec::new();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &parameters).map_err(failed)?;
    write(&beside("br"), &brotli)?;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&content).map_err(failed)?;
    write(&beside("gz"), &gzip.finish().map_err(failed)?)
}

/// Every file below `folder`, with `/` between the parts, sorted; twins of an earlier run left out.
fn files_below(folder: &Path) -> Result<Vec<String>, AfterBuildError> {
    let mut found = Vec::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        let failed = |source| AfterBuildError::File { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
            } else if !has_extension(&name, "br") && !has_extension(&name, "gz") {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// The first sixteen digits of a content's SHA-256, as they stand in names.
pub fn short_sum(content: &[u8]) -> String {
    shortened(&hex(&Sha256::digest(content)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn shortened(sum: &str) -> String {
    sum.chars().take(16).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, AfterBuildError> {
    fs::read(path).map_err(|source| AfterBuildError::File { path: path.to_owned(), source })
}

fn write(path: &Path, content: &[u8]) -> Result<(), AfterBuildError> {
    fs::write(path, content)
        .map_err(|source| AfterBuildError::File { path: path.to_owned(), source })
}

#[cfg(test)]
#[path = "after_build_tests.rs"]
mod tests;
