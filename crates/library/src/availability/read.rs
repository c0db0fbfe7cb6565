//! Out of what DAIA servers send.

use super::{
    Copy, Delay, Expected, Extent, Holdings, Limitation, Offer, OfferState, Place, Service,
};
use crate::patron::{said, uri, web};
use crate::wire::daia as wire;
use crate::{Uri, When};

/// Out of an answer; documents without a URI are left out.
#[must_use]
pub fn holdings(answer: wire::Availabilities) -> Vec<Holdings> {
    let holdings = |document: wire::Document| {
        Some(Holdings {
            id: Uri::new(&document.id)?,
            requested: said(document.requested),
            about: said(document.about),
            link: web(document.href),
            copies: document.item.0.into_iter().map(copy).collect(),
        })
    };
    answer.document.into_iter().filter_map(holdings).collect()
}

fn copy(item: wire::Item) -> Copy {
    let place = |entity: Option<wire::Entity>| {
        let entity = entity?;
        let place = Place { id: uri(entity.id), name: said(entity.content) };
        (place != Place::default()).then_some(place)
    };
    let available = item.available.0.into_iter().filter_map(available);
    let offers = available.chain(item.unavailable.0.into_iter().filter_map(unavailable)).collect();
    Copy {
        id: uri(item.id),
        extent: match item.part.as_deref() {
            Some("narrower") => Extent::Narrower,
            Some("broader") => Extent::Broader,
            _ => Extent::Same,
        },
        label: said(item.label),
        about: said(item.about),
        volumes: item.chronology.and_then(|chronology| said(chronology.about)),
        department: place(item.department),
        storage: place(item.storage),
        offers,
    }
}

fn available(service: wire::Available) -> Option<Offer> {
    let delay = said(service.delay);
    Some(Offer {
        service: Service::parse(&service.service)?,
        state: OfferState::Available(delay.as_deref().and_then(delay_of)),
        link: web(service.href),
        limitations: limitations(service.limitation.0),
    })
}

fn unavailable(service: wire::Unavailable) -> Option<Offer> {
    let expected = said(service.expected).and_then(|text| match text.as_str() {
        "unknown" => Some(Expected::Unknown),
        date => When::parse(date).map(Expected::At),
    });
    let queue = service.queue.and_then(|queue| queue.try_into().ok());
    Some(Offer {
        service: Service::parse(&service.service)?,
        state: OfferState::Unavailable { expected, queue },
        link: web(service.href),
        limitations: limitations(service.limitation.0),
    })
}

fn limitations(entities: Vec<wire::Entity>) -> Vec<Limitation> {
    let limitation =
        |entity: wire::Entity| Limitation { id: uri(entity.id), text: said(entity.content) };
    let named = |limitation: &Limitation| limitation.id.is_some() || limitation.text.is_some();
    entities.into_iter().map(limitation).filter(named).collect()
}

/// Seconds of a day.
const DAY: u64 = 86_400;

/// An `xsd:duration` in seconds, a month as 30 days; or `unknown`.
pub(super) fn delay_of(text: &str) -> Option<Delay> {
    if text == "unknown" {
        return Some(Delay::Unknown);
    }
    let (days, clock) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.get(1..)?, ""));
    let part = |text: &str, units: &[(char, u64)]| {
        let (mut seconds, mut number) = (0u64, String::new());
        for character in text.chars() {
            if character.is_ascii_digit() || character == '.' {
                number.push(character);
            } else {
                let (_, length) = units.iter().find(|(unit, _)| *unit == character)?;
                let whole: u64 = number.split('.').next()?.parse().ok()?;
                seconds = seconds.checked_add(whole.checked_mul(*length)?)?;
                number.clear();
            }
        }
        number.is_empty().then_some(seconds)
    };
    let days = part(days, &[('Y', 365 * DAY), ('M', 30 * DAY), ('W', 7 * DAY), ('D', DAY)])?;
    let clock = part(clock, &[('H', 3600), ('M', 60), ('S', 1)])?;
    days.checked_add(clock).map(Delay::Seconds)
}

/// The address of the rest, where a server answered only some of the ids: `Link: <…>; rel="next"`.
#[must_use]
pub fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, from) = rest.split_once('<')?;
        let (url, after) = from.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, others) = after.split_at_checked(end)?;
        let next = parameters.split([';', ',']).any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or(("", ""));
            let mut words = value.trim().trim_matches('"').split(' ');
            name.trim().eq_ignore_ascii_case("rel") && words.any(|w| w.eq_ignore_ascii_case("next"))
        });
        if next {
            return Some(url.trim());
        }
        rest = others;
    }
}
