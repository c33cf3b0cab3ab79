//! The payload of bytes.

use std::cell::Cell;

use pellucid_heap::{Inline, LimitExceeded};

use crate::object::kind_of;
use crate::prelude::*;

/// Immutable bytes; the head is the hash, 0 while nobody has asked.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
pub struct Bytes(Inline<Cell<i64>, u8>);

impl Bytes {
    /// A `bytes` object. The empty one is shared.
    pub fn from_slice(vm: &Vm, bytes: &[u8]) -> Ref<Bytes> {
        Bytes::try_from_slice(vm, &vm.types.bytes, bytes)
            .unwrap_or_else(|LimitExceeded| vm.singletons.empty_bytes.clone())
    }

    /// An object of `bytes` or a subclass, unless it does not fit the heap's limit.
    pub fn try_from_slice(
        vm: &Vm,
        class: &Typed<Type>,
        bytes: &[u8],
    ) -> Result<Ref<Bytes>, LimitExceeded> {
        if bytes.is_empty() && class.is(&*vm.types.bytes) {
            return Ok(vm.singletons.empty_bytes.clone());
        }
        Bytes::allocate(vm.heap(), class, bytes)
    }

    pub(crate) fn allocate(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        bytes: &[u8],
    ) -> Result<Ref<Bytes>, LimitExceeded> {
        let mut fresh = heap.allocate_zeroed::<Bytes>(kind_of(class), Cell::new(0), bytes.len())?;
        fresh.items_mut().copy_from_slice(bytes);
        Ok(fresh.finish())
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        self.0.items()
    }

    /// The hash, by the key of the interpreter.
    pub fn hash(&self, vm: &Vm) -> i64 {
        let cached = self.0.head().get();
        if cached != 0 {
            return cached;
        }
        let hash = vm.hash_key.hash_bytes(self.as_slice());
        self.0.head().set(hash);
        hash
    }
}
