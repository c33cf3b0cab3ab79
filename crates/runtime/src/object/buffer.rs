//! The buffer protocol (PEP 3118, PEP 688): how objects show their memory to each other.
//!
//! A [`BufferView`] holds its owner and knows where in the owner's bytes its elements lie. The bytes
//! themselves are reached through the token like every other inside. While a view with a [`Hold`] lives,
//! the owner must not move or resize its bytes; owners count their holds.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use pellucid_heap::{Object, Ref};
use pellucid_macros::Trace;

use crate::builtins::Bytes;
use crate::object::{FromArgument, ObjectExt, Place, TypeLookup};
use crate::{PyResult, Vm};

bitflags::bitflags! {
    /// What a consumer asks of a buffer; the numbers are those of `inspect.BufferFlags`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct BufferFlags: i32 {
        /// The bytes will be written.
        const WRITABLE = 1;
        /// The format is wanted.
        const FORMAT = 4;
        /// The shape is wanted.
        const ND = 8;
        /// The strides are wanted.
        const STRIDES = 0x10 | 8;
        /// Row-major order.
        const C_CONTIGUOUS = 0x20 | 0x10 | 8;
        /// Column-major order.
        const F_CONTIGUOUS = 0x40 | 0x10 | 8;
        /// Either order.
        const ANY_CONTIGUOUS = 0x80 | 0x10 | 8;
        /// Pointers may have to be followed.
        const INDIRECT = 0x100 | 0x10 | 8;
        /// Everything, read-only.
        const FULL_RO = 0x100 | 0x10 | 8 | 4;
    }
}

/// How the bytes of an owner are reached.
pub struct BufferTable {
    /// All bytes.
    pub bytes: for<'a> fn(&'a Vm, &'a Object) -> &'a [u8],
    /// All bytes, to be changed; `None` if they cannot be.
    pub bytes_mut: for<'a> fn(&'a mut Vm, &'a Object) -> Option<&'a mut [u8]>,
}

/// How many views hold the bytes of an owner in place.
#[derive(Default)]
pub struct Exports(std::cell::OnceCell<Rc<Cell<usize>>>);

impl Exports {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.get().map_or(0, |count| count.get())
    }

    /// One more, until the result and its clones are gone.
    pub fn hold(&self) -> Rc<Hold> {
        let count = self.0.get_or_init(Rc::default).clone();
        count.set(count.get() + 1);
        Rc::new(Hold(count))
    }
}

/// Keeps the bytes of an owner where they are.
pub struct Hold(Rc<Cell<usize>>);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Elements in the bytes of an object.
#[derive(Clone, Trace)]
#[payload(none)]
pub struct BufferView {
    /// Whose bytes these are.
    pub owner: Ref,
    #[trace(skip)]
    table: &'static BufferTable,
    #[trace(skip)]
    #[allow(dead_code)] // Held for its drop.
    hold: Option<Rc<Hold>>,
    /// Keeps the memoryview that shows the bytes from being released.
    #[trace(skip)]
    #[allow(dead_code)] // Held for its drop.
    outer: Option<Rc<Hold>>,
    /// The object of Python code that wants to hear of the release, and the memoryview that it gave.
    pub(crate) python: Option<(Ref, Ref)>,
    /// Where the first element lies.
    pub start: usize,
    /// The format of an element, as in the module `struct`.
    #[trace(skip)]
    pub format: Cow<'static, str>,
    /// The bytes of an element.
    pub item_size: usize,
    /// How many elements in each dimension; empty for a single element.
    #[trace(skip)]
    pub shape: Vec<usize>,
    /// The bytes from one element to the next in each dimension.
    #[trace(skip)]
    pub strides: Vec<isize>,
    /// Whether the bytes must not be written through this view.
    pub readonly: bool,
}

impl BufferView {
    /// A view of `length` bytes from the first one on.
    pub fn of_bytes(
        owner: &Object,
        table: &'static BufferTable,
        hold: Option<Rc<Hold>>,
        length: usize,
        readonly: bool,
    ) -> BufferView {
        BufferView {
            owner: owner.to_ref(),
            table,
            hold,
            outer: None,
            python: None,
            start: 0,
            format: Cow::Borrowed("B"),
            item_size: 1,
            shape: vec![length],
            strides: vec![1],
            readonly,
        }
    }

