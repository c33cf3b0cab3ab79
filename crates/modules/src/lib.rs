//! Native modules of the standard library: a file or folder for each, named as the module is.
//!
//! A module is one [`ModuleSpec`] row, listed in [`MODULES`]; it is made when it is first imported.

use pellucid_runtime::object::ModuleSpec;

/// Every native module of this crate.
pub static MODULES: &[&ModuleSpec] = &[&pellucid_runtime::errors::warnings::MODULE];
