//! What `bytes(...)` and `bytearray(...)` are made of.

use pellucid_heap::LimitExceeded;

use super::arguments::byte_value;
use crate::prelude::*;

/// What the arguments of a construction give.
pub(crate) enum Source {
    /// These bytes.
    Bytes(Vec<u8>),
    /// So many zeros.
    Zeros(usize),
}

/// The bytes that a source, an encoding and an error handler mean. `class` is the name for messages.
pub(crate) fn read_source(
    vm: &mut Vm,
    source: Option<&Object>,
    encoding: Option<&Typed<Str>>,
    errors: Option<&Typed<Str>>,
    class: &str,
) -> PyResult<Source> {
    let Some(source) = source else {
        return match (encoding, errors) {
            (Some(_), _) => Err(vm.type_error("encoding without a string argument")),
            (None, Some(_)) => Err(vm.type_error("errors without a string argument")),
            (None, None) => Ok(Source::Bytes(Vec::new())),
        };
    };
    if let Some(text) = source.downcast::<Str>() {
        if encoding.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let (encoding, errors) = (vm.codec_name(encoding)?, vm.codec_name(errors)?);
        let bytes = vm.encode_text(text, encoding.as_deref(), errors.as_deref())?;
        return Ok(Source::Bytes(bytes.as_slice().to_vec()));
    }
    if encoding.is_some() {
        return Err(vm.type_error("encoding without a string argument"));
    }
    if errors.is_some() {
        return Err(vm.type_error("errors without a string argument"));
    }
    if source.class().slots(vm).index.is_some() {
        match vm.index_isize(source, |vm, message| vm.overflow_error(message)) {
            Ok(count) => {
                let Ok(count) = usize::try_from(count) else {
                    return Err(vm.value_error("negative count"));
                };
                vm.check_room(count)?;
                return Ok(Source::Zeros(count));
            }
            Err(raised) if !raised.is_instance(vm, &vm.types.type_error) => return Err(raised),
            Err(_) => {}
        }
    }
    if let Some(bytes) = vm.try_bytes_of(source)? {
        return Ok(Source::Bytes(bytes.into_owned()));
    }
    read_iterable(vm, source, class).map(Source::Bytes)
}

fn read_iterable(vm: &mut Vm, source: &Object, class: &str) -> PyResult<Vec<u8>> {
    let slots = source.class().slots(vm);
    if slots.iter.is_none() && slots.get_item.is_none() {
        let found = source.class().name(vm);
        return Err(vm.type_error(format!("cannot convert '{found}' object to {class}")));
    }
    let range = match class {
        "bytes" => "bytes must be in range(0, 256)",
        _ => "byte must be in range(0, 256)",
    };
    let mut bytes: Vec<u8> = Vec::new();
    vm.for_each(source, |vm, item| {
        let byte = byte_value(vm, &item, range)?;
        if bytes.len() == bytes.capacity() {
            vm.check_room(bytes.len().saturating_mul(2))?;
        }
        bytes.push(byte);
        Ok(())
    })?;
    Ok(bytes)
}

#[methods(OBJECT)]
impl Bytes {
    #[constructor("bytes(source=b'', encoding='utf-8', errors='strict')")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        source: Option<&Object>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult {
        let exact = class.is(&*vm.types.bytes);
        if let Some(source) = source.filter(|_| encoding.is_none() && errors.is_none()) {
            if exact && source.class_is(&vm.types.bytes) {
                return Ok(source.to_ref());
            }
            let name = vm.names.__bytes__.clone();
            if let Some(made) = vm.call_special(source, &name, &[])? {
                let made = made.downcast_ref::<Bytes>().map_err(|made| {
                    let class = made.class().name(vm);
                    vm.type_error(format!("__bytes__ returned non-bytes (type {class})"))
                })?;
                if exact {
                    return Ok(made.into_object());
                }
                return allocated(vm, class, made.as_slice());
            }
        }
        match read_source(vm, source, encoding, errors, "bytes")? {
            Source::Bytes(bytes) if exact && written_in_place(vm, source) => {
                Ok(Bytes::unshared(vm, &bytes)?.into_object())
            }
            Source::Bytes(bytes) => allocated(vm, class, &bytes),
            Source::Zeros(count) if exact => Ok(Bytes::written(vm, count, |_| {})?.into_object()),
            Source::Zeros(count) => allocated(vm, class, &vec![0; count]),
        }
    }

    /// Convert this value to exact type bytes.
    #[method("__bytes__(self, /)")]
    fn to_bytes(vm: &mut Vm, bytes: &Typed<Bytes>) -> PyResult<Ref<Bytes>> {
        if bytes.class_is(&vm.types.bytes) {
            Ok(bytes.to_ref())
        } else {
            vm.try_bytes(bytes.as_slice())
        }
    }

    #[method("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, bytes: &Typed<Bytes>) -> PyResult<(Ref<Bytes>,)> {
        Ok((vm.try_bytes(bytes.as_slice())?,))
    }
}

/// Whether CPython makes the object before it reads the source.
fn written_in_place(vm: &Vm, source: Option<&Object>) -> bool {
    source.is_some_and(|source| source.class_is(&vm.types.tuple) || vm.has_buffer(source))
}

fn allocated(vm: &mut Vm, class: &Typed<Type>, bytes: &[u8]) -> PyResult {
    let made = Bytes::try_from_slice(vm, class, bytes);
    Ok(made.map_err(|LimitExceeded| vm.memory_error())?.into_object())
}
