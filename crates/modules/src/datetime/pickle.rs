//! The states of dates and times, from which their constructors make them again.

use pellucid_runtime::prelude::*;

use super::arguments::{exactly, int};
use super::tzinfo::TzInfo;

/// The bytes of an argument that can be the state of an object of `class`: its length is right, and so is the byte at
/// `position`. Pickles of Python 2 have texts, with a character for each byte.
pub fn state<const N: usize>(
    vm: &mut Vm,
    value: &Object,
    class: &str,
    position: usize,
    is_right: impl Fn(u32) -> bool,
) -> PyResult<Option<[u8; N]>> {
    if let Some(bytes) = value.downcast::<Bytes>() {
        let state = <[u8; N]>::try_from(bytes.as_slice()).ok();
        return Ok(state.filter(|state| is_right(u32::from(state[position]))));
    }
    let Some(text) = value.downcast::<Str>().map(|text| text.text()) else { return Ok(None) };
    if text.len() != N || !text.get(position).is_some_and(is_right) {
        return Ok(None);
    }
    let mut state = [0; N];
    for (byte, code) in state.iter_mut().zip(text.code_points()) {
        *byte = u8::try_from(code).map_err(|_| {
            vm.value_error(format!(
                "Failed to encode latin1 string when unpickling a {class} object. pickle.load(data, encoding='latin1') is assumed."
            ))
        })?;
    }
    Ok(Some(state))
}

/// The zone behind a state.
pub fn zone(vm: &mut Vm, value: Option<&Ref>) -> PyResult<Option<Ref>> {
    match value {
        Some(zone) if zone.holds::<TzInfo>() => Ok(Some(zone.clone())),
        Some(zone) if !vm.is_none(zone) => Err(vm.type_error("bad tzinfo state arg")),
        _ => Ok(None),
    }
}

/// The protocol that `__reduce_ex__`, the method of this name, is asked for.
pub fn protocol(vm: &mut Vm, method: &str, args: &[Ref], keywords: Keywords<'_>) -> PyResult<i64> {
    let [protocol] = exactly(vm, method, args, keywords)?;
    int(vm, protocol)
}

/// What a class and a state reduce to.
pub fn reduced(vm: &mut Vm, class: &Typed<Type>, state: &[u8], zone: Option<Ref>) -> PyResult {
    let state = vm.new_bytes(state);
    match zone {
        None => (class, (state,)).into_result(vm),
        Some(zone) => (class, (state, zone)).into_result(vm),
    }
}
