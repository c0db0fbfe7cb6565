//! An appointment from the calendar to its cancellation, and every way it can be refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

/// Each story is a test on SQLite, and one test tells all of them on PostgreSQL.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::server().await).await;
            })*
        }

        #[tokio::test]
        async fn all_on_postgresql() {
            let postgres = match Postgres::start() {
                Ok(postgres) => postgres,
                Err(why) => {
                    println!("skipped: {why}");
                    return;
                }
            };
            $($name(server_with(&format!("database = \"{}\"", postgres.fresh(stringify!($name)).await), "").await).await;)*
        }
    };
}

stories!(
    book_confirm_see_cancel,
    a_slot_is_gone_when_somebody_has_it,
    what_runs_out_is_free_again,
    appointments_of_one_address_are_counted,
    what_the_office_asks_cannot_be_skipped,
    the_proof_of_work_earns_a_token_once,
    the_calendar_paints_one_month_and_lists_one_day,
    a_mail_speaks_the_persons_language,
    bad_requests_are_refused_as_zms_does,
);

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::postgres::Postgres;
use support::{Server, day, key, mails, server, server_with};

async fn book_confirm_see_cancel(server: Server) {
    let api = &server.api;
    let start = api.free(1, 12, 1).await[0];
    let reserved = api.reserve(1, 12, 1, start).await;
    assert_eq!(reserved.status, 200);
    let process = reserved.json();
    assert_eq!(process["status"], "reserved");
    assert_eq!(process["timestamp"], start.to_string());
    assert_eq!(process["slotCount"], 2);
    assert_eq!(process["serviceName"], "Reisepass");
    assert_eq!(process["authKey"].as_str().unwrap().len(), 64);
    let key = key(&process);

    let mut form = key.clone();
    form["familyName"] = json!("Erika Muster");
    form["email"] = json!("erika@example.org");
    assert_eq!(api.post("update-appointment", &form).await.json()["familyName"], "Erika Muster");
    assert_eq!(api.post("preconfirm-appointment", &key).await.json()["status"], "preconfirmed");
    assert_eq!(
        api.post("preconfirm-appointment", &key).await.codes(),
        ["processNotReservedAnymore"]
    );
    assert_eq!(api.post("update-appointment", &form).await.codes(), ["processNotReservedAnymore"]);

    // The mail leads to the page that confirms, with number and key in the fragment.
    let data = server.place.path().join("data");
    let mail = backend::mail::read::read(&mails(&data, 1).await[0]);
    assert!(
        mail.subject.contains("Bitte bestätigen") && mail.subject.contains("Reisepass"),
        "{}",
        mail.subject
    );
    let link = mail.text.lines().find(|line| line.contains("/appointments/confirm#")).unwrap();
    let (page, fragment) = link.split_once('#').unwrap();
    assert_eq!(page, format!("http://{}/appointments/confirm", api.host));
    let opened: Value = serde_json::from_slice(&zms::base64::decode(fragment).unwrap()).unwrap();
    assert_eq!(opened, json!({"id": key["processId"], "authKey": key["authKey"]}));

    let confirmed = api.post("confirm-appointment", &key).await.json();
    assert_eq!(confirmed["status"], "confirmed");
    assert_eq!(confirmed["captchaToken"].as_str().unwrap().split('.').count(), 3);
    assert!(confirmed["icsContent"].as_str().unwrap().contains("SUMMARY:Reisepass"));
    let again = api.post("confirm-appointment", &key).await;
    assert_eq!(
        (again.status, again.codes()),
        (StatusCode::CONFLICT, vec!["processNotPreconfirmedAnymore".to_owned()])
    );
    assert!(mails(&data, 2).await[1].contains("text/calendar"));

    let query =
        format!("processId={}&authKey={}", key["processId"], key["authKey"].as_str().unwrap());
    assert_eq!(api.zms_get("appointment", &query).await.json()["status"], "confirmed");
    let wrong = format!("processId={}&authKey={}", key["processId"], "a".repeat(64));
    let wrong = api.zms_get("appointment", &wrong).await;
    assert_eq!(
        (wrong.status, wrong.codes()),
        (StatusCode::NOT_ACCEPTABLE, vec!["authKeyMismatch".to_owned()])
    );

    assert!(!api.free(1, 11, 1).await.contains(&start), "it is taken");
    let cancelled = api.post("cancel-appointment", &key).await.json();
    assert_eq!(cancelled["status"], "deleted");
    assert_eq!(cancelled["icsContent"], Value::Null);
    assert_eq!(mails(&data, 3).await.len(), 3);
    assert!(api.free(1, 11, 1).await.contains(&start), "it is free again");
    assert_eq!(api.zms_get("appointment", &query).await.codes(), ["appointmentNotFound"]);
    assert_eq!(api.post("cancel-appointment", &key).await.codes(), ["appointmentNotFound"]);
    // Nothing of the person is left once the mails are gone.
    let left: i64 = sqlx::Row::get(
        &sqlx::query("SELECT (SELECT COUNT(*) FROM appointment) + (SELECT COUNT(*) FROM taken) + (SELECT COUNT(*) FROM mail WHERE message <> '' OR recipient <> '') AS n")
            .fetch_one(server.running.app.store.pool())
            .await
            .unwrap(),
        "n",
    );
    assert_eq!(left, 0);
    server.running.stop().await;
}

