//! A piece of a view whose type is forgotten, for the browser only.
//!
//! Leptos' own `AnyView` can also be patched in place and read from a server's HTML; each type
//! of view that passes through it brings some 1.3 kilobytes of wasm for that. This app is drawn
//! in the browser alone, and what changes is made anew, so a view here can only be built, placed
//! and taken away.
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState, RenderHtml};

/// What can be done with a view that stands in the page.
trait Placed {
    fn unmount(&mut self);
    fn mount(&mut self, parent: &Element, marker: Option<&Node>);
    fn insert_before(&self, child: &mut dyn Mountable) -> bool;
}

impl<T: Mountable> Placed for T {
    fn unmount(&mut self) {
        Mountable::unmount(self);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Mountable::mount(self, parent, marker);
    }

    fn insert_before(&self, child: &mut dyn Mountable) -> bool {
        self.insert_before_this(child)
    }
}

/// A piece of a view.
pub struct Part(Box<dyn FnOnce() -> Box<dyn Placed> + Send>);

/// Everything that can be shown can become a part.
pub trait IntoPart {
    /// Forgets the type.
    fn part(self) -> Part;
}

impl<V: IntoView + 'static> IntoPart for V {
    fn part(self) -> Part {
        Part(Box::new(move || Box::new(self.build())))
    }
}

/// A part that stands in the page.
pub struct PartState(Box<dyn Placed>);

impl Mountable for PartState {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before(child)
    }

    /// Only asked for attributes spread over a component, which this app does not do.
    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Render for Part {
    type State = PartState;

    fn build(self) -> Self::State {
        PartState((self.0)())
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        Mountable::unmount(state);
        *state = new;
    }
}

impl AddAnyAttr for Part {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self::Output<NewAttr> {
        self
    }
}

/// Asked for by Leptos of everything that is shown; there is no server that would call it.
impl RenderHtml for Part {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

/// The content of a component, made once.
pub struct Content(Box<dyn FnOnce() -> Part + Send>);

impl Content {
    /// Makes it.
    pub fn show(self) -> Part {
        (self.0)()
    }
}

impl<F, V> leptos::children::ToChildren<F> for Content
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView + 'static,
{
    fn to_children(content: F) -> Self {
        Self(Box::new(move || content().part()))
    }
}

/// The content of a component that can be made again.
pub struct ContentAgain(std::sync::Arc<dyn Fn() -> Part + Send + Sync>);

impl ContentAgain {
    /// Makes it.
    pub fn show(&self) -> Part {
        (self.0)()
    }
}

impl Clone for ContentAgain {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<F, V> leptos::children::ToChildren<F> for ContentAgain
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    fn to_children(content: F) -> Self {
        Self(std::sync::Arc::new(move || content().part()))
    }
}
