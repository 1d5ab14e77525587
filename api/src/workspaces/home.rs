//! The home page: what is set up, and what happened today.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QuerySelect};
use shared::Time;
use shared::workspace::Home;

use crate::entities::bot::{self, BotState};
use crate::entities::conversation::{self, ConversationState};
use crate::entities::message::{self, Author, Direction, MessageStatus};
use crate::entities::number::{self, NumberState};
use crate::entities::workspace;
use crate::platform::scope::{Find, Scope};

/// Messages of today that are alike.
#[derive(FromQueryResult)]
struct Count {
    direction: Direction,
    status: MessageStatus,
    n: i64,
}

/// Everything the home page of a workspace shows; the day began at `since`.
pub(super) async fn home(scope: &Scope, workspace: &workspace::Model, since: Time) -> Result<Home, DbErr> {
    let numbers = scope.find::<number::Entity>().filter(number::Column::State.eq(NumberState::Connected));
    let bots = || scope.find::<bot::Entity>().filter(bot::Column::DeletedAt.is_null());
    let answers = scope.find::<message::Entity>().filter(message::Column::Author.eq(Author::Bot));
    let conversations = || scope.find::<conversation::Entity>();
    let counts = today(scope, since).await?;
    let sum = |is_wanted: fn(&Count) -> bool| -> u64 {
        let n: i64 = counts.iter().filter(|count| is_wanted(count)).map(|count| count.n).sum();
        u64::try_from(n).unwrap_or_default()
    };
    Ok(Home {
        has_number: exists(numbers).await?,
        has_bot: exists(bots()).await?,
        has_live_bot: exists(bots().filter(bot::Column::State.eq(BotState::Live))).await?,
        has_answered: exists(answers).await?,
        is_setup_dismissed: workspace.setup_dismissed_at.is_some(),
        conversations_today: conversations()
            .filter(conversation::Column::LastMessageAt.gte(since))
            .count()
            .await?,
        received_today: sum(|count| count.direction == Direction::In),
        sent_today: sum(|count| count.direction == Direction::Out && is_sent(count.status)),
        waiting: conversations()
            .filter(conversation::Column::State.eq(ConversationState::Waiting))
            .count()
            .await?,
        failed_today: sum(|count| count.status == MessageStatus::Failed),
    })
}

async fn exists<E: sea_orm::EntityTrait>(find: Find<'_, E>) -> Result<bool, DbErr> {
    Ok(find.limit(1).one().await?.is_some())
}

/// Looks only at conversations in which something was written today: they and their messages have an index each.
async fn today(scope: &Scope, since: Time) -> Result<Vec<Count>, DbErr> {
    let active = Query::select()
        .column(conversation::Column::Id)
        .from(conversation::Entity)
        .and_where(conversation::Column::WorkspaceId.eq(scope.workspace().uuid()))
        .and_where(conversation::Column::LastMessageAt.gte(since))
        .take();
    scope
        .find::<message::Entity>()
        .select_only()
        .column(message::Column::Direction)
        .column(message::Column::Status)
        .column_as(Expr::col(message::Column::Id).count(), "n")
        .filter(message::Column::ConversationId.in_subquery(active))
        .filter(message::Column::CreatedAt.gte(since))
        .group_by(message::Column::Direction)
        .group_by(message::Column::Status)
        .all_as::<Count>()
        .await
}

const fn is_sent(status: MessageStatus) -> bool {
    matches!(
        status,
        MessageStatus::Accepted | MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read
    )
}
