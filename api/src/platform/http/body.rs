//! A deadline for bodies: actix has one for the head of a request only.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use bytes::Bytes;
use futures_util::Stream;
use tokio::time::Sleep;

/// How long a body may take, from the first byte of the request's head on.
const BODY_TIME: Duration = Duration::from_secs(15);
/// Bytes of a JSON body, at most.
pub const JSON_BYTES: usize = 1 << 20;

struct Timed {
    inner: Payload,
    deadline: Pin<Box<Sleep>>,
}

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
        }
        Pin::new(&mut self.inner).poll_next(cx)
    }
}

/// Gives the body of a request its deadline.
pub(super) fn set_deadline(request: &mut ServiceRequest) {
    let headers = request.headers();
    let has_body = headers.contains_key(TRANSFER_ENCODING)
        || headers.get(CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
    if has_body {
        let inner = request.take_payload();
        request.set_payload(timed(inner, BODY_TIME));
    }
}

fn timed(inner: Payload, time: Duration) -> Payload {
    let deadline = Box::pin(tokio::time::sleep(time));
    Payload::Stream { payload: Box::pin(Timed { inner, deadline }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::extract::read_body;
    use futures_util::stream;
    use shared::ErrorCode;

    fn trickle(n_bytes: usize) -> Payload {
        let bytes = stream::repeat_with(|| Ok(Bytes::from_static(b"x")));
        let some = futures_util::StreamExt::take(bytes, n_bytes);
        Payload::Stream { payload: Box::pin(futures_util::StreamExt::chain(some, stream::pending())) }
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up() {
        let slow = timed(trickle(3), Duration::from_millis(20));
        assert_eq!(read_body(slow, 1_000).await.unwrap_err().code(), ErrorCode::RequestTimeout);
        let large = timed(trickle(2_000), Duration::from_secs(60));
        assert_eq!(read_body(large, 1_000).await.unwrap_err().code(), ErrorCode::TooLarge);
    }
}
