//! `pwd`: the host's users.

use nix::errno::Errno;
use nix::unistd::{Uid, User};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;
use std::os::unix::ffi::OsStrExt;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides access to the Unix password database.\nIt is available on all Unix versions.\n\nPassword database entries are reported as 7-tuples containing the following\nitems from the password database (see `<pwd.h>'), in order:\npw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.\nThe uid and gid items are integers, all others are strings. An\nexception is raised if the entry asked for cannot be found.",
    functions: &[Users::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("pwd")
};

static ENTRY: StructSequenceSpec = StructSequenceSpec::new(
    "pwd",
    "struct_passwd",
    "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
    &[
        ("pw_name", "user name"),
        ("pw_passwd", "password"),
        ("pw_uid", "user id"),
        ("pw_gid", "group id"),
        ("pw_gecos", "real name"),
        ("pw_dir", "home directory"),
        ("pw_shell", "shell program"),
    ],
    7,
);

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let class = StructSequence::class(vm, &ENTRY)?;
    vm.set_in_module(module, "struct_passwd", class.into_object())
}

fn entry(vm: &mut Vm, found: nix::Result<Option<User>>, missing: String) -> PyResult {
    let user = match found {
        Ok(Some(user)) => user,
        Ok(None) | Err(Errno::ENOENT) => {
            let class = vm.types.key_error.clone();
            return Err(vm.raise_message(&class, &missing));
        }
        Err(errno) => return Err(vm.os_error(errno, None)),
    };
    let values = vec![
        vm.new_str(&user.name).into_object(),
        vm.decode_file_name(user.passwd.as_bytes()).into_object(),
        vm.new_int(i64::from(user.uid.as_raw())),
        vm.new_int(i64::from(user.gid.as_raw())),
        vm.decode_file_name(user.gecos.as_bytes()).into_object(),
        vm.decode_file_name(user.dir.as_os_str().as_bytes()).into_object(),
        vm.decode_file_name(user.shell.as_os_str().as_bytes()).into_object(),
    ];
    Ok(StructSequence::instance(vm, &ENTRY, values)?.into_object())
}

/// The functions of `pwd`.
pub struct Users;

#[methods(owner = "pwd")]
impl Users {
    /// Return the password database entry for the given numeric user ID.
    ///
    /// See `help(pwd)` for more on password database entries.
    #[function("getpwuid(uidobj, /)")]
    fn by_number(vm: &mut Vm, uidobj: u32) -> PyResult {
        let found = vm.blocking(|| User::from_uid(Uid::from_raw(uidobj)));
        entry(vm, found, format!("getpwuid(): uid not found: {uidobj}"))
    }

    /// Return the password database entry for the given user name.
    ///
    /// See `help(pwd)` for more on password database entries.
    #[function("getpwnam(name, /)")]
    fn by_name(vm: &mut Vm, name: &Typed<Str>) -> PyResult {
        let text = name.to_string();
        let found =
            if text.contains('\0') { Ok(None) } else { vm.blocking(|| User::from_name(&text)) };
        entry(vm, found, format!("getpwnam(): name not found: '{text}'"))
    }
}
