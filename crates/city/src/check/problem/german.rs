//! The sentences in German.

use super::Problem;

pub(super) fn reason(problem: &Problem) -> String {
    match problem {
        Problem::NotJson { detail } => format!("Das ist kein gültiges JSON ({detail})."),
        Problem::OtherVersion { found } => {
            format!("Dieses Programm kennt die Paketversion {found} nicht.")
        }
        Problem::FieldMissing { name, meaning } => {
            format!("Das Feld „{name}“ fehlt. {}", meaning.0)
        }
        Problem::UnknownField { .. } => "Dieses Feld gibt es nicht.".into(),
        Problem::WrongValue { found, kind } => {
            format!("Hier steht {found}, erwartet wird {}.", kind.0)
        }
        Problem::NoSuchChoice { found, .. } => format!("Den Wert „{found}“ gibt es nicht."),
        Problem::Empty => "Hier steht nichts.".into(),
        Problem::Twice => "Das steht hier schon zum zweiten Mal.".into(),
        Problem::NoSuchLanguage { .. } => "Diese Sprache kennt die App nicht.".into(),
        Problem::LanguageMissing { language } => {
            format!("Der Text fehlt in der angebotenen Sprache „{language}“.")
        }
        Problem::Contrast { primary, ratio, needed, .. } => format!(
            "Die Farbe {primary} hat nur einen Kontrast von {ratio:.2}:1, nötig sind {needed}:1."
        ),
        Problem::FileMissing => "Diese Datei fehlt.".into(),
        Problem::NotText => "Die Datei ist kein Text in UTF-8.".into(),
        Problem::TooLarge { bytes, limit } => format!(
            "Die Datei ist {} KB groß, erlaubt sind {} KB.",
            bytes.div_ceil(1024),
            limit / 1024
        ),
        Problem::OffWithoutReason => {
            "Der Dienst ist ausgeschaltet, aber es steht nicht da, warum.".into()
        }
        Problem::EndsBeforeItBegins => "Das Ende liegt vor dem Anfang.".into(),
        Problem::OutsideBounds => "Die Mitte liegt nicht im Rechteck.".into(),
        Problem::LegalPageMissing { page } => {
            format!("Die Pflichtseite „{page}“ ist nicht genannt.")
        }
        Problem::IconMissing { size } => {
            format!("Das Symbol mit {size} Pixeln fehlt; manche Geräte brauchen es.")
        }
        Problem::SvgUnsafe { what } => format!(
            "Das SVG enthält „{what}“. Das könnte Programme ausführen oder fremde Inhalte laden."
        ),
        Problem::NotSvg => "Die Datei ist kein gültiges SVG.".into(),
        Problem::NotPng => "Die Datei ist kein PNG.".into(),
        Problem::OtherSize { width, height, wanted } => format!(
            "Das Bild ist {width} × {height} Pixel groß, angegeben sind {wanted} × {wanted}."
        ),
        Problem::HtmlInMarkdown => "Hier steht HTML; die App zeigt nur einfaches Markdown.".into(),
        Problem::BadLink { address } => format!("Die Adresse „{address}“ ist nicht erlaubt."),
        Problem::NoHeading => "Die Seite beginnt nicht mit einer Überschrift.".into(),
        Problem::UnknownPlaceholder { name } => {
            format!("Den Platzhalter {{{name}}} füllt die App hier nicht.")
        }
        Problem::PlaceholderMissing { name } => {
            format!("Der Platzhalter {{{name}}} fehlt; die Angabe geht verloren.")
        }
        Problem::UnknownReference { name } => {
            format!("„{name}“ ist genannt, aber nicht beschrieben.")
        }
        Problem::GuideDiffers { name, other } => {
            format!("„{name}“ steht in {other}, aber nicht hier.")
        }
    }
}

pub(super) fn remedy(problem: &Problem) -> String {
    match problem {
        Problem::NotJson { .. } => "Oft fehlt davor ein Komma oder ein Anführungszeichen.".into(),
        Problem::OtherVersion { .. } => {
            "Setzen Sie „version“ auf 1 oder nehmen Sie ein passendes Programm.".into()
        }
        Problem::FieldMissing { .. } => "Ergänzen Sie das Feld.".into(),
        Problem::UnknownField { likely: Some(likely) }
        | Problem::NoSuchLanguage { likely: Some(likely) } => format!("Meinten Sie „{likely}“?"),
        Problem::UnknownField { likely: None } => "Entfernen Sie es.".into(),
        Problem::NoSuchLanguage { likely: None } => {
            "Erlaubt sind de, de-simple, en, tr, uk und ar.".into()
        }
        Problem::WrongValue { .. } | Problem::EndsBeforeItBegins | Problem::OutsideBounds => {
            "Berichtigen Sie den Wert.".into()
        }
        Problem::NoSuchChoice { likely: Some(likely), choices, .. } => {
            format!("Meinten Sie „{likely}“? Erlaubt sind: {choices}.")
        }
        Problem::NoSuchChoice { choices, .. } => format!("Erlaubt sind: {choices}."),
        Problem::Empty => "Tragen Sie etwas ein oder entfernen Sie das Feld.".into(),
        Problem::Twice => "Entfernen Sie die Wiederholung.".into(),
        Problem::LanguageMissing { .. } => {
            "Übersetzen Sie den Text; bis dahin erscheint er in einer anderen Sprache.".into()
        }
        Problem::Contrast { nearest, .. } => format!("Die nächste lesbare Farbe ist {nearest}."),
        Problem::FileMissing => "Legen Sie die Datei an oder berichtigen Sie den Namen.".into(),
        Problem::NotText => "Speichern Sie die Datei mit der Kodierung UTF-8.".into(),
        Problem::TooLarge { .. } => "Verkleinern Sie die Datei.".into(),
        Problem::OffWithoutReason => {
            "Ergänzen Sie „reason“ und, wenn es eine andere Seite gibt, „link“.".into()
        }
        Problem::LegalPageMissing { .. } => "Ergänzen Sie sie in „legal“.".into(),
        Problem::IconMissing { .. } => {
            "Erzeugen Sie das PNG aus dem Symbol und nennen Sie es in „brand.icons“.".into()
        }
        Problem::SvgUnsafe { .. } => {
            "Speichern Sie die Grafik als „einfaches“ oder „optimiertes“ SVG, Schrift als Pfade."
                .into()
        }
        Problem::NotSvg => "Speichern Sie die Grafik neu als SVG.".into(),
        Problem::NotPng => "Speichern Sie das Bild neu als PNG.".into(),
        Problem::OtherSize { .. } => "Berichtigen Sie die Angabe oder das Bild.".into(),
        Problem::HtmlInMarkdown => {
            "Schreiben Sie Überschriften mit #, Listen mit - und Links als [Text](Adresse).".into()
        }
        Problem::BadLink { .. } => {
            "Erlaubt sind https://…, mailto:…, tel:… und Seiten der App wie /appointments.".into()
        }
        Problem::NoHeading => "Beginnen Sie mit einer Zeile wie „# Impressum“.".into(),
        Problem::UnknownPlaceholder { .. } => {
            "Nehmen Sie die Platzhalter des ursprünglichen Textes.".into()
        }
        Problem::PlaceholderMissing { .. } => "Setzen Sie den Platzhalter in den Text.".into(),
        Problem::UnknownReference { .. } => {
            "Ergänzen Sie die Beschreibung oder berichtigen Sie den Namen.".into()
        }
        Problem::GuideDiffers { .. } => "Ergänzen Sie die Übersetzung.".into(),
    }
}
