//! PAIA 1.4 core and auth; 1.3 is read too.

use super::shapes::{Many, Map, Secret};
use std::fmt;

wire! {
    /// `GET {core}/{patron}`. `Debug` shows nothing of the person.
    Patron {
        /// Whole name; both orders occur.
        name: Option<String> = "name",
        /// E-mail address.
        email: Option<String> = "email",
        /// Postal address in one line.
        address: Option<String> = "address",
        /// Until when the card is valid.
        expires: Option<String> = "expires",
        /// Account state; may be a number the standard does not know.
        status: Option<i64> = "status",
        /// Kinds of patron, as URIs.
        kinds: Many<String> = "type",
        /// A remark to the patron.
        note: Option<String> = "note",
    }
}

impl fmt::Debug for Patron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patron").field("status", &self.status).finish_non_exhaustive()
    }
}

wire! {
    /// `{doc: […]}`: answer of items, request, renew and cancel.
    #[derive(Debug)]
    Documents {
        /// The documents, in no order.
        doc: Vec<Document> = "doc" (always),
    }
}

wire! {
    /// A document and what it is to the patron.
    #[derive(Debug)]
    Document {
        /// Service status 0 to 5.
        status: Option<i64> = "status",
        /// The copy.
        item: Option<String> = "item",
        /// The edition.
        edition: Option<String> = "edition",
        /// What was asked for.
        requested: Option<String> = "requested",
        /// Title and more, in one text.
        about: Option<String> = "about",
        /// Call number or the like.
        label: Option<String> = "label",
        /// A remark of the patron (1.4).
        comment: Option<String> = "comment",
        /// How many wait for it.
        queue: Option<i64> = "queue",
        /// How often it was renewed.
        renewals: Option<i64> = "renewals",
        /// How often was reminded.
        reminder: Option<i64> = "reminder",
        /// Since when.
        starttime: Option<String> = "starttime",
        /// Until when.
        endtime: Option<String> = "endtime",
        /// Until when, before 1.4.
        duedate: Option<String> = "duedate",
        /// Whether it can be cancelled; absent is unknown.
        cancancel: Option<bool> = "cancancel",
        /// Whether it can be renewed; absent is unknown.
        canrenew: Option<bool> = "canrenew",
        /// Why an action failed.
        error: Option<String> = "error",
        /// What must be chosen first, by the URI of its type.
        condition: Option<Map<Condition>> = "condition",
        /// Where it is, or is fetched.
        storage: Option<String> = "storage",
        /// The same as a URI.
        storageid: Option<String> = "storageid",
    }
}

wire! {
    /// A choice that a server wants.
    #[derive(Debug)]
    Condition {
        /// What can be chosen.
        option: Vec<ConditionOption> = "option" (always),
        /// Whether more than one may be chosen.
        multiple: Option<bool> = "multiple",
        /// What is taken when nothing is said. Absent differs from empty.
        default: Option<Many<String>> = "default",
    }
}

wire! {
    /// One of the choices.
    #[derive(Debug)]
    ConditionOption {
        /// URI.
        id: String = "id",
        /// Its name.
        about: Option<String> = "about",
        /// What it costs.
        amount: Option<String> = "amount",
    }
}

wire! {
    /// Body of request, renew and cancel.
    #[derive(Debug)]
    DocumentRequests {
        /// The documents.
        doc: Vec<DocumentRequest> = "doc" (always),
    }
}

wire! {
    /// A document with which something shall be done.
    #[derive(Debug)]
    DocumentRequest {
        /// The copy.
        item: Option<String> = "item",
        /// The edition.
        edition: Option<String> = "edition",
        /// What was chosen, by the URI of the condition. Empty differs from absent.
        confirm: Option<Map<Vec<String>>> = "confirm",
        /// A remark (1.4).
        comment: Option<String> = "comment",
        /// Pickup place, before 1.4.
        storageid: Option<String> = "storageid",
    }
}

wire! {
    /// `GET {core}/{patron}/fees`.
    #[derive(Debug)]
    Fees {
        /// The sum.
        amount: Option<String> = "amount",
        /// One by one.
        fee: Vec<Fee> = "fee" (always),
    }
}

wire! {
    /// A fee.
    #[derive(Debug)]
    Fee {
        /// How much.
        amount: Option<String> = "amount",
        /// When it arose.
        date: Option<String> = "date",
        /// What for; often the title.
        about: Option<String> = "about",
        /// The copy.
        item: Option<String> = "item",
        /// The edition.
        edition: Option<String> = "edition",
        /// Name of its kind.
        feetype: Option<String> = "feetype",
        /// Its kind as a URI.
        feeid: Option<String> = "feeid",
        /// The same in servers that kept an old name.
        feetypeid: Option<String> = "feetypeid",
    }
}

wire! {
    /// `GET {core}/{patron}/notifications`.
    #[derive(Debug)]
    Notifications {
        /// The messages.
        notification: Vec<Notification> = "notification" (always),
    }
}

wire! {
    /// A message of the library.
    #[derive(Debug)]
    Notification {
        /// URI.
        id: Option<String> = "id",
        /// What it says.
        about: Option<String> = "about",
        /// When it was written.
        date: Option<String> = "date",
        /// The copy it is about.
        item: Option<String> = "item",
        /// Where to read more.
        url: Option<String> = "url",
    }
}

wire! {
    /// Answer of `POST {auth}/login`.
    #[derive(Debug)]
    Login {
        /// The patron's identifier, often the card's number.
        patron: String = "patron",
        /// The token.
        access_token: Secret = "access_token",
        /// `Bearer`.
        token_type: Option<String> = "token_type",
        /// What the token may, separated by spaces.
        scope: Option<String> = "scope",
        /// Seconds.
        expires_in: Option<i64> = "expires_in",
    }
}

wire! {
    /// Answer of logout, change and reset.
    #[derive(Debug)]
    Done {
        /// The patron's identifier.
        patron: Option<String> = "patron",
        /// What happens next, at a reset.
        message: Option<String> = "message",
    }
}

wire! {
    /// A request that failed; comes with HTTP 200 too. DAIA's errors have the same form.
    #[derive(Debug)]
    ErrorBody {
        /// The code's name.
        error: String = "error",
        /// HTTP status; a number or a text.
        code: Option<i64> = "code",
        /// For people.
        error_description: Option<String> = "error_description",
        /// A page about it.
        error_uri: Option<String> = "error_uri",
    }
}
