//! Notebooks: runs `.ipynb` files, and serves as a Jupyter kernel.
//!
//! [`document`] knows the file format, [`session`] runs cells; `run` and `kernel` are two front ends of a session.
//! What is naturally Python (magics, display, tracebacks) is Python source below `python/`.

mod command;
pub mod document;
mod install;
mod kernel;
mod modules;
mod run;
pub mod session;

pub use command::command;
