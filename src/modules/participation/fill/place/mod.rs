//! A place, a way, an area: tapped on the drawing of the city, moved to with the keyboard, searched for, taken from the
//! device, or typed. Every point is also in a list, so nobody needs to see the map.
mod ground;
mod here;
mod list;
mod map;
mod paint;
mod search;
mod typed;

use super::questions::Field;
use super::state::Filling;
use crate::i18n::{format, t, text};
use crate::ui::{IntoPart, Part, announce, when};
use ground::{coordinates, ground, said};
use leptos::prelude::*;
use participation::drawing::{Figure, Mark, Marks, View};
use xforms::{Asks, QuestionId};

/// One such question.
#[derive(Clone, Copy)]
struct Asked {
    filling: Filling,
    question: QuestionId,
    figure: Figure,
    /// The id of the question's field; others begin with it.
    id: StoredValue<String>,
    /// What is seen of the map, when it is there.
    view: RwSignal<Option<View>>,
}

impl Asked {
    /// What is set.
    fn marks(&self) -> Marks {
        self.filling.session.with(|session| Marks::read(self.figure, session.field(self.question)))
    }

    /// An id that belongs to it.
    fn id(&self, end: &str) -> String {
        self.id.with_value(|id| [id, end].concat())
    }

    /// Sets a mark and says so.
    fn set(&self, mark: Mark) {
        let mut marks = untrack(|| self.marks());
        marks.set(mark);
        self.filling.answer(self.question, &marks.written());
        let where_ = untrack(|| said(ground().as_ref(), mark.place));
        let n = format::number(count(marks.all.len()));
        let set = text("participation.fill.place.set", &[("n", &n), ("where", &where_)]);
        announce(&[set, size(&marks)].join(" "));
    }

    /// Sets a mark and shows where that is.
    fn lead(&self, mark: Mark) {
        self.set(mark);
        self.show(mark);
    }

    /// Shows a mark in the middle, from near, if it is in the city.
    fn show(&self, mark: Mark) {
        let here = untrack(ground).filter(|ground| ground.holds(mark.place));
        let Some(ground) = here else { return };
        let spot = ground.plane.spot(mark.place);
        self.view.update(|view| {
            if let Some(view) = view {
                let times = (view.scale / 4.0).max(1.0);
                *view = view.zoomed(times, view.width / 2.0, view.height / 2.0).centred(spot);
            }
        });
    }

    /// Takes a mark away and says so.
    fn remove(&self, at: usize) {
        let mut marks = untrack(|| self.marks());
        if at < marks.all.len() {
            marks.all.remove(at);
            self.filling.answer(self.question, &marks.written());
            let n = format::number(count(at + 1));
            let removed = text("participation.fill.place.removed", &[("n", &n)]);
            announce(&[removed, size(&marks)].join(" "));
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a person sets a handful")]
const fn count(marks: usize) -> f64 {
    marks as f64
}

/// What is drawn for a question; `None` if it asks for no place.
pub const fn figure(asks: &Asks) -> Option<Figure> {
    match asks {
        Asks::Point => Some(Figure::Point),
        Asks::Trace => Some(Figure::Line),
        Asks::Shape => Some(Figure::Area),
        _ => None,
    }
}

/// The question.
pub fn place(filling: Filling, question: QuestionId, figure: Figure, field: &Field) -> Part {
    ground::ask(true);
    let asked = Asked {
        filling,
        question,
        figure,
        id: StoredValue::new(field.id.clone()),
        view: RwSignal::new(None),
    };
    let locked = field.locked;
    view! {
        <div class="place stack">
            {when(move || !locked.get(), move || view! {
                {search::search(asked)}
                {when(ground::is_bare, || view! { <p class="kern-hint">{t("participation.fill.place.without")}</p> })}
                {map::map(asked)}
            })}
            {list::list(asked, locked)}
            {when(move || !locked.get(), move || view! {
                {here::here(asked)}
                {typed::typed(asked)}
            })}
        </div>
    }
    .part()
}

/// How large it is, in words; what is missing, if it is not whole.
fn size(marks: &Marks) -> String {
    let size = marks.size();
    match marks.figure {
        Figure::Point => String::new(),
        _ if marks.all.is_empty() => String::new(),
        Figure::Line if !marks.is_whole() => text("participation.fill.place.more.line", &[]),
        Figure::Area if !marks.is_whole() => text("participation.fill.place.more.area", &[]),
        Figure::Line => {
            text("participation.fill.place.length", &[("length", &format::distance(size))])
        }
        Figure::Area => {
            let (key, number) = if size < 10_000.0 {
                ("participation.fill.place.metres", (size / 10.0).round() * 10.0)
            } else {
                ("participation.fill.place.hectares", (size / 1000.0).round() / 10.0)
            };
            text(
                "participation.fill.place.area",
                &[("size", &text(key, &[("n", &format::number(number))]))],
            )
        }
    }
}

/// An answer in words, to be read once more before it is sent.
pub fn words(figure: Figure, value: &str) -> String {
    ground::ask(false);
    let marks = Marks::read(figure, value);
    let ground = ground();
    let one = |mark: &Mark| {
        let (said, exact) = (said(ground.as_ref(), mark.place), coordinates(mark.place));
        if said == exact { exact } else { [&said, " (", &exact, ")"].concat() }
    };
    let all = marks.all.iter().map(one).chain([size(&marks)]).filter(|line| !line.is_empty());
    all.collect::<Vec<_>>().join("; ")
}
