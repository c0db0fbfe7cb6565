//! The form's rules against a second, plain writing of the contract.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use zms::contact::{
    Contact, ContactRules, Field, Question, Reason, Rule, email_reason, is_telephone,
};

/// `^\+?[0-9]\d{6,14}$`, letter by letter.
fn plain_telephone(text: &str) -> bool {
    let mut digits = 0;
    for (at, character) in text.chars().enumerate() {
        match character {
            '+' if at == 0 => {}
            '0'..='9' => digits += 1,
            _ => return false,
        }
    }
    (7..=15).contains(&digits)
}

/// No `..`, no leading or trailing dot on either side, no spaces, one @, no `+`, top level of two and more.
fn plain_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    if parts.len() != 2 || text.contains('+') || text.contains("..") {
        return false;
    }
    let dots = |part: &str| part.starts_with('.') || part.ends_with('.');
    let labels: Vec<&str> = parts[1].split('.').collect();
    let ordinary = |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
    let local = |part: &str| part.chars().all(|c| ordinary(&c.to_string()) || c == '_');
    !parts[0].is_empty()
        && !dots(parts[0])
        && !dots(parts[1])
        && local(parts[0])
        && ordinary(parts[1])
        && labels.len() >= 2
        && labels.last().unwrap().chars().count() >= 2
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![Just(Rule::Off), Just(Rule::Optional), Just(Rule::Required)]
}

fn question() -> impl Strategy<Value = Question> {
    rule().prop_map(|rule| Question { rule, label: "?".to_owned() })
}

/// Texts on both sides of each border.
fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("  ".to_owned()),
        (248_usize..253).prop_map(|n| "ü".repeat(n)),
        (248_usize..253).prop_map(|n| format!("<b>{}</b>", "x".repeat(n))),
        (248_usize..253).prop_map(|n| format!("{}<br>", "x".repeat(n - 1))),
        (248_usize..253).prop_map(|n| "&amp;".repeat(n)),
        "[a-z ]{0,40}",
    ]
}

/// Length as the server counts it, for the texts above.
fn plain_length(text: &str) -> usize {
    let text = text.replace("&amp;", "&").replace("<br>", "\n");
    text.replace("<b>", "").replace("</b>", "").chars().count()
}

fn plain_question(answer: &str, rule: Rule) -> bool {
    match rule {
        Rule::Off => true,
        Rule::Required if answer.trim().is_empty() => false,
        _ => plain_length(answer) <= 250,
    }
}

proptest! {
    #[test]
    fn telephone(text in "\\+?[0-9 \\-()]{0,18}", digits in "\\+{0,2}[0-9]{5,17}") {
        prop_assert_eq!(is_telephone(&text), plain_telephone(&text));
        prop_assert_eq!(is_telephone(&digits), plain_telephone(&digits));
    }

    #[test]
    fn email(text in "[a-zäß.+@ _-]{0,16}", likely in "[a-z.]{1,5}[+]?@[a-zü.]{1,6}\\.[a-z]{1,3}") {
        for text in [text, likely] {
            prop_assert_eq!(email_reason(&text).is_none(), plain_email(&text), "{}", text);
            let plus = email_reason(&text) == Some(Reason::PlusInEmail);
            prop_assert_eq!(plus, text.contains('+') && plain_email(&text.replace('+', "x")), "{}", text);
        }
    }

    #[test]
    fn all_problems_at_once(
        names in ("[a-z ]{0,3}", "[a-z ]{0,3}"), email in "[a-z+@.]{0,8}", telephone in "[0-9 ]{0,9}",
        answers in (answer(), answer()), rules in (any::<bool>(), rule(), question(), question()),
    ) {
        let (email_required, telephone_rule, first, second) = rules;
        let rules = ContactRules {
            email: if email_required { Rule::Required } else { Rule::Optional },
            telephone: telephone_rule,
            custom_textfield: first.clone(),
            custom_textfield2: second.clone(),
        };
        let contact = Contact {
            first_name: names.0.clone(), last_name: names.1.clone(), email: email.clone(),
            telephone: telephone.clone(), custom_textfield: answers.0.clone(),
            custom_textfield2: answers.1.clone(),
        };
        let telephone_fine = match telephone_rule {
            Rule::Off => true,
            Rule::Optional => telephone.is_empty() || plain_telephone(&telephone),
            Rule::Required => plain_telephone(&telephone),
        };
        let wrong = [
            (Field::FamilyName, names.0.trim().is_empty() && names.1.trim().is_empty()),
            (Field::Email, email_required && !plain_email(&email)),
            (Field::Telephone, !telephone_fine),
            (Field::CustomTextfield, !plain_question(&answers.0, first.rule)),
            (Field::CustomTextfield2, !plain_question(&answers.1, second.rule)),
        ];
        let expected: Vec<Field> = wrong.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| field).collect();
        let problems = contact.problems(&rules);
        let found: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        prop_assert_eq!(found, expected);
        for problem in problems {
            prop_assert_eq!(problem.code().field(), Some(problem.field));
            prop_assert!(problem.message_key().starts_with("appointments.field."));
        }
    }
}

#[test]
fn names_join() {
    let name = |first: &str, last: &str| {
        let contact =
            Contact { first_name: first.into(), last_name: last.into(), ..Contact::default() };
        contact.family_name()
    };
    assert_eq!(name(" Ada ", "Lovelace"), "Ada Lovelace");
    assert_eq!(name("", "Lovelace"), "Lovelace");
    assert_eq!(name("Ada", " "), "Ada");
    let long = "x".repeat(5000);
    let contact = Contact { last_name: long, ..Contact::default() };
    assert!(
        contact.problems(&ContactRules::default()).is_empty(),
        "the server knows no longest name"
    );
}

#[test]
fn five_wrong_fields_are_five_problems() {
    let required = Question { rule: Rule::Required, label: String::new() };
    let rules = ContactRules {
        email: Rule::Required,
        telephone: Rule::Required,
        custom_textfield: required.clone(),
        custom_textfield2: required,
    };
    assert_eq!(Contact::default().problems(&rules).len(), 5);
    assert!(
        !format!("{:?}", Contact { email: "a@b.de".into(), ..Contact::default() }).contains("a@b")
    );
}
