#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::io::Read as _;

use super::*;

const WORKER_SOURCE: &str =
    "// rules\nconst BUILD = { version: 'development', off: false, files: [] };\nself.rules = 1;\n";
const PAGE_SOURCE: &str = r#"<script type="module" src="/boot.js" data-js="/app-0123456789abcdef.js" data-wasm="/app-0123456789abcdef_bg.wasm"></script>"#;

/// A folder that is gone when the test ends.
struct Staging(PathBuf);

impl Staging {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("after-build-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("icons")).unwrap();
        fs::create_dir_all(folder.join("texts")).unwrap();
        for (file, content) in [
            ("index.html", PAGE_SOURCE),
            ("sw.js", WORKER_SOURCE),
            ("boot.js", "export const a = 1;"),
            ("app-0123456789abcdef.js", "export default 1;"),
            ("app-0123456789abcdef_bg.wasm", "\0asm"),
            ("icons/app.svg", "<svg></svg>"),
            ("icons/app.png", "png"),
            ("texts/de.json", "{}"),
            ("robots.txt", "User-agent: *"),
            (".trunk-lock", ""),
        ] {
            fs::write(folder.join(file), content).unwrap();
        }
        Self(folder)
    }

    /// The folder of the worker for timetables, beside the staging folder as in a real build.
    fn worker(&self) -> PathBuf {
        self.0.with_extension("worker")
    }

    fn finish(&self) -> Result<(), AfterBuildError> {
        fs::create_dir_all(self.worker()).unwrap();
        fs::write(self.worker().join("transit-worker.js"), "self.worker = 1;").unwrap();
        fs::write(self.worker().join("transit-worker.wasm"), "\0asm worker").unwrap();
        // Without later parts.
        run(&self.0, &self.0.join("no-parts"), &self.worker())
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    fn build(&self) -> serde_json::Value {
        let worker = self.text("sw.js");
        let line = worker.lines().find(|line| line.starts_with(BUILD_LINE_START)).unwrap();
        serde_json::from_str(line.strip_prefix(BUILD_LINE_START).unwrap().trim_end_matches(';'))
            .unwrap()
    }

    fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        for folder in ["", "icons", "texts"] {
            for entry in fs::read_dir(self.0.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    files.insert(
                        path.strip_prefix(&self.0).unwrap().to_owned(),
                        fs::read(&path).unwrap(),
                    );
                }
            }
        }
        files
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
        let _ = fs::remove_dir_all(self.worker());
    }
}

