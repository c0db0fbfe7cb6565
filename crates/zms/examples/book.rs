//! Books an appointment without network: prints what an app would have to do, step by step.
//!
//! `cargo run -p zms --example book`

use zms::booking::{Booking, Effect, Event, Preconfirmation, Reservation, step};
use zms::calendar::Slot;
use zms::catalogue::{Catalogue, Selection};
use zms::contact::{Contact, ContactRules};
use zms::{AppointmentKey, AuthKey, Minutes, OfficeId, ProcessId, ServiceId, Timestamp};

const CATALOGUE: &str = r#"{
    "offices": [{"id": 1, "name": "Rathaus", "slotTimeInMinutes": 5, "slotsPerAppointment": "25"}],
    "services": [{"id": 10, "name": "Reisepass", "maxQuantity": 3, "combinable": []}],
    "relations": [{"officeId": 1, "serviceId": 10, "slots": 3}]
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalogue = Catalogue::decode(CATALOGUE.as_bytes())?;
    let selection = Selection::of(ServiceId(10)).with(ServiceId(10), 2);
    println!("it will take {:?}", catalogue.duration(&selection));

    let offices: Vec<OfficeId> =
        catalogue.places(&selection).into_iter().flat_map(|place| place.offices).collect();
    let captcha = catalogue.needs_captcha(&offices);
    let slot = Slot { start: Timestamp(1_800_000_000), office: OfficeId(1) };
    let reservation = Reservation {
        key: AppointmentKey { process_id: ProcessId(101_002), auth_key: AuthKey::new("fb43")? },
        slot,
        until: Timestamp(1_799_990_900),
        activation: Minutes(30),
        rules: ContactRules::default(),
    };
    let contact = Contact { last_name: "Lovelace".to_owned(), ..Contact::default() };

    let mut app = App { booking: Booking::default(), call: 0 };
    app.happens(Event::Select { selection, offices, captcha });
    app.happens(Event::ChooseSlot(slot));
    app.happens(Event::Reserved(app.call, Ok(reservation.clone())));
    app.happens(Event::Typed(contact));
    app.happens(Event::Submit);
    app.happens(Event::Updated(app.call, Ok(())));
    app.happens(Event::Book);
    app.happens(Event::Preconfirmed(
        app.call,
        Ok(Preconfirmation { at: Timestamp(1_799_990_840) }),
    ));
    println!("now: {:?}", app.booking.stage);
    println!("the link in the mail ends in #{}", zms::link::encode(&reservation.key));
    Ok(())
}

/// The state, and the number of the call that waits for an answer.
struct App {
    booking: Booking,
    call: u32,
}

impl App {
    fn happens(&mut self, event: Event) {
        let (booking, effects) = step(std::mem::take(&mut self.booking), event);
        self.booking = booking;
        for effect in effects {
            println!("to do: {effect:?}");
            if let Effect::Reserve(call, _)
            | Effect::Update(call, _)
            | Effect::Preconfirm(call, _) = effect
            {
                self.call = call;
            }
        }
    }
}
