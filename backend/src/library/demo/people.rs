//! The demo's patrons and what they have at home: every state an account can be in. `docs/library.md` lists their
//! cards. All dates are days from today.

use crate::library::catalogue::title::Format;

/// Password of all demo cards, until somebody changes it.
pub const PASSWORD: &str = "musterstadt";

/// Somebody with a card.
pub struct Person {
    /// Number on the card, with which people sign in.
    pub card: &'static str,
    /// Name.
    pub name: &'static str,
    /// Adult, child.
    pub kind: &'static str,
    /// Last day of the card.
    pub expires: i32,
    /// Blocked by the library.
    pub blocked: bool,
    /// Cents and kind.
    pub fees: &'static [(i64, &'static str)],
    /// What is at home.
    pub loans: &'static [Loan],
    /// Ready for them: where (place of the branch), until when.
    pub ready: &'static [(Format, usize, i32)],
    /// Reserved: place in the queue.
    pub waits: &'static [(Format, usize)],
    /// More loans of no special kind.
    pub many: u32,
}

/// Something at home.
pub struct Loan {
    /// What.
    pub format: Format,
    /// ISO 639-1.
    pub language: &'static str,
    /// Until when.
    pub due: i32,
    /// How often renewed.
    pub renewals: u32,
    /// How many others wait.
    pub waiting: usize,
}

const fn loan(format: Format, due: i32) -> Loan {
    Loan { format, language: "de", due, renewals: 0, waiting: 0 }
}

const NOBODY: Person = Person {
    card: "",
    name: "",
    kind: "adult",
    expires: 210,
    blocked: false,
    fees: &[],
    loans: &[],
    ready: &[],
    waits: &[],
    many: 0,
};

/// All of them.
pub const PEOPLE: &[Person] = &[
    Person {
        card: "10000018",
        name: "Erika Muster",
        fees: &[(100, "reservation"), (150, "late")],
        loans: &[
            loan(Format::Book, 2),
            Loan { renewals: 1, ..loan(Format::Book, 9) },
            Loan { waiting: 2, ..loan(Format::Book, 5) },
            Loan { renewals: 2, ..loan(Format::Book, 12) },
            loan(Format::Magazine, 6),
            loan(Format::Film, -1),
            loan(Format::Game, 1),
            loan(Format::Audiobook, 20),
            Loan { language: "tr", ..loan(Format::Book, 14) },
        ],
        ready: &[(Format::Book, 0, 4), (Format::Comic, 1, 6)],
        waits: &[(Format::Book, 1), (Format::Book, 3)],
        ..NOBODY
    },
    Person {
        card: "10000026",
        name: "Ali Muster",
        kind: "child",
        expires: 320,
        loans: &[
            loan(Format::Comic, 3),
            loan(Format::Comic, 3),
            loan(Format::Console, 4),
            loan(Format::Book, 10),
        ],
        ready: &[(Format::Comic, 2, 3)],
        ..NOBODY
    },
    Person { card: "10000034", name: "Олена Коваленко", ..NOBODY },
    Person {
        card: "10000042",
        name: "Jürgen Weiß",
        expires: -20,
        loans: &[loan(Format::Book, 7), loan(Format::Audiobook, 11)],
        ..NOBODY
    },
    Person {
        card: "10000059",
        name: "Gül Öztürk",
        fees: &[(1500, "card"), (600, "late"), (350, "late")],
        loans: &[loan(Format::Book, 4), loan(Format::Game, 8)],
        ..NOBODY
    },
    Person {
        card: "10000067",
        name: "Wiktor Nowak",
        expires: -3,
        fees: &[(3000, "card"), (450, "late")],
        loans: &[loan(Format::Film, -15)],
        ..NOBODY
    },
    Person {
        card: "10000075",
        name: "ليلى منصور",
        blocked: true,
        loans: &[Loan { language: "ar", ..loan(Format::Book, -6) }],
        ..NOBODY
    },
    Person { card: "10000083", name: "Familie Sommerfeld-Wiesengrund", many: 34, ..NOBODY },
];
