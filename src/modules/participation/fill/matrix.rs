//! Questions with the same choices as a table: the heads stand above where there is room, else each row has its own.
use super::choices::{self, Offered};
use super::label;
use super::questions::{id_of, row};
use super::state::Filling;
use crate::ui::{IntoPart, Part, dynamic};
use leptos::prelude::*;
use xforms::{Asks, Form, Look, QuestionId, markdown};

/// More heads than these have no room above each other.
const MOST_HEADS: usize = 7;

/// What stands on a page as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A question.
    Question(QuestionId),
    /// A head, if there is one, and its rows.
    Matrix(Vec<QuestionId>),
}

/// The questions of a page, with what belongs to one matrix together: a head with the rows that follow it in its group.
pub fn blocks(form: &Form, questions: &[QuestionId]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for question in questions.iter().copied() {
        let look = look(form, question);
        match (look, blocks.last_mut()) {
            (Some(Look::MatrixRow), Some(Block::Matrix(all)))
                if all.iter().all(|other| form.group_of(*other) == form.group_of(question)) =>
            {
                all.push(question);
            }
            (Some(Look::MatrixHead | Look::MatrixRow), _) => {
                blocks.push(Block::Matrix(vec![question]));
            }
            _ => blocks.push(Block::Question(question)),
        }
    }
    blocks
}

fn look(form: &Form, question: QuestionId) -> Option<Look> {
    match form.asks(question) {
        Asks::One(look) | Asks::Many(look) => Some(*look),
        _ => None,
    }
}

/// The matrix.
pub fn matrix(filling: Filling, all: &[QuestionId]) -> Part {
    let is_head = |question: &QuestionId| {
        filling.session.with_untracked(|session| !session.form().asks(*question).is_question())
    };
    let (heads, rows): (Vec<QuestionId>, Vec<QuestionId>) = all.iter().copied().partition(is_head);
    let head = heads.first().copied();
    let offers: Vec<_> = rows.iter().map(|row| choices::offered(filling, *row)).collect();
    // What every row offers; nothing if they differ, or are too many to stand beside each other.
    let shared = Memo::new(move |_| {
        let all: Vec<Vec<Offered>> = offers.iter().map(Memo::get).collect();
        let first = all.first().cloned().unwrap_or_default();
        let same = first.len() <= MOST_HEADS && all.iter().all(|other| *other == first);
        if same { first } else { Vec::new() }
    });
    let words = Memo::new(move |_| {
        let of = |question| filling.session.with(|session| session.label(question).text);
        head.map(of).unwrap_or_default()
    });
    let hint = Memo::new(move |_| {
        let of = |question| filling.session.with(|session| session.hint(question).text);
        head.map(of).unwrap_or_default()
    });
    let id = all.first().map(|first| id_of(filling, *first)).unwrap_or_default();
    let name_id = [&id, "-matrix"].concat();
    let is_named = move || words.with(|words| !markdown::plain(words).trim().is_empty());
    let named_by = {
        let name_id = name_id.clone();
        move || is_named().then(|| name_id.clone())
    };
    let class = move || if shared.with(Vec::is_empty) { "matrix" } else { "matrix matrix--grid" };
    let shown = move || {
        let is_shown = |row: &QuestionId| filling.session.with(|session| session.is_relevant(*row));
        rows.iter().copied().filter(is_shown).collect::<Vec<_>>()
    };
    view! {
        <div class=class role=move || is_named().then_some("group") aria-labelledby=named_by>
            {dynamic(move || is_named().then(|| view! {
                <div class="matrix__name" id=name_id.clone()>{label::text(&words.get())}</div>
            }))}
            {dynamic(move || hint.with(|hint| (!hint.is_empty()).then(|| view! {
                <div class="kern-hint">{label::text(hint)}</div>
            })))}
            // Each box has these words as its own name, so they are not read twice.
            <div class="matrix__heads" aria-hidden="true">
                <span></span>
                {dynamic(move || shared.get().into_iter().map(|head| view! { <span>{head.words}</span> }).collect_view())}
            </div>
            <For each=shown key=|question| *question children=move |question| row(filling, question)/>
        </div>
    }
    .part()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_head_and_its_rows_stand_together() {
        let form = include_str!("../../../../crates/xforms/tests/forms/city-survey.xml");
        let Ok(form) = Form::read(form) else { panic!("the form can be read") };
        let all: Vec<QuestionId> = form.question_ids().collect();
        let blocks = blocks(&form, &all);
        let questions = |block: &Block| match block {
            Block::Question(question) => vec![*question],
            Block::Matrix(all) => all.clone(),
        };
        let matrix = blocks.iter().find(|block| matches!(block, Block::Matrix(_)));
        let matrix = matrix.map(questions).unwrap_or_default();
        let names: Vec<String> = matrix.iter().map(|question| form.path(*question)).collect();
        assert_eq!(names, ["/data/sat/label", "/data/sat/clean", "/data/sat/safe"]);
        let flat: Vec<QuestionId> = blocks.iter().flat_map(questions).collect();
        assert_eq!(flat, all, "nothing is lost or moved");
    }
}
