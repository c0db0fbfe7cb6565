//! Cards read back by other people's scanners: Debian's `zbarimg` and PyPI's `zxing-cpp`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use library::barcode::{Barcode, Symbology, Wide};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Symbology, number on the card, what a scanner must say.
const CARDS: [(Symbology, &str, &str); 19] = [
    (Symbology::Code39, "0830100100", "0830100100"),
    (Symbology::Code39, "ULM-4711 X/$", "ULM-4711 X/$"),
    (Symbology::Code39, "QWERTZUIOPASDFGHJKLY", "QWERTZUIOPASDFGHJKLY"),
    (Symbology::Code39, "XCVBNM.+%0123456789", "XCVBNM.+%0123456789"),
    (Symbology::Code39Checked, "ULM4711", "ULM4711"),
    (Symbology::Codabar, "21234567890123", "A21234567890123A"),
    (Symbology::Codabar, "B2100123456789B", "B2100123456789B"),
    (Symbology::Codabar, "C00-12$3:4/5.6+7C", "C00-12$3:4/5.6+7C"),
    (Symbology::Codabar, "D1098765432D", "D1098765432D"),
    (Symbology::Code128, "A0830100100", "A0830100100"),
    (Symbology::Code128, "12345678901234", "12345678901234"),
    (Symbology::Code128, "123456789012345", "123456789012345"),
    (Symbology::Code128, "U12345678x", "U12345678x"),
    (
        Symbology::Code128,
        "Ab ~}{!\"#$%&'()*+,-./:;<=>?@[]^_`|",
        "Ab ~}{!\"#$%&'()*+,-./:;<=>?@[]^_`|",
    ),
    (Symbology::Code128, "1234A", "1234A"),
    (Symbology::Code128, "Z99887", "Z99887"),
    (Symbology::Ean13, "400638133393", "4006381333931"),
    (Symbology::Ean13, "9783522202558", "9783522202558"),
    (Symbology::Ean13, "291234567890", "2912345678906"),
];

/// A grey picture: the bars on white, a module as many pixels as told.
fn picture(barcode: &Barcode, module: u32, path: &Path) {
    let (width, height) = (barcode.modules() * module, 40 * module);
    let mut line = vec![255u8; usize::try_from(width).unwrap()];
    for (start, bar) in barcode.bars() {
        for pixel in start * module..(start + bar) * module {
            line[usize::try_from(pixel).unwrap()] = 0;
        }
    }
    let mut bytes = format!("P5\n{width} {height}\n255\n").into_bytes();
    for _ in 0..height {
        bytes.extend(&line);
    }
    std::fs::write(path, bytes).unwrap();
}

struct Drawn {
    path: PathBuf,
    label: String,
    symbology: Symbology,
    expected: String,
    /// With its check character, which some scanners show.
    text: String,
}

fn drawn(folder: &str) -> Vec<Drawn> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut all = Vec::new();
    for (at, (symbology, number, expected)) in CARDS.into_iter().enumerate() {
        for wide in [Wide::Three, Wide::Two] {
            // Down to two pixels a module: a long number on a small phone.
            for module in [2, 3, 5] {
                let barcode = Barcode::new(symbology, number, wide).unwrap();
                let path = folder.join(format!("{at}-{wide:?}-{module}.pgm"));
                picture(&barcode, module, &path);
                let label = format!("{symbology:?} {number} {wide:?} {module} px");
                all.push(Drawn {
                    path,
                    label,
                    symbology,
                    expected: expected.to_owned(),
                    text: barcode.text,
                });
            }
        }
    }
    all
}

fn check(card: &Drawn, read: &str, names: [&str; 5]) {
    let [code39, codabar, code128, ean13, isbn] = names;
    let (kind, text) =
        read.split_once(['\t', ':']).unwrap_or_else(|| panic!("{} is not read", card.label));
    let wanted = match card.symbology {
        Symbology::Code39 | Symbology::Code39Checked => [code39, code39],
        Symbology::Codabar => [codabar, codabar],
        Symbology::Code128 => [code128, code128],
        Symbology::Ean13 | Symbology::Qr => [ean13, isbn],
    };
    assert!(wanted.contains(&kind), "{}: read as {kind}", card.label);
    assert!(text == card.expected || text == card.text, "{}: {text:?}", card.label);
}

#[test]
fn zbar_reads_them() {
    if !support::runs(Command::new("zbarimg").arg("--version")) {
        println!("skipped: zbarimg is absent (Debian: apt-get install zbar-tools)");
        return;
    }
    for card in drawn("zbar") {
        let scan = Command::new("zbarimg").args(["--quiet"]).arg(&card.path).output().unwrap();
        let read = String::from_utf8(scan.stdout).unwrap();
        let line = read.lines().next().unwrap_or_default();
        check(&card, line, ["CODE-39", "Codabar", "CODE-128", "EAN-13", "ISBN-13"]);
    }
}

#[test]
fn zxing_reads_them() {
    if !support::runs(Command::new("python3").args(["-c", "import zxingcpp"])) {
        println!("skipped: python3 with zxing-cpp is absent (pip install zxing-cpp)");
        return;
    }
    let cards = drawn("zxing");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/decode.py");
    let paths = cards.iter().map(|card| &card.path);
    let scan = Command::new("python3").arg(script).args(paths).output().unwrap();
    assert!(scan.status.success(), "{}", String::from_utf8_lossy(&scan.stderr));
    let read = String::from_utf8(scan.stdout).unwrap();
    assert_eq!(read.lines().count(), cards.len());
    for (card, line) in cards.iter().zip(read.lines()) {
        check(card, line, ["Code39", "Codabar", "Code128", "EAN13", "ISBN"]);
    }
}
