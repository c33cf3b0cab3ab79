//! The pellucid command.

mod arguments;
mod run;

use std::process::ExitCode;

/// The native stack of the interpreter's thread.
const STACK_BYTES: usize = 64 << 20;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().name("main".to_owned()).stack_size(STACK_BYTES);
    let status = match thread.spawn(run::run) {
        Ok(handle) => handle.join().unwrap_or(101),
        Err(error) => {
            eprintln!("pellucid: no memory for the interpreter's thread: {error}");
            1
        }
    };
    ExitCode::from(status as u8)
}
