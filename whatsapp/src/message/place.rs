//! Locations.

use serde_json::{Value, json};

use super::LimitError;
use super::limit::{at_least, degrees};
use super::read::{Node, Read};
use crate::limits;

/// A place on the map. Meta: Messages, Location messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    latitude: f64,
    longitude: f64,
    name: Option<String>,
    address: Option<String>,
}

impl Location {
    /// Makes a location message, in degrees.
    ///
    /// # Errors
    /// When a coordinate is no number on the globe.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, LimitError> {
        degrees("location.latitude", latitude, limits::LATITUDE_DEGREES)?;
        degrees("location.longitude", longitude, limits::LONGITUDE_DEGREES)?;
        Ok(Self { latitude, longitude, name: None, address: None })
    }

    /// Adds what the place is called.
    ///
    /// # Errors
    /// When it is blank.
    pub fn with_name(mut self, name: impl Into<String>) -> Result<Self, LimitError> {
        let name = name.into();
        at_least("location.name", &name, 1)?;
        self.name = Some(name);
        Ok(self)
    }

    /// Adds its address.
    ///
    /// # Errors
    /// When it is blank.
    pub fn with_address(mut self, address: impl Into<String>) -> Result<Self, LimitError> {
        let address = address.into();
        at_least("location.address", &address, 1)?;
        self.address = Some(address);
        Ok(self)
    }

    /// Degrees north of the equator.
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich.
    pub fn longitude(&self) -> f64 {
        self.longitude
    }

    /// What the place is called.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its address.
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    pub(super) fn graph(&self) -> Value {
        let mut object = json!({ "latitude": self.latitude, "longitude": self.longitude });
        for (name, text) in [("name", self.name()), ("address", self.address())] {
            if let Some(text) = text {
                object[name] = json!(text);
            }
        }
        object
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let mut location = Self::new(node.float("latitude")?, node.float("longitude")?)?;
        if let Some(name) = node.optional_text("name")?.filter(|name| !name.is_empty()) {
            location = location.with_name(name)?;
        }
        match node.optional_text("address")?.filter(|address| !address.is_empty()) {
            Some(address) => Ok(location.with_address(address)?),
            None => Ok(location),
        }
    }
}
