//! Native modules of the standard library: a file or folder for each, named as the module is.
//!
//! A module is one [`ModuleSpec`] row, listed in [`MODULES`]; it is made when it is first imported.

mod array;
mod binascii;
mod codecs;
mod exception;
mod hashes;
mod math;
mod random_;
mod sre;
mod string_;
mod struct_;
mod unicodedata;
mod zlib;
pub mod abc;
pub mod atexit;
pub mod bisect;
mod collections;
pub mod context_variables;
pub mod errno;
mod functools;
pub mod heapq;
pub mod io;
mod itertools;
mod operator;
pub mod posix;
pub mod select;
pub mod signal;
pub mod gc;
pub mod imp;
pub mod library;
pub mod marshal;
pub mod sys;
pub mod thread;
pub mod time;
pub mod users;
pub mod weakref;

use pellucid_runtime::object::ModuleSpec;

/// Every native module of this crate, one a line.
pub static MODULES: &[&ModuleSpec] = &[
    &abc::SPEC,
    &atexit::SPEC,
    &bisect::SPEC,
    &collections::SPEC,
    &context_variables::SPEC,
    &errno::SPEC,
    &functools::SPEC,
    &heapq::SPEC,
    &io::SPEC,
    &itertools::SPEC,
    &operator::SPEC,
    &posix::SPEC,
    &select::SPEC,
    &signal::SPEC,
    &gc::SPEC,
    &imp::SPEC,
    &library::SPEC,
    &marshal::SPEC,
    &thread::SPEC,
    &time::SPEC,
    &users::SPEC,
    &weakref::SPEC,
    &array::MODULE,
    &binascii::MODULE,
    &codecs::MODULE,
    &math::MODULE,
    &random_::MODULE,
    &sre::MODULE,
    &string_::MODULE,
    &struct_::MODULE,
    &hashes::BLAKE2_MODULE,
    &hashes::MD5_MODULE,
    &hashes::SHA1_MODULE,
    &hashes::SHA2_MODULE,
    &hashes::SHA3_MODULE,
    &unicodedata::MODULE,
    &zlib::MODULE,
    &pellucid_runtime::errors::warnings::MODULE,
];
