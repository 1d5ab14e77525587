//! Everything that must hold before a change lands, cheapest first.

use crate::needs::{self, chromium, node, postgres::Cluster};
use crate::steps::Steps;
use crate::{Result, browser, clients, lint, openapi, run, rust, web};

/// The projects of `e2e/playwright.config.ts` that must pass, and what they are called.
const IN_BROWSER: [(&str, &str); 2] = [("size", "weight of each page"), ("journeys", "browser journeys")];

const CLIENTS: &str = "clients made of the OpenAPI document";

/// Runs all steps; fails when one failed or could not be run.
pub(crate) fn test() -> Result {
    let mut steps = Steps::default();
    let wasm = steps.run("wasm target", needs::wasm_target).is_some();
    let node = steps.run("npm packages", node::packages).is_some();
    let chrome = steps.run("Chromium", chromium::find);
    steps.run("curl", needs::curl);
    let postgres = steps.run("PostgreSQL", Cluster::start);

    steps.run("format", lint::format);
    steps.run("style sheets", lint::styles);
    steps.run("clippy", lint::clippy);
    match wasm {
        true => _ = steps.run("clippy of the web app", lint::clippy_web),
        false => steps.not_run("clippy of the web app", "there is no wasm target"),
    }
    steps.run("licences, bans, sources", lint::dependencies);
    match node {
        true => _ = steps.run("types of the browser tests", lint::types),
        false => steps.not_run("types of the browser tests", "there are no npm packages"),
    }

    if postgres.is_none() {
        steps.not_run("the tests on PostgreSQL", "there is no PostgreSQL; what follows ran on SQLite alone");
    }
    steps.run("tests of the crates", || rust::crates(postgres.as_ref(), &[]));
    steps.run("tests of the workspace", rust::workspace);
    steps.run("tests of the web app's logic", rust::web);
    drop(postgres);

    let server = steps.run("server", run::build_server).is_some();
    let app = match wasm {
        true => steps.run("web app", || web::build(web::Profile::Release)).is_some(),
        false => false,
    };
    match (node, openapi::exists()) {
        (true, true) => _ = steps.run("lint of the OpenAPI document", openapi::lint),
        (false, _) => steps.not_run("lint of the OpenAPI document", "there are no npm packages"),
        (_, false) => steps.not_run("lint of the OpenAPI document", "there is no document"),
    }
    match node && server {
        true => _ = steps.run(CLIENTS, clients::run_all),
        false => steps.not_run(CLIENTS, "npm packages or the server are missing"),
    }
    match (chrome, node && server && app) {
        (Some(chrome), true) => {
            for (project, name) in IN_BROWSER {
                steps.run(name, || browser::playwright(&chrome, project, &[]));
            }
        }
        (None, _) => IN_BROWSER.iter().for_each(|(_, name)| steps.not_run(name, "there is no Chromium")),
        (_, false) => IN_BROWSER
            .iter()
            .for_each(|(_, name)| steps.not_run(name, "npm packages, server or web app are missing")),
    }
    steps.finish()
}
