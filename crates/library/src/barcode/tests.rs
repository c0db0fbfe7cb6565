#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;

fn draw(symbology: Symbology, number: &str) -> Result<Barcode, NotDrawable> {
    Barcode::new(symbology, number, Wide::Three)
}

#[test]
fn start_stop_and_check_characters() {
    assert_eq!(draw(Symbology::Codabar, "21234").unwrap().text, "A21234A");
    assert_eq!(draw(Symbology::Codabar, "b21234c").unwrap().text, "B21234C");
    assert_eq!(draw(Symbology::Codabar, "2B2"), Err(NotDrawable::Character('B')));
    assert_eq!(draw(Symbology::Code39Checked, "CODE39").unwrap().text, "CODE39W");
    assert_eq!(draw(Symbology::Code39, "a1").unwrap(), draw(Symbology::Code39, "A1").unwrap());
    assert_eq!(draw(Symbology::Code39, "a*"), Err(NotDrawable::Character('*')));
    assert_eq!(draw(Symbology::Ean13, "400638133393").unwrap().text, "4006381333931");
    assert_eq!(draw(Symbology::Ean13, "4006381333932"), Err(NotDrawable::CheckDigit));
    assert_eq!(draw(Symbology::Ean13, "123"), Err(NotDrawable::Length));
    assert_eq!(draw(Symbology::Code128, "Ü1"), Err(NotDrawable::Character('Ü')));
    assert_eq!(draw(Symbology::Code128, " "), Err(NotDrawable::Empty));
    assert_eq!(draw(Symbology::Code128, &"1".repeat(41)), Err(NotDrawable::TooLong));
    assert_eq!(draw(Symbology::Qr, "1"), Err(NotDrawable::Qr));
}

#[test]
fn the_symbols_of_code_128_are_eleven_modules_and_differ() {
    let all: Vec<String> = ('!'..='~')
        .map(|c| format!("{:?}", &draw(Symbology::Code128, &c.to_string()).unwrap().widths[6..12]))
        .collect();
    let different: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn pairs_of_digits_save_width() {
    let modules = |number: &str| draw(Symbology::Code128, number).unwrap().modules();
    // Start, seven pairs, check, stop.
    assert_eq!(modules("12345678901234"), (1 + 7 + 1) * 11 + 13 + 22);
    // One digit alone, change, seven pairs.
    assert_eq!(modules("123456789012345"), (1 + 1 + 1 + 7 + 1) * 11 + 13 + 22);
    assert_eq!(modules("U1234567"), (1 + 2 + 1 + 3 + 1) * 11 + 13 + 22);
}

#[test]
fn a_small_screen_gets_the_thicker_module() {
    let (wide, module) = Barcode::fitting(Symbology::Code39, "12345678", 1080).unwrap();
    assert_eq!(
        (module, wide),
        (5, Barcode::new(Symbology::Code39, "12345678", Wide::Three).unwrap())
    );
    let number = "0830100100123";
    let usual = draw(Symbology::Code39, number).unwrap().module(500);
    let (narrow, module) = Barcode::fitting(Symbology::Code39, number, 500).unwrap();
    assert!(module > usual && narrow.modules() * module <= 500);
    assert_eq!(Barcode::fitting(Symbology::Code39, number, 100).unwrap().1, 0, "does not fit");
}

fn any_symbology() -> impl Strategy<Value = Symbology> {
    (0..NAMES.len()).prop_map(|at| NAMES[at].0)
}

proptest! {
    #[test]
    fn whatever_is_typed(symbology in any_symbology(), number in "[0-9]{1,14}|[A-Z0-9 -]{1,20}|\\PC{0,20}") {
        let Ok(barcode) = draw(symbology, &number) else { return Ok(()) };
        prop_assert_eq!(barcode.widths.len() % 2, 1, "begins and ends with a bar");
        prop_assert!(barcode.widths.iter().all(|width| (1..=4).contains(width)));
        let bars: Vec<_> = barcode.bars().collect();
        prop_assert_eq!(bars[0].0, u32::from(QUIET));
        let last = bars[bars.len() - 1];
        prop_assert_eq!(last.0 + last.1 + u32::from(QUIET), barcode.modules());
        if symbology == Symbology::Code128 {
            prop_assert_eq!((barcode.modules() - 2 * u32::from(QUIET) - 13) % 11, 0);
        }
        if symbology == Symbology::Ean13 {
            prop_assert_eq!(barcode.modules() - 2 * u32::from(QUIET), 95);
        }
    }
}
