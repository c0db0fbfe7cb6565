//! The functions of the profile (section 30, "XPath functions"), and how many arguments each takes.

use super::ast::Expression;
use crate::Problem;

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal $most:literal;)*) => {
        /// One function.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Function { $($variant),* }

        impl Function {
            /// The function of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// Whether it can be called with so many arguments.
            pub fn takes(self, arguments: usize) -> bool {
                match self { $(Self::$variant => (usize::from($least)..=usize::from($most)).contains(&arguments)),* }
            }
        }
    };
}

functions! {
    True "true" 0u8 0u8;
    False "false" 0u8 0u8;
    Boolean "boolean" 1u8 1u8;
    Not "not" 1u8 1u8;
    Number "number" 0u8 1u8;
    Text "string" 0u8 1u8;
    Int "int" 1u8 1u8;
    Abs "abs" 1u8 1u8;
    Pow "pow" 2u8 2u8;
    Round "round" 1u8 2u8;
    Floor "floor" 1u8 1u8;
    Ceiling "ceiling" 1u8 1u8;
    Min "min" 1u8 255u8;
    Max "max" 1u8 255u8;
    Sum "sum" 1u8 1u8;
    Count "count" 1u8 1u8;
    CountNonEmpty "count-non-empty" 1u8 1u8;
    Position "position" 0u8 1u8;
    Last "last" 0u8 0u8;
    Concat "concat" 0u8 255u8;
    Join "join" 1u8 255u8;
    Substr "substr" 2u8 3u8;
    Substring "substring" 2u8 3u8;
    SubstringBefore "substring-before" 2u8 2u8;
    SubstringAfter "substring-after" 2u8 2u8;
    StringLength "string-length" 0u8 1u8;
    NormalizeSpace "normalize-space" 0u8 1u8;
    Contains "contains" 2u8 2u8;
    StartsWith "starts-with" 2u8 2u8;
    EndsWith "ends-with" 2u8 2u8;
    Translate "translate" 3u8 3u8;
    Regex "regex" 2u8 2u8;
    Selected "selected" 2u8 2u8;
    SelectedAt "selected-at" 2u8 2u8;
    CountSelected "count-selected" 1u8 1u8;
    If "if" 3u8 3u8;
    Coalesce "coalesce" 2u8 2u8;
    Once "once" 1u8 1u8;
    BooleanFromString "boolean-from-string" 1u8 1u8;
    Today "today" 0u8 0u8;
    Now "now" 0u8 0u8;
    Date "date" 1u8 1u8;
    FormatDate "format-date" 2u8 2u8;
    FormatDateTime "format-date-time" 2u8 2u8;
    DecimalDateTime "decimal-date-time" 1u8 1u8;
    DecimalTime "decimal-time" 1u8 1u8;
    Uuid "uuid" 0u8 1u8;
    Random "random" 0u8 0u8;
    Randomize "randomize" 1u8 2u8;
    Instance "instance" 1u8 1u8;
    Current "current" 0u8 0u8;
    Itext "jr:itext" 1u8 1u8;
    ChoiceName "jr:choice-name" 2u8 2u8;
    Distance "distance" 1u8 255u8;
    Area "area" 1u8 255u8;
    Geofence "geofence" 2u8 2u8;
    Digest "digest" 2u8 3u8;
    Checklist "checklist" 2u8 255u8;
    WeightedChecklist "weighted-checklist" 2u8 255u8;
}

impl Function {
    /// What can be said of the arguments before there are answers.
    pub fn check(self, arguments: &[Expression]) -> Result<(), Problem> {
        match (self, arguments) {
            (Self::WeightedChecklist, _) if !arguments.len().is_multiple_of(2) => {
                Err(Problem::Arguments("weighted-checklist".to_owned()))
            }
            (Self::Regex, [_, Expression::Text(pattern)]) => match super::strings::pattern(pattern)
            {
                Some(_) => Ok(()),
                None => Err(Problem::Regex(pattern.to_string())),
            },
            (Self::Digest, [_, Expression::Text(algorithm), ..])
                if super::digest::algorithm(algorithm).is_none() =>
            {
                Err(Problem::Function(format!("digest('{algorithm}')")))
            }
            (Self::ChoiceName, [_, second]) if !matches!(second, Expression::Text(_)) => {
                // Which question is meant has to be known when the form is read.
                Err(Problem::Expression("jr:choice-name() of a name that is worked out".to_owned()))
            }
            _ => Ok(()),
        }
    }
}
