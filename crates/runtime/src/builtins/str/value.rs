//! The payload of strings (PEP 393): characters of one width, inline.

use std::cell::Cell;
use std::fmt;

use bytemuck::cast_slice;
use pellucid_heap::{Inline, LimitExceeded};
use pellucid_text::{OwnedText, Text};

use crate::object::kind_of;
use crate::prelude::*;

/// What stands before the characters.
#[derive(Trace)]
#[payload(none)]
#[repr(C)]
pub struct Head {
    /// The hash, or 0 while nobody has asked (no string hashes to 0 but the empty one).
    pub(super) hash: Cell<i64>,
    /// Bytes a character: 1, 2 or 4.
    pub(super) width: Cell<u8>,
    pub(super) ascii: Cell<bool>,
    interned: Cell<bool>,
    /// Makes whole words of this, so that one can be read.
    #[trace(skip)]
    rest: [u8; 5],
}

/// A string. Its width is always the narrowest that holds it.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
pub struct Str(pub(super) Inline<Head, u8>);

impl Str {
    /// A `str` object of Rust text.
    pub fn from_rust(vm: &Vm, text: &str) -> Ref<Str> {
        if text.is_ascii() {
            return Str::from_text(vm, Text::Latin1(text.as_bytes()));
        }
        Str::from_text(vm, OwnedText::from(text).as_text())
    }

    /// A `str` object of this text, narrowed.
    pub fn from_text(vm: &Vm, text: Text<'_>) -> Ref<Str> {
        Str::try_from_text(vm, text).unwrap_or_else(|LimitExceeded| vm.singletons.empty_str.clone())
    }

    /// A `str` object of this text, narrowed, unless it does not fit the heap's limit.
    pub fn try_from_text(vm: &Vm, text: Text<'_>) -> Result<Ref<Str>, LimitExceeded> {
        match text {
            Text::Latin1([]) => Ok(vm.singletons.empty_str.clone()),
            Text::Latin1([single]) => Ok(vm.singletons.latin1[*single as usize].clone()),
            Text::Latin1(units) => {
                let head = Head::new(1, units.is_ascii());
                Str::allocate(vm.heap(), &vm.types.str, head, units)
            }
            wide if wide.maximum() < 0x100 || (wide.width() == 4 && wide.maximum() < 0x1_0000) => {
                Str::try_from_text(vm, wide.to_owned().as_text())
            }
            Text::Ucs2(units) => {
                Str::allocate(vm.heap(), &vm.types.str, Head::new(2, false), cast_slice(units))
            }
            Text::Ucs4(units) => {
                Str::allocate(vm.heap(), &vm.types.str, Head::new(4, false), cast_slice(units))
            }
        }
    }

    /// As [`try_from_text`](Self::try_from_text), but a single character is an object of its own: not every operation of
    /// CPython looks for the one that is there already.
    pub fn try_unshared(vm: &Vm, text: Text<'_>) -> Result<Ref<Str>, LimitExceeded> {
        match text {
            Text::Latin1(units @ [_]) => {
                let head = Head::new(1, units.is_ascii());
                Str::allocate(vm.heap(), &vm.types.str, head, units)
            }
            _ => Str::try_from_text(vm, text),
        }
    }

    /// An object with these units in memory, of a class whose payload is `Str`.
    pub(super) fn allocate(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        head: Head,
        units: &[u8],
    ) -> Result<Ref<Str>, LimitExceeded> {
        let mut fresh = heap.allocate_zeroed::<Str>(kind_of(class), head, units.len())?;
        fresh.items_mut().copy_from_slice(units);
        Ok(fresh.finish())
    }

    /// An object with room for `bytes` bytes of units, all zero.
    pub(super) fn allocate_zeroed(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        width: u8,
        ascii: bool,
        bytes: usize,
    ) -> Result<pellucid_heap::Fresh<Str>, LimitExceeded> {
        heap.allocate_zeroed::<Str>(kind_of(class), Head::new(width, ascii), bytes)
    }

