//! Years of bad luck in a second: two tabs that die at any moment, a network that cuts anywhere, a server that is
//! slow, busy, replaced by a captive portal, and a clock that jumps. Afterwards every answer is at the server exactly
//! once, with the bytes that were frozen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, HashMap, HashSet};

use outbox::{
    Answer, Attempt, BodyHash, Effect, Entry, EntryId, Event, State, next_to_send, next_wake, step,
};

/// A small generator of our own, so that a failure can be repeated by its seed.
struct Luck(u64);

impl Luck {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 32).unwrap()
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.next() % 100 < chance
    }
}

/// The server: idempotent by id, as the contract wants it.
#[derive(Default)]
struct Server {
    stored: HashMap<String, (BodyHash, u32)>,
    posts: u32,
}

impl Server {
    fn post(&mut self, entry: &Entry) -> Answer {
        self.posts += 1;
        match self.stored.get(entry.id().as_str()) {
            None => {
                self.stored
                    .insert(entry.id().as_str().to_owned(), (entry.body().clone(), self.posts));
                Answer { receipt: Some(format!("R{}", self.posts)), ..Answer::new(201) }
            }
            Some((body, _)) if body == entry.body() => Answer::new(202),
            Some(_) => Answer::new(409),
        }
    }
}

/// What the device keeps: entries, each of which has been through storage, and bodies beside them.
#[derive(Default)]
struct Device {
    entries: BTreeMap<String, Entry>,
    bodies: HashSet<String>,
}

impl Device {
    fn all(&self) -> Vec<Entry> {
        self.entries.values().cloned().collect()
    }

    /// State and body change together, as in one transaction.
    fn store(&mut self, entry: &Entry, effects: &[Effect]) {
        let stored = Entry::from_json(&entry.to_json()).unwrap();
        self.entries.insert(entry.id().as_str().to_owned(), stored);
        if effects.contains(&Effect::DropBody) {
            assert!(self.bodies.remove(entry.id().as_str()), "a body is dropped once");
        }
    }

    fn entry(&self, id: &str) -> Entry {
        self.entries[id].clone()
    }
}

fn apply(
    device: &mut Device,
    id: &str,
    event: Event<'_>,
    now: i64,
    luck: &mut Luck,
) -> Vec<Effect> {
    let entry = device.entry(id);
    let after = step(&entry.state, event, now, luck.next());
    device.store(&entry.with_state(after.state), &after.effects);
    after.effects
}

/// A request that nobody on the device waits for any more, but that may still reach the server.
struct Straggler {
    entry: Entry,
    attempt: Attempt,
    heard: bool,
}

fn live(seed: u64, entries: u32) -> (Device, Server) {
    let mut luck = Luck(seed | 1);
    let (mut device, mut server, mut stragglers) =
        (Device::default(), Server::default(), Vec::<Straggler>::new());
    let mut now = 1_795_000_000_i64;
    for number in 0..entries {
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        let body = BodyHash::new(&format!("{:064x}", luck.next())).unwrap();
        let entry = Entry::new(
            EntryId::new(&id).unwrap(),
            "/api/x",
            "text/xml",
            body,
            1,
            now + i64::from(number),
        )
        .unwrap();
        device.bodies.insert(id);
        device.store(&entry, &[]);
    }
    let mut rounds = 0_u32;
    loop {
        rounds += 1;
        assert!(rounds < entries * 200 + 10_000, "it does not come to an end");
        let kind = luck.next() % 100;
        // Bad luck of the surroundings.
        if kind < 3 {
            now += i64::from(luck.next() % 4000) - 2000; // the clock is set
        }
        if kind < 20 && !stragglers.is_empty() {
            let at = luck.next() as usize % stragglers.len();
            let late = stragglers.swap_remove(at);
            let answer = server.post(&late.entry);
            if late.heard {
                let event = Event::Answered { attempt: &late.attempt, answer: &answer };
                apply(&mut device, late.entry.id().as_str(), event, now, &mut luck);
            }
        }
        for entry in device.all() {
            let event = if kind < 10 { Event::Wake } else { Event::CheckLease };
            if matches!(entry.state, State::Sending { .. }) || kind < 10 {
                apply(&mut device, entry.id().as_str(), event, now, &mut luck);
            }
        }
        let all = device.all();
        let Some(next) = next_to_send(&all, now) else {
            match next_wake(&all, now) {
                Some(at) => now = at.max(now + 1),
                None => break,
            }
            continue;
        };
        let id = next.id().as_str().to_owned();
        let tab = if luck.percent(50) { "tab-1" } else { "tab-2" };
        let effects = apply(&mut device, &id, Event::Start { by: tab }, now, &mut luck);
        assert_eq!(effects, [Effect::Send]);
        let entry = device.entry(&id);
        let State::Sending { attempt, .. } = &entry.state else { panic!("it is sending") };
        let attempt = attempt.clone();
        now += i64::from(luck.next() % 5);
        let answered = |answer: &Answer, device: &mut Device, luck: &mut Luck| {
            apply(device, &id, Event::Answered { attempt: &attempt, answer }, now, luck);
        };
        match luck.next() % 12 {
            0 => {} // the tab dies before the first byte
            1 => {
                // the tab dies, the request does not
                stragglers.push(Straggler { entry, attempt: attempt.clone(), heard: false });
            }
            2 => {
                // a tab sleeps through its lease and hears the answer afterwards
                stragglers.push(Straggler { entry, attempt: attempt.clone(), heard: true });
            }
            3 => {
                // cut before the server has it
                apply(&mut device, &id, Event::Unanswered { attempt: &attempt }, now, &mut luck);
            }
            4 => {
                // cut after the server has it, before the answer
                server.post(&entry);
                apply(&mut device, &id, Event::Unanswered { attempt: &attempt }, now, &mut luck);
            }
            5 => answered(&Answer { html: true, ..Answer::new(200) }, &mut device, &mut luck),
            6 => answered(&Answer::new(423), &mut device, &mut luck),
            7 => {
                let answer =
                    Answer { retry_after: Some(i64::from(luck.next() % 9000)), ..Answer::new(429) };
                answered(&answer, &mut device, &mut luck);
            }
            8 => answered(&Answer::new(503), &mut device, &mut luck),
            9 => {
                // the server stores it and then fails
                server.post(&entry);
                answered(&Answer::new(500), &mut device, &mut luck);
            }
            _ => {
                let answer = server.post(&entry);
                answered(&answer, &mut device, &mut luck);
            }
        }
    }
    (device, server)
}

fn check(device: &Device, server: &Server, entries: u32) {
    assert_eq!(server.stored.len(), entries as usize, "every answer is there, none twice");
    assert!(device.bodies.is_empty(), "what the server has is not kept on the device");
    for entry in device.all() {
        assert!(matches!(entry.state, State::Sent { .. }), "{entry:?}");
        assert_eq!(
            &server.stored[entry.id().as_str()].0,
            entry.body(),
            "the bytes are those that were frozen"
        );
    }
}

#[test]
fn a_full_outbox_arrives_exactly_once() {
    let (device, server) = live(0x5eed_cafe, 120);
    check(&device, &server, 120);
    assert!(server.posts > 120, "luck was good only: the test proves nothing");
}

#[test]
fn a_few_thousand_answers_under_any_luck() {
    for seed in 1..=500_u64 {
        let (device, server) = live(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), 8);
        check(&device, &server, 8);
    }
}
