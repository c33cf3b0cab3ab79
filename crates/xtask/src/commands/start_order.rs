//! `cargo xtask start-order`: finds out which functions a start runs, so that the linker can put them side by side.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::process::Command;

use lexopt::prelude::*;

use super::golden;
use crate::{Failure, commands, workspace};

/// The command.
pub const COMMAND: commands::Command = commands::Command {
    name: "start-order",
    summary: "list the functions that a start runs, for the linker",
    run,
};

const HELP: &str = "\
usage: cargo xtask start-order

Runs `pellucid -c pass` of the release build under valgrind's callgrind and writes the functions that
ran to crates/cli/start.order. The linker puts these side by side, so that a start touches few pages of
the file. What is no longer there is passed over, so the list has to be made anew only now and then.
";

/// Where the list is.
const LIST: &str = "crates/cli/start.order";

fn run(arguments: Vec<OsString>) -> Result<bool, Failure> {
    let mut parser = lexopt::Parser::from_args(arguments);
    if let Some(argument) = parser.next()? {
        return match argument {
            Long("help") => {
                print!("{HELP}");
                Ok(true)
            }
            _ => Err(argument.unexpected().into()),
        };
    }
    let pellucid = golden::build("release")?;
    let profile = std::env::temp_dir().join(format!("pellucid-start-{}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--demangle=no"])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(pellucid)
        .args(["-c", "pass"])
        .status()
        .map_err(|error| format!("valgrind cannot be run ({error}): install it"))?;
    let text = fs::read_to_string(&profile)?;
    fs::remove_file(&profile)?;
    if !status.success() {
        return Err("the start under valgrind failed".into());
    }
    let functions = functions(&text);
    fs::write(workspace::root().join(LIST), functions.join("\n") + "\n")?;
    println!("{} functions in {LIST}", functions.len());
    Ok(true)
}

/// The Rust functions that a profile of callgrind names. A call in a recursion has a number behind its name.
fn functions(profile: &str) -> Vec<&str> {
    let names = profile.lines().filter_map(|line| {
        let row = line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn="))?;
        let (_, name) = row.split_once(") ")?;
        let name = name.split_once('\'').map_or(name, |(name, _)| name);
        // The two ways in which Rust writes names.
        (name.starts_with("_R") || name.starts_with("_ZN")).then_some(name)
    });
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_once() {
        let profile = "events: Ir\nfn=(1) _RNvone\n1 2\ncfn=(2) _RNvtwo'2\nfn=(1)\ncfn=(3) malloc\nfn=(4) _ZN3oneE\n";
        assert_eq!(functions(profile), ["_RNvone", "_RNvtwo", "_ZN3oneE"]);
        assert_eq!(functions("fn=(1) _RNvtwo\nfn=(4) _RNvtwo'2\n"), ["_RNvtwo"]);
    }
}
