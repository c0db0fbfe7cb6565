//! Making different spellings of the same word the same.

/// The text in small letters without diacritics, words separated by single spaces, everything that is
/// neither letter nor digit left out.
///
/// German umlauts become their base letter, `ß` becomes `ss`. Folding twice changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Inside a word these join: "Bürger*innen", "don’t", zero-width joiners, Arabic tatweel.
            '*' | '’' | '\'' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{640}' => {}
            _ if is_mark(character) => {}
            _ => push_base(small(character), &mut folded),
        }
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// A folded text with `ae`, `oe` and `ue`, which people write for umlauts, as their base letter.
///
/// A spelling beside the folded one, not instead of it: it would make two slips out of one in "bauen".
#[must_use]
pub fn join_umlauts(folded: &str) -> String {
    folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// Diacritics that stand as characters of their own: Latin, Hebrew and Arabic vowel signs.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The small letter of a capital one, in Latin, Greek, Cyrillic and Armenian; no other script on our keyboards
/// has capitals. By ranges, because the table for all of Unicode weighs kilobytes in the app.
fn small(character: char) -> char {
    let code = u32::from(character);
    let next = match character {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => {
            code + 32
        }
        'İ' => return 'i',
        'Ā'..='Ķ'
        | 'Ŋ'..='Ŷ'
        | 'Ǟ'..='Ǯ'
        | 'Ǹ'..='Ȟ'
        | 'Ȣ'..='Ȳ'
        | 'Ḁ'..='Ẕ'
        | 'Ạ'..='Ỿ'
        | 'Ѡ'..='Ҁ'
        | 'Ҋ'..='Ҿ'
        | 'Ӑ'..='Ԯ'
        | 'Ơ'..='Ƥ' => code | 1,
        'Ĺ'..='Ň' | 'Ź'..='Ž' | 'Ǎ'..='Ǜ' | 'Ӂ'..='Ӎ' | 'Ư' => code + code % 2,
        'Ӏ' => return 'ӏ',
        'Ÿ' => return 'ÿ',
        'ẞ' => return 'ß',
        'Ά' => return 'ά',
        'Έ'..='Ί' => code + 37,
        'Ό' => return 'ό',
        'Ύ' | 'Ώ' => code + 63,
        'Ѐ'..='Џ' => code + 80,
        'Ա'..='Ֆ' => code + 48,
        _ => return character,
    };
    char::from_u32(next).unwrap_or(character)
}

/// The base letter of one with a diacritic built in. A table of the languages around us, not of Unicode:
/// that would weigh more than the rest of the search.
fn push_base(character: char, folded: &mut String) {
    let base = match character {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е', // Cyrillic
        'ї' => 'і',
        'й' => 'и',
        'ґ' => 'г',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ß' | 'æ' | 'œ' => {
            folded.push_str(match character {
                'ß' => "ss",
                'æ' => "a",
                _ => "o",
            });
            return;
        }
        other => other,
    };
    folded.push(base);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{fold, join_umlauts, small};

    #[test]
    fn capitals_become_small_letters_as_in_unicode() {
        let blocks = [
            "\0\u{17f}",
            "Ơơ",
            "Ưư",
            "Ǎ\u{1ef}",
            "Ǹ\u{21f}",
            "Ȣ\u{233}",
            "\u{386}\u{3ce}",
            "Ѐ\u{52f}",
            "Ա\u{587}",
            "Ḁ\u{1eff}",
        ];
        for block in blocks {
            let mut ends = block.chars();
            for character in ends.next().unwrap()..=ends.next().unwrap() {
                let expected = character.to_lowercase().next().unwrap();
                assert_eq!(small(character), expected, "{character} {:x}", u32::from(character));
            }
        }
    }

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Führungszeugnis", "FUHRUNGSZEUGNIS"),
            ("Straße", "STRASSE"),
            ("Bürger*innen", "Burgerinnen"),
            ("Çocuk parası", "cocuk parasi"),
            ("I\u{307}kamet", "ikamet"),
            ("Київ", "КИІВ"),
            ("إقامة", "اقامه"),
            ("Kfz-Zulassung", "kfz  zulassung"),
            ("u\u{308}ber", "über"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold(" – "), "");
        // Found by fuzzing: folding twice changed it.
        let found = fold("PPe-wsonala:iEUeewe");
        assert_eq!(fold(&found), found);
        assert_eq!(join_umlauts(&fold("fuehrungszeugnis")), join_umlauts(&fold("Führungszeugnis")));
    }
}
