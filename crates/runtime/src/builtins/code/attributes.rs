//! The public attributes of code objects, and `replace`.

use pellucid_bytecode::{CodeFlags, Comparison, LocalKind};

use super::Code;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.hash = Some(hash);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(code) = object.downcast::<Code>() else {
        return Err(vm.type_error("not a code object"));
    };
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.name,
        object.address(),
        code.file_name(),
        code.unit.first_line
    );
    Ok(vm.new_str(&text).into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(one), Some(other)) = (left.downcast::<Code>(), right.downcast::<Code>()) else {
        return Ok(vm.not_implemented());
    };
    let same = left.is(right)
        || one.unit == other.unit && {
            let pairs = one.constants.iter().zip(other.constants.iter());
            let mut same = one.constants.len() == other.constants.len();
            for (a, b) in pairs {
                same = same && a.class_is(b.class()) && vm.equal(a, b)?;
            }
            same
        };
    match comparison {
        Comparison::Equal => Ok(vm.new_bool(same)),
        Comparison::NotEqual => Ok(vm.new_bool(!same)),
        _ => Ok(vm.not_implemented()),
    }
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(code) = object.downcast::<Code>() else { return Ok(0) };
    let words =
        code.unit.words.iter().fold(0i64, |sum, word| sum.wrapping_mul(1_000_003) ^ word.0 as i64);
    Ok(code.name.hash(vm) ^ words ^ i64::from(code.unit.first_line))
}

fn names<'a>(vm: &Vm, names: impl Iterator<Item = &'a Ref<Str>>) -> Ref<Tuple> {
    vm.new_tuple(names.map(|name| name.clone().into_object()).collect())
}

#[methods]
impl Code {
    #[member("co_name")]
    fn co_name(vm: &mut Vm, code: &Typed<Code>) -> Ref<Str> {
        let _ = vm;
        code.name.clone()
    }

    #[member("co_qualname")]
    fn co_qualname(vm: &mut Vm, code: &Typed<Code>) -> Ref<Str> {
        let _ = vm;
        code.qualified_name.clone()
    }

    #[member("co_filename")]
    fn co_filename(vm: &mut Vm, code: &Typed<Code>) -> Ref<Str> {
        let _ = vm;
        code.file_name()
    }

    #[member("co_firstlineno")]
    fn co_firstlineno(vm: &mut Vm, code: &Typed<Code>) -> u32 {
        let _ = vm;
        code.unit.first_line
    }

    #[member("co_argcount")]
    fn co_argcount(vm: &mut Vm, code: &Typed<Code>) -> u16 {
        let _ = vm;
        code.unit.positional
    }

    #[member("co_posonlyargcount")]
    fn co_posonlyargcount(vm: &mut Vm, code: &Typed<Code>) -> u16 {
        let _ = vm;
        code.unit.positional_only
    }

    #[member("co_kwonlyargcount")]
    fn co_kwonlyargcount(vm: &mut Vm, code: &Typed<Code>) -> u16 {
        let _ = vm;
        code.unit.keyword_only
    }

    #[member("co_nlocals")]
    fn co_nlocals(vm: &mut Vm, code: &Typed<Code>) -> usize {
        let _ = vm;
        code.variables().len()
    }

    #[getter("co_varnames")]
    fn co_varnames(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        names(vm, code.variables().into_iter())
    }

    #[getter("co_cellvars")]
    fn co_cellvars(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        names(vm, code.names_of(&[LocalKind::Cell]))
    }

    #[getter("co_freevars")]
    fn co_freevars(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        names(vm, code.names_of(&[LocalKind::Free]))
    }

    #[member("co_consts")]
    fn co_consts(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        vm.new_tuple(code.constants.to_vec())
    }

    #[member("co_names")]
    fn co_names(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        names(vm, code.names.iter())
    }

    #[member("co_flags")]
    fn co_flags(vm: &mut Vm, code: &Typed<Code>) -> u32 {
        let _ = vm;
        code.unit.flags.bits()
    }

    #[getter("co_code")]
    #[getter("_co_code_adaptive")]
    fn co_code(vm: &mut Vm, code: &Typed<Code>) -> Ref<Bytes> {
        let bytes: Vec<u8> = code.unit.words.iter().flat_map(|word| word.0.to_le_bytes()).collect();
        vm.new_bytes(&bytes)
    }