async fn a_slot_is_gone_when_somebody_has_it(server: Server) {
    let api = &server.api;
    let start = api.free(1, 11, 1).await[0];
    assert_eq!(api.reserve(1, 11, 1, start).await.status, 200);
    let second = api.reserve(1, 11, 1, start).await;
    assert_eq!(
        (second.status, second.codes()),
        (StatusCode::NOT_FOUND, vec!["appointmentNotAvailable".to_owned()])
    );
    // Two counters: two people, not three. The second of two slots counts too.
    let start = api.free(6, 12, 1).await[0];
    assert_eq!(api.reserve(6, 12, 1, start).await.status, 200);
    assert_eq!(api.reserve(6, 11, 1, start + 1800).await.status, 200);
    assert_eq!(api.reserve(6, 11, 1, start + 1800).await.status, 404);
    assert_eq!(api.reserve(6, 11, 1, start).await.status, 200);
    for wrong in [start + 60, start - 86_400 * 3, start + 86_400 * 200] {
        assert!(api.reserve(6, 11, 1, wrong).await.status.is_client_error(), "{wrong}");
    }
}

async fn what_runs_out_is_free_again(server: Server) {
    let api = &server.api;
    let clock = &server.running.app.clock;
    let start = api.free(1, 11, 1).await[0];
    let reserved = key(&api.reserve(1, 11, 1, start).await.json());
    // Real seconds pass meanwhile, too.
    clock.advance(15 * 60 - 60);
    assert!(!api.free(1, 11, 1).await.contains(&start));
    clock.advance(60);
    assert!(api.free(1, 11, 1).await.contains(&start));
    assert_eq!(
        api.post("preconfirm-appointment", &reserved).await.codes(),
        ["appointmentNotFound"]
    );
    assert_eq!(
        api.reserve(1, 11, 1, start).await.status,
        200,
        "the rows that ran out are in nobody's way"
    );

    let key = api.filled_in(3, "a@example.org").await;
    assert_eq!(api.post("preconfirm-appointment", &key).await.status, 200);
    clock.advance(30 * 60);
    assert_eq!(api.post("confirm-appointment", &key).await.codes(), ["appointmentNotFound"]);
    let now = clock.now();
    assert!(
        backend::appointments::record::clean(&server.running.app.store, now).await.unwrap() >= 1
    );
}

