//! Sending, marking as read and typing. Meta: Messages.

use super::{Client, SendError, Token};
use crate::message::{Message, Receipt, SendResponse};

impl Client {
    /// Sends a message from a business number. Meta: Messages, Send messages.
    ///
    /// # Errors
    /// [`SendError::NotSent`] when the message was certainly not accepted, [`SendError::Unknown`] when it may have been.
    pub async fn send(
        &self,
        token: &Token,
        phone_number_id: &str,
        message: &Message,
    ) -> Result<SendResponse, SendError> {
        self.post(token, &[phone_number_id, "messages"]).json(message).send().await
    }

    /// Marks a customer's message, and all before it, as read. Meta: Messages, Mark messages as read.
    ///
    /// # Errors
    /// As [`Client::send`]; marking twice does no harm.
    pub async fn mark_read(
        &self,
        token: &Token,
        phone_number_id: &str,
        wamid: &str,
    ) -> Result<(), SendError> {
        self.receipt(token, phone_number_id, &Receipt::new(wamid)).await
    }

    /// Marks as read and shows that the business is typing, until it sends or 25 seconds have passed.
    /// Meta: Typing indicators.
    ///
    /// # Errors
    /// As [`Client::send`]; showing it twice does no harm.
    pub async fn show_typing(
        &self,
        token: &Token,
        phone_number_id: &str,
        wamid: &str,
    ) -> Result<(), SendError> {
        self.receipt(token, phone_number_id, &Receipt::new(wamid).with_typing()).await
    }

    async fn receipt(
        &self,
        token: &Token,
        phone_number_id: &str,
        receipt: &Receipt,
    ) -> Result<(), SendError> {
        self.post(token, &[phone_number_id, "messages"]).json(receipt).success().await
    }
}
