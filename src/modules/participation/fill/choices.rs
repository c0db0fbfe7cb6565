//! One or any of several: boxes below each other, in a row that wraps or in the row of a matrix, or a list to open.
use super::picture;
use super::questions::Field;
use super::state::Filling;
use crate::i18n::{format, t, text};
use crate::ui::{Button, IntoPart, Look as ButtonLook, Part, dynamic, when};
use leptos::prelude::*;
use xforms::{Look, QuestionId};

/// A choice as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What is stored.
    pub value: String,
    /// What is read.
    pub words: String,
    image: Option<String>,
}

/// How the boxes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Below each other.
    Below,
    /// In a row that wraps.
    Row,
    /// Numbers in a row.
    Numbers,
    /// Numbers with stars in a row.
    Stars,
    /// In the row of a matrix.
    Matrix,
}

impl Place {
    /// Where the boxes of a look stand.
    pub const fn of(look: Look) -> Self {
        match look {
            Look::Scale => Self::Row,
            Look::MatrixRow => Self::Matrix,
            _ => Self::Below,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Below => "stack stack--tight",
            Self::Row => "scale",
            Self::Numbers | Self::Stars => "scale scale--numbers",
            Self::Matrix => "matrix__choices",
        }
    }
}

/// What is offered; not what is chosen, so that a choice does not draw the list anew.
pub fn offered(filling: Filling, question: QuestionId) -> Memo<Vec<Offered>> {
    Memo::new(move |_| {
        let all = filling.session.with(|session| session.choices(question));
        all.into_iter()
            .map(|choice| Offered {
                value: choice.value,
                words: picture::name(&choice.label),
                image: choice.label.image,
            })
            .collect()
    })
}

/// The steps of a short range, as numbers of the person's language; `None` where there are many.
pub fn steps(filling: Filling, question: QuestionId) -> Option<Memo<Vec<Offered>>> {
    let steps = filling.session.with_untracked(|session| session.form().steps(question, 11))?;
    Some(Memo::new(move |_| {
        let step = |value: &String| Offered {
            value: value.clone(),
            words: xforms::number(value).map_or_else(|| value.clone(), format::number),
            image: None,
        };
        steps.iter().map(step).collect()
    }))
}

/// Boxes of which one (`many`: any) can be chosen.
pub fn boxes(
    filling: Filling,
    question: QuestionId,
    field: &Field,
    (place, many): (Place, bool),
    offered: Memo<Vec<Offered>>,
) -> Part {
    let (name, locked, group) = (field.id.clone(), field.locked, field.id.clone());
    // A box of one choice cannot be taken back by pressing it again.
    let can_clear = Memo::new(move |_| {
        let given = filling
            .session
            .with(|session| !session.value(question).is_empty() && !session.is_required(question));
        given && !many && place != Place::Matrix && !locked.get()
    });
    let clear = Callback::new(move |()| {
        filling.answer(question, "");
        // The button goes with the answer; the question has the focus then.
        crate::ui::focus(&group);
    });
    let one = move |offered: Offered| {
        let Offered { value, words, image } = offered;
        let (chosen, name) = (value.clone(), name.clone());
        let is_chosen = move || {
            filling.session.with(|session| {
                let given = session.value(question);
                if many {
                    given.split_ascii_whitespace().any(|word| word == chosen)
                } else {
                    given == chosen
                }
            })
        };
        let press = move |on: bool| {
            let given = if many {
                let before = filling.session.with_untracked(|s| s.value(question).to_owned());
                let others = before.split_ascii_whitespace().filter(|other| *other != value);
                let own = on.then_some(value.as_str());
                others.chain(own).collect::<Vec<_>>().join(" ")
            } else {
                value.clone()
            };
            filling.answer(question, &given);
        };
        let star = (place == Place::Stars).then(|| view! { <span aria-hidden="true">" ★"</span> });
        view! {
            <label class="choice">
                <input type=if many { "checkbox" } else { "radio" } name=name prop:checked=is_chosen prop:disabled=locked
                    on:change:target=move |event| press(event.target().checked())/>
                {image.map(|image| picture::picture(filling, &image))}
                <span class="choice__words">{words}{star}</span>
            </label>
        }
    };
    view! {
        <div class=place.class()>{dynamic(move || offered.get().into_iter().map(one.clone()).collect_view())}</div>
        {when(move || can_clear.get(), move || view! {
            <div><Button look=ButtonLook::Tertiary label=Signal::derive(t("participation.fill.clear")) on_press=clear/></div>
        })}
    }
    .part()
}

/// A list to open.
pub fn select(filling: Filling, question: QuestionId, field: &Field) -> Part {
    let offered = offered(filling, question);
    let Field { id, described, invalid, locked } = field.clone();
    let option = move |offered: Offered| {
        let given =
            filling.session.with_untracked(|session| session.value(question) == offered.value);
        view! { <option value=offered.value selected=given>{offered.words}</option> }
    };
    view! {
        <select class="kern-form-input__select" id=id aria-describedby=described aria-invalid=invalid prop:disabled=locked
            on:change:target=move |event| filling.answer(question, &event.target().value())>
            <option value="">{text("participation.fill.choose", &[])}</option>
            {dynamic(move || offered.get().into_iter().map(option).collect_view())}
        </select>
    }
    .part()
}