async fn appointments_of_one_address_are_counted(server: Server) {
    let api = &server.api;
    let first = api.filled_in(3, "a@example.org").await;
    assert_eq!(api.post("preconfirm-appointment", &first).await.status, 200);
    let second = api.filled_in(3, "A@Example.org").await;
    let refused = api.post("preconfirm-appointment", &second).await;
    assert_eq!(
        (refused.status, refused.codes()),
        (StatusCode::NOT_ACCEPTABLE, vec!["tooManyAppointmentsWithSameMail".to_owned()])
    );
    for _ in 0..2 {
        let exempt = api.filled_in(3, "frei@example.org").await;
        assert_eq!(api.post("preconfirm-appointment", &exempt).await.status, 200);
    }
}

async fn what_the_office_asks_cannot_be_skipped(server: Server) {
    let api = &server.api;
    let start = api.free(6, 11, 1).await[0];
    let key = key(&api.reserve(6, 11, 1, start).await.json());
    assert_eq!(api.post("preconfirm-appointment", &key).await.codes(), ["invalidFamilyName"]);
    assert_eq!(api.post("confirm-appointment", &key).await.codes(), ["invalidFamilyName"]);
    let mut form = key.clone();
    for (name, value) in [
        ("familyName", " "),
        ("email", "a+b@example.org"),
        ("telephone", "12 34"),
        ("customTextfield", &"x".repeat(251)),
    ] {
        form[name] = json!(value);
    }
    let refused = api.post("update-appointment", &form).await;
    assert_eq!(
        refused.codes(),
        ["invalidFamilyName", "invalidEmail", "invalidTelephone", "invalidCustomTextfield"]
    );
    assert_eq!(refused.status, 400);
}

async fn the_proof_of_work_earns_a_token_once(server: Server) {
    let api = &server.api;
    assert_eq!(api.calendar(2, 11, 1, "").await.codes(), ["captchaMissing"]);
    assert_eq!(api.calendar(2, 11, 1, "&captchaToken=x.y.z").await.codes(), ["captchaInvalid"]);
    let challenge = api.zms_get("captcha-challenge", "").await;
    let challenge = zms::altcha::Challenge::decode(&challenge.body).unwrap();
    let mut solver = zms::altcha::Solver::new(&challenge, server.running.app.clock.now()).unwrap();
    let solution = loop {
        if let zms::altcha::Progress::Solved(solution) = solver.run(64) {
            break solution;
        }
    };
    let payload = json!({"payload": zms::altcha::payload(&challenge, &solution)});
    let accepted = api.post("captcha-verify", &payload).await.json();
    assert_eq!(accepted["meta"]["success"], true, "{accepted}");
    let token = accepted["token"].as_str().unwrap();
    assert_eq!(api.calendar(2, 11, 1, &format!("&captchaToken={token}")).await.status, 200);
    let again = api.post("captcha-verify", &payload).await.json();
    assert_eq!((&again["meta"]["success"], &again["token"]), (&json!(false), &Value::Null));
    server.running.app.clock.advance(301);
    assert_eq!(
        api.calendar(2, 11, 1, &format!("&captchaToken={token}")).await.codes(),
        ["captchaExpired"]
    );
}

