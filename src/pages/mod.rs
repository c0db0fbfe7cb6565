//! The pages that belong to no module.
mod device;
mod elsewhere;
mod home;
mod legal;
mod settings;

pub use device::Device;
pub use elsewhere::elsewhere;
pub use home::Home;
pub use legal::{legal, legal_title};
pub use settings::Settings;
