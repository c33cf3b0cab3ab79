//! Native modules of the standard library: a file or folder for each, named as the module is.
//!
//! A module is one [`ModuleSpec`] row, listed in [`MODULES`]; it is made when it is first imported.

pub mod abc;
mod array;
pub mod atexit;
mod binascii;
pub mod bisect;
pub mod capsule;
mod cmath;
mod codecs;
mod collections;
pub mod context_variables;
mod csv;
mod datetime;
pub mod errno;
mod exception;
mod faulthandler;
mod fcntl;
mod functools;
pub mod gc;
mod groups;
mod hashes;
pub mod heapq;
pub mod imp;
pub mod io;
mod itertools;
mod json;
pub mod library;
mod locale;
pub mod lsprof;
mod marshal;
mod math;
mod memory_door;
mod mmap;
mod opcode;
mod operator;
mod pellucid;
pub mod posix;
mod posixsubprocess;
mod queue;
mod random_;
mod resource;
pub mod select;
pub mod signal;
mod socket;
mod sre;
mod string_;
mod struct_;
pub mod sys;
mod terminal;
mod termios;
pub mod thread;
pub mod time;
mod tokenize;
mod types;
mod typing;
mod unicodedata;
pub mod users;
pub mod weakref;
mod zlib;

use pellucid_runtime::object::ModuleSpec;

/// Every native module of this crate, one a line.
pub static MODULES: &[&ModuleSpec] = &[
    &abc::SPEC,
    &atexit::SPEC,
    &bisect::SPEC,
    &collections::SPEC,
    &context_variables::SPEC,
    &csv::SPEC,
    &errno::SPEC,
    &faulthandler::SPEC,
    &fcntl::SPEC,
    &functools::SPEC,
    &groups::SPEC,
    &lsprof::SPEC,
    &queue::SPEC,
    &resource::SPEC,
    &terminal::SPEC,
    &termios::SPEC,
    &heapq::SPEC,
    &io::SPEC,
    &itertools::SPEC,
    &json::SPEC,
    &operator::SPEC,
    &posix::SPEC,
    &posixsubprocess::SPEC,
    &select::SPEC,
    &signal::SPEC,
    &socket::SPEC,
    &gc::SPEC,
    &imp::SPEC,
    &library::SPEC,
    &locale::SPEC,
    &marshal::SPEC,
    &thread::SPEC,
    &time::SPEC,
    &types::SPEC,
    &typing::SPEC,
    &memory_door::SPEC,
    &mmap::MODULE,
    &pellucid::SPEC,
    &users::SPEC,
    &weakref::SPEC,
    &array::MODULE,
    &binascii::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &datetime::MODULE,
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
    &opcode::MODULE,
    &tokenize::MODULE,
    &zlib::MODULE,
    &pellucid_runtime::errors::warnings::MODULE,
    &pellucid_runtime::syntax_tree::MODULE,
];
