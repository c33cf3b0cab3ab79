//! The process's environment. It is kept here, not in the host's table, which cannot be changed safely while other
//! threads read it; programs that are started get this one.

use std::collections::BTreeMap;
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use pellucid_runtime::prelude::*;

type Variables = BTreeMap<OsString, OsString>;

/// The variables as they are now.
pub fn variables() -> MutexGuard<'static, Variables> {
    static VARIABLES: OnceLock<Mutex<Variables>> = OnceLock::new();
    let variables = VARIABLES.get_or_init(|| Mutex::new(std::env::vars_os().collect()));
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One variable.
pub fn variable(name: &str) -> Option<OsString> {
    variables().get(OsStr::new(name)).cloned()
}

/// The variables as the host takes them: `name=value`.
pub fn entries() -> Vec<CString> {
    let entry = |(name, value): (&OsString, &OsString)| {
        let mut entry = name.as_bytes().to_vec();
        entry.push(b'=');
        entry.extend_from_slice(value.as_bytes());
        CString::new(entry).ok()
    };
    variables().iter().filter_map(entry).collect()
}

/// A name or value: `str` or `bytes` without null.
fn host_string(vm: &mut Vm, value: &Object, function: &str) -> PyResult<OsString> {
    let bytes = match (value.downcast::<Str>(), value.downcast::<Bytes>()) {
        (Some(text), _) => vm.encode_file_name(text)?,
        (_, Some(bytes)) => bytes.as_slice().to_vec(),
        _ => {
            let class = value.class().name(vm);
            return Err(
                vm.type_error(format!("{function}() argument must be str or bytes, not {class}"))
            );
        }
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(OsString::from_vec(bytes))
}

/// A dictionary of the variables, in `bytes`.
pub fn dictionary(vm: &mut Vm) -> PyResult<Ref<Dict>> {
    let known: Vec<(OsString, OsString)> =
        variables().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let dict = vm.new_dict();
    for (name, value) in known {
        let name = vm.new_bytes(name.as_bytes());
        let value = vm.new_bytes(value.as_bytes()).into_object();
        dict.set(vm, name.as_object(), value)?;
    }
    Ok(dict)
}

/// The functions about the environment.
pub struct Environment;

#[methods(owner = "posix")]
impl Environment {
    /// Change or add an environment variable.
    #[function("putenv(name, value, /)")]
    fn putenv(vm: &mut Vm, name: &Object, value: &Object) -> PyResult<()> {
        let name = host_string(vm, name, "putenv")?;
        let value = host_string(vm, value, "putenv")?;
        if name.as_bytes().contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        variables().insert(name, value);
        Ok(())
    }

    /// Delete an environment variable.
    #[function("unsetenv(name, /)")]
    fn unsetenv(vm: &mut Vm, name: &Object) -> PyResult<()> {
        let name = host_string(vm, name, "unsetenv")?;
        if name.is_empty() || name.as_bytes().contains(&b'=') {
            return Err(vm.os_error(nix::errno::Errno::EINVAL, None));
        }
        variables().remove(&name);
        Ok(())
    }

    /// Clear all environment variables.
    #[function("_clearenv()")]
    fn clear(_vm: &mut Vm) {
        variables().clear();
    }

    /// Create the environment dictionary.
    #[function("_create_environ()")]
    fn create(vm: &mut Vm) -> PyResult<Ref<Dict>> {
        dictionary(vm)
    }
}
