//! The words of the check, in German and English. They are for those who write surveys, not for citizens.

use xforms::{Part, Problem, Weight};

/// The words of one language.
#[allow(missing_docs)] // each is what it says
pub struct Words {
    german: bool,
    pub usage: &'static str,
    pub no_file: &'static str,
    pub works: &'static str,
    pub elsewhere: &'static str,
    pub broken: &'static str,
    pub id: &'static str,
    pub version: &'static str,
    pub without_version: &'static str,
    pub questions: &'static str,
    pub pages: &'static str,
    pub languages: &'static str,
    headings: [&'static str; 3],
}

impl Words {
    /// German.
    pub const GERMAN: Self = Self {
        german: true,
        usage: "Welche Datei? survey-check FORMULAR.xml [--de]",
        no_file: "Prüfen Sie den Namen der Datei",
        works: "In der App ausfüllbar.",
        elsewhere: "Das Formular ist in Ordnung, braucht aber etwas, das diese App nicht hat: Sie bietet statt dessen den Link an. Wer es in der App haben will, ändert die Stellen oben.",
        broken: "So kann niemand das Formular ausfüllen. Ändern Sie die Stellen oben und prüfen Sie noch einmal.",
        id: "Kennung",
        version: "Fassung",
        without_version: "keine",
        questions: "Fragen",
        pages: "Seiten",
        languages: "Sprachen",
        headings: ["Hinweise", "Hat die App nicht", "Muss geändert werden"],
    };

    /// English.
    pub const ENGLISH: Self = Self {
        german: false,
        usage: "Which file? survey-check FORM.xml [--de]",
        no_file: "Check the file's name",
        works: "Can be filled in in the app.",
        elsewhere: "The form is sound, but needs what this app does not have: it offers the link instead. To have it in the app, change the places above.",
        broken: "Nobody can fill this form in. Change the places above and check again.",
        id: "id",
        version: "version",
        without_version: "none",
        questions: "questions",
        pages: "pages",
        languages: "languages",
        headings: ["Remarks", "Not in the app", "Has to be mended"],
    };

    /// Over findings of one weight.
    pub const fn heading(&self, weight: Weight) -> &'static str {
        let [remark, outside, broken] = self.headings;
        match weight {
            Weight::Remark => remark,
            Weight::Outside => outside,
            Weight::Broken => broken,
        }
    }

    /// What is wrong, and what to do.
    pub fn sentence(&self, problem: &Problem) -> String {
        if self.german { german(problem) } else { english(problem) }
    }
}

fn english(problem: &Problem) -> String {
    let next = match problem {
        Problem::Repeat => "ask for a fixed number instead, each in a group of its own",
        Problem::ExternalInstance(_) => "write the choices into the sheet \"choices\"",
        Problem::Control(_) | Problem::Appearance(_) | Problem::Upload(_) | Problem::Type(_) => {
            "docs/forms.md lists what can be asked"
        }
        Problem::Function(_) | Problem::Expression(_) | Problem::Regex(_) => {
            "say it with what docs/forms.md lists"
        }
        Problem::NoInstanceId => "converting from a spreadsheet adds it by itself",
        Problem::Syntax(..) | Problem::Arguments(_) => "mend the expression in this row",
        Problem::NoNode(_) | Problem::NoInstance(_) | Problem::NoText(_) => {
            "check the spelling of the name"
        }
        Problem::Cycle(_) => "take one of these out of the circle",
        Problem::Twice | Problem::AskedTwice => "give each question a name of its own",
        Problem::NoChoices => "add rows for it to the sheet \"choices\"",
        Problem::Range => "the step must lead from start to end",
        Problem::Untranslated(_) => "add it to that language's column",
        Problem::NotCollected(_) => "take it out, nobody is asked for it here",
        _ => return problem.to_string(),
    };
    format!("{problem}; {next}")
}

