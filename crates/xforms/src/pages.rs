//! Which questions stand on one page (section 50 of the specification).
//!
//! A group of questions is a page; groups inside it are pages of their own, unless it is a `field-list`, which
//! keeps all it holds together. Questions outside any group share a page with their neighbours.

use crate::form::{Form, GroupId, Item, QuestionId};
use crate::session::Session;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The group whose label is its heading.
    pub group: Option<GroupId>,
    /// What stands on it, with what is not asked now.
    pub questions: Vec<QuestionId>,
}

impl Form {
    /// The pages, in their order; none is empty.
    #[must_use]
    pub fn pages(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        self.add_pages(None, self.body(), &mut pages);
        pages
    }

    /// As deep as groups are, which [`crate::Form::read`] limits.
    fn add_pages(&self, group: Option<GroupId>, items: &[Item], pages: &mut Vec<Page>) {
        let mut page = Page { group, questions: Vec::new() };
        for item in items {
            match item {
                Item::Question(question) => page.questions.push(*question),
                Item::Group(inner) => {
                    if !page.questions.is_empty() {
                        let next = Page { group, questions: Vec::new() };
                        pages.push(std::mem::replace(&mut page, next));
                    }
                    let inside = self.group(*inner);
                    if inside.together {
                        let mut questions = Vec::new();
                        self.gather(&inside.items, &mut questions);
                        if !questions.is_empty() {
                            pages.push(Page { group: Some(*inner), questions });
                        }
                    } else {
                        self.add_pages(Some(*inner), &inside.items, pages);
                    }
                }
            }
        }
        if !page.questions.is_empty() {
            pages.push(page);
        }
    }

    fn gather(&self, items: &[Item], questions: &mut Vec<QuestionId>) {
        for item in items {
            match item {
                Item::Question(question) => questions.push(*question),
                Item::Group(group) => self.gather(&self.group(*group).items, questions),
            }
        }
    }
}

impl Session {
    /// Whether something on the page is asked or shown now; a page without is passed over.
    #[must_use]
    pub fn is_page_shown(&self, page: &Page) -> bool {
        page.questions.iter().any(|question| self.is_relevant(*question))
    }
}
