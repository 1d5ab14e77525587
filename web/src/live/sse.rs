//! Reads `text/event-stream` (HTML standard, section 9.2) from chunks of text.

/// One event of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// The cursor after this event, when the server sent one.
    pub(super) id: Option<String>,
    /// The payload.
    pub(super) data: String,
}

/// Cuts chunks into events.
#[derive(Debug, Default)]
pub(super) struct Reader {
    rest: String,
    id: Option<String>,
    data: Option<String>,
}

impl Reader {
    /// Takes the next chunk; answers the events that are complete with it.
    pub(super) fn push(&mut self, chunk: &str) -> Vec<Frame> {
        self.rest.push_str(chunk);
        let mut frames = Vec::new();
        while let Some((line, length)) = next_line(&self.rest) {
            let line = line.to_owned();
            self.rest.drain(..length);
            frames.extend(self.line(&line));
        }
        frames
    }

    fn line(&mut self, line: &str) -> Option<Frame> {
        if line.is_empty() {
            return self.data.take().map(|data| Frame { id: self.id.clone(), data });
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                let data = self.data.get_or_insert_default();
                if !data.is_empty() {
                    data.push('\n');
                }
                data.push_str(value);
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            // Comments (an empty name), `event` and `retry` change nothing here.
            _ => {}
        }
        None
    }
}

/// The first whole line and how much of the text it takes; a `\r` at the very end may be half of a `\r\n`.
fn next_line(text: &str) -> Option<(&str, usize)> {
    let end = text.find(['\r', '\n'])?;
    let line = text.get(..end)?;
    match text.get(end..)?.as_bytes() {
        [b'\r'] => None,
        [b'\r', b'\n', ..] => Some((line, end + 2)),
        _ => Some((line, end + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Reader};

    fn frame(id: Option<&str>, data: &str) -> Frame {
        Frame { id: id.map(str::to_owned), data: data.to_owned() }
    }

    #[test]
    fn events_come_out_the_same_however_the_stream_is_cut() {
        let stream = ": hello\r\n\r\nid: 7\r\ndata: {\"a\":1}\r\n\r\ndata: x\ndata:y\n\nretry: 5\n\n";
        for size in 1..stream.len() {
            let mut reader = Reader::default();
            let chunks: Vec<String> =
                stream.as_bytes().chunks(size).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
            let frames: Vec<Frame> = chunks.iter().flat_map(|chunk| reader.push(chunk)).collect();
            assert_eq!(frames, [frame(Some("7"), "{\"a\":1}"), frame(Some("7"), "x\ny")], "chunks of {size}");
        }
    }

    #[test]
    fn a_heartbeat_is_no_event() {
        assert_eq!(Reader::default().push(": ping\n\n: ping\n\n"), []);
    }
}