    /// The same bytes as elements of another format, in one dimension.
    pub fn with_format(mut self, format: Cow<'static, str>, item_size: usize) -> BufferView {
        let bytes = self.byte_length();
        self.shape = vec![bytes / item_size.max(1)];
        self.strides = vec![item_size as isize];
        self.format = format;
        self.item_size = item_size;
        self
    }

    /// The same view, held by one holder more.
    pub fn held_by(mut self, hold: Rc<Hold>) -> BufferView {
        self.outer = Some(hold);
        self
    }

    /// Whether the bytes stay where they are while the view lives: somebody holds them, or they never change.
    pub(crate) fn stays_in_place(&self) -> bool {
        self.readonly || self.hold.is_some()
    }

    /// How many dimensions.
    pub fn dimensions(&self) -> usize {
        self.shape.len()
    }

    /// The bytes of all elements.
    pub fn byte_length(&self) -> usize {
        self.shape.iter().product::<usize>() * self.item_size
    }

    /// Whether the elements follow one another, the last index varying fastest.
    pub fn is_c_contiguous(&self) -> bool {
        let dimensions = self.shape.iter().zip(&self.strides).rev();
        self.is_contiguous_in(dimensions)
    }

    /// Whether the elements follow one another, the first index varying fastest.
    pub fn is_f_contiguous(&self) -> bool {
        let dimensions = self.shape.iter().zip(&self.strides);
        self.is_contiguous_in(dimensions)
    }

    fn is_contiguous_in<'a>(
        &self,
        dimensions: impl Iterator<Item = (&'a usize, &'a isize)>,
    ) -> bool {
        if self.shape.contains(&0) {
            return true;
        }
        let mut expected = self.item_size as isize;
        for (&length, &stride) in dimensions {
            if length > 1 && stride != expected {
                return false;
            }
            expected *= length as isize;
        }
        true
    }

    /// The bytes of a contiguous view.
    pub fn contiguous<'a>(&'a self, vm: &'a Vm) -> Option<&'a [u8]> {
        if !self.is_c_contiguous() {
            return None;
        }
        (self.table.bytes)(vm, &self.owner).get(self.start..self.start + self.byte_length())
    }

    /// The bytes of a contiguous view, to be changed.
    pub fn contiguous_mut<'a>(&'a self, vm: &'a mut Vm) -> Option<&'a mut [u8]> {
        if self.readonly || !self.is_c_contiguous() {
            return None;
        }
        let range = self.start..self.start + self.byte_length();
        (self.table.bytes_mut)(vm, &self.owner)?.get_mut(range)
    }

    /// The bytes of the element that starts at an offset from the first byte of the owner.
    pub fn element<'a>(&'a self, vm: &'a Vm, offset: usize) -> &'a [u8] {
        let bytes = (self.table.bytes)(vm, &self.owner);
        bytes.get(offset..offset.saturating_add(self.item_size)).unwrap_or(&[])
    }

    /// The same, to be changed.
    pub fn element_mut<'a>(&'a self, vm: &'a mut Vm, offset: usize) -> Option<&'a mut [u8]> {
        let range = offset..offset.saturating_add(self.item_size);
        (self.table.bytes_mut)(vm, &self.owner)?.get_mut(range)
    }

    /// Where each element starts, the last index varying fastest.
    pub fn offsets(&self) -> Vec<usize> {
        let mut offsets = vec![self.start];
        for (&length, &stride) in self.shape.iter().zip(&self.strides) {
            let mut next = Vec::with_capacity(offsets.len() * length);
            for offset in offsets {
                next.extend(
                    (0..length).map(|index| offset.wrapping_add_signed(stride * index as isize)),
                );
            }
            offsets = next;
        }
        offsets
    }

    /// A copy of the bytes of all elements, in row-major order.
    pub fn to_vec(&self, vm: &mut Vm) -> PyResult<Vec<u8>> {
        let length = self.byte_length();
        vm.check_room(length)?;
        if let Some(bytes) = self.contiguous(vm) {
            return Ok(bytes.to_vec());
        }
        vm.check_room(length.saturating_mul(1 + size_of::<usize>() / self.item_size.max(1)))?;
        let mut copy = Vec::with_capacity(length);
        for offset in self.offsets() {
            copy.extend_from_slice(self.element(vm, offset));
        }
        Ok(copy)
    }

    /// Writes bytes into a contiguous view from an offset on; BufferError if they do not fit.
    pub fn write(&self, vm: &mut Vm, offset: usize, bytes: &[u8]) -> PyResult<()> {
        let end = offset.saturating_add(bytes.len());
        match self.contiguous_mut(vm).and_then(|target| target.get_mut(offset..end)) {
            Some(target) => {
                target.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(vm.buffer_error("the bytes do not fit the buffer")),
        }
    }
}