    #[member("co_stacksize")]
    fn co_stacksize(vm: &mut Vm, code: &Typed<Code>) -> usize {
        let _ = vm;
        code.stack_size()
    }

    #[member("co_exceptiontable")]
    fn co_exceptiontable(vm: &mut Vm, code: &Typed<Code>) -> Ref<Bytes> {
        let mut bytes = Vec::new();
        for row in &code.unit.handlers {
            bytes.extend(
                [row.start, row.end, row.target].iter().flat_map(|word| word.to_le_bytes()),
            );
            bytes.extend([row.depth, row.register].iter().flat_map(|word| word.to_le_bytes()));
        }
        vm.new_bytes(&bytes)
    }

    /// Return a copy of the code object with new values for the specified fields.
    #[method("replace(self, /, **changes)")]
    #[method("__replace__(self, /, **changes)")]
    fn replace(vm: &mut Vm, code: &Typed<Code>, changes: Keywords<'_>) -> PyResult<Ref<Code>> {
        let mut unit = code.unit_with_texts();
        let mut constants = code.constants.to_vec();
        let mut file_name = code.file_name();
        for (name, value) in changes.iter() {
            match name.to_string().as_str() {
                "co_name" => unit.name = text(vm, value)?,
                "co_qualname" => unit.qualified_name = text(vm, value)?,
                "co_filename" => file_name = vm.str(value)?,
                "co_firstlineno" => unit.first_line = number(vm, value)?,
                "co_flags" => unit.flags = CodeFlags::from_bits_retain(number(vm, value)?),
                "co_consts" => {
                    let given = vm.collect(value)?;
                    if given.len() < constants.len() {
                        return Err(vm.value_error("code: co_consts is too small"));
                    }
                    constants = given;
                }
                "co_names" => {
                    let given = vm.collect(value)?;
                    if given.len() < unit.names.len() {
                        return Err(vm.value_error("code: co_names is too small"));
                    }
                    let given: PyResult<Vec<_>> = given.iter().map(|name| text(vm, name)).collect();
                    unit.names = given?;
                }
                "co_varnames" | "co_freevars" | "co_cellvars" => {
                    rename(vm, &mut unit, &name.to_string(), value)?;
                }
                field @ ("co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount"
                | "co_nlocals" | "co_stacksize" | "co_code" | "co_linetable"
                | "co_exceptiontable") => {
                    let old = vm.get_attribute(code.as_object(), name)?;
                    if !vm.equal(&old, value)? {
                        return Err(vm.value_error(format!("code: {field} cannot be replaced")));
                    }
                }
                field => {
                    return Err(vm.type_error(format!(
                        "replace() got an unexpected keyword argument '{field}'"
                    )));
                }
            }
        }
        Code::with_parts(vm, unit, constants, file_name)
    }

    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, code: &Typed<Code>) -> usize {
        vm.basic_size(code.class()) + code.unit.words.len() * 8
    }
}

fn text(vm: &mut Vm, value: &Object) -> PyResult<Box<str>> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text.to_string().into_boxed_str()),
        None => Err(vm.type_error("name tuples must contain only strings")),
    }
}

fn number(vm: &mut Vm, value: &Object) -> PyResult<u32> {
    let int = vm.index(value)?;
    let number = int.to_i64().and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| vm.value_error("code: number out of range"))
}

fn rename(
    vm: &mut Vm,
    unit: &mut pellucid_bytecode::CodeUnit,
    field: &str,
    value: &Object,
) -> PyResult<()> {
    let given = vm.collect(value)?;
    let parameters = unit.parameters();
    let mut given = given.iter();
    for (index, (name, kind)) in unit.locals.iter_mut().enumerate() {
        let belongs = match field {
            "co_varnames" => index < parameters || *kind == LocalKind::Plain,
            "co_cellvars" => *kind == LocalKind::Cell,
            _ => *kind == LocalKind::Free,
        };
        if belongs {
            let Some(new) = given.next() else {
                return Err(vm.value_error(format!("code: {field} is too small")));
            };
            *name = text(vm, new)?;
        }
    }
    if given.next().is_some() {
        return Err(vm.value_error(format!("code: {field} is too large")));
    }
    Ok(())
}
