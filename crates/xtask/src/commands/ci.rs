//! `cargo xtask ci`: everything a change must pass, in the order of what is quickest to fail.

use std::ffi::OsString;
use std::process;

use crate::{Failure, commands, workspace};

/// The command.
pub const COMMAND: commands::Command =
    commands::Command { name: "ci", summary: "format, lints, house rules, tests", run };

fn run(_arguments: Vec<OsString>) -> Result<bool, Failure> {
    let steps: [&[&str]; 2] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
    ];
    for step in steps {
        if !cargo(step)? {
            return Ok(false);
        }
    }
    println!("+ xtask tidy");
    if !(super::tidy::COMMAND.run)(Vec::new())? {
        return Ok(false);
    }
    cargo(&["test", "--workspace"])
}

fn cargo(arguments: &[&str]) -> Result<bool, Failure> {
    println!("+ cargo {}", arguments.join(" "));
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        process::Command::new(program).args(arguments).current_dir(workspace::root()).status()?;
    Ok(status.success())
}
