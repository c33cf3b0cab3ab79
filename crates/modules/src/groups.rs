//! `grp`: the host's groups of users.

use nix::errno::Errno;
use nix::unistd::{Gid, Group};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Access to the Unix group database.\n\nGroup entries are reported as 4-tuples containing the following fields\nfrom the group database, in order:\n\n  name   - name of the group\n  passwd - group password (encrypted); often empty\n  gid    - numeric ID of the group\n  mem    - list of members\n\nThe gid is an integer, name and password are strings.  (Note that most\nusers are not explicitly listed as members of the groups they are in\naccording to the password database.  Check both databases to get\ncomplete membership information.)",
    functions: &[Groups::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("grp")
};

static ENTRY: StructSequenceSpec = StructSequenceSpec::new(
    "grp",
    "struct_group",
    "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.",
    &[
        ("gr_name", "group name"),
        ("gr_passwd", "password"),
        ("gr_gid", "group id"),
        ("gr_mem", "group members"),
    ],
    4,
);

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let class = StructSequence::class(vm, &ENTRY)?;
    vm.set_in_module(module, "struct_group", class.into_object())
}

fn entry(vm: &mut Vm, group: Group) -> PyResult {
    let members = group.mem.iter().map(|name| vm.new_str(name).into_object()).collect();
    let values = vec![
        vm.new_str(&group.name).into_object(),
        vm.decode_file_name(group.passwd.as_bytes()).into_object(),
        vm.new_int(i64::from(group.gid.as_raw())),
        vm.new_list(members)?.into_object(),
    ];
    Ok(StructSequence::instance(vm, &ENTRY, values)?.into_object())
}

fn found(vm: &mut Vm, group: nix::Result<Option<Group>>, missing: String) -> PyResult {
    match group {
        Ok(Some(group)) => entry(vm, group),
        Ok(None) | Err(Errno::ENOENT) => {
            let class = vm.types.key_error.clone();
            Err(vm.raise_message(&class, &missing))
        }
        Err(errno) => Err(vm.os_error(errno, None)),
    }
}

/// The functions of `grp`.
pub struct Groups;

#[methods(owner = "grp")]
impl Groups {
    /// Return the group database entry for the given numeric group ID.
    ///
    /// If id is not valid, raise KeyError.
    #[function("getgrgid(id)")]
    fn by_number(vm: &mut Vm, id: u32) -> PyResult {
        let group = vm.blocking(|| Group::from_gid(Gid::from_raw(id)));
        found(vm, group, format!("getgrgid(): gid not found: {id}"))
    }

    /// Return the group database entry for the given group name.
    ///
    /// If name is not valid, raise KeyError.
    #[function("getgrnam(name)")]
    fn by_name(vm: &mut Vm, name: &Typed<Str>) -> PyResult {
        let text = name.to_string();
        if text.contains('\0') {
            return Err(vm.value_error("embedded null byte"));
        }
        let group = vm.blocking(|| Group::from_name(&text));
        found(vm, group, format!("getgrnam(): name not found: '{text}'"))
    }

    /// Return a list of all available group entries, in arbitrary order.
    #[function("getgrall()")]
    fn all(vm: &mut Vm) -> PyResult<Vec<Ref>> {
        // The groups of other sources than the file cannot be listed safely.
        let text = vm.blocking(|| std::fs::read_to_string("/etc/group")).unwrap_or_default();
        let mut entries = Vec::new();
        for line in text.lines() {
            let Some(name) = line.split(':').next().filter(|name| !name.is_empty()) else {
                continue;
            };
            if let Ok(Some(group)) = Group::from_name(name) {
                entries.push(entry(vm, group)?);
            }
        }
        Ok(entries)
    }
}
