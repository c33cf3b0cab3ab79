//! The sizes and flags of types that CPython 3.14 shows on 64 bits.

use pellucid_heap::Typed;

use crate::Vm;
use crate::object::{Type, TypeFlags, TypeLookup};

/// `PyTypeObject`, and a class of Python with its shared keys.
const NATIVE_TYPE_BYTES: i64 = 416;
const PYTHON_CLASS_BYTES: i64 = 1696;

/// CPython's `tp_flags` bits (Include/object.h).
mod bits {
    pub const INLINE_VALUES: i64 = 1 << 2;
    pub const MANAGED_WEAKREF: i64 = 1 << 3;
    pub const MANAGED_DICT: i64 = 1 << 4;
    pub const SEQUENCE: i64 = 1 << 5;
    pub const MAPPING: i64 = 1 << 6;
    pub const DISALLOW_INSTANTIATION: i64 = 1 << 7;
    pub const IMMUTABLE: i64 = 1 << 8;
    pub const HEAP_TYPE: i64 = 1 << 9;
    pub const BASE_TYPE: i64 = 1 << 10;
    pub const READY: i64 = 1 << 12;
    pub const HAVE_GC: i64 = 1 << 14;
    pub const METHOD_DESCRIPTOR: i64 = 1 << 17;
    pub const ABSTRACT: i64 = 1 << 20;
    pub const MATCH_SELF: i64 = 1 << 22;
    pub const ITEMS_AT_END: i64 = 1 << 23;
    pub const FIRST_SUBCLASS: i64 = 24;
}

impl Vm {
    /// `__basicsize__`
    pub fn basic_size(&self, class: &Typed<Type>) -> usize {
        let native = class.native_base(self);
        let own = native.specification.map_or(16, |spec| spec.basic_size);
        own + 8 * class.slot_count.get() as usize
    }
}

impl Type {
    /// What `type.__sizeof__` gives.
    pub fn size_as_object(&self) -> i64 {
        if self.has(TypeFlags::HEAP_TYPE) { PYTHON_CLASS_BYTES } else { NATIVE_TYPE_BYTES }
    }

    /// `__flags__`
    pub fn python_flags(&self) -> i64 {
        let heap_type = self.has(TypeFlags::HEAP_TYPE);
        let managed = heap_type && self.has_dict.get();
        let tail = self.kind.tail();
        let container = self.kind.flags().contains(pellucid_heap::KindFlags::CONTAINER);
        let plain = managed && std::ptr::eq(self.kind.vtable(), object_vtable());
        let mut bits = bits::READY;
        for (set, bit) in [
            (plain, bits::INLINE_VALUES),
            (tail.weak, bits::MANAGED_WEAKREF),
            (managed, bits::MANAGED_DICT),
            (self.has(TypeFlags::SEQUENCE), bits::SEQUENCE),
            (self.has(TypeFlags::MAPPING), bits::MAPPING),
            (self.has(TypeFlags::NOT_INSTANTIABLE), bits::DISALLOW_INSTANTIATION),
            (self.has(TypeFlags::IMMUTABLE), bits::IMMUTABLE),
            (heap_type, bits::HEAP_TYPE),
            (self.has(TypeFlags::BASE_TYPE), bits::BASE_TYPE),
            (container, bits::HAVE_GC),
            (self.has(TypeFlags::METHOD_DESCRIPTOR), bits::METHOD_DESCRIPTOR),
            (self.has(TypeFlags::ABSTRACT), bits::ABSTRACT),
            (self.has(TypeFlags::MATCH_SELF), bits::MATCH_SELF),
            (self.has(TypeFlags::TYPE), bits::ITEMS_AT_END),
        ] {
            bits |= if set { bit } else { 0 };
        }
        let subclasses = [
            TypeFlags::INT,
            TypeFlags::LIST,
            TypeFlags::TUPLE,
            TypeFlags::BYTES,
            TypeFlags::STR,
            TypeFlags::DICT,
            TypeFlags::EXCEPTION,
            TypeFlags::TYPE,
        ];
        for (position, flag) in subclasses.into_iter().enumerate() {
            bits |= i64::from(self.has(flag)) << (bits::FIRST_SUBCLASS + position as i64);
        }
        bits
    }
}

fn object_vtable() -> &'static pellucid_heap::VTable {
    <crate::object::Instance as pellucid_heap::Payload>::VTABLE
}
