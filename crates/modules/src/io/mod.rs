//! `_io`: streams. `io` of the library gives it its abstract classes.
//!
//! `base` has the abstract streams, `file` the raw file, `buffered` what stands between, `text` and `newline` the
//! text layer, `bytes_io` and `string_io` the streams in memory, `open` puts them together.

mod base;
mod buffered;
mod buffered_pair;
mod bytes_io;
mod file;
mod newline;
mod open;
mod string_io;
mod text;
mod text_codec;
mod text_read;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: &[open::Open::METHODS],
    types: &[
        &base::IO_BASE,
        &base::RAW_IO_BASE,
        &base::BUFFERED_IO_BASE,
        &base::TEXT_IO_BASE,
        &file::SPEC,
        &bytes_io::SPEC,
        &bytes_io::BUFFER_SPEC,
        &string_io::SPEC,
        &buffered::READER,
        &buffered::WRITER,
        &buffered::RANDOM,
        &buffered_pair::SPEC,
        &text::SPEC,
        &newline::SPEC,
    ],
    initialise: Some(initialise),
    ..ModuleSpec::new("_io")
};

/// Bytes that a buffer holds unless the caller says otherwise.
pub const DEFAULT_BUFFER_SIZE: usize = 128 * 1024;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let size = vm.new_int(DEFAULT_BUFFER_SIZE as i64);
    vm.set_in_module(module, "DEFAULT_BUFFER_SIZE", size)?;
    let blocking = vm.types.blocking_io_error.clone().into_object();
    vm.set_in_module(module, "BlockingIOError", blocking)?;
    let name = vm.new_str("UnsupportedOperation").into_object();
    let bases =
        vec![vm.types.os_error.clone().into_object(), vm.types.value_error.clone().into_object()];
    let bases = vm.new_tuple(bases).into_object();
    let namespace = vm.new_dict();
    let (key, value) = (vm.names.__module__.clone(), vm.intern("io"));
    namespace.set_str(vm, &key, value.into_object());
    let class = vm.types.type_.clone();
    let arguments = [name, bases, namespace.into_object()];
    let class = vm.call(class.as_object(), Args::from_positional(&arguments))?;
    vm.set_in_module(module, "UnsupportedOperation", class)
}

/// `io.UnsupportedOperation` with this message.
pub(crate) fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.import("_io").and_then(|module| {
        let name = vm.intern("UnsupportedOperation");
        vm.get_attribute(&module, &name)
    });
    match class {
        Err(raised) => raised,
        Ok(class) => match class.downcast_ref::<Type>() {
            Ok(class) => vm.raise_message(&class, message),
            Err(_) => vm.type_error("io.UnsupportedOperation is no class"),
        },
    }
}

/// What has come of two steps of which the second is taken in any case: its error comes with the first one's as context.
pub(crate) fn both(vm: &mut Vm, first: PyResult, second: PyResult) -> PyResult<()> {
    match (first, second) {
        (Err(first), Err(second)) => {
            second.0.context.set(vm, Some(first.0));
            Err(second)
        }
        (first, second) => first.and(second).map(drop),
    }
}

/// `object.name(*arguments)` by a name that is not in the table of names.
pub(crate) fn call_method(
    vm: &mut Vm,
    object: &Object,
    name: &str,
    arguments: &[&Object],
) -> PyResult {
    let name = vm.intern(name);
    vm.call_method(object, &name, arguments)
}

/// `object.name`
pub(crate) fn attribute(vm: &mut Vm, object: &Object, name: &str) -> PyResult {
    let name = vm.intern(name);
    vm.get_attribute(object, &name)
}

/// The truth of `object.name`.
pub(crate) fn flag(vm: &mut Vm, object: &Object, name: &str) -> PyResult<bool> {
    let value = attribute(vm, object, name)?;
    vm.is_true(&value)
}

/// Appends bytes to a buffer; doubles its storage when it is full.
pub(crate) fn append(
    buffer: &mut pellucid_heap::Buffer<u8>,
    bytes: &[u8],
) -> Result<(), pellucid_heap::LimitExceeded> {
    let end = buffer.len().checked_add(bytes.len()).ok_or(pellucid_heap::LimitExceeded)?;
    if end > buffer.capacity() {
        let capacity = end.checked_add(end / 8 + 16).ok_or(pellucid_heap::LimitExceeded)?;
        buffer.set_capacity(capacity)?;
    }
    let start = buffer.len();
    buffer.fill_to(end, 0);
    buffer[start..].copy_from_slice(bytes);
    Ok(())
}

/// The size argument of reading methods: `None` and negative numbers mean everything.
pub(crate) fn read_size(size: Option<NoneOr<isize>>) -> Option<usize> {
    usize::try_from(size?.value()?).ok()
}