    /// The object for Latin-1 text while the shared strings are being made.
    pub(crate) fn bootstrap(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        units: &[u8],
    ) -> Ref<Str> {
        Str::allocate(heap, class, Head::new(1, units.is_ascii()), units)
            .expect("the first strings of an interpreter fit its heap")
    }

    /// A string of a subclass, with the text of another.
    pub fn of_class(vm: &Vm, class: &Typed<Type>, text: &Str) -> Result<Ref<Str>, LimitExceeded> {
        let head = Head::new(text.0.head().width.get(), text.is_ascii());
        Str::allocate(vm.heap(), class, head, text.0.items())
    }

    /// The characters.
    #[inline]
    pub fn text(&self) -> Text<'_> {
        let units = self.0.items();
        match self.0.head().width.get() {
            1 => Text::Latin1(units),
            2 => Text::Ucs2(cast_slice(units)),
            _ => Text::Ucs4(cast_slice(units)),
        }
    }

    /// How many characters.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.items().len() / self.0.head().width.get() as usize
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.0.items().is_empty()
    }

    /// Whether every character is below U+0080.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.0.head().ascii.get()
    }

    /// Whether both have the same characters.
    #[inline]
    pub fn same_text(&self, other: &Str) -> bool {
        self.0.head().width.get() == other.0.head().width.get() && self.0.items() == other.0.items()
    }

    /// The hash, by the key of the interpreter.
    #[inline]
    pub fn hash(&self, vm: &Vm) -> i64 {
        self.hash_with(&vm.hash_key)
    }

    pub(crate) fn hash_with(&self, key: &pellucid_text::hash::HashKey) -> i64 {
        let cached = self.0.head().hash.get();
        if cached != 0 {
            return cached;
        }
        let hash = key.hash_bytes(self.0.items());
        self.0.head().hash.set(hash);
        hash
    }

    /// The hash, if it has been asked for; else 0.
    #[inline(always)]
    pub(crate) fn known_hash(&self) -> i64 {
        self.0.head().hash.get()
    }

    /// Whether this is the one string of its text that attribute names are compared with by identity.
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.0.head().interned.get()
    }

    pub(crate) fn mark_interned(&self) {
        self.0.head().interned.set(true);
    }

    /// The word of the object, and the bits in it, that say whether there is something to be done when it is dropped.
    pub(crate) const DROP_WORD: u16 = (Typed::<Str>::PAYLOAD_OFFSET
        + Inline::<Head, u8>::HEAD_OFFSET
        + std::mem::offset_of!(Head, width)) as u16;
    pub(crate) const DROP_MASK: usize = usize::from_ne_bytes([0, 0, 0xFF, 0, 0, 0, 0, 0]);

    /// The text as Rust's, if there is no lone surrogate.
    pub fn to_utf8(&self) -> Option<String> {
        self.text().to_utf8()
    }

    /// The text as Rust's, without a copy, if it is ASCII.
    pub fn as_ascii(&self) -> Option<&str> {
        if self.is_ascii() { std::str::from_utf8(self.0.items()).ok() } else { None }
    }
}

impl Drop for Str {
    /// Interned strings leave the table of their interpreter.
    fn drop(&mut self) {
        if self.is_interned() {
            self.0.forget_shared(self.known_hash() as u64);
        }
    }
}

impl Head {
    pub(super) fn new(width: u8, ascii: bool) -> Head {
        Head {
            hash: Cell::new(0),
            width: Cell::new(width),
            ascii: Cell::new(ascii),
            interned: Cell::new(false),
            rest: [0; 5],
        }
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_ascii() {
            Some(ascii) => f.write_str(ascii),
            None => f.write_str(&self.text().to_utf8_lossy()),
        }
    }
}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        match self.as_ascii() {
            Some(ascii) => ascii == other,
            None => self.text() == *other,
        }
    }
}
