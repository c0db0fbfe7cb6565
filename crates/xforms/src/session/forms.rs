//! Texts and names of choices, for expressions that ask for them.

use super::Session;
use crate::form::{ChoiceText, Choices, Label, Part};
use crate::tree::NodeId;
use crate::xpath::evaluate::{Evaluated, Evaluator, Forms, Place, Stopped};

/// Texts with texts in them, so many times.
const DEEPEST: u8 = 4;

impl<'a> Evaluator<'a> {
    /// The pieces of a text as one.
    pub(crate) fn join_parts(&mut self, parts: &'a [Part], node: NodeId) -> Evaluated<String> {
        self.nested += 1;
        if self.nested > DEEPEST {
            return Err(Stopped);
        }
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Plain(plain) => text.push_str(plain),
                Part::Output(program) => {
                    text.push_str(&self.stored_text(&program.expression, &Place::at(node))?);
                }
            }
        }
        self.nested -= 1;
        Ok(text)
    }
}

impl Session {
    fn text_named<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        id: &str,
        node: NodeId,
    ) -> Evaluated<String> {
        match self.form.texts.get(id, self.language) {
            Some(found) => evaluator.join_parts(&found.parts, node),
            None => Ok(String::new()),
        }
    }
}

impl Forms for Session {
    fn itext<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        id: &str,
        place: &Place,
    ) -> Evaluated<String> {
        self.text_named(evaluator, id, place.current)
    }

    fn choice_name<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        value: &str,
        path: &str,
        _place: &Place,
    ) -> Evaluated<String> {
        let Some(node) = self.form.tree.find(path) else { return Ok(String::new()) };
        let Some(question) = self.form.asked.get(node.index()).copied().flatten() else {
            return Ok(String::new());
        };
        let offered = self.offered[question.0 as usize].iter().find(|choice| choice.value == value);
        let Some(offered) = offered else { return Ok(String::new()) };
        let text = match &self.form.question(question).choices {
            Some(Choices::Written(written)) => match written.get(offered.at) {
                Some((_, Some(Label::Parts(parts)))) => evaluator.join_parts(parts, node)?,
                Some((_, Some(Label::Named(id)))) => self.text_named(evaluator, id, node)?,
                Some((_, Some(Label::Worked(program)))) => {
                    evaluator.text(&program.expression, &Place::at(node))?.into_owned()
                }
                _ => String::new(),
            },
            Some(Choices::Listed { label: Some(label), .. }) => {
                let item = NodeId(u32::try_from(offered.at).map_err(|_| Stopped)?);
                match label {
                    ChoiceText::Plain(what) => evaluator.at_choice(what, item, node)?,
                    ChoiceText::Named(what) => {
                        let id = evaluator.at_choice(what, item, node)?;
                        self.text_named(evaluator, &id, node)?
                    }
                }
            }
            _ => String::new(),
        };
        Ok(if text.is_empty() { value.to_owned() } else { text })
    }
}
