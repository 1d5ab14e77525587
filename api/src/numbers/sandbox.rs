//! Sandbox numbers: made at the simulator over real HTTP, then stored with their secrets sealed.

use shared::{AppId, NumberId};
use whatsapp::simulator::admin::{NewApp, NewNumber};

use super::Error;
use super::queries::{self, Sealed};
use super::rules::{self, SandboxIds};
use crate::entities::{app, number};
use crate::platform::egress::Sandbox;
use crate::platform::random;
use crate::platform::scope::{Scope, Tx};
use crate::platform::seal::{Place, Seal};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// What the simulator must know to play Meta for a number.
pub(super) struct Credentials {
    secret: Secret<String>,
    verify_token: Secret<String>,
    token: Secret<String>,
}

impl Credentials {
    /// New ones, that nobody can guess.
    pub(super) fn generate() -> Result<Self, Error> {
        let hex = || random::secret::<32>().map(hex::encode);
        Ok(Self {
            secret: Secret::new(hex()?),
            verify_token: Secret::new(hex()?),
            token: Secret::new(format!("EAA{}", hex()?)),
        })
    }

    /// Those of a stored number.
    async fn open(
        seal: &Seal,
        scope: &Scope,
        app: &app::Model,
        number: &number::Model,
    ) -> Result<Self, Error> {
        let open = async |table, column, row, sealed: &[u8]| {
            let opened = seal.open(scope, Place::new(table, column, row), sealed).await?;
            Ok::<_, Error>(Secret::new(String::from_utf8_lossy(opened.expose()).into_owned()))
        };
        Ok(Self {
            secret: open("apps", "secret", app.id, &app.secret).await?,
            verify_token: open("apps", "verify_token", app.id, &app.verify_token).await?,
            token: open("numbers", "token", number.id, &number.token).await?,
        })
    }

    /// As their rows keep them.
    pub(super) async fn seal(
        &self,
        seal: &Seal,
        scope: &Scope,
        (app, number): (AppId, NumberId),
    ) -> Result<Sealed, Error> {
        let secret = |text: &Secret<String>| Secret::new(text.expose().as_bytes().to_vec());
        let (app_secret, verify_token, token) =
            (secret(&self.secret), secret(&self.verify_token), secret(&self.token));
        Ok(Sealed {
            secret: seal.seal(scope, Place::new("apps", "secret", app), app_secret.expose()).await?,
            verify_token: seal
                .seal(scope, Place::new("apps", "verify_token", app), verify_token.expose())
                .await?,
            token: seal.seal(scope, Place::new("numbers", "token", number), token.expose()).await?,
        })
    }
}

/// The simulator of this installation.
pub(super) fn simulator(state: &State) -> Result<&Sandbox, Error> {
    let off = || Error::Conflict("the sandbox is switched off on this installation".to_owned());
    state.egress.sandbox().ok_or_else(off)
}

/// Refuses a sandbox number too many. In a transaction it also waits for others who make one.
pub(super) async fn check_limit(scope: &Scope) -> Result<(), Error> {
    if queries::n_sandbox_numbers(scope).await? >= rules::SANDBOX_NUMBERS {
        let words =
            format!("a workspace has at most {} sandbox numbers; disconnect one", rules::SANDBOX_NUMBERS);
        return Err(Error::Conflict(words));
    }
    Ok(())
}

/// Makes app and number at the simulator, or changes them to this: safe to repeat.
pub(super) async fn ensure(
    sandbox: &Sandbox,
    ids: &SandboxIds,
    name: &str,
    credentials: &Credentials,
) -> Result<(), Error> {
    let app = NewApp {
        secret: credentials.secret.expose().clone(),
        webhook_url: sandbox.webhook_url(&ids.meta_app_id),
        verify_token: credentials.verify_token.expose().clone(),
    };
    sandbox.admin().put_app(&ids.meta_app_id, &app).await?;
    let number = NewNumber {
        app_id: ids.meta_app_id.clone(),
        verified_name: name.to_owned(),
        phone_number_id: Some(ids.phone_number_id.clone()),
        waba_id: Some(ids.waba_id.clone()),
        token: Some(credentials.token.expose().clone()),
        display_phone_number: Some(ids.display_phone.clone()),
    };
    sandbox.admin().put_number(&number).await?;
    Ok(())
}

/// Takes app and number from the simulator again, which were not stored. Left over they would harm nobody: nothing of ours
/// names them.
pub(super) async fn forget(sandbox: &Sandbox, meta_app_id: &str) {
    if let Err(error) = sandbox.admin().delete_app(meta_app_id).await {
        tracing::warn!(%error, "the simulator keeps an app that was not stored");
    }
}

/// Makes a stored number known at the simulator again: after it lost its state, or this server its port.
pub(super) async fn ensure_stored(state: &State, scope: &Scope, number: &number::Model) -> Result<(), Error> {
    let app = queries::app(scope, number).await?.ok_or(Error::NotFound)?;
    let credentials = Credentials::open(&state.seal, scope, &app, number).await?;
    let ids = SandboxIds {
        meta_app_id: app.meta_app_id,
        waba_id: number.waba_id.clone(),
        phone_number_id: number.phone_number_id.clone(),
        display_phone: number.display_phone.clone(),
    };
    ensure(simulator(state)?, &ids, &number.name, &credentials).await
}

/// Stores a number that the simulator has.
pub(super) async fn store(
    tx: &Tx,
    seal: &Seal,
    name: String,
    ids: SandboxIds,
    credentials: &Credentials,
) -> Result<number::Model, Error> {
    tx.lock_workspace().await?;
    check_limit(tx).await?;
    let rows = (AppId::new(), NumberId::new());
    let sealed = credentials.seal(seal, tx, rows).await?;
    Ok(queries::insert_sandbox(tx, rows, name, ids, sealed).await?)
}
