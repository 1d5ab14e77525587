//! Teams: members, invitations, and several workspaces of one person.

mod invitations;
mod members;
mod workspaces;

use serde_json::json;
use shared::team::{Invitation, Member};
use shared::{Page, Role};

use crate::support::{Actor, TestApp, TestWorkspace};

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// What stands after `#` in the latest mail's link.
pub(crate) fn latest_token(app: &TestApp) -> String {
    let mail = app.mails().pop().unwrap();
    let link = mail.split_whitespace().find(|word| word.contains("/invitation#")).unwrap();
    link.split_once('#').unwrap().1.to_owned()
}

/// Somebody as a member of a workspace.
async fn member_of(workspace: &TestWorkspace<'_>, asks: &Actor<'_>, who: &Actor<'_>) -> Member {
    let page: Page<Member> = asks.get(&workspace.url("/members?limit=200")).await.json();
    let email = address(who);
    page.items.into_iter().find(|member| member.email == email).unwrap()
}

pub(crate) fn address(who: &Actor<'_>) -> String {
    format!("{}@example.com", who.user.unwrap())
}

/// Invites, sends the mail, and gives the invitation with its link's token.
pub(crate) async fn invite(
    app: &TestApp,
    workspace: &TestWorkspace<'_>,
    by: &Actor<'_>,
    email: &str,
    role: Role,
) -> (Invitation, String) {
    let body = json!({"email": email, "role": role});
    let answer = by.post(&workspace.url("/invitations"), body).await;
    assert_eq!(answer.status, 201, "{answer}");
    app.run_jobs().await;
    (answer.json(), latest_token(app))
}
