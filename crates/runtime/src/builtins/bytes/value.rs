//! The payload of bytes.

use std::cell::Cell;

use pellucid_heap::{Inline, LimitExceeded};

use crate::object::kind_of;
use crate::prelude::*;

/// Immutable bytes; the head is the hash, 0 while nobody has asked.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline, plain)]
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
        if let [single] = bytes
            && class.is(&*vm.types.bytes)
        {
            return Ok(vm.singletons.bytes1[usize::from(*single)].clone());
        }
        Bytes::allocate(vm.heap(), class, bytes)
    }

    /// A `bytes` object of its own, as CPython makes where it writes the bytes after it has made the object: of a single byte it
    /// is not the one that others have. The empty one is shared.
    pub fn unshared(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref<Bytes>> {
        if bytes.is_empty() {
            return Ok(vm.singletons.empty_bytes.clone());
        }
        Bytes::allocate(vm.heap(), &vm.types.bytes, bytes)
            .map_err(|LimitExceeded| vm.memory_error())
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

impl super::ByteString for Bytes {
    const IMMUTABLE: bool = true;

    fn bytes<'a>(this: &'a Typed<Self>, _: &'a Vm) -> &'a [u8] {
        this.value().as_slice()
    }

    fn make(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref> {
        Ok(Bytes::unshared(vm, bytes)?.into_object())
    }

    fn make_shared(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref> {
        Ok(vm.try_bytes(bytes)?.into_object())
    }

    fn part(vm: &mut Vm, this: &Typed<Self>, range: std::ops::Range<usize>) -> PyResult<Ref> {
        let whole = range == (0..this.as_slice().len());
        if whole && this.class_is(&vm.types.bytes) {
            return Ok(this.as_object().to_ref());
        }
        let bytes = this.as_slice().get(range).unwrap_or(&[]);
        Ok(vm.try_bytes(bytes)?.into_object())
    }
}

impl Bytes {
    /// `bytes * count`
    pub(super) fn repeated(
        vm: &mut Vm,
        bytes: &Typed<Bytes>,
        count: isize,
    ) -> PyResult<Ref<Bytes>> {
        let count = usize::try_from(count).unwrap_or(0);
        if count == 1 && bytes.class_is(&vm.types.bytes) {
            return Ok(bytes.to_ref());
        }
        let Some(length) = bytes
            .as_slice()
            .len()
            .checked_mul(count)
            .filter(|length| *length < isize::MAX as usize)
        else {
            return Err(vm.overflow_error("repeated bytes are too long"));
        };
        let pattern = bytes.as_slice();
        if length == 0 && !pattern.is_empty() {
            // CPython shares the empty object everywhere but here.
            return Bytes::allocate(vm.heap(), &vm.types.bytes, &[])
                .map_err(|LimitExceeded| vm.memory_error());
        }
        Bytes::written(vm, length, |target| {
            crate::builtins::str::fill_with_pattern(target, pattern)
        })
    }

    /// A `bytes` of a length, filled in by `write`: an object of its own, unless it is empty.
    pub fn written(
        vm: &mut Vm,
        length: usize,
        write: impl FnOnce(&mut [u8]),
    ) -> PyResult<Ref<Bytes>> {
        if length == 0 {
            return Ok(vm.singletons.empty_bytes.clone());
        }
        let kind = kind_of(&vm.types.bytes);
        match vm.heap.allocate_zeroed::<Bytes>(kind, Cell::new(0), length) {
            Ok(mut fresh) => {
                write(fresh.items_mut());
                Ok(fresh.finish())
            }
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }
}