impl Vm {
    /// The buffer of an object, as a consumer with these flags wants it.
    pub fn get_buffer(&mut self, object: &Object, flags: BufferFlags) -> PyResult<BufferView> {
        match object.class().slots(self).buffer {
            Some(function) => function(self, object, flags),
            None => {
                let class = object.class().name(self);
                Err(self.type_error(format!("a bytes-like object is required, not '{class}'")))
            }
        }
    }

    /// Whether an object has a buffer.
    pub fn has_buffer(&self, object: &Object) -> bool {
        object.class().slots(self).buffer.is_some()
    }

    /// The bytes of a bytes-like object, which must be contiguous; TypeError for other objects.
    pub fn bytes_of<'a>(&mut self, object: &'a Object) -> PyResult<Cow<'a, [u8]>> {
        match self.try_bytes_of(object)? {
            Some(bytes) => Ok(bytes),
            None => {
                let class = object.class().name(self);
                Err(self.type_error(format!("a bytes-like object is required, not '{class}'")))
            }
        }
    }

    /// The bytes of a bytes-like object, or `None` for other objects.
    pub fn try_bytes_of<'a>(&mut self, object: &'a Object) -> PyResult<Option<Cow<'a, [u8]>>> {
        if let Some(bytes) = object.downcast::<Bytes>() {
            return Ok(Some(Cow::Borrowed(bytes.value().as_slice())));
        }
        if !self.has_buffer(object) {
            return Ok(None);
        }
        let view = self.get_buffer(object, BufferFlags::empty())?;
        let bytes = view.to_vec(self)?;
        self.release_buffer(view)?;
        Ok(Some(Cow::Owned(bytes)))
    }

    /// Ends the use of a buffer: Python code that gave it hears of it.
    pub fn release_buffer(&mut self, view: BufferView) -> PyResult<()> {
        if let Some((owner, memory_view)) = &view.python {
            let name = self.intern("__release_buffer__");
            self.call_special(owner, &name, &[memory_view])?;
        }
        Ok(())
    }
}

/// An argument that must be bytes-like and contiguous: its bytes, copied unless it is `bytes`.
pub struct BytesLike<'a>(pub Cow<'a, [u8]>);

impl<'a> FromArgument<'a> for BytesLike<'a> {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        vm.bytes_of(value).map(BytesLike)
    }
}

impl std::ops::Deref for BytesLike<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// An argument that is text of ASCII or bytes-like, as `binascii` takes it.
pub struct AsciiOrBytes<'a>(pub Cow<'a, [u8]>);

impl<'a> FromArgument<'a> for AsciiOrBytes<'a> {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        if let Some(text) = value.downcast::<crate::builtins::Str>() {
            return match text.value().as_ascii() {
                Some(ascii) => Ok(AsciiOrBytes(Cow::Borrowed(ascii.as_bytes()))),
                None => Err(vm.value_error("string argument should contain only ASCII characters")),
            };
        }
        let _ = place;
        match vm.try_bytes_of(value)? {
            Some(bytes) => Ok(AsciiOrBytes(bytes)),
            None => {
                let class = value.class().name(vm);
                Err(vm.type_error(format!(
                    "argument should be bytes, buffer or ASCII string, not '{class}'"
                )))
            }
        }
    }
}

impl std::ops::Deref for AsciiOrBytes<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// An argument whose bytes are to be written.
pub struct WritableBuffer(pub BufferView);

impl<'a> FromArgument<'a> for WritableBuffer {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        let wanted = "read-write bytes-like object";
        if !vm.has_buffer(value) {
            return Err(place.mismatch(vm, wanted, value));
        }
        let view = vm.get_buffer(value, BufferFlags::empty())?;
        if view.readonly || !view.is_c_contiguous() {
            return Err(place.mismatch(vm, wanted, value));
        }
        Ok(WritableBuffer(view))
    }
}
