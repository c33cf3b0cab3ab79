//! Embed a Python 3.14 whose memory can be seen.
//!
//! [`Interpreter::start`] makes an interpreter; [`Interpreter::run_source`] and its siblings run programs in
//! its `__main__`; [`Interpreter::finish`] takes it down in CPython's order.

mod finish;
mod library;
mod main_module;
mod start;
mod surroundings;

pub use finish::Finish;
pub use main_module::Outcome;
pub use pellucid_runtime::vm::{Host, Settings, StartFlags};
pub use start::{Interpreter, StartError};
pub use surroundings::StandardHost;
