//! The listener: routes, limits, and the thread on which the webhooks are delivered.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::{Payload, ServerHandle};
use actix_web::{App, FromRequest, HttpRequest, HttpServer, web};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;

use super::{Shared, admin, delivery, graph};

const BODY_BYTES: usize = 256 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const CONNECTIONS: usize = 1024;
/// Only calls that wait for news last longer.
const STOP_TIMEOUT_S: u64 = 1;
const WORKERS: usize = 2;

/// Starts serving on a thread of its own, whatever runtime the caller has.
pub(super) fn spawn(
    listener: TcpListener,
    shared: Arc<Shared>,
) -> std::io::Result<(ServerHandle, JoinHandle<()>)> {
    let (started, handle) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name("whatsapp-simulator".into()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return drop(started.send(Err(error))),
        };
        runtime.block_on(async move {
            match server(listener, Arc::clone(&shared)) {
                Err(error) => drop(started.send(Err(error))),
                Ok(server) => {
                    let _ = started.send(Ok(server.handle()));
                    tokio::select! {
                        _ = server => {}
                        () = delivery::run(shared) => {}
                    }
                }
            }
        });
    })?;
    let handle = handle.recv().map_err(|_| std::io::Error::other("the simulator's thread ended"))??;
    Ok((handle, thread))
}

fn server(listener: TcpListener, shared: Arc<Shared>) -> std::io::Result<actix_web::dev::Server> {
    let shared = web::Data::from(shared);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .app_data(web::PayloadConfig::new(BODY_BYTES))
            .service(web::scope("/_simulator").configure(admin::routes))
            .configure(graph::routes)
    });
    let server = server
        .workers(WORKERS)
        .max_connections(CONNECTIONS)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEADER_TIMEOUT)
        .shutdown_timeout(STOP_TIMEOUT_S)
        .disable_signals();
    Ok(server.listen(listener)?.run())
}

/// A request's body: bounded in size and in time. `None` when it is too large, too slow or breaks off.
pub(super) struct Body(pub(super) Option<Bytes>);

impl FromRequest for Body {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = tokio::time::timeout(BODY_TIMEOUT, bytes).await;
            Ok(Self(bytes.ok().and_then(Result::ok)))
        })
    }
}
