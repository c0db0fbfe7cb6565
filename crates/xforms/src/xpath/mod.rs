//! XPath 1.0 with the functions of ODK XForms that the profile has (section 30 of the specification).
//!
//! An expression is read once ([`parse`]), bound to the instances of its form ([`resolve`]: paths become nodes,
//! and what it depends on is known), and evaluated often ([`evaluate`]) within a number of steps.

pub(crate) mod analyse;
pub(crate) mod ast;
mod call;
mod compare;
mod digest;
pub(crate) mod evaluate;
mod function;
mod geo;
mod lists;
mod machine;
pub(crate) mod moment;
pub(crate) mod number;
mod parse;
mod shuffle;
pub(crate) mod strings;
mod token;
pub(crate) mod value;
mod walk;

pub(crate) use digest::sha256;
pub(crate) use parse::parse;

/// An expression that was read but belongs to no form: for tests, the fuzzer and checks while typing.
#[derive(Debug)]
pub struct Standalone {
    tree: crate::tree::Tree,
    expression: ast::Expression,
}

impl Standalone {
    /// Reads an expression.
    ///
    /// # Errors
    /// It is no expression of the profile.
    pub fn read(text: &str) -> Result<Self, crate::Problem> {
        let mut tree = crate::tree::Tree::default();
        let document = tree.open(None, "");
        let root = tree.open(Some(document), "data");
        tree.close(root, "");
        tree.close(document, "");
        tree.end_of_primary();
        let expression = parse(text, &mut tree.names)?;
        Ok(Self { tree, expression })
    }

    /// Its value as text, in an instance of one empty root `/data`; `None` when it takes too many steps.
    #[must_use]
    pub fn text(&self, now: crate::Moment) -> Option<String> {
        let world = evaluate::World::bare(&self.tree, now);
        let mut evaluator = evaluate::Evaluator::new(world, evaluate::STEPS);
        let root = self.tree.find("/data")?;
        evaluator
            .text(&self.expression, &evaluate::Place::at(root))
            .ok()
            .map(std::borrow::Cow::into_owned)
    }
}
