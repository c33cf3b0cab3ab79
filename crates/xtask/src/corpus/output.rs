//! The format of a `.out` file: what a program wrote, and how it ended.
//!
//! Standard output stands first, as it was written. Sections follow only where there is
//! something to say, each opened by a line of its own:
//!
//! ```text
//! --- no newline       the output before did not end with a line end
//! --- stderr           standard error follows (for programs with `# stderr: yes`)
//! --- exit 1           the exit status, when it is not 0
//! ```
//!
//! Where the corpus lies on this machine is written as `$TESTS`.

use crate::corpus::{Program, Request};
use crate::process::Finished;

const NO_NEWLINE: &[u8] = b"--- no newline\n";
const STDERR: &[u8] = b"--- stderr\n";

/// The bytes of a `.out` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output(pub Vec<u8>);

impl Output {
    /// What a finished run leaves to compare.
    pub fn of(finished: &Finished, request: &Request) -> Output {
        let mut bytes = Vec::new();
        push_closed(&mut bytes, &finished.stdout);
        if request.stderr {
            bytes.extend_from_slice(STDERR);
            push_closed(&mut bytes, &finished.stderr);
        }
        if !finished.status.success() {
            bytes.extend_from_slice(format!("--- {}\n", finished.ending()).as_bytes());
        }
        let folder = Program::folder();
        Output(replace(&bytes, folder.as_os_str().as_encoded_bytes(), b"$TESTS"))
    }

    /// The text, with a mark for what is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

fn push_closed(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(part);
    if !part.is_empty() && !part.ends_with(b"\n") {
        bytes.push(b'\n');
        bytes.extend_from_slice(NO_NEWLINE);
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}
