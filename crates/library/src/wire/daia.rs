//! DAIA 1.0.

use super::shapes::Many;

wire! {
    /// An answer. Unknown ids have no document.
    #[derive(Debug)]
    Availabilities {
        /// The documents.
        document: Vec<Document> = "document" (always),
        /// Whose they are.
        institution: Option<Entity> = "institution",
        /// When it was said.
        timestamp: Option<String> = "timestamp",
    }
}

wire! {
    /// A document.
    #[derive(Debug)]
    Document {
        /// URI.
        id: String = "id",
        /// The id that was asked for.
        requested: Option<String> = "requested",
        /// Its page in the catalogue.
        href: Option<String> = "href",
        /// What it is.
        about: Option<String> = "about",
        /// Its copies.
        item: Many<Item> = "item",
    }
}

wire! {
    /// A copy.
    #[derive(Debug)]
    Item {
        /// URI.
        id: Option<String> = "id",
        /// Where it can be ordered or seen.
        href: Option<String> = "href",
        /// `narrower`: a part of the document; `broader`: it is contained in this.
        part: Option<String> = "part",
        /// Call number.
        label: Option<String> = "label",
        /// A remark.
        about: Option<String> = "about",
        /// Which volumes are there.
        chronology: Option<Chronology> = "chronology",
        /// The part of the library that owns it.
        department: Option<Entity> = "department",
        /// Where it stands.
        storage: Option<Entity> = "storage",
        /// What can be done with it now.
        available: Many<Available> = "available",
        /// What cannot.
        unavailable: Many<Unavailable> = "unavailable",
    }
}

wire! {
    /// Volumes of a series.
    #[derive(Debug)]
    Chronology {
        /// In words.
        about: Option<String> = "about",
    }
}

wire! {
    /// A service that is available.
    #[derive(Debug)]
    Available {
        /// Its name or URI.
        service: String = "service",
        /// Must be followed to use it.
        href: Option<String> = "href",
        /// Text of the link.
        title: Option<String> = "title",
        /// How long it takes (`xsd:duration`), or `unknown`.
        delay: Option<String> = "delay",
        /// Restrictions.
        limitation: Many<Entity> = "limitation",
    }
}

wire! {
    /// A service that is not available.
    #[derive(Debug)]
    Unavailable {
        /// Its name or URI.
        service: String = "service",
        /// Must be followed to reserve it.
        href: Option<String> = "href",
        /// Text of the link.
        title: Option<String> = "title",
        /// When it will be (a day or a time), or `unknown`.
        expected: Option<String> = "expected",
        /// How many wait.
        queue: Option<i64> = "queue",
        /// Restrictions.
        limitation: Many<Entity> = "limitation",
    }
}

wire! {
    /// Something with a name.
    #[derive(Debug, Eq)]
    Entity {
        /// URI.
        id: Option<String> = "id",
        /// Its page.
        href: Option<String> = "href",
        /// Its name.
        content: Option<String> = "content",
    }
}
