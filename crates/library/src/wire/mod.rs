//! What goes over the wire, as it really looks: PAIA, DAIA, `VuFind` and the branches' own file.
//!
//! Nothing here is checked: fields may be missing or nonsense. Turn it into a domain type before thinking about
//! it. Reading is tolerant ([`json::Read`]); writing leaves out what says nothing and makes exactly what the
//! standards ask for, so that the backend answers with the same types.

/// Declares a type of the wire: field, type, name. A field whose type is not an `Option` or a list must be
/// there, else the whole value counts as unreadable. `(always)` writes a list even when it is empty.
macro_rules! wire {
    (@nothing $value:expr) => { $crate::write::Write::says_nothing(&$value) };
    (@nothing $value:expr, always) => { false };
    ($(#[$meta:meta])* $name:ident {
        $( $(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal $(($always:ident))?, )*
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Default)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
        }

        impl json::Read for $name {
            fn read(value: &json::Value, skipped: &mut usize) -> Option<Self> {
                let mut fields = json::Fields::of(value, skipped)?;
                let read = Self { $( $field: fields.get($key), )* };
                fields.are_readable().then_some(read)
            }
        }

        impl $crate::write::Write for $name {
            fn write(&self, text: &mut String) {
                text.push('{');
                $(
                    if !wire!(@nothing self.$field $(, $always)?) {
                        json::keep::name(text, $key);
                        $crate::write::Write::write(&self.$field, text);
                    }
                )*
                text.push('}');
            }
        }
    };
}

pub mod branches;
pub mod daia;
pub mod door;
pub mod occupancy;
pub mod paia;
pub mod shapes;
pub mod vufind;
