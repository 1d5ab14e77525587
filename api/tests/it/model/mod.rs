//! Two workspaces on one server, and random acts in both: nothing of one ever comes out in the other (T7).
//!
//! Every value is stamped with its workspace, and an id belongs to the side that saw it first. After each act the answer and the
//! events of the open streams are looked at, at intervals everything that can be read, in the end what was sent and stored. What a
//! side has is compared with what it did itself, so that nothing of the other's acts changes anything there.
//!
//! A failure tells the shortest way to it that was found. `MGS_MODEL_STEPS` and `MGS_MODEL_SEED` tell longer or other stories.

mod acts;
mod ear;
mod end;
mod foreign;
mod plan;
mod sweep;
mod witness;
mod world;

use api::outbox::Sender;
use api::runs::Runner;
use tokio::sync::watch;

use self::plan::{Dice, Step, plan};
use self::witness::Fault;
use self::world::World;
use crate::support::{Kind, TestApp, on_both, setting};

const STEPS: usize = 10_000;
const SEED: u64 = 7;
/// After so many steps everything is looked at.
const SWEEP_STEPS: usize = 1_000;
/// Stories that are told again to find a shorter one.
const TRIES: usize = 40;

/// What went wrong, after how many steps, and the requests before it.
#[derive(Debug)]
struct Failure {
    n_steps: usize,
    fault: Fault,
    trail: String,
}

on_both! {
    async fn two_workspaces_know_nothing_of_each_other(kind: Kind) {
        let number = |name: &str| setting(name).map(|text| text.parse::<u64>().unwrap());
        let n_steps = number("MGS_MODEL_STEPS").map_or(STEPS, |n| usize::try_from(n).unwrap());
        let seed = number("MGS_MODEL_SEED").unwrap_or(SEED);
        println!("MGS_MODEL_SEED={seed} MGS_MODEL_STEPS={n_steps}");
        let all = plan(seed, n_steps);
        let Err(failure) = told(kind, &all, SWEEP_STEPS).await else { return };
        println!("after {} steps: {}\n{}", failure.n_steps, failure.fault, failure.trail);
        let (steps, failure) = shortest(kind, all[..failure.n_steps].to_vec(), failure).await;
        panic!(
            "seed {seed}: {}\n  the latest requests:\n{}  the shortest way found:\n{}",
            failure.fault,
            failure.trail,
            steps.iter().map(|step| format!("    {step:?}\n")).collect::<String>()
        );
    }
}

/// Tells a story from the beginning, on a server of its own.
async fn told(kind: Kind, steps: &[Step], sweep_steps: usize) -> Result<(), Failure> {
    let app = TestApp::with(kind, |settings| settings.sandbox = Some(true)).await;
    let stop = watch::Sender::new(false);
    let runner = tokio::spawn(Runner::new(app.state()).run(stop.subscribe()));
    let sender = tokio::spawn(Sender::new(app.state()).run(stop.subscribe()));
    let result = Box::pin(live(&app, steps, sweep_steps)).await;
    stop.send_replace(true);
    let _ = (runner.await, sender.await);
    app.run_jobs().await;
    result
}

async fn live(app: &TestApp, steps: &[Step], sweep_steps: usize) -> Result<(), Failure> {
    let begun = World::new(app).await;
    let mut world = begun.map_err(|fault| Failure { n_steps: 0, fault, trail: String::new() })?;
    let mut dice = Dice::new(SEED);
    for (n, step) in (1..).zip(steps) {
        let mut result = Box::pin(world.take(*step)).await;
        if result.is_ok() && (n % sweep_steps == 0 || n == steps.len()) {
            result = Box::pin(world.sweep(&mut dice)).await;
        }
        if result.is_ok() && n == steps.len() {
            result = Box::pin(world.end(n)).await;
        }
        result.map_err(|fault| Failure { n_steps: n, fault, trail: world.trail() })?;
    }
    Ok(())
}

/// Leaves out what is not needed to fail, in halves, quarters, …
async fn shortest(kind: Kind, mut steps: Vec<Step>, mut failure: Failure) -> (Vec<Step>, Failure) {
    let (mut n_left_out, mut n_tries) = (steps.len() / 2, 0);
    while n_left_out > 0 {
        let mut from = 0;
        while from < steps.len() && n_tries < TRIES {
            n_tries += 1;
            let rest = &steps[steps.len().min(from + n_left_out)..];
            let without = [&steps[..from], rest].concat();
            match told(kind, &without, SWEEP_STEPS).await {
                Ok(()) => from += n_left_out,
                Err(shorter) => {
                    steps = without[..shorter.n_steps].to_vec();
                    failure = shorter;
                }
            }
        }
        n_left_out /= 2;
    }
    (steps, failure)
}
