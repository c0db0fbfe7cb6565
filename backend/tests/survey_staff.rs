//! What staff do on the command line: the real program on a real database, while the server runs beside it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::postgres::Postgres;
use support::survey::{SURVEY, answer, instance, item, vote, write};
use support::{Server, config};

const XML: &str = "xml_submission_file";

/// What a command said, and how it ended.
struct Said {
    code: i32,
    out: String,
    notes: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = output.status.code().unwrap();
        Self { code, out: text(&output.stdout), notes: text(&output.stderr) }
    }
}

fn command(place: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stadtkern-backend"));
    command.current_dir(place).args(["--config", "stadtkern.toml", "survey"]).args(words);
    command
}

fn said(place: &Path, words: &[&str]) -> Said {
    Said::of(&command(place, words).output().unwrap())
}

async fn server(database: &str, items: &[Value]) -> Server {
    let place = support::place();
    write(place.path(), items);
    let running = backend::start(config(place.path(), database, "")).await.unwrap();
    let api = support::Api::new(running.address.to_string());
    Server { running, place, api }
}

/// A story on SQLite and, where it is installed, on PostgreSQL.
async fn on_both(items: &[Value], story: impl AsyncFn(Server)) {
    story(server("", items).await).await;
    match Postgres::start() {
        Ok(postgres) => {
            let address = postgres.fresh("staff").await;
            story(server(&format!("database = \"{address}\""), items).await).await;
        }
        Err(why) => println!("skipped on PostgreSQL: {why}"),
    }
}

