//! `_pellucid_memory`: memory by address, as `_ctypes` needs it. Every access is checked by the heap.

use std::borrow::Cow;

use pellucid_runtime::builtins::memory_view::MemoryView;
use pellucid_runtime::errors::BaseException;
use pellucid_runtime::heap::{LimitExceeded, MemoryBlock};
use pellucid_runtime::object::{
    BufferFlags, BufferTable, BufferView, BufferWindow, Exports, ModuleSpec, Slots, kind_of,
};
use pellucid_runtime::prelude::*;

use crate::capsule::Capsules;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Memory by address: reads of what the heap owns, writes to what was opened for it.",
    functions: &[Memory::METHODS, Capsules::METHODS],
    types: &[&BLOCK, &WINDOW],
    ..ModuleSpec::new("_pellucid_memory")
};

/// Memory of its own.
#[derive(Trace)]
pub struct Block {
    memory: MemoryBlock,
    #[trace(skip)]
    exports: Exports,
}

static BLOCK: TypeSpec = TypeSpec {
    module: "_pellucid_memory",
    doc: "Bytes that stay at one address.",
    basic_size: 40,
    slots: block_slots,
    getsets: &[Block::GETSETS],
    ..TypeSpec::new::<Block>("Block")
};

/// The memory of another object.
#[derive(Trace)]
pub struct Window {
    window: BufferWindow,
    offset: usize,
    bytes: usize,
}

static WINDOW: TypeSpec = TypeSpec {
    module: "_pellucid_memory",
    doc: "Bytes of an object's buffer, which stay at one address.",
    basic_size: 40,
    slots: window_slots,
    getsets: &[Window::GETSETS],
    ..TypeSpec::new::<Window>("Window")
};

static BLOCK_TABLE: BufferTable = BufferTable {
    bytes: |vm, object| match object.downcast::<Block>() {
        Some(block) => block.value().memory.bytes(vm),
        None => &[],
    },
    bytes_mut: |vm, object| Some(object.downcast::<Block>()?.value().memory.bytes_mut(vm)),
};

fn block_slots(slots: &mut Slots) {
    slots.new = Some(Block::NEW);
    slots.buffer = Some(|vm, object, _| {
        let Some(block) = object.downcast::<Block>() else {
            return Err(vm.type_error("expected a block"));
        };
        let (hold, length) = (block.exports.hold(), block.memory.bytes(vm).len());
        Ok(BufferView::of_bytes(object, &BLOCK_TABLE, Some(hold), length, false))
    });
}

fn window_slots(slots: &mut Slots) {
    slots.new = Some(Window::NEW);
    slots.buffer = Some(|vm, object, _| {
        let Some(window) = object.downcast::<Window>() else {
            return Err(vm.type_error("expected a window"));
        };
        let mut view = window.window.view().clone().with_format(Cow::Borrowed("B"), 1);
        view.start += window.offset;
        view.shape = vec![window.bytes];
        Ok(view)
    });
}

#[methods(owner = "Block")]
impl Block {
    #[constructor("Block(size, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, size: usize) -> PyResult {
        let memory = MemoryBlock::new(vm.heap(), size);
        let memory = memory.map_err(|LimitExceeded| vm.memory_error())?;
        let block = Block { memory, exports: Exports::default() };
        Ok(vm.heap().allocate(kind_of(class), block).into_object())
    }

    /// where it starts
    #[getter("address")]
    fn address(_: &mut Vm, block: &Typed<Block>) -> usize {
        block.memory.address()
    }
}

#[methods(owner = "Window")]
impl Window {
    #[constructor("Window(object, offset, size, writable, /)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        object: &Object,
        offset: usize,
        size: usize,
        writable: bool,
    ) -> PyResult {
        let flags = if writable { BufferFlags::WRITABLE } else { BufferFlags::empty() };
        let view = vm.get_buffer(object, flags)?;
        if writable && view.readonly {
            return Err(vm.type_error("underlying buffer is not writable"));
        }
        let window = BufferWindow::open(vm, view, offset, size)?;
        let window = Window { window, offset, bytes: size };
        Ok(vm.heap().allocate(kind_of(class), window).into_object())
    }

    /// where it starts
    #[getter("address")]
    fn address(_: &mut Vm, window: &Typed<Window>) -> usize {
        window.window.address()
    }
}

fn foreign(vm: &mut Vm, address: usize) -> Raised {
    vm.value_error(format!("no memory of this interpreter at address {address:#x}"))
}

/// A number as an address or a size of memory: one that can be none is as foreign as an address that holds nothing.
fn word(vm: &mut Vm, number: &Index) -> PyResult<usize> {
    match number.0.to_usize() {
        Some(word) => Ok(word),
        None => Err(vm.value_error("no memory of this interpreter has such an address or size")),
    }
}

fn check(vm: &mut Vm, address: usize, size: usize) -> PyResult<()> {
    if vm.heap().memory_is_known(address, size) { Ok(()) } else { Err(foreign(vm, address)) }
}

