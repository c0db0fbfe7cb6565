//! Icons: strokes on a 24 by 24 grid, drawn for this app; always beside words or a label.
use leptos::prelude::*;

/// An icon by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says what it means")]
pub enum IconName {
    Home,
    Appointment,
    Transit,
    Wheelchair,
    Library,
    Participation,
    Settings,
    Language,
    Search,
    Place,
    Telephone,
    Video,
    Done,
    Information,
    Warning,
    Danger,
    Clock,
    Forward,
    Back,
    Down,
    Close,
    Share,
    Swap,
    Delete,
    Calendar,
    Document,
    Offline,
    List,
    Plus,
    Minus,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
            Self::Appointment => "M5 6h14v14H5zM5 10h14M9 3.5V7M15 3.5V7M9 15l2 2 4-4",
            Self::Transit => "M6 4h12v13H6zM6 11h12M9 14h.01M15 14h.01M8 17v3M16 17v3M10 6.5h4",
            Self::Wheelchair => "M10 4.500h.01M10 8v6h5l3 5M10 10.500h4M8 10.500a5 5 0 106.500 7",
            Self::Library => {
                "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14"
            }
            Self::Participation => "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5",
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
            Self::Language => {
                "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9M12 3c-3 3-3.5 6-3.5 9s.5 6 3.5 9"
            }
            Self::Search => "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20",
            Self::Place => {
                "M12 21c4-5 6.5-8 6.5-11a6.5 6.5 0 10-13 0c0 3 2.5 6 6.5 11zM12 12.200a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.400z"
            }
            Self::Telephone => {
                "M6 3h4l1.5 5-2.5 1.500c1 2.5 3 4.5 5.5 5.500L16 12.500l5 1.500v4c0 2-1 3-3 3C10 20.5 3.5 14 3 6c0-2 1-3 3-3z"
            }
            Self::Video => "M4 7h11v10H4zM15 11l5-3v8l-5-3z",
            Self::Done => "M12 3a9 9 0 100 18 9 9 0 000-18zM8 12.500l3 3 5-6",
            Self::Information => "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 8h.01",
            Self::Warning => "M12 4l9 16H3zM12 10v5M12 17.500h.01",
            Self::Danger => "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16h.01",
            Self::Clock => "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2",
            Self::Forward => "M9 5l7 7-7 7",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Down => "M5 9l7 7 7-7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Share => "M12 15V4M8 7.500L12 4l4 3.500M6 12v8h12v-8",
            Self::Swap => "M8 4v15M4.5 15.5L8 19l3.5-3.5M16 20V5M12.5 8.500L16 5l3.5 3.500",
            Self::Delete => "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
            Self::Calendar => {
                "M5 6h14v14H5zM5 10h14M9 3.500V7M15 3.500V7M9 14h.01M12 14h.01M15 14h.01M9 17h.01M12 17h.01"
            }
            Self::Document => "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
            Self::Offline => {
                "M4 4l16 16M8.5 8.500A7 7 0 005 12M12 5c3.5 0 6.5 1.5 8.5 4M12 19h.01M9 15.500c1.5-1.5 4-1.5 5.5 0"
            }
            Self::List => "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Minus => "M5 12h14",
        }
    }

    /// Whether it points along the line of writing and turns round from right to left.
    const fn is_directed(self) -> bool {
        matches!(self, Self::Forward | Self::Back | Self::List | Self::Search | Self::Wheelchair)
    }
}

/// An icon. It says nothing to a screen reader: the words beside it do.
#[component]
pub fn Icon(
    /// What it means.
    name: IconName,
) -> impl IntoView {
    let class = if name.is_directed() { "icon icon--directed" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
}