/// Rows of a table, head first.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn send(server: &Server, number: u64, why: &str) {
    let key = instance(number);
    let values = [
        ("/data/consent", "OK"),
        ("/data/you/who", "lives"),
        ("/data/you/years", "12"),
        ("/data/wish/many", "trees benches"),
        ("/data/wish/stars", "2"),
        ("/data/wish/why", why),
        ("/data/where", "-33.8 151.2"),
        ("/data/photo", "1.jpg"),
    ];
    let xml = answer(&values, &key);
    let parts = [(XML, "text/xml", xml.as_str()), ("1.jpg", "image/jpeg", "\u{1}Bild")];
    assert_eq!(server.api.try_answer("place", "7", &key, &parts).await.unwrap().status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_was_answered_is_exported() {
    on_both(&[item("place", "survey", "7", &json!({}))], async |server| {
        let place = server.place.path();
        let none = said(place, &["export", "place", "--format", "csv"]);
        assert_eq!((none.code, rows(&none.out).len()), (0, 1), "{}", none.notes);
        // In an order that is not the one of their ids.
        for (number, why) in [(9, "=cmd|' /C calc'!A0"), (2, "Mehr \"Bäume\",\nbitte"), (5, "")] {
            send(&server, number, why).await;
        }
        let table = said(place, &["export", "place", "--format", "csv", "--files", "out"]);
        assert_eq!(table.code, 0, "{}", table.notes);
        let rows = rows(&table.out);
        let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
        assert_eq!(rows[0][..3], ["instance", "version", "day"]);
        let of =
            |name: &str| rows[1..].iter().map(|row| row[column(name)].as_str()).collect::<Vec<_>>();
        assert_eq!(of("instance"), [instance(2), instance(5), instance(9)]);
        assert_eq!(of("you/who"), ["lives"; 3]);
        assert_eq!(of("wish/many"), ["trees benches"; 3]);
        assert_eq!(of("wish/why"), ["Mehr \"Bäume\",\nbitte", "", "'=cmd|' /C calc'!A0"]);
        assert!(of("where").iter().all(|place| place.starts_with("'-33.8")));
        assert_eq!(of("day")[0].len(), 10);
        assert!(!rows[0].iter().any(|head| head.contains("instanceID")));
        assert!(table.notes.contains("4 cells begin with an apostrophe"), "{}", table.notes);
        assert!(table.notes.contains("3 files are in out"), "{}", table.notes);
        for number in [2, 5, 9] {
            let own = place.join("out").join(instance(number).trim_start_matches("uuid:"));
            assert_eq!(std::fs::read(own.join("1.jpg")).unwrap(), "\u{1}Bild".as_bytes());
        }
        let exact = said(place, &["export", "place", "--format", "json"]);
        let exact: Value = serde_json::from_str(&exact.out).unwrap();
        let answers = exact["answers"].as_array().unwrap();
        assert_eq!(answers.len(), 3);
        assert_eq!(answers[2]["values"]["wish/why"], "=cmd|' /C calc'!A0");
        assert_eq!(answers[2]["values"]["photo"], "1.jpg");
        assert!(exact["columns"].as_array().unwrap().contains(&json!("wish/why")));
        // The same again gives the same bytes.
        assert_eq!(said(place, &["export", "place", "--format", "csv"]).out, table.out);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_share_a_table_and_what_is_missing_is_named() {
    let server = server("", &[item("place", "survey", "7", &json!({}))]).await;
    let place = server.place.path();
    send(&server, 1, "alt").await;
    let forms = place.join("cities/musterstadt/participation/forms/place");
    let newer = SURVEY
        .replace("version=\"7\"", "version=\"8\"")
        .replace("/data/wish/why", "/data/wish/because")
        .replace("<why/>", "<because/>");
    std::fs::write(forms.join("8.xml"), newer).unwrap();
    std::fs::write(
        place.join("cities/musterstadt/participation/items.json"),
        json!({"items": [item("place", "survey", "8", &json!({}))]}).to_string(),
    )
    .unwrap();
    let key = instance(2);
    let xml = answer(&[("/data/consent", "OK"), ("/data/wish/why", "neu")], &key);
    let xml = xml
        .replace("version=\"7\"", "version=\"8\"")
        .replace("why>", "because>")
        .replace("<why/>", "<because/>");
    assert_eq!(server.api.answer("place", "8", &key, &xml).await.status, 201);
    let both = said(place, &["export", "place", "--format", "csv"]);
    let rows = rows(&both.out);
    assert_eq!(rows.len(), 3, "{}", both.notes);
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    assert!(column("wish/because") < column("wish/why"), "the new form's questions come first");
    assert_eq!(rows[1][column("wish/why")], "alt");
    let old = said(place, &["export", "place", "--format", "csv", "--version", "7"]);
    assert!(!old.out.contains("because") && old.out.contains("alt"));
    std::fs::remove_file(forms.join("7.xml")).unwrap();
    let missing = said(place, &["export", "place", "--format", "csv"]);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert!(missing.notes.contains("forms/place/7.xml back"), "{}", missing.notes);
    let rest = said(place, &["export", "place", "--format", "json", "--version", "8"]);
    assert_eq!(rest.code, 0, "{}", rest.notes);
    for (words, says) in [
        (&["export", "nothing", "--format", "csv"][..], "It asks: place"),
        (&["export", "place", "--format", "csv", "--version", "9"][..], "no answers to version"),
        (&["export", "place", "--format", "csv", "--city", "b"][..], "--city: musterstadt"),
    ] {
        let refused = said(place, words);
        assert_eq!(refused.code, 1);
        assert!(refused.notes.contains(says), "{}", refused.notes);
    }
    assert_eq!(said(place, &["export"]).code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_shown_when_somebody_has_read_them() {
    on_both(&[item("place", "survey", "7", &json!({}))], async |server| {
        let place = server.place.path();
        for (number, why) in
            [(1, "Zebrastreifen"), (2, "Frau Muster aus der Gasse 7"), (3, "eins\nzwei\u{1b}[31m")]
        {
            send(&server, number, why).await;
        }
        let list = said(place, &["texts", "place"]);
        assert_eq!(list.code, 0, "{}", list.notes);
        assert!(
            list.out.contains("wish/why") && list.notes.contains("6 texts wait"),
            "{}",
            list.out
        );
        assert!(!list.out.contains('\u{1b}'), "nothing in a text reaches the terminal");
        let name = |text: &str| {
            let line = list.out.lines().find(|line| line.contains(text)).unwrap();
            line.split_whitespace().next().unwrap().to_owned()
        };
        let (trees, person) = (name("Zebrastreifen"), name("Frau Muster"));
        let wrong = said(place, &["texts", "approve", "place", &trees, "0000000000"]);
        assert_eq!(wrong.code, 1);
        assert!(wrong.notes.contains("nothing was changed"));
        assert_eq!(said(place, &["texts", "approve", "place", &trees]).code, 0);
        assert_eq!(said(place, &["texts", "reject", "place", &person]).code, 0);
        let left = said(place, &["texts", "place"]);
        assert!(
            left.notes.contains("4 texts wait") && !left.out.contains("Muster"),
            "{}",
            left.out
        );
        let all = said(place, &["texts", "place", "--all"]);
        assert!(
            all.out.contains("approved  Zebrastreifen") && all.out.contains("rejected  Frau"),
            "{}",
            all.out
        );
        let shown = server.api.get("/api/participation/v1/items/place/results").await.text();
        assert!(
            shown.contains("Zebrastreifen") && !shown.contains("Muster") && !shown.contains("zwei"),
            "{shown}"
        );
        // Taken back.
        assert_eq!(said(place, &["texts", "reject", "place", &trees]).code, 0);
        server.running.app.clock.advance(20);
        let shown = server.api.get("/api/participation/v1/items/place/results").await.text();
        assert!(!shown.contains("Zebrastreifen"), "{shown}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_printed_once_and_each_is_good_for_one_answer() {
    let token = json!({"participation": {"mode": "token", "once": "token"}});
    let items = [item("bench", "poll", "1", &token), item("open", "poll", "1", &json!({}))];
    on_both(&items, async |server| {
        let place = server.place.path();
        let made = said(place, &["codes", "bench", "--count", "600"]);
        assert_eq!(made.code, 0, "{}", made.notes);
        let codes: BTreeSet<&str> = made.out.lines().collect();
        assert_eq!(codes.len(), 600);
        let code = *codes.first().unwrap();
        let send = async |number: u64| {
            let (key, xml) = (instance(number), vote("park", &instance(number)));
            let parts =
                [(XML, "text/xml", xml.as_str()), ("participation_token", "text/plain", code)];
            server.api.try_answer("bench", "1", &key, &parts).await.unwrap().status.as_u16()
        };
        assert_eq!((send(1).await, send(2).await), (201, 403));
        let count = said(place, &["codes", "bench"]);
        assert_eq!(count.out, "600 codes, 1 of them used\n");
        let refused = said(place, &["codes", "open", "--count", "3"]);
        assert_eq!((refused.code, refused.out.as_str()), (1, ""));
        assert!(refused.notes.contains("\"mode\": \"token\""), "{}", refused.notes);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_checked_and_never_put_over_another() {
    let server = server("", &[item("place", "survey", "7", &json!({}))]).await;
    let place = server.place.path();
    let add = |form: &str, item: &str, version: &str| {
        said(place, &["add", form, "--item", item, "--version", version])
    };
    std::fs::write(place.join("new.xml"), SURVEY.replace("version=\"7\"", "version=\"8\""))
        .unwrap();
    let forms = place.join("cities/musterstadt/participation/forms");
    let added = add("new.xml", "place", "8");
    assert_eq!(added.code, 0, "{}", added.notes);
    assert!(added.notes.contains("still asked with version 7"), "{}", added.notes);
    assert!(forms.join("place/8.xml").exists());
    // The server that runs has it at once.
    let form = server.api.get("/api/participation/v1/items/place/versions/8/form.xml").await;
    assert_eq!(form.status, 200);
    assert!(add("new.xml", "place", "8").notes.contains("with the same bytes"));
    let other = add("new.xml", "place", "7");
    assert_eq!(other.code, 1);
    assert!(
        other.notes.contains("another form") && other.notes.contains("new version"),
        "{}",
        other.notes
    );
    assert_eq!(std::fs::read_to_string(forms.join("place/7.xml")).unwrap(), SURVEY);
    let begun = add("new.xml", "fresh", "1");
    assert!(begun.notes.contains("an entry with \"id\": \"fresh\""), "{}", begun.notes);
    std::fs::write(place.join("broken.xml"), SURVEY.replace("instanceID", "id")).unwrap();
    let broken = add("broken.xml", "broken", "1");
    assert_eq!(broken.code, 1);
    assert!(
        broken.notes.contains("Nothing was written") && broken.notes.contains("instanceID"),
        "{}",
        broken.notes
    );
    assert!(!forms.join("broken").exists());
    assert_eq!(add("new.xml", "../x", "1").code, 1);
    assert_eq!(add("new.xml", "x", "../1").code, 1);
    assert_eq!(add("nowhere.xml", "x", "1").code, 1);
    let left: Vec<_> = std::fs::read_dir(forms.join("place")).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "nothing but the two forms: {left:?}");
}

const SHEET: &str = "\
| survey |
| | type | name | label::Deutsch (de) | required |
| | select_one yn | trees | Mehr Bäume? | yes |
| | text | why | Warum? | |
| choices |
| | list_name | name | label::Deutsch (de) |
| | yn | yes | Ja |
| | yn | no | Nein |
| settings |
| | form_id | version |
| | trees | 1 |
";

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_becomes_a_form_where_pyxform_is_installed() {
    let server = server("", &[]).await;
    let place = server.place.path();
    let words = ["add", "sheet.md", "--item", "trees", "--version", "1"];
    std::fs::write(place.join("sheet.md"), SHEET).unwrap();
    let empty = place.join("empty");
    std::fs::create_dir(&empty).unwrap();
    let without = command(place, &words).env("PATH", &empty).output().unwrap();
    let without = Said::of(&without);
    assert_eq!(without.code, 1);
    assert!(without.notes.contains("python3 -m pip install pyxform"), "{}", without.notes);
    let with = said(place, &words);
    if with.notes.contains("not installed") {
        println!("skipped: pyxform is not installed, so no spreadsheet can be converted");
        return;
    }
    assert_eq!(with.code, 0, "{}", with.notes);
    assert!(with.notes.contains("2 questions"), "{}", with.notes);
    let form = place.join("cities/musterstadt/participation/forms/trees/1.xml");
    assert!(std::fs::read_to_string(form).unwrap().contains("Mehr Bäume?"));
    std::fs::write(place.join("sheet.md"), SHEET.replace("select_one yn", "select_one none"))
        .unwrap();
    let wrong = said(place, &["add", "sheet.md", "--item", "trees", "--version", "2"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.notes.contains("cannot be made into a form") && wrong.notes.contains("none"),
        "{}",
        wrong.notes
    );
}