#[rustfmt::skip] // a table
fn german(problem: &Problem) -> String {
    match problem {
        Problem::Repeat => "Wiederholungen. Fragen Sie statt dessen eine feste Anzahl ab, jede in einer eigenen Gruppe.".to_owned(),
        Problem::ExternalInstance(from) => format!("eine Liste von anderswo ({from}). Schreiben Sie die Antworten in das Blatt \"choices\"."),
        Problem::Action(name) => format!("die Aktion {name}."),
        Problem::Control(name) => format!("eine Frage der Art <{name}>. In docs/forms.md steht, was gefragt werden kann."),
        Problem::Upload(kind) => format!("eine Datei der Art {kind}. Möglich sind Bilder und Dateien aller Art."),
        Problem::Type(name) => format!("ein Wert der Art {name}. In docs/forms.md steht, was gefragt werden kann."),
        Problem::Appearance(name) => format!("die Darstellung {name}. In docs/forms.md steht, was gezeigt werden kann."),
        Problem::Function(name) => format!("die Funktion {name}(). Drücken Sie es mit denen aus docs/forms.md aus."),
        Problem::Expression(text) => format!("{text} in einem Ausdruck. Drücken Sie es anders aus."),
        Problem::Encryption => "Antworten, die auf dem Gerät verschlüsselt werden.".to_owned(),
        Problem::Entities => "Entitäten.".to_owned(),
        Problem::Media(kind) => format!("{kind} neben einer Frage. Möglich sind Bilder."),
        Problem::Regex(text) => format!("der reguläre Ausdruck {text}. Drücken Sie ihn einfacher aus."),
        Problem::Xml(text, line, column) => format!("Zeile {line}, Spalte {column}: {text}"),
        Problem::Missing(Part::Model) => "<model> fehlt.".to_owned(),
        Problem::Missing(Part::Instance) => "die Instanz mit den Antworten fehlt.".to_owned(),
        Problem::Missing(Part::Body) => "es gibt keine Frage.".to_owned(),
        Problem::Missing(Part::Id) => "die Instanz hat keine id. In einer Tabelle ist das \"form_id\" im Blatt \"settings\".".to_owned(),
        Problem::NoInstanceId => "meta/instanceID fehlt; ohne sie könnte eine Antwort zweimal ankommen. Beim Umwandeln aus einer Tabelle kommt sie von selbst.".to_owned(),
        Problem::Syntax(text, at) => format!("ab Zeichen {at} nicht zu lesen: {text}. Ändern Sie den Ausdruck in dieser Zeile."),
        Problem::Arguments(name) => format!("{name}() hat zu wenige oder zu viele Angaben in der Klammer."),
        Problem::NoNode(path) => format!("{path} gibt es nicht. Prüfen Sie die Schreibweise."),
        Problem::Cycle(path) => format!("folgt aus sich selbst: {}. Nehmen Sie eines davon aus dem Kreis.", path.join(" <- ")),
        Problem::Twice => "steht zweimal da. Geben Sie jeder Frage einen eigenen Namen.".to_owned(),
        Problem::AskedTwice => "wird zweimal gefragt. Geben Sie jeder Frage einen eigenen Namen.".to_owned(),
        Problem::NoInstance(id) => format!("die Liste '{id}' gibt es nicht. Prüfen Sie die Schreibweise."),
        Problem::NoText(id) => format!("den Text '{id}' gibt es nicht. Prüfen Sie die Schreibweise."),
        Problem::NoChoices => "eine Auswahl ohne Antworten. Ergänzen Sie sie im Blatt \"choices\".".to_owned(),
        Problem::Range => "Anfang, Ende und Schritt ergeben keinen Bereich.".to_owned(),
        Problem::NotAValue => "eine Gruppe, wo ein Wert stehen muss, oder umgekehrt.".to_owned(),
        Problem::TooMuch(what) => format!("zu viel: {what}"),
        Problem::NotCollected(what) => format!("{what} wird nie erhoben und bleibt leer. Nehmen Sie es heraus."),
        Problem::Untranslated(language) => format!("fehlt in der Sprache {language}; es steht die Sprache des Formulars da."),
        Problem::NoEffect(what) => format!("{what} bewirkt hier nichts."),
        other => other.to_string(),
    }
}
