//! What can be done with any object: the abstract operations behind operators and builtin functions.

mod arithmetic;
mod call;
mod class_check;
mod comparison;
mod construct;
mod container;
mod conversion;
mod formatting;
mod iteration;
mod sequence;
mod slicing;

pub use arithmetic::BinaryOperator;
pub use sequence::SliceIndex;
pub use slicing::{SearchBound, SliceRange, Subscript, SubscriptWording, clamp_range, saturated};