#[test]
fn the_list_is_sorted_and_names_what_the_app_needs_offline() {
    let staging = Staging::new("list");
    staging.finish().unwrap();
    let build = staging.build();
    let listed: Vec<(String, bool)> = build["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["url"].as_str().unwrap().to_owned(), file["revision"].is_string()))
        .collect();
    let worker = |ending: &str, content: &str| {
        format!("/transit-worker-{}.{ending}", shortened(&hex(&Sha256::digest(content))))
    };
    let mut workers = [worker("js", "self.worker = 1;"), worker("wasm", "\0asm worker")];
    workers.sort();
    let expected = [
        ("/app-0123456789abcdef.js", false),
        ("/app-0123456789abcdef_bg.wasm", false),
        ("/boot.js", true),
        ("/icons/app.png", true),
        ("/icons/app.svg", true),
        ("/", true),
        (workers[0].as_str(), false),
        (workers[1].as_str(), false),
    ];
    assert_eq!(listed, expected.map(|(url, revision)| (url.to_owned(), revision)));
    assert_eq!(build["off"], false);
    assert_eq!(build["version"].as_str().unwrap().len(), 16);
    assert!(staging.text("sw.js").starts_with("// rules\n"));
    assert!(staging.text("sw.js").ends_with("self.rules = 1;\n"));
}

#[test]
fn the_loader_gets_the_sums_of_its_files() {
    let staging = Staging::new("integrity");
    staging.finish().unwrap();
    let page = staging.text("index.html");
    let sum = |text: &str| format!("sha384-{}", STANDARD.encode(Sha384::digest(text)));
    assert!(page.contains(&format!(
        r#"data-js="/app-0123456789abcdef.js" data-js-integrity="{}""#,
        sum("export default 1;")
    )));
    assert!(page.contains(&format!(r#"data-wasm-integrity="{}""#, sum("\0asm"))));
    let worker = shortened(&hex(&Sha256::digest("\0asm worker")));
    assert!(page.contains(&format!(
        r#"data-transit-wasm="/transit-worker-{worker}.wasm" data-transit-wasm-integrity="{}""#,
        sum("\0asm worker")
    )));
    assert!(page.contains(r#" data-transit="/transit-worker-"#));
}

#[test]
fn a_minified_page_without_quotes_works_too() {
    let staging = Staging::new("minified");
    fs::write(staging.0.join("index.html"), PAGE_SOURCE.replace('"', "")).unwrap();
    staging.finish().unwrap();
    let page = staging.text("index.html");
    assert!(
        page.contains(r#" data-js="/app-0123456789abcdef.js" data-js-integrity="sha384-"#),
        "{page}"
    );
    assert!(page.ends_with("\"></script>"), "{page}");
}

#[test]
fn the_same_build_gives_the_same_bytes_even_when_run_twice() {
    let (first, second) = (Staging::new("same-1"), Staging::new("same-2"));
    first.finish().unwrap();
    second.finish().unwrap();
    let once = first.all();
    assert_eq!(once, second.all());
    first.finish().unwrap();
    assert_eq!(once, first.all());
}

#[test]
fn any_change_gives_a_new_version() {
    let version = |name: &str, change: Option<(&str, &str)>| {
        let staging = Staging::new(name);
        if let Some((file, content)) = change {
            fs::write(staging.0.join(file), content).unwrap();
        }
        staging.finish().unwrap();
        staging.build()["version"].as_str().unwrap().to_owned()
    };
    let plain = version("plain", None);
    assert_ne!(plain, version("boot", Some(("boot.js", "export const a = 2;"))));
    assert_ne!(plain, version("rules", Some(("sw.js", &WORKER_SOURCE.replace("= 1", "= 2")))));
    assert_ne!(plain, version("wasm", Some(("app-0123456789abcdef_bg.wasm", "\0asm2"))));
}

#[test]
fn twins_decompress_to_the_file_and_pictures_have_none() {
    let staging = Staging::new("twins");
    staging.finish().unwrap();
    for file in [
        "index.html",
        "sw.js",
        "boot.js",
        "icons/app.svg",
        "app-0123456789abcdef_bg.wasm",
        "robots.txt",
    ] {
        let content = fs::read(staging.0.join(file)).unwrap();
        let mut plain = Vec::new();
        brotli::Decompressor::new(&*fs::read(staging.0.join(format!("{file}.br"))).unwrap(), 4096)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, content, "{file}.br");
        plain.clear();
        flate2::read::GzDecoder::new(&*fs::read(staging.0.join(format!("{file}.gz"))).unwrap())
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, content, "{file}.gz");
    }
    assert!(!staging.0.join("icons/app.png.br").exists());
}

#[test]
fn a_build_that_does_not_fit_is_refused_with_what_to_do() {
    let staging = Staging::new("refused");
    fs::write(staging.0.join("index.html"), "<script src=\"/boot.js\"></script>").unwrap();
    assert!(matches!(staging.finish(), Err(AfterBuildError::NoLoader("data-js"))));
    fs::write(staging.0.join("index.html"), PAGE_SOURCE.replace("cdef.js", "cdee.js")).unwrap();
    assert!(matches!(staging.finish(), Err(AfterBuildError::NotBuilt(_))));
    fs::write(staging.0.join("index.html"), PAGE_SOURCE).unwrap();
    fs::write(staging.0.join("sw.js"), "// nothing").unwrap();
    assert!(matches!(staging.finish(), Err(AfterBuildError::NoBuildLine)));
    assert!(matches!(
        run(&staging.0.join("absent"), &staging.0, &staging.worker()),
        Err(AfterBuildError::File { .. })
    ));
}

#[test]
fn a_name_is_hashed_only_with_a_long_run_of_digits() {
    assert!(has_hashed_name("app-0123456789abcdef_bg.wasm"));
    assert!(has_hashed_name("css/style-0123456789abcdef.css"));
    assert!(!has_hashed_name("boot.js"));
    assert!(!has_hashed_name("icon-192.png"));
    assert!(!has_hashed_name("0123456789abcdef.js"));
}

#[test]
fn later_parts_stand_beside_the_app_if_its_glue_names_them() {
    let staging = Staging::new("parts");
    let glue = "app-0123456789abcdef.js";
    let part = "app-booking-fedcba9876543210.wasm";
    fs::write(staging.0.join(glue), format!("parts({{a:[[\"/{part}\"]]}})")).unwrap();
    let parts = staging.0.join(".parts");
    fs::create_dir_all(&parts).unwrap();
    fs::write(parts.join(part), "\0asm").unwrap();
    fs::write(parts.join("app-older-aaaaaaaaaaaaaaaa.wasm"), "\0asm").unwrap();
    staging.finish().unwrap();
    run(&staging.0, &parts, &staging.worker()).unwrap();
    assert_eq!(staging.text(part), "\0asm");
    assert!(staging.0.join(format!("{part}.br")).is_file());
    assert!(!staging.0.join("app-older-aaaaaaaaaaaaaaaa.wasm").exists());
    let urls: Vec<String> = staging.build()["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["url"].as_str().unwrap().to_owned())
        .collect();
    assert!(urls.contains(&format!("/{part}")), "the worker keeps it for no network: {urls:?}");
}
