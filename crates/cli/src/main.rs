//! The pellucid command.

mod arguments;
mod place;
mod run;

use std::process::ExitCode;

/// The native stack of the interpreter's main thread.
const STACK_BYTES: usize = 16 << 20;

fn main() -> ExitCode {
    // On the process's own thread, which the host interrupts when a signal comes.
    let status = stacker::grow(STACK_BYTES, run::run);
    ExitCode::from(status as u8)
}
