//! Bodies of `multipart/form-data`, for uploads.

use sha2::{Digest, Sha256};

/// A body in parts.
pub(super) struct Multipart {
    boundary: String,
    body: Vec<u8>,
}

impl Multipart {
    /// Begins a body that will hold this file: the boundary is made of the file's hash, which cannot stand in the file.
    pub(super) fn around(file: &[u8]) -> Self {
        let boundary = format!("whatsapp-{}", hex(&Sha256::digest(file)));
        Self { boundary, body: Vec::with_capacity(file.len() + 1024) }
    }

    pub(super) fn text(mut self, name: &str, value: &str) -> Self {
        self.begin(&format!("form-data; name=\"{}\"", quoted(name)), None);
        self.end(value.as_bytes())
    }

    /// As [`Multipart::text`] where there is something.
    pub(super) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    pub(super) fn file(mut self, name: &str, filename: &str, mime_type: &str, bytes: &[u8]) -> Self {
        let disposition = format!("form-data; name=\"{}\"; filename=\"{}\"", quoted(name), quoted(filename));
        self.begin(&disposition, Some(mime_type));
        self.end(bytes)
    }

    fn begin(&mut self, disposition: &str, mime_type: Option<&str>) {
        let mut head = format!("--{}\r\nContent-Disposition: {disposition}\r\n", self.boundary);
        if let Some(mime_type) = mime_type {
            head.push_str(&format!("Content-Type: {mime_type}\r\n"));
        }
        head.push_str("\r\n");
        self.body.extend_from_slice(head.as_bytes());
    }

    fn end(mut self, value: &[u8]) -> Self {
        self.body.extend_from_slice(value);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    /// The content type and the body.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        (format!("multipart/form-data; boundary={}", self.boundary), self.body)
    }
}

/// As browsers write names: quotes and line breaks as percent codes.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or_default();
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
        text
    })
}
