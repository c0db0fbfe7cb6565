//! What is set, point by point, in words.
use super::ground::{coordinates, ground, said};
use super::{Asked, count, size};
use crate::i18n::{format, t, text};
use crate::ui::{Button, Icon, IconName, IntoPart, Look, Part, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use participation::drawing::{Figure, Mark};

/// The list, how large it is in all, and the way back.
pub fn list(asked: Asked, locked: Signal<bool>) -> Part {
    let whole: NodeRef<html::Div> = NodeRef::new();
    let marks = Memo::new(move |_| asked.marks());
    let remove = move |at: usize| {
        asked.remove(at);
        // The button is gone, and with it what had the focus.
        if let Some(whole) = whole.get_untracked() {
            let _ = whole.focus();
        }
    };
    let row = move |(at, mark): (usize, Mark)| {
        let ground = ground();
        let where_ = said(ground.as_ref(), mark.place);
        let exact = coordinates(mark.place);
        let n = format::number(count(at + 1));
        let name = text("participation.fill.place.remove", &[("n", &n), ("where", &where_)]);
        let named = where_ != exact;
        let accuracy = (mark.accuracy > 0).then(|| {
            let distance = format::distance(f64::from(mark.accuracy).max(50.0));
            text("participation.fill.place.accuracy", &[("distance", &distance)])
        });
        let outside = ground.is_some_and(|ground| !ground.holds(mark.place));
        view! {
            <li class="marks__mark">
                <div>
                    <span><bdi>{where_}</bdi></span>
                    {named.then(|| view! { <span class="muted small"><bdi dir="ltr">{exact}</bdi></span> })}
                    {accuracy.map(|words| view! { <span class="muted small">{words}</span> })}
                    {outside.then(|| view! {
                        <span class="marks__outside"><Icon name=IconName::Warning/><span>{t("participation.fill.place.outside")}</span></span>
                    })}
                </div>
                {(!locked.get()).then(|| view! {
                    <button type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=name on:click=move |_| remove(at)>
                        <Icon name=IconName::Delete/>
                    </button>
                })}
            </li>
        }
    };
    let list = move || {
        let all = marks.get().all;
        if all.is_empty() {
            return view! { <p class="muted">{t("participation.fill.place.none")}</p> }.part();
        }
        let rows = all.into_iter().enumerate().map(row).collect_view();
        // One point is no list.
        if asked.figure == Figure::Point {
            view! { <ul class="marks">{rows}</ul> }.part()
        } else {
            view! { <ol class="marks marks--numbered">{rows}</ol> }.part()
        }
    };
    let undo = Callback::new(move |()| {
        let at = marks.with_untracked(|marks| marks.all.len().checked_sub(1));
        if let Some(at) = at {
            asked.remove(at);
        }
    });
    let is_empty = Signal::derive(move || marks.with(|marks| marks.all.is_empty()));
    let several = asked.figure != Figure::Point;
    view! {
        <div class="stack stack--tight" tabindex="-1" node_ref=whole>
            {dynamic(list)}
            {dynamic(move || {
                let size = marks.with(size);
                (!size.is_empty()).then(|| view! { <p>{size}</p> })
            })}
            {when(move || several && !locked.get(), move || view! {
                <div><Button look=Look::Tertiary label=Signal::derive(t("participation.fill.place.undo")) busy=is_empty on_press=undo/></div>
            })}
        </div>
    }
    .part()
}
