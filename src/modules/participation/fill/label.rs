//! The marks of a form's texts as elements. The tree holds text alone, so nothing a form says becomes markup.
use crate::ui::{IntoPart, Part};
use leptos::prelude::*;
use xforms::markdown::{self, Block, Span};

/// A text with its marks, block by block.
pub fn text(text: &str) -> Part {
    let blocks = markdown::read(text).into_iter().map(|block| match block {
        Block::Heading(_, spans_) => view! { <p><strong>{spans(spans_)}</strong></p> }.part(),
        Block::Paragraph(spans_) => view! { <p>{spans(spans_)}</p> }.part(),
        Block::List(items) => view! { <ul>{list(items)}</ul> }.part(),
        Block::Numbered(items) => view! { <ol>{list(items)}</ol> }.part(),
    });
    blocks.collect::<Vec<_>>().part()
}

fn list(items: Vec<Vec<Span>>) -> Vec<Part> {
    items.into_iter().map(|item| view! { <li>{spans(item)}</li> }.part()).collect()
}

fn spans(all: Vec<Span>) -> Vec<Part> {
    let one = |span| match span {
        Span::Text(text) => text.part(),
        Span::Emphasis(inner) => view! { <em>{spans(inner)}</em> }.part(),
        Span::Strong(inner) => view! { <strong>{spans(inner)}</strong> }.part(),
        Span::Link(address, _) if address.is_empty() => ().part(),
        Span::Link(words, address) => view! { <a href=address rel="noopener">{words}</a> }.part(),
        Span::Break => view! { <br/> }.part(),
    };
    all.into_iter().map(one).collect()
}
