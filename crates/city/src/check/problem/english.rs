//! The sentences in English.

use super::Problem;

pub(super) fn reason(problem: &Problem) -> String {
    match problem {
        Problem::NotJson { detail } => format!("This is not valid JSON ({detail})."),
        Problem::OtherVersion { found } => {
            format!("This program does not know package version {found}.")
        }
        Problem::FieldMissing { name, meaning } => {
            format!("The field “{name}” is missing. {}", meaning.1)
        }
        Problem::UnknownField { .. } => "There is no such field.".into(),
        Problem::WrongValue { found, kind } => {
            format!("Here stands {found}, expected is {}.", kind.1)
        }
        Problem::NoSuchChoice { found, .. } => format!("There is no value “{found}”."),
        Problem::Empty => "Nothing stands here.".into(),
        Problem::Twice => "This stands here a second time.".into(),
        Problem::NoSuchLanguage { .. } => "The app does not speak this language.".into(),
        Problem::LanguageMissing { language } => {
            format!("The text is missing in “{language}”, a language on offer.")
        }
        Problem::Contrast { primary, ratio, needed, .. } => format!(
            "The colour {primary} has a contrast of only {ratio:.2}:1, {needed}:1 is needed."
        ),
        Problem::FileMissing => "This file is missing.".into(),
        Problem::NotText => "The file is not text in UTF-8.".into(),
        Problem::TooLarge { bytes, limit } => {
            format!("The file is {} KB, {} KB is allowed.", bytes.div_ceil(1024), limit / 1024)
        }
        Problem::OffWithoutReason => "The service is switched off, but it does not say why.".into(),
        Problem::EndsBeforeItBegins => "The end lies before the beginning.".into(),
        Problem::OutsideBounds => "The middle lies outside the rectangle.".into(),
        Problem::LegalPageMissing { page } => format!("The mandatory page “{page}” is not named."),
        Problem::IconMissing { size } => {
            format!("The icon of {size} pixels is missing; some devices need it.")
        }
        Problem::SvgUnsafe { what } => {
            format!("The SVG holds “{what}”. It could run programs or load foreign content.")
        }
        Problem::NotSvg => "The file is not a valid SVG.".into(),
        Problem::NotPng => "The file is not a PNG.".into(),
        Problem::OtherSize { width, height, wanted } => {
            format!("The picture is {width} × {height} pixels, {wanted} × {wanted} is stated.")
        }
        Problem::HtmlInMarkdown => "Here stands HTML; the app shows simple Markdown only.".into(),
        Problem::BadLink { address } => format!("The address “{address}” is not allowed."),
        Problem::NoHeading => "The page does not begin with a heading.".into(),
        Problem::UnknownPlaceholder { name } => {
            format!("The app does not fill the placeholder {{{name}}} here.")
        }
        Problem::PlaceholderMissing { name } => {
            format!("The placeholder {{{name}}} is missing; what it says is lost.")
        }
        Problem::UnknownReference { name } => format!("“{name}” is named but not described."),
        Problem::GuideDiffers { name, other } => {
            format!("“{name}” stands in {other}, but not here.")
        }
    }
}

pub(super) fn remedy(problem: &Problem) -> String {
    match problem {
        Problem::NotJson { .. } => {
            "Often a comma or a quotation mark is missing just before.".into()
        }
        Problem::OtherVersion { .. } => "Set “version” to 1, or use a program that fits.".into(),
        Problem::FieldMissing { .. } => "Add the field.".into(),
        Problem::UnknownField { likely: Some(likely) }
        | Problem::NoSuchLanguage { likely: Some(likely) } => format!("Did you mean “{likely}”?"),
        Problem::UnknownField { likely: None } => "Remove it.".into(),
        Problem::NoSuchLanguage { likely: None } => {
            "Allowed are de, de-simple, en, tr, uk and ar.".into()
        }
        Problem::WrongValue { .. } | Problem::EndsBeforeItBegins | Problem::OutsideBounds => {
            "Correct the value.".into()
        }
        Problem::NoSuchChoice { likely: Some(likely), choices, .. } => {
            format!("Did you mean “{likely}”? Allowed are: {choices}.")
        }
        Problem::NoSuchChoice { choices, .. } => format!("Allowed are: {choices}."),
        Problem::Empty => "Fill it in, or remove the field.".into(),
        Problem::Twice => "Remove the repetition.".into(),
        Problem::LanguageMissing { .. } => {
            "Translate the text; until then it appears in another language.".into()
        }
        Problem::Contrast { nearest, .. } => format!("The nearest readable colour is {nearest}."),
        Problem::FileMissing => "Create the file, or correct its name.".into(),
        Problem::NotText => "Save the file with the encoding UTF-8.".into(),
        Problem::TooLarge { .. } => "Make the file smaller.".into(),
        Problem::OffWithoutReason => "Add “reason” and, if there is another page, “link”.".into(),
        Problem::LegalPageMissing { .. } => "Add it to “legal”.".into(),
        Problem::IconMissing { .. } => {
            "Make the PNG from the icon and name it in “brand.icons”.".into()
        }
        Problem::SvgUnsafe { .. } => {
            "Save the drawing as “plain” or “optimised” SVG, with text as paths.".into()
        }
        Problem::NotSvg => "Save the drawing as SVG again.".into(),
        Problem::NotPng => "Save the picture as PNG again.".into(),
        Problem::OtherSize { .. } => "Correct the statement or the picture.".into(),
        Problem::HtmlInMarkdown => {
            "Write headings with #, lists with - and links as [text](address).".into()
        }
        Problem::BadLink { .. } => {
            "Allowed are https://…, mailto:…, tel:… and pages of the app such as /appointments."
                .into()
        }
        Problem::NoHeading => "Begin with a line such as “# Imprint”.".into(),
        Problem::UnknownPlaceholder { .. } => "Use the placeholders of the original text.".into(),
        Problem::PlaceholderMissing { .. } => "Put the placeholder into the text.".into(),
        Problem::UnknownReference { .. } => "Add the description, or correct the name.".into(),
        Problem::GuideDiffers { .. } => "Add the translation.".into(),
    }
}
