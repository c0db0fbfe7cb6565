//! "May I enter?" for one person, as Koha-Suomi's self-service plugin answers it.

wire! {
    /// The answer.
    #[derive(Debug)]
    Permission {
        /// Whether the door opens.
        permission: bool = "permission",
        /// Why not: `Koha::Exception::SelfService` or a word behind it.
        error: Option<String> = "error",
        /// When the hours without staff begin.
        start: Option<String> = "startTime",
        /// When they end.
        end: Option<String> = "endTime",
        /// When the card expired.
        expired: Option<String> = "expirationdate",
    }
}
