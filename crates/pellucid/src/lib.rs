//! Embed a Python 3.14 whose memory can be seen.
//!
//! [`Interpreter::start`] makes an interpreter; [`Interpreter::run_source`] and its siblings run programs in
//! its `__main__`; [`Interpreter::finish`] takes it down in CPython's order. [`Interpreter::call`] and
//! [`Interpreter::add_function`] pass plain data ([`Value`]) between Python and the program around it;
//! [`Interpreter::add_modules`] makes Python modules of that program importable.

mod calls;
mod finish;
mod library;
mod main_module;
mod start;
mod surroundings;
mod value;

pub use finish::Finish;
pub use library::EmbeddedModule;
pub use main_module::Outcome;
pub use pellucid_runtime::object::SizesOf;
pub use pellucid_runtime::vm::{Host, Settings, StartFlags};
pub use start::{Interpreter, StartError};
pub use surroundings::StandardHost;
pub use value::Value;
