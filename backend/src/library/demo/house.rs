//! The demo library as a house: branches, rules, what things cost.

use ::library::server::{House, Kind};
use ::library::{Money, Uri};

/// Id, and what it is called.
pub type Branch = (&'static str, &'static str);

/// The branches; copies refer to their places in this list.
pub const BRANCHES: [Branch; 4] = [
    ("zentral", "Zentralbibliothek"),
    ("nord", "Stadtteilbibliothek Nord"),
    ("west", "Stadtteilbibliothek West"),
    ("bus", "Fahrbibliothek"),
];

/// Whose library it is.
pub const INSTITUTION: (&str, &str) = ("stadtkern:library", "Stadtbibliothek Musterstadt");

/// The URI of a branch; its desk has the same.
pub fn uri(branch: &str) -> Option<Uri> {
    Uri::new(&format!("stadtkern:branch:{branch}"))
}

/// URI and name of the branch at this place of [`BRANCHES`].
pub fn branch(place: usize) -> Option<(Uri, String)> {
    let (id, name) = BRANCHES.get(place)?;
    Some((uri(id)?, (*name).to_owned()))
}

fn euro(cents: i64) -> Option<Money> {
    Money::new(cents, "EUR")
}

/// An amount in the house's currency.
///
/// # Panics
/// Never: the currency is three capital letters.
pub fn money(cents: i64) -> Money {
    // The only failure is a wrong currency, and this one is written here.
    #[allow(clippy::expect_used)]
    euro(cents).expect("EUR is a currency")
}

/// The rules, such as many town libraries have them. The bookmobile has no desk: what it brings is handed out
/// at its stops, so it can be chosen too.
pub fn rules() -> House {
    House {
        days: vec![(Kind::Film, 7), (Kind::Magazine, 14), (Kind::Game, 14)],
        other_days: 28,
        not_renewed: vec![Kind::Magazine],
        most_renewals: 2,
        most_loans: 50,
        most_reservations: 10,
        pickup_days: 7,
        reservation_fee: euro(100),
        late_fee: money(150),
        fees_from: money(2000),
        desks: (0..BRANCHES.len()).filter_map(branch).collect(),
    }
}
