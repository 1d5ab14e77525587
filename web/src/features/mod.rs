//! Pages, one folder a slice of the API. A feature uses `ui`, `api` and the contexts; never another feature's insides.

pub mod access;
pub mod account;
pub mod bots;
pub mod home;
pub mod inbox;
pub mod messages;
pub mod palette;
pub mod phone;
pub mod settings;
pub mod shortcuts;
pub mod system;
pub mod workspaces;
