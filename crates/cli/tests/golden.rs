//! Every program of `tests/python` prints under pellucid what it prints under CPython.
//!
//! One test a program: `cargo test --test golden basics/` runs those of one folder. The heap
//! verifier looks at the heap when each program ends. With `PELLUCID_STRESS=N` in the environment
//! the programs of the stressed folders run once more, collecting at every Nth allocation.

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use xtask::corpus::{self, ExpectedFailures, Outcome, Program};

const PELLUCID: &str = env!("CARGO_BIN_EXE_pellucid");

/// The folders whose programs are run under stress.
const STRESSED: [&str; 6] = ["basics/", "classes/", "containers/", "functions/", "gc/", "memory/"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (programs, list) = match (corpus::programs(&[]), ExpectedFailures::load()) {
        (Ok(programs), Ok(list)) => (programs, list),
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("golden: cannot read the corpus: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials: Vec<Trial> = Vec::new();
    let unknown = |name: &&String| {
        !name.starts_with("command/") && !programs.iter().any(|program| program.name == **name)
    };
    for name in list.0.keys().filter(unknown) {
        let name = name.clone();
        trials.push(Trial::test(format!("expected_failures: {name}"), move || {
            Err(Failed::from("there is no such program"))
        }));
    }
    for program in &programs {
        trials.push(trial(program, list.0.get(&program.name).cloned(), None));
    }
    if let Ok(interval) = std::env::var("PELLUCID_STRESS") {
        let stressed = |program: &&Program| {
            let wanted = STRESSED.iter().any(|folder| program.name.starts_with(folder));
            wanted && !list.0.contains_key(&program.name)
        };
        let stressed = programs.iter().filter(stressed);
        trials.extend(stressed.map(|program| trial(program, None, Some(&interval))));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(program: &Program, expected_failure: Option<String>, stress: Option<&str>) -> Trial {
    let program = program.clone();
    let stress = stress.map(str::to_owned);
    let name = match stress {
        Some(_) => format!("stress: {}", program.name),
        None => program.name.clone(),
    };
    Trial::test(name, move || {
        let mut variables = vec![("PELLUCID_VERIFY", "1")];
        if let Some(interval) = &stress {
            variables.push(("PELLUCID_STRESS", interval));
        }
        let outcome = corpus::judge(&program, Path::new(PELLUCID), corpus::limits(), &variables);
        match (outcome, expected_failure) {
            (Outcome::Passed, None) | (Outcome::Failed { .. }, Some(_)) => Ok(()),
            (Outcome::Passed, Some(reason)) => Err(Failed::from(format!(
                "passes: take it off tests/python/expected_failures.txt (there as: {reason})"
            ))),
            (Outcome::Failed { summary, report }, None) => {
                Err(Failed::from(format!("{summary}\n{report}")))
            }
        }
    })
}
