//! The flags of types that CPython 3.14 shows.

use pellucid_heap::Typed;

use crate::Vm;
use crate::object::{Type, TypeFlags};

/// CPython's `tp_flags` bits (Include/object.h).
mod bits {
    pub const STATIC_BUILTIN: i64 = 1 << 1;
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
    /// `__flags__`
    pub fn python_flags(&self, class: &Typed<Type>) -> i64 {
        let heap_type = class.has(TypeFlags::HEAP_TYPE);
        let made_at_run_time = self.is_heap_type(class);
        let managed = heap_type && super::has_managed_dict(class);
        let tail = class.kind.tail();
        let container = self.is_collected_class(class);
        let plain = managed && std::ptr::eq(class.kind.vtable(), object_vtable());
        let mut bits = bits::READY;
        for (set, bit) in [
            (plain, bits::INLINE_VALUES),
            (tail.weak, bits::MANAGED_WEAKREF),
            (managed, bits::MANAGED_DICT),
            (class.has(TypeFlags::SEQUENCE), bits::SEQUENCE),
            (class.has(TypeFlags::MAPPING), bits::MAPPING),
            (class.has(TypeFlags::NOT_INSTANTIABLE), bits::DISALLOW_INSTANTIATION),
            (class.has(TypeFlags::IMMUTABLE), bits::IMMUTABLE),
            (made_at_run_time, bits::HEAP_TYPE),
            (!made_at_run_time, bits::STATIC_BUILTIN),
            (class.has(TypeFlags::BASE_TYPE), bits::BASE_TYPE),
            (container, bits::HAVE_GC),
            (class.has(TypeFlags::METHOD_DESCRIPTOR), bits::METHOD_DESCRIPTOR),
            (class.has(TypeFlags::ABSTRACT), bits::ABSTRACT),
            (class.has(TypeFlags::MATCH_SELF), bits::MATCH_SELF),
            (class.has(TypeFlags::TYPE), bits::ITEMS_AT_END),
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
            bits |= i64::from(class.has(flag)) << (bits::FIRST_SUBCLASS + position as i64);
        }
        bits
    }
}

fn object_vtable() -> &'static pellucid_heap::VTable {
    <crate::object::Instance as pellucid_heap::Payload>::VTABLE
}
