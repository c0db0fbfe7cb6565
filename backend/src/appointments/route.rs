//! The twelve routes of the ZMS citizen API; there is no thirteenth.

use axum::http::Method;

/// One of the twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its path
pub enum Route {
    OfficesAndServices,
    AvailableCalendar,
    ReserveAppointment,
    UpdateAppointment,
    PreconfirmAppointment,
    ConfirmAppointment,
    CancelAppointment,
    Appointment,
    MyAppointments,
    CaptchaDetails,
    CaptchaChallenge,
    CaptchaVerify,
}

impl Route {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::OfficesAndServices,
        Self::AvailableCalendar,
        Self::ReserveAppointment,
        Self::UpdateAppointment,
        Self::PreconfirmAppointment,
        Self::ConfirmAppointment,
        Self::CancelAppointment,
        Self::Appointment,
        Self::MyAppointments,
        Self::CaptchaDetails,
        Self::CaptchaChallenge,
        Self::CaptchaVerify,
    ];

    /// The name in the path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::OfficesAndServices => "offices-and-services",
            Self::AvailableCalendar => "available-calendar",
            Self::ReserveAppointment => "reserve-appointment",
            Self::UpdateAppointment => "update-appointment",
            Self::PreconfirmAppointment => "preconfirm-appointment",
            Self::ConfirmAppointment => "confirm-appointment",
            Self::CancelAppointment => "cancel-appointment",
            Self::Appointment => "appointment",
            Self::MyAppointments => "my-appointments",
            Self::CaptchaDetails => "captcha-details",
            Self::CaptchaChallenge => "captcha-challenge",
            Self::CaptchaVerify => "captcha-verify",
        }
    }

    /// The one method it takes.
    pub const fn method(self) -> Method {
        match self {
            Self::ReserveAppointment
            | Self::UpdateAppointment
            | Self::PreconfirmAppointment
            | Self::ConfirmAppointment
            | Self::CancelAppointment
            | Self::CaptchaVerify => Method::POST,
            _ => Method::GET,
        }
    }

    /// The route of a path below the API, with or without the slash at the end.
    pub fn find(path: &str) -> Option<Self> {
        let name = path.strip_suffix('/').unwrap_or(path);
        Self::ALL.into_iter().find(|route| route.path() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_the_slash_and_nothing_else() {
        for route in Route::ALL {
            assert_eq!(Route::find(route.path()), Some(route));
            assert_eq!(Route::find(&format!("{}/", route.path())), Some(route));
        }
        for path in
            ["", "/", "appointment//", "../appointment", "services", "appointment/x", "Appointment"]
        {
            assert_eq!(Route::find(path), None, "{path}");
        }
    }
}
