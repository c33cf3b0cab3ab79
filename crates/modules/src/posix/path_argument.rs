//! Path, descriptor and directory arguments, as the functions of `posix` take them.

use std::ffi::OsString;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use pellucid_runtime::object::Place;
use pellucid_runtime::prelude::*;

/// A path as the program gave it and as the host wants it.
pub struct HostPath {
    /// What was given; errors name it.
    pub object: Ref,
    /// For the host; empty if a descriptor was given.
    pub path: PathBuf,
    /// The descriptor, if one was given in place of a path.
    pub descriptor: Option<RawFd>,
    /// Whether the path was `bytes`, so that names found there are too.
    pub is_bytes: bool,
}

impl HostPath {
    fn convert(vm: &mut Vm, value: &Object, place: Place, allowed: &str) -> PyResult<HostPath> {
        let (function, name) = (place.signature.name, place.signature.parameters[place.index].name);
        if allowed.contains("integer") && !value.holds::<Str>() && !value.holds::<Bytes>() {
            let index = vm.names.__index__.clone();
            if value.class().lookup(vm, &index).is_some() {
                let descriptor = RawFd::from_argument(vm, value, place)?;
                let object = value.to_ref();
                return Ok(HostPath {
                    object,
                    path: PathBuf::new(),
                    descriptor: Some(descriptor),
                    is_bytes: false,
                });
            }
        }
        let fs_path = vm.names.__fspath__.clone();
        let suits = value.holds::<Str>()
            || value.holds::<Bytes>()
            || value.class().lookup(vm, &fs_path).is_some();
        if !suits {
            let class = value.class().name(vm);
            return Err(
                vm.type_error(format!("{function}: {name} should be {allowed}, not {class}"))
            );
        }
        let plain = vm.fs_path(value)?;
        let bytes = match (plain.downcast::<Str>(), plain.downcast::<Bytes>()) {
            (Some(text), _) => vm.encode_file_name(text)?,
            (_, Some(bytes)) => bytes.as_slice().to_vec(),
            _ => Vec::new(),
        };
        if bytes.contains(&0) {
            return Err(vm.value_error(format!("{function}: embedded null character in {name}")));
        }
        let is_bytes = plain.holds::<Bytes>();
        let path = PathBuf::from(OsString::from_vec(bytes));
        Ok(HostPath { object: plain, path, descriptor: None, is_bytes })
    }

    /// A name found at this path: `bytes` if the path is, otherwise `str`.
    pub fn name(&self, vm: &mut Vm, name: &[u8]) -> Ref {
        if self.is_bytes {
            vm.new_bytes(name).into_object()
        } else {
            vm.decode_file_name(name).into_object()
        }
    }
}

/// A path and nothing else.
pub struct PathOnly(pub HostPath);

/// A path or an open file.
pub struct PathOrDescriptor(pub HostPath);

/// A path, an open directory, or `None` for the present directory.
pub struct DirectoryPath(pub HostPath);

impl<'a> FromArgument<'a> for PathOnly {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        HostPath::convert(vm, value, place, "string, bytes or os.PathLike").map(PathOnly)
    }
}

impl<'a> FromArgument<'a> for PathOrDescriptor {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        HostPath::convert(vm, value, place, "string, bytes, os.PathLike or integer")
            .map(PathOrDescriptor)
    }
}

impl<'a> FromArgument<'a> for DirectoryPath {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        HostPath::convert(vm, value, place, "string, bytes, os.PathLike, integer or None")
            .map(DirectoryPath)
    }
}

/// An open directory that relative paths start from.
#[derive(Clone, Copy)]
pub struct DirectoryDescriptor(pub RawFd);

impl<'a> FromArgument<'a> for DirectoryDescriptor {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        let index = vm.names.__index__.clone();
        if value.class().lookup(vm, &index).is_none() {
            let class = value.class().name(vm);
            return Err(vm.type_error(format!("argument should be integer or None, not {class}")));
        }
        RawFd::from_argument(vm, value, place).map(DirectoryDescriptor)
    }
}

/// The descriptor of a directory argument.
pub fn directory(argument: Option<DirectoryDescriptor>) -> Option<RawFd> {
    argument.map(|argument| argument.0)
}

/// A descriptor, or an object with `fileno()`.
#[derive(Clone, Copy)]
pub struct Descriptor(pub RawFd);

impl<'a> FromArgument<'a> for Descriptor {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        descriptor(vm, value, place)
    }
}

fn descriptor(vm: &mut Vm, value: &Object, place: Place) -> PyResult<Descriptor> {
    if value.holds::<Int>() {
        return checked(vm, value, place);
    }
    let name = vm.intern("fileno");
    let Some(method) = vm.find_attribute(value, &name)? else {
        return Err(vm.type_error("argument must be an int, or have a fileno() method."));
    };
    let number = vm.call(&method, Args::EMPTY)?;
    if !number.holds::<Int>() {
        return Err(vm.type_error("fileno() returned a non-integer"));
    }
    checked(vm, &number, place)
}

fn checked(vm: &mut Vm, value: &Object, place: Place) -> PyResult<Descriptor> {
    match RawFd::from_argument(vm, value, place)? {
        number if number < 0 => {
            Err(vm.value_error(format!("file descriptor cannot be a negative integer ({number})")))
        }
        number => Ok(Descriptor(number)),
    }
}

/// What a buffer argument holds.
pub fn buffer_bytes(vm: &mut Vm, value: &Object) -> PyResult<Vec<u8>> {
    if let Some(bytes) = value.downcast::<Bytes>() {
        return Ok(bytes.as_slice().to_vec());
    }
    if value.holds::<Str>() {
        return Err(vm.type_error("a bytes-like object is required, not 'str'"));
    }
    let (view, to_bytes) = (vm.intern("memoryview"), vm.intern("tobytes"));
    let Some(view) = vm.builtins.get_str(vm, &view) else {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    let view = vm.call_positional(&view, &[value])?;
    let bytes = vm.call_method(&view, &to_bytes, &[])?;
    Ok(bytes.downcast::<Bytes>().map_or(Vec::new(), |bytes| bytes.as_slice().to_vec()))
}
