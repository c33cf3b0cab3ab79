//! `mmap`: memory that the host maps, anonymous or the bytes of a file, as a mutable bytes-like object.

mod methods;
mod slots;
mod value;

use nix::libc;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

pub use value::{Access, Mmap};

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { types: &[&SPEC], initialise: Some(initialise), ..ModuleSpec::new("mmap") };

static SPEC: TypeSpec = TypeSpec {
    module: "mmap",
    doc: "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_READ | PROT_WRITE, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)\n--\n\nMaps length bytes of an open file, from offset on, and shows them as a mutable object; a fileno of -1 maps anonymous memory.\nA length of 0 means everything up to the end of the file. MAP_SHARED shares changes with the file and with other processes\nthat map it, MAP_PRIVATE keeps them.",
    flags: TypeFlags::BASE_TYPE,
    slots: slots::fill,
    methods: &[Mmap::METHODS, Mmap::WHOLE_METHODS],
    getsets: &[Mmap::GETSETS],
    ..TypeSpec::new::<Mmap>("mmap")
};

macro_rules! numbers {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), libc::$name as i64)),*]
    };
}

const NUMBERS: &[(&str, i64)] = numbers![
    PROT_EXEC,
    PROT_READ,
    PROT_WRITE,
    MAP_SHARED,
    MAP_PRIVATE,
    MAP_DENYWRITE,
    MAP_EXECUTABLE,
    MAP_ANON,
    MAP_ANONYMOUS,
    MAP_POPULATE,
    MAP_STACK,
    MAP_NORESERVE,
    MADV_NORMAL,
    MADV_RANDOM,
    MADV_SEQUENTIAL,
    MADV_WILLNEED,
    MADV_DONTNEED,
    MADV_FREE,
    MADV_REMOVE,
    MADV_DONTFORK,
    MADV_DOFORK,
    MADV_MERGEABLE,
    MADV_UNMERGEABLE,
    MADV_HUGEPAGE,
    MADV_NOHUGEPAGE,
    MADV_DONTDUMP,
    MADV_DODUMP,
    MADV_HWPOISON,
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let page_bytes = rustix::param::page_size() as i64;
    let others = [
        ("PAGESIZE", page_bytes),
        ("ALLOCATIONGRANULARITY", page_bytes),
        ("ACCESS_DEFAULT", Access::Default as i64),
        ("ACCESS_READ", Access::Read as i64),
        ("ACCESS_WRITE", Access::Write as i64),
        ("ACCESS_COPY", Access::Copy as i64),
    ];
    for (name, number) in NUMBERS.iter().copied().chain(others) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    let error = vm.types.os_error.clone();
    vm.set_in_module(module, "error", error.into_object())
}