async fn the_calendar_paints_one_month_and_lists_one_day(server: Server) {
    let api = &server.api;
    let calendar = api.calendar(1, 11, 1, "").await.json();
    let days = calendar["availableDays"].as_array().unwrap();
    assert_eq!(calendar["slotsStartDate"], calendar["slotsEndDate"]);
    assert_eq!(calendar["slotsStartDate"], days[0]["date"]);
    let listed = days.iter().filter(|day| !day["offices"].as_array().unwrap().is_empty()).count();
    assert_eq!(listed, 1);
    let month = |date: &Value| date.as_str().unwrap()[..7].to_owned();
    assert!(days.iter().all(|day| month(&day["date"]) == month(&days[0]["date"])));
    assert_eq!(calendar["prevBookableDate"], Value::Null);
    let next = calendar["nextBookableDate"].as_str().unwrap().to_owned();
    // Opened there, the month before is where "previous" leads.
    let second =
        api.calendar(1, 11, 1, &format!("&slotsStartDate={next}&slotsEndDate={next}")).await.json();
    assert_eq!(second["slotsStartDate"], next.as_str());
    assert_eq!(second["prevBookableDate"], days.last().unwrap()["date"]);
    // A day on which nothing can be free moves to the first one that has something.
    let far = day(99);
    let snapped =
        api.calendar(1, 11, 1, &format!("&slotsStartDate={far}&slotsEndDate={far}")).await.json();
    assert_ne!(snapped["slotsStartDate"], far.as_str());
    assert!(
        snapped["availableDays"]
            .as_array()
            .unwrap()
            .iter()
            .any(|day| !day["offices"].as_array().unwrap().is_empty())
    );
    // Offices that share their slots: each time under one of them only.
    let shared = api
        .zms_get(
            "available-calendar",
            &format!(
                "officeIds=4,5&serviceIds=11&serviceCounts=1&startDate={}&endDate={}",
                day(0),
                day(50)
            ),
        )
        .await
        .json();
    let open = shared["availableDays"][0]["offices"].as_array().unwrap();
    let mut starts: Vec<_> = open
        .iter()
        .flat_map(|office| office["appointments"].as_array().unwrap().clone())
        .map(|start| start.as_i64().unwrap())
        .collect();
    assert_eq!((open.len(), starts.len()), (2, 24));
    starts.sort_unstable();
    starts.dedup();
    assert_eq!(starts.len(), 24);
    for (query, code) in [
        ("officeIds=99&serviceIds=11&serviceCounts=1", "invalidLocationAndServiceCombination"),
        ("officeIds=1&serviceIds=99&serviceCounts=1", "invalidLocationAndServiceCombination"),
        ("officeIds=1&serviceIds=11&serviceCounts=26", "invalidServiceCount"),
    ] {
        let refused = api
            .zms_get(
                "available-calendar",
                &format!("{query}&startDate={}&endDate={}", day(0), day(1)),
            )
            .await;
        assert_eq!(refused.codes(), [code]);
    }
}

async fn a_mail_speaks_the_persons_language(server: Server) {
    let api = &server.api;
    let key = api.filled_in(1, "a@example.org").await;
    let headers =
        [("accept-language", "fr, ar;q=0.9, de;q=0.5"), ("content-type", "application/json")];
    let answer = api
        .send(Method::POST, "/api/appointments/preconfirm-appointment", &headers, &key.to_string())
        .await
        .unwrap();
    assert_eq!(answer.status, 200, "also without the slash at the end");
    let mail = backend::mail::read::read(&mails(&server.place.path().join("data"), 1).await[0]);
    assert!(mail.subject.contains("يرجى تأكيد"), "{}", mail.subject);
    assert!(mail.text.contains("Eingang im Hof") && !mail.text.contains("<p>"), "{}", mail.text);
}

async fn bad_requests_are_refused_as_zms_does(server: Server) {
    let api = &server.api;
    assert_eq!(api.zms_get("services", "").await.codes(), ["notFound"]);
    assert_eq!(api.zms_get("reserve-appointment", "").await.codes(), ["requestMethodNotAllowed"]);
    let signed_out = api.zms_get("my-appointments", "").await;
    assert_eq!(
        (signed_out.status, &signed_out.json()["errors"][0]["statusCode"]),
        (StatusCode::UNAUTHORIZED, &json!(406))
    );
    let start = api.free(1, 11, 1).await[0];
    let crash = api
        .post(
            "reserve-appointment",
            &json!({"timestamp": start, "officeId": 1, "serviceId": [11, 12], "serviceCount": [1]}),
        )
        .await;
    assert_eq!(
        (crash.status, &crash.json()["error"]["code"]),
        (StatusCode::INTERNAL_SERVER_ERROR, &json!(0))
    );
    assert_eq!(api.reserve(1, 11, 5, start).await.codes(), ["tooManySlotsPerAppointment"]);
    let large = "x".repeat(70_000);
    let large =
        api.send(Method::POST, "/api/appointments/update-appointment/", &[], &large).await.unwrap();
    assert_eq!(
        (large.status, large.codes()),
        (StatusCode::PAYLOAD_TOO_LARGE, vec!["requestEntityTooLarge".to_owned()])
    );
}
