//! Reading all, a number of bytes, or into a buffer.

use pellucid_runtime::prelude::*;

use super::{Buffered, writable};

pub(super) fn read_all(vm: &mut Vm, stream: &Typed<Buffered>, raw: &Object) -> PyResult {
    let mut all = stream.give(vm, usize::MAX);
    let name = vm.intern("readall");
    if let Some(method) = vm.find_attribute(raw, &name)? {
        let rest = vm.call_positional(&method, &[])?;
        if vm.is_none(&rest) {
            return Ok(if all.is_empty() { rest } else { vm.new_bytes(&all).into_object() });
        }
        let Some(bytes) = rest.downcast::<Bytes>() else {
            return Err(vm.type_error("readall() should return bytes"));
        };
        if all.is_empty() {
            return Ok(rest);
        }
        all.extend_from_slice(bytes.value().as_slice());
        return Ok(vm.new_bytes(&all).into_object());
    }
    loop {
        match stream.refill(vm, raw)? {
            Some(1..) => {
                let piece = stream.give(vm, usize::MAX);
                if all.try_reserve(piece.len()).is_err() {
                    return Err(vm.memory_error());
                }
                all.extend(piece);
            }
            None if all.is_empty() => return Ok(vm.none()),
            _ => return Ok(vm.new_bytes(&all).into_object()),
        }
    }
}

pub(super) fn read_count(
    vm: &mut Vm,
    stream: &Typed<Buffered>,
    raw: &Object,
    count: usize,
) -> PyResult {
    let mut taken = stream.give(vm, count);
    if taken.len() == count {
        return Ok(vm.new_bytes(&taken).into_object());
    }
    while taken.len() < count {
        let missing = count - taken.len();
        if missing >= stream.size.get() {
            // Whole buffers go straight to the caller.
            let whole = (missing - missing % stream.size.get()).min(1 << 26);
            match stream.read_raw(vm, raw, whole)? {
                Some(data) => {
                    let bytes =
                        data.downcast::<Bytes>().map_or(&[][..], |bytes| bytes.value().as_slice());
                    if bytes.is_empty() {
                        break;
                    }
                    if taken.try_reserve(bytes.len()).is_err() {
                        return Err(vm.memory_error());
                    }
                    taken.extend_from_slice(bytes);
                    continue;
                }
                None if taken.is_empty() => return Ok(vm.none()),
                None => break,
            }
        }
        match stream.refill(vm, raw)? {
            Some(1..) => taken.extend(stream.give(vm, missing)),
            None if taken.is_empty() => return Ok(vm.none()),
            _ => break,
        }
    }
    Ok(Bytes::unshared(vm, &taken)?.into_object())
}

pub(super) fn read_into(
    vm: &mut Vm,
    stream: &Typed<Buffered>,
    buffer: &Object,
    once: bool,
) -> PyResult<Option<usize>> {
    let raw = stream.open_raw(vm, "readinto")?;
    let _busy = stream.enter(vm, stream.as_object())?;
    stream.flush_pending(vm, &raw)?;
    let view = writable(vm, buffer)?;
    let length = view.byte_length();
    let mut done = 0;
    while done < length {
        let given = stream.give(vm, length - done);
        view.write(vm, done, &given)?;
        done += given.len();
        if done == length || (once && done > 0) {
            break;
        }
        match stream.refill(vm, &raw)? {
            Some(1..) => {}
            None if done == 0 => {
                vm.release_buffer(view)?;
                return Ok(None);
            }
            _ => break,
        }
    }
    vm.release_buffer(view)?;
    Ok(Some(done))
}
