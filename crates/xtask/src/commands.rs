//! The list of commands; each is a file of its own.

use std::ffi::OsString;

use crate::Failure;

mod bench;
mod ci;
mod cpython_tests;
mod golden;
mod record;
pub mod start_order;
mod tidy;

/// One command of `cargo xtask`.
pub struct Command {
    /// What it is called by.
    pub name: &'static str,
    /// One line on what it does.
    pub summary: &'static str,
    /// Runs it with the arguments after its name; `Ok(false)` says that something was found wrong.
    pub run: fn(Vec<OsString>) -> Result<bool, Failure>,
}

/// All commands, in the order of the help page.
pub const COMMANDS: &[Command] = &[
    ci::COMMAND,
    tidy::COMMAND,
    golden::COMMAND,
    record::COMMAND,
    cpython_tests::COMMAND,
    bench::COMMAND,
    start_order::COMMAND,
];

/// The help page.
pub fn help() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND [...]\n\n");
    for command in COMMANDS {
        text += &format!("  {:<15} {}\n", command.name, command.summary);
    }
    text + "\nEach command explains itself with --help.\n"
}
