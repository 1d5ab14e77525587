//! A deadline for bodies: actix has one for the head of a request only.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
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
    is_read: bool,
    unread: Unread,
}

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
        }
        let next = Pin::new(&mut self.inner).poll_next(cx);
        self.is_read = matches!(next, Poll::Ready(None));
        next
    }
}

impl Drop for Timed {
    fn drop(&mut self) {
        if !self.is_read {
            self.unread.0.replace(Some(self.inner.take()));
        }
    }
}

/// A body that was not read to its end.
///
/// It is kept until the answer is sent: then actix closes the connection. Of chunks that were dropped it would wait for the
/// end, for as long as somebody likes to send them.
#[derive(Clone, Default)]
pub(super) struct Unread(Rc<RefCell<Option<Payload>>>);

impl Unread {
    /// The answer, with the rest of the body that it is the answer to.
    pub(super) fn kept_with(&self, answer: BoxBody) -> BoxBody {
        match self.0.take() {
            Some(unread) => BoxBody::new(Answer { answer, _unread: unread }),
            None => answer,
        }
    }
}

struct Answer {
    answer: BoxBody,
    _unread: Payload,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(cx)
    }
}

/// Gives the body of a request its deadline; what is left of it is found in the value returned.
pub(super) fn set_deadline(request: &mut ServiceRequest) -> Unread {
    let unread = Unread::default();
    let headers = request.headers();
    let has_body = headers.contains_key(TRANSFER_ENCODING)
        || headers.get(CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
    if has_body {
        let inner = request.take_payload();
        request.set_payload(timed(inner, BODY_TIME, unread.clone()));
    }
    unread
}

fn timed(inner: Payload, time: Duration, unread: Unread) -> Payload {
    let deadline = Box::pin(tokio::time::sleep(time));
    Payload::Stream { payload: Box::pin(Timed { inner, deadline, is_read: false, unread }) }
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
        let slow = timed(trickle(3), Duration::from_millis(20), Unread::default());
        assert_eq!(read_body(slow, 1_000).await.unwrap_err().code(), ErrorCode::RequestTimeout);
        let large = timed(trickle(2_000), Duration::from_secs(60), Unread::default());
        assert_eq!(read_body(large, 1_000).await.unwrap_err().code(), ErrorCode::TooLarge);
    }
}
