//! Reads of the intake. A webhook begins before its workspace is known.

use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use uuid::Uuid;

use crate::entities::{app, number};
use crate::platform::scope::Db;

const WHY: &str = "a webhook names its app, the app its workspace";

pub(super) async fn app(db: &Db, meta_app_id: &str) -> Result<Option<app::Model>, DbErr> {
    let across = db.across_workspaces(WHY);
    across.find::<app::Entity>().filter(app::Column::MetaAppId.eq(meta_app_id)).one().await
}

/// The app's numbers, also disconnected ones: what still arrives for them belongs to their history.
pub(super) async fn numbers(db: &Db, app_id: Uuid) -> Result<Vec<number::Model>, DbErr> {
    let across = db.across_workspaces(WHY);
    across.find::<number::Entity>().filter(number::Column::AppId.eq(app_id)).all().await
}
