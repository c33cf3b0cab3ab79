//! `pellucid notebook`: notebooks show what they show under Jupyter; nothing that a cell has shown is lost.
//!
//! `tests/notebooks/*.ipynb` were recorded under CPython 3.13 by
//! `jupyter nbconvert --to notebook --execute --allow-errors --ExecutePreprocessor.record_timing=False --inplace FILE`;
//! their tracebacks, which name the files of that Jupyter, are taken out. Each is run again and compared.
//! The kernel is driven by the real `jupyter_client` and `nbclient` where `PELLUCID_JUPYTER_PYTHON` (or `python3`) has them.

#[path = "notebook/cases.rs"]
mod cases;
#[path = "notebook/jupyter.rs"]
mod jupyter;
#[path = "notebook/place.rs"]
mod place;
#[path = "notebook/recorded.rs"]
mod recorded;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = recorded::trials();
    let named = |(name, case): (&str, fn() -> Result<(), String>)| {
        Trial::test(name, move || case().map_err(Failed::from))
    };
    trials.extend(cases::CASES.iter().copied().map(named));
    trials.push(jupyter::trial());
    libtest_mimic::run(&arguments, trials).exit_code()
}
