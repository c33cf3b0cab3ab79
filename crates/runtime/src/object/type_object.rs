//! Type objects.

use std::cell::Cell;

use pellucid_heap::{KindData, Object, SharedNames, Slot, TokenCell, Typed, WeakHead};
use pellucid_macros::Trace;

use crate::builtins::{Dict, Str, Tuple};
use crate::object::mro::Order;
use crate::object::{Slots, TypeSpec};

bitflags::bitflags! {
    /// What may be done with a type, and what its instances are. Bits with a `tp_flags` equivalent in CPython
    /// are reported there by `__flags__`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct TypeFlags: u32 {
        /// May be subclassed by Python classes.
        const BASE_TYPE = 1;
        /// Attributes of the type cannot be set.
        const IMMUTABLE = 2;
        /// Made by a `class` statement or `type(...)`.
        const HEAP_TYPE = 4;
        /// Cannot be called to make an instance.
        const NOT_INSTANTIABLE = 8;
        /// `match` takes instances for sequences.
        const SEQUENCE = 16;
        /// `match` takes instances for mappings.
        const MAPPING = 32;
        /// A class pattern with one positional pattern matches the instance itself.
        const MATCH_SELF = 64;
        /// Instances bind as methods when found in a class (functions and their like).
        const METHOD_DESCRIPTOR = 128;
        /// Has abstract methods.
        const ABSTRACT = 256;
        /// Subclass of `int`.
        const INT = 1 << 9;
        /// Subclass of `list`.
        const LIST = 1 << 10;
        /// Subclass of `tuple`.
        const TUPLE = 1 << 11;
        /// Subclass of `bytes`.
        const BYTES = 1 << 12;
        /// Subclass of `str`.
        const STR = 1 << 13;
        /// Subclass of `dict`.
        const DICT = 1 << 14;
        /// Subclass of `BaseException`.
        const EXCEPTION = 1 << 15;
        /// Subclass of `type`.
        const TYPE = 1 << 16;
        /// Items are had by position alone, as of a sequence that is no mapping although it is subscripted.
        const ITEMS_BY_POSITION = 1 << 17;
        /// Flags that subclasses inherit.
        const INHERITED = Self::SEQUENCE.bits() | Self::MAPPING.bits() | Self::MATCH_SELF.bits()
            | Self::INT.bits() | Self::LIST.bits() | Self::TUPLE.bits() | Self::BYTES.bits()
            | Self::STR.bits() | Self::DICT.bits() | Self::EXCEPTION.bits() | Self::TYPE.bits()
            | Self::ITEMS_BY_POSITION.bits();
    }
}

/// The payload of type objects.
#[derive(Trace)]
#[payload(weak = weak)]
#[repr(C)]
pub struct Type {
    /// What the heap knows of instances. First, because the heap looks for it here.
    pub(crate) kind: KindData,
    pub(crate) weak: WeakHead,
    #[trace(skip)]
    pub(crate) slots: TokenCell<Slots>,
    #[trace(skip)]
    pub(crate) flags: Cell<TypeFlags>,
    /// Number of this state of the type and its bases, for caches; 0 = none given yet.
    pub(crate) version: Cell<u32>,
    /// How many words of the instances' tail are `__slots__`.
    pub(crate) slot_count: Cell<u16>,
    /// How many attribute values fit into the instances themselves.
    pub(crate) inline_values: Cell<u16>,
    /// Whether instances have a word for their `__dict__` behind the slots.
    pub(crate) has_dict: Cell<bool>,
    #[trace(skip)]
    pub(crate) specification: Option<&'static TypeSpec>,
    pub(crate) name: Slot<Str>,
    pub(crate) qualified_name: Slot<Str>,
    pub(crate) base: Slot<Type>,
    pub(crate) bases: Slot<Tuple>,
    pub(crate) mro: Order,
    pub(crate) dict: Slot<Dict>,
    /// Once there are instances that keep attributes in themselves.
    pub(crate) shared_names: Slot<SharedNames>,
    /// Address and serial number of each direct subclass, in order of creation. Not references: an entry
    /// counts only while a type with that number lives at the address.
    #[trace(skip)]
    pub(crate) subclasses: TokenCell<Vec<(usize, u64)>>,
    /// Never the same for two types of an interpreter.
    pub(crate) serial: u64,
}

/// What the runtime says of any object: its class.
pub trait ObjectExt {
    /// The class of the object.
    fn class(&self) -> &Typed<Type>;

    /// Whether this is the exact class of the object.
    #[inline(always)]
    fn class_is(&self, class: &Typed<Type>) -> bool {
        self.class().is(class)
    }
}

impl<T> ObjectExt for Typed<T> {
    #[inline(always)]
    fn class(&self) -> &Typed<Type> {
        // SAFETY: every kind on a runtime's heap is the first part of a Type's payload.
        unsafe { &*std::ptr::from_ref(self.kind()).cast::<Typed<Type>>() }
    }
}

impl Type {
    /// The flags.
    #[inline(always)]
    pub fn type_flags(&self) -> TypeFlags {
        self.flags.get()
    }

    /// Whether all of these flags are set.
    #[inline(always)]
    pub fn has(&self, flags: TypeFlags) -> bool {
        self.flags.get().contains(flags)
    }

    /// Sets these flags too.
    pub fn add_flags(&self, flags: TypeFlags) {
        self.flags.set(self.flags.get() | flags);
    }
}

/// Reads a type as a kind.
pub(crate) fn as_kind(class: &Typed<Type>) -> &pellucid_heap::Kind {
    // SAFETY: a Type's payload begins with KindData (`#[repr(C)]`, first field).
    unsafe { &*std::ptr::from_ref(class).cast() }
}

/// Reads an object as a type, if it is one.
pub fn as_type(object: &Object) -> Option<&Typed<Type>> {
    object.class().has(TypeFlags::TYPE).then(|| {
        // SAFETY: only subclasses of `type` have the flag, and their payload is a Type.
        unsafe { object.downcast_unchecked() }
    })
}
