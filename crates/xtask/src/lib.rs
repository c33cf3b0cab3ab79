//! The contributor's commands, and the golden corpus they share with the test of `crates/cli`.

pub mod commands;
pub mod corpus;
pub mod interpreters;
pub mod process;
pub mod table;
pub mod workspace;

/// What a command fails with when it cannot do its work at all: a sentence for the contributor.
pub type Failure = Box<dyn std::error::Error>;
