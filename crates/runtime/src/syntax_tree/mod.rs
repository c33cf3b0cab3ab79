//! Syntax trees as Python objects: the classes of the module `ast`, and trees of them from and to the compiler's.

mod build;
mod classes;
mod compile;
mod node;
mod read;
mod replace;
mod show;

pub(crate) use classes::Classes;
pub use classes::MODULE;
