//! Symbol tables: what every name means in every scope, settled before anything is lowered.
//!
//! `collect` walks the tree once and notes how names are used; `analyze` then decides, from the
//! outermost scope inwards, which of them are locals, cells, free variables and globals.

mod analyze;
mod collect;
mod expressions;
mod mangle;
mod symbols;

pub(crate) use collect::{Tree, collect, positional_defaults};
pub(crate) use mangle::{ClassParameters, class_parameters, mangle, owner};
pub(crate) use symbols::{
    Part, Resolution, Scope, ScopeId, ScopeKind, Scopes, SymbolFlags, key_of,
};
