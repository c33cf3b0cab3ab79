//! Path texts: what `posixpath` leaves to native code.

use pellucid_runtime::prelude::*;
use pellucid_text::TextBuilder;

/// A path's characters: code points of `str`, bytes of `bytes`.
struct PathText {
    units: Vec<u32>,
    is_bytes: bool,
}

impl PathText {
    fn new(vm: &mut Vm, path: &Object) -> PyResult<PathText> {
        let plain = vm.fs_path(path)?;
        Ok(match (plain.downcast::<Str>(), plain.downcast::<Bytes>()) {
            (Some(text), _) => {
                PathText { units: text.text().code_points().collect(), is_bytes: false }
            }
            (_, Some(bytes)) => PathText {
                units: bytes.as_slice().iter().map(|&byte| u32::from(byte)).collect(),
                is_bytes: true,
            },
            _ => PathText { units: Vec::new(), is_bytes: false },
        })
    }

    fn object(&self, vm: &mut Vm, units: &[u32]) -> Ref {
        if self.is_bytes {
            let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
            return vm.new_bytes(&bytes).into_object();
        }
        let mut text = TextBuilder::new();
        units.iter().for_each(|&unit| text.push(unit));
        vm.new_text(&text.finish()).into_object()
    }

    /// How many of the leading slashes are the root: exactly two mean something of their own.
    fn root_length(&self) -> usize {
        match self.units.iter().take_while(|&&unit| unit == SLASH).count() {
            0 => 0,
            2 => 2,
            _ => 1,
        }
    }
}

const SLASH: u32 = '/' as u32;
const DOT: u32 = '.' as u32;

/// The functions about path texts.
pub struct Paths;

#[methods(owner = "posix")]
impl Paths {
    /// Return the file system path representation of the object.
    ///
    /// If the object is str or bytes, then allow it to pass through as-is. If the
    /// object defines __fspath__(), then return the result of that method. All other
    /// types raise a TypeError.
    #[function("fspath(path)")]
    fn fspath(vm: &mut Vm, path: &Object) -> PyResult {
        vm.fs_path(path)
    }

    /// Split a pathname into drive, root and tail.
    ///
    /// The tail contains anything after the root.
    #[function("_path_splitroot_ex(p, /)")]
    fn split_root(vm: &mut Vm, p: &Object) -> PyResult {
        let path = PathText::new(vm, p)?;
        let root = path.root_length();
        let parts = vec![
            path.object(vm, &[]),
            path.object(vm, &path.units[..root]),
            path.object(vm, &path.units[root..]),
        ];
        Ok(vm.new_tuple(parts).into_object())
    }

    /// Normalize path, eliminating double slashes, etc.
    #[function("_path_normpath(path)")]
    fn normalise(vm: &mut Vm, path: &Object) -> PyResult {
        let path = PathText::new(vm, path)?;
        let root = path.root_length();
        let mut parts: Vec<&[u32]> = Vec::new();
        for part in path.units[root..].split(|&unit| unit == SLASH) {
            match part {
                [] | [DOT] => {}
                [DOT, DOT] if parts.last().is_some_and(|last| *last != [DOT, DOT]) => {
                    parts.pop();
                }
                [DOT, DOT] if root > 0 => {}
                _ => parts.push(part),
            }
        }
        let mut units = path.units[..root].to_vec();
        units.extend(parts.join(&SLASH));
        if units.is_empty() {
            units.push(DOT);
        }
        Ok(path.object(vm, &units))
    }
}
