//! The object model: types, their slots, attributes, instances, and how native code declares them.
#![allow(unsafe_code)] // Layout of instances and types: one of the two places of unsafe code in this crate.

mod arguments;
mod attribute;
pub mod buffer;
pub(crate) mod by_row;
mod change_bases;
mod change_class;
pub mod class;
mod class_layout;
mod convert;
mod declare;
mod inline_order;
pub mod instance;
mod instance_descriptors;
pub(crate) mod interned;
mod interpreter;
mod lookup;
mod memory;
mod module_specification;
pub mod mro;
mod names;
mod native_state;
mod protocol;
pub(crate) mod shared_names;
mod signature;
pub mod sizes;
mod slot_dispatch;
mod slot_wrapper;
pub mod slots;
mod specification;
mod struct_sequence;
mod type_object;
mod types;

pub use pellucid_bytecode::Comparison;

pub use arguments::{Args, Keywords, OwnedArgs};
pub(crate) use attribute::base_types;
pub use attribute::{generic_get_attribute, generic_set_attribute};
pub use buffer::{
    AsciiOrBytes, BufferFlags, BufferTable, BufferView, BytesLike, Exports, WritableBuffer,
};
pub use change_class::change_class;
pub use class::remove_own_descriptors;
pub use convert::*;
pub use declare::*;
pub use instance::Instance;
pub use interpreter::Interpreter;
pub(crate) use lookup::walk_asking;
pub use lookup::{TypeLookup, kind_of};
pub use memory::BufferWindow;
pub use module_specification::ModuleSpec;
pub use names::Names;
pub use protocol::*;
pub use signature::*;
pub use sizes::{Layout, SizesOf};
pub use slot_wrapper::SlotWrapper;
pub use slots::{SlotFn, Slots};
pub use specification::TypeSpec;
pub(crate) use specification::split_documentation;
pub use struct_sequence::{StructSequence, StructSequenceSpec};
pub use type_object::{ObjectExt, Type, TypeFlags, as_type};
pub use types::Types;