fn read(vm: &mut Vm, address: usize, size: usize) -> PyResult<Vec<u8>> {
    check(vm, address, size)?;
    vm.check_room(size)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| vm.memory_error())?;
    bytes.resize(size, 0);
    match vm.heap().read_memory(vm, address, &mut bytes) {
        true => Ok(bytes),
        false => Err(foreign(vm, address)),
    }
}

/// The functions of `_pellucid_memory`.
pub struct Memory;

#[methods(owner = "_pellucid_memory")]
impl Memory {
    /// Return the bytes at an address; ValueError if they are not the heap's.
    #[function("read(address, size, /)")]
    fn read(vm: &mut Vm, address: Index, size: Index) -> PyResult<Ref<Bytes>> {
        let (address, size) = (word(vm, &address)?, word(vm, &size)?);
        let bytes = read(vm, address, size)?;
        Ok(vm.new_bytes(&bytes))
    }

    /// Raise ValueError unless the bytes at an address are the heap's.
    #[function("check(address, size, /)")]
    fn check(vm: &mut Vm, address: Index, size: Index) -> PyResult<()> {
        let (address, size) = (word(vm, &address)?, word(vm, &size)?);
        check(vm, address, size)
    }

    /// Write bytes at an address; ValueError if they are not opened for it.
    #[function("write(address, data, /)")]
    fn write(vm: &mut Vm, address: Index, data: &Typed<Bytes>) -> PyResult<()> {
        let address = word(vm, &address)?;
        if vm.write_memory(address, data.as_slice()) {
            return Ok(());
        }
        // Either it is no memory of ours, or it is not to be written.
        check(vm, address, data.as_slice().len())?;
        Err(vm.value_error(format!("the memory at address {address:#x} must not be written")))
    }

    /// Return the bytes at an address up to a unit of zeros, which is left out.
    #[function("read_terminated(address, unit, /)")]
    fn read_terminated(vm: &mut Vm, address: Index, unit: usize) -> PyResult<Ref<Bytes>> {
        let address = word(vm, &address)?;
        let mut found = Vec::new();
        let mut next = vec![0; unit.clamp(1, 4)];
        loop {
            let place = address.saturating_add(found.len());
            if !vm.heap().read_memory(vm, place, &mut next) {
                return Err(foreign(vm, place));
            }
            if next.iter().all(|&byte| byte == 0) {
                return Ok(vm.new_bytes(&found));
            }
            found.try_reserve(next.len()).map_err(|_| vm.memory_error())?;
            found.extend_from_slice(&next);
        }
    }

    /// Return the live object that starts at an address; ValueError if there is none.
    #[function("object_at(address, /)")]
    fn object_at(vm: &mut Vm, address: Index) -> PyResult {
        let address = word(vm, &address)?;
        match vm.heap().object_at(address) {
            Some(object) => Ok(object),
            None => Err(vm.value_error(format!("no live object at address {address:#x}"))),
        }
    }

    /// Hand an exception that nobody can catch to sys.unraisablehook.
    #[function("ignore(exception, message, /)")]
    fn ignore(vm: &mut Vm, exception: Ref<BaseException>, message: &Typed<Str>) {
        let text = message.to_string();
        vm.report_unraisable_with(Raised(exception), &text);
    }

    /// Make the attributes of a class final.
    #[function("seal(class, /)")]
    fn seal(_: &mut Vm, class: &Typed<Type>) {
        class.add_flags(TypeFlags::IMMUTABLE);
    }

    /// Return where the content of a bytes object lies.
    #[function("content_address(data, /)")]
    fn content_address(_: &mut Vm, data: &Typed<Bytes>) -> usize {
        data.as_slice().as_ptr().expose_provenance()
    }

    /// Return a memoryview of a part of a block or window, with a format of any kind.
    #[function("view(owner, offset, format, item_size, shape, readonly, /)")]
    fn view(
        vm: &mut Vm,
        owner: &Object,
        offset: usize,
        format: &Typed<Str>,
        item_size: usize,
        shape: &Typed<Tuple>,
        readonly: bool,
    ) -> PyResult {
        let mut view = vm.get_buffer(owner, BufferFlags::empty())?;
        let available = view.byte_length();
        let mut lengths = Vec::new();
        for length in shape.items().to_vec() {
            lengths.push(vm.size_index(&length)?.max(0) as usize);
        }
        let bytes = lengths.iter().try_fold(item_size, |all, length| all.checked_mul(*length));
        if bytes.and_then(|bytes| bytes.checked_add(offset)).is_none_or(|end| end > available) {
            return Err(vm.value_error("the view is longer than the memory"));
        }
        let mut strides = vec![0; lengths.len()];
        let mut stride = item_size as isize;
        for (place, length) in strides.iter_mut().zip(&lengths).rev() {
            *place = stride;
            stride = stride.saturating_mul(*length as isize);
        }
        view.start += offset;
        view.format = Cow::Owned(format.to_string());
        view.item_size = item_size;
        (view.shape, view.strides) = (lengths, strides);
        view.readonly |= readonly;
        Ok(MemoryView::of_view(vm, view).into_object())
    }
}
