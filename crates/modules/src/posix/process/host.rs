//! What the host is asked about processes, and in which words.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;
use pellucid_runtime::prelude::*;

pub(super) fn host_errno(errno: rustix::io::Errno) -> Errno {
    Errno::from_raw(errno.raw_os_error())
}

/// Waits for a child; 0 and 0 if `WNOHANG` is among the options and none has changed.
pub(super) fn wait_for(pid: i32, options: i32) -> nix::Result<(i32, i32)> {
    use rustix::process::{Pid, WaitOptions, wait, waitpgid, waitpid};
    let options = WaitOptions::from_bits_retain(options as u32);
    let result = match pid {
        -1 => wait(options),
        0 => waitpgid(rustix::process::getpgrp(), options),
        _ if pid > 0 => waitpid(Pid::from_raw(pid), options),
        _ => match Pid::from_raw(pid.checked_neg().ok_or(Errno::ESRCH)?) {
            Some(group) => waitpgid(group, options),
            None => return Err(Errno::ECHILD),
        },
    };
    let found = result.map_err(host_errno)?;
    Ok(found.map_or((0, 0), |(pid, status)| (pid.as_raw_nonzero().get(), status.as_raw())))
}

/// Strings for a program's arguments: a sequence of paths.
pub(crate) fn argument_strings(
    vm: &mut Vm,
    function: &str,
    arguments: &Object,
) -> PyResult<Vec<CString>> {
    if !arguments.holds::<Tuple>() && !arguments.holds::<List>() {
        return Err(vm.type_error(format!("{function}: argv must be a tuple or list")));
    }
    let items = vm.collect(arguments)?;
    if items.is_empty() {
        return Err(vm.value_error(format!("{function}: argv must not be empty")));
    }
    let mut strings = Vec::new();
    for item in &items {
        let path = vm.host_path(item)?;
        let bytes = path.into_os_string();
        strings.extend(CString::new(bytes.as_bytes()));
    }
    if strings.first().is_none_or(|first| first.is_empty()) {
        return Err(vm.value_error(format!("{function}: argv first element cannot be empty")));
    }
    Ok(strings)
}

/// `name=value` strings of a mapping.
pub(super) fn environment_strings(vm: &mut Vm, environment: &Object) -> PyResult<Vec<CString>> {
    let items = vm.intern("items");
    let pairs = vm.call_method(environment, &items, &[])?;
    let mut strings = Vec::new();
    for pair in vm.collect(&pairs)? {
        let pair = vm.collect(&pair)?;
        let [name, value] = pair.as_slice() else {
            return Err(vm.type_error("env.items() must give pairs"));
        };
        let mut entry = vm.host_path(name)?.into_os_string();
        if entry.is_empty() || entry.as_bytes()[1..].contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        entry.push("=");
        entry.push(vm.host_path(value)?);
        strings.extend(CString::new(entry.as_bytes()));
    }
    Ok(strings)
}

pub(super) fn path_string(path: &std::path::Path) -> CString {
    // Path arguments with null characters have been refused.
    CString::new(path.as_os_str().as_bytes()).unwrap_or_default()
}

pub(super) fn random_bytes(vm: &mut Vm, size: usize) -> PyResult {
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(size, 0);
    if getrandom::fill(&mut bytes).is_err() {
        return Err(vm.os_error(Errno::EIO, None));
    }
    Ok(vm.new_bytes(&bytes).into_object())
}
