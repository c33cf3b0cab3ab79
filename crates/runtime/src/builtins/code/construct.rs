//! Making code objects from their parts: `types.CodeType(...)` and `code.replace(...)`.
//!
//! The instructions are those of this machine. In `co_code` a site of an inline cache is the name that it is about, so
//! that the bytes say all. What a program puts together is verified before it becomes code.

use pellucid_bytecode::{CodeFlags, CodeUnit, Constant, Handler, Opcode, Role, Word, verify};

use super::layout::{Group, Names};
use super::{Code, lines};
use crate::prelude::*;

/// Bytes of a row in `co_exceptiontable`.
const ROW: usize = 16;

impl Code {
    /// `co_code`
    pub(super) fn code_bytes(&self) -> Vec<u8> {
        let with_name = |word: &Word| {
            let mut word = *word;
            if word.opcode().layout().roles[2] == Role::Site
                && let Some(&name) = self.unit.sites.get(word.c() as usize)
            {
                word = Word::new(word.opcode(), word.x(), word.a(), word.b(), name);
            }
            word.0.to_le_bytes()
        };
        self.unit.words.iter().flat_map(with_name).collect()
    }

    /// `co_exceptiontable`
    pub(super) fn table_bytes(&self) -> Vec<u8> {
        let row = |row: &Handler| {
            let words = [row.start, row.end, row.target].map(u32::to_le_bytes).concat();
            [words, [row.depth, row.register].map(u16::to_le_bytes).concat()].concat()
        };
        self.unit.handlers.iter().flat_map(row).collect()
    }
}

/// Puts the words of `co_code` into a unit; each use of a name by an inline cache becomes a site of its own.
fn set_words(vm: &mut Vm, unit: &mut CodeUnit, bytes: &[u8]) -> PyResult<()> {
    let (words, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || words.is_empty() {
        return Err(vm.value_error("code: co_code is malformed"));
    }
    unit.words.clear();
    unit.sites.clear();
    for bytes in words {
        let mut word = Word(u64::from_le_bytes(*bytes));
        if !Opcode::is_of_units(bytes[0]) {
            return Err(vm.value_error(format!("code: unknown opcode {}", bytes[0])));
        }
        if word.opcode().layout().roles[2] == Role::Site {
            let Ok(site) = u16::try_from(unit.sites.len()) else {
                return Err(vm.value_error("code: too many inline caches"));
            };
            unit.sites.push(word.c());
            word = Word::new(word.opcode(), word.x(), word.a(), word.b(), site);
        }
        unit.words.push(word);
    }
    Ok(())
}

fn set_table(vm: &mut Vm, unit: &mut CodeUnit, bytes: &[u8]) -> PyResult<()> {
    let (rows, rest) = bytes.as_chunks::<ROW>();
    if !rest.is_empty() {
        return Err(vm.value_error("code: co_exceptiontable is not made of whole rows"));
    }
    let row = |row: &[u8; ROW]| {
        let long = |at: usize| u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]);
        let short = |at: usize| u16::from_le_bytes([row[at], row[at + 1]]);
        let (start, end, target) = (long(0), long(4), long(8));
        Handler { start, end, target, depth: short(12), register: short(14) }
    };
    unit.handlers = rows.iter().map(row).collect();
    Ok(())
}

/// The code of a unit that a program has put together, if the verifier says that it may run.
fn verified(
    vm: &mut Vm,
    mut unit: CodeUnit,
    constants: Vec<Ref>,
    file_name: Ref<Str>,
) -> PyResult<Ref<Code>> {
    let registers = unit.registers_named().max(unit.registers as usize);
    match u16::try_from(registers) {
        Ok(count) if registers <= pellucid_bytecode::REGISTERS_MAX => unit.registers = count,
        _ => return Err(vm.value_error("code: too many registers")),
    }
    unit.constants = constants.iter().map(|object| known_of(object)).collect();
    if let Err(defect) = verify(&unit) {
        return Err(vm.value_error(format!("code: {defect}")));
    }
    unit.constants = Vec::new();
    Code::with_parts(vm, unit, constants, file_name)
}

/// What the verifier has to know of a constant: whether it is a tuple of names, as calls with keywords want.
fn known_of(object: &Object) -> Constant {
    let name = Constant::Str { wtf8: Box::default(), interned: false };
    match object.downcast::<Tuple>() {
        Some(tuple) if tuple.items().iter().all(|item| item.holds::<Str>()) => {
            Constant::Tuple(vec![name; tuple.items().len()].into())
        }
        _ => Constant::Ellipsis,
    }
}

#[methods(REPLACE)]
impl Code {
    #[constructor(
        "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        argcount: &Object,
        posonlyargcount: &Object,
        kwonlyargcount: &Object,
        nlocals: &Object,
        stacksize: &Object,
        flags: &Object,
        codestring: &Typed<Bytes>,
        constants: &Typed<Tuple>,
        names: &Typed<Tuple>,
        varnames: &Typed<Tuple>,
        filename: &Typed<Str>,
        name: &Typed<Str>,
        qualname: &Typed<Str>,
        firstlineno: &Object,
        linetable: &Typed<Bytes>,
        exceptiontable: &Typed<Bytes>,
        freevars: Option<&Typed<Tuple>>,
        cellvars: Option<&Typed<Tuple>>,
    ) -> PyResult<Ref<Code>> {
        let _ = class;
        let mut unit = CodeUnit {
            name: name.to_string().into(),
            qualified_name: qualname.to_string().into(),
            first_line: number(vm, Field::Given("firstlineno"), firstlineno)?,
            positional: count(vm, Field::Given("argcount"), argcount)?,
            positional_only: count(vm, Field::Given("posonlyargcount"), posonlyargcount)?,
            keyword_only: count(vm, Field::Given("kwonlyargcount"), kwonlyargcount)?,
            flags: CodeFlags::from_bits_retain(number(vm, Field::Given("flags"), flags)?),
            stack_size: number(vm, Field::Given("stacksize"), stacksize)?,
            names: texts(vm, names)?,
            ..CodeUnit::default()
        };
        let variables = texts(vm, varnames)?;
        check_local_count(vm, Field::Given("nlocals"), nlocals, variables.len())?;
        let mut group = |given: Option<&Typed<Tuple>>| match given {
            Some(given) => texts(vm, given),
            None => Ok(Vec::new()),
        };
        let (free, cells) = (group(freevars)?, group(cellvars)?);
        Names { variables, cells, free }.lay_out(vm, &mut unit)?;
        set_words(vm, &mut unit, codestring.as_slice())?;
        set_table(vm, &mut unit, exceptiontable.as_slice())?;
        lines::set_positions(vm, &mut unit, linetable.as_slice())?;
        verified(vm, unit, constants.items().to_vec(), filename.to_ref())
    }

    /// Return a copy of the code object with new values for the specified fields.
    #[method("replace(self, /, **changes)")]
    #[method("__replace__(self, /, **changes)")]
    fn replace(vm: &mut Vm, code: &Typed<Code>, changes: Keywords<'_>) -> PyResult<Ref<Code>> {
        let mut unit = code.unit_with_texts();
        let mut constants = code.constants.items().to_vec();
        let mut file_name = code.file_name();
        let moves = changes.get("co_code").is_none();
        for (name, value) in changes.iter() {
            let field = name.to_string();
            match field.as_str() {
                "co_name" => unit.name = text_of(vm, &field, value)?,
                "co_qualname" => unit.qualified_name = text_of(vm, &field, value)?,
                "co_filename" => {
                    file_name = typed::<Str>(vm, &field, "str", value)?.to_ref();
                }
                "co_consts" => {
                    constants = typed::<Tuple>(vm, &field, "tuple", value)?.items().to_vec();
                }
                "co_names" => {
                    let names = typed(vm, &field, "tuple", value)?;
                    unit.names = texts(vm, names)?;
                }
                "co_argcount" => {
                    unit.positional = count(vm, Field::Replaced("co_argcount"), value)?
                }
                "co_posonlyargcount" => {
                    unit.positional_only = count(vm, Field::Replaced("co_posonlyargcount"), value)?
                }
                "co_kwonlyargcount" => {
                    unit.keyword_only = count(vm, Field::Replaced("co_kwonlyargcount"), value)?
                }
                "co_stacksize" => {
                    unit.stack_size = number(vm, Field::Replaced("co_stacksize"), value)?
                }
                "co_flags" => {
                    unit.flags = CodeFlags::from_bits_retain(number(
                        vm,
                        Field::Replaced("co_flags"),
                        value,
                    )?);
                }
                // These follow, in an order of their own.
                "co_varnames" | "co_cellvars" | "co_freevars" | "co_nlocals" | "co_code"
                | "co_exceptiontable" | "co_linetable" | "co_firstlineno" => {}
                field => {
                    return Err(vm.type_error(format!(
                        "replace() got an unexpected keyword argument '{field}'"
                    )));
                }
            }
        }
        for (field, group) in [
            ("co_varnames", Group::Variables),
            ("co_cellvars", Group::Cells),
            ("co_freevars", Group::Free),
        ] {
            if let Some(names) = changes.get(field) {
                let names = typed(vm, field, "tuple", names)?;
                let names = texts(vm, names)?;
                group.rename(vm, &mut unit, names, moves)?;
            }
        }
        replace_bytes(vm, &mut unit, changes)?;
        if unit.parameters() > unit.locals.len() {
            return Err(vm.value_error("code: co_varnames is too small"));
        }
        let made = verified(vm, unit, constants, file_name)?;
        if let Some(value) = changes.get("co_nlocals") {
            check_local_count(vm, Field::Replaced("co_nlocals"), value, made.variables().len())?;
        }
        Ok(made)
    }
}

/// Replaces what is given as bytes, and the first line, on which the lines of all words depend.
fn replace_bytes(vm: &mut Vm, unit: &mut CodeUnit, changes: Keywords<'_>) -> PyResult<()> {
    if let Some(value) = changes.get("co_firstlineno") {
        let line = number(vm, Field::Replaced("co_firstlineno"), value)?;
        let before = std::mem::replace(&mut unit.first_line, line);
        lines::move_lines(unit, i64::from(line) - i64::from(before));
    }
    if let Some(value) = changes.get("co_exceptiontable") {
        let bytes = typed::<Bytes>(vm, "co_exceptiontable", "bytes", value)?;
        set_table(vm, unit, bytes.as_slice())?;
    }
    if let Some(value) = changes.get("co_code") {
        let bytes = typed::<Bytes>(vm, "co_code", "bytes", value)?;
        let count = unit.words.len();
        set_words(vm, unit, bytes.as_slice())?;
        if unit.words.len() != count && changes.get("co_linetable").is_none() {
            lines::fit_positions(unit);
        }
    }
    if let Some(value) = changes.get("co_linetable") {
        let bytes = typed::<Bytes>(vm, "co_linetable", "bytes", value)?;
        lines::set_positions(vm, unit, bytes.as_slice())?;
    }
    Ok(())
}

/// A value that `replace` takes only of one type.
fn typed<'v, T: pellucid_heap::Payload>(
    vm: &mut Vm,
    field: &str,
    wanted: &str,
    value: &'v Object,
) -> PyResult<&'v Typed<T>> {
    match value.downcast::<T>() {
        Some(value) => Ok(value),
        None => {
            let class = value.class().name(vm);
            let message = format!("replace() argument '{field}' must be {wanted}, not {class}");
            Err(vm.type_error(message))
        }
    }
}

/// How messages call a number: as an argument of `CodeType`, or as one of `replace`.
#[derive(Clone, Copy)]
enum Field {
    Given(&'static str),
    Replaced(&'static str),
}

fn check_local_count(vm: &mut Vm, field: Field, given: &Object, count: usize) -> PyResult<()> {
    if number(vm, field, given)? as usize == count {
        return Ok(());
    }
    Err(vm.value_error("code: co_nlocals != len(co_varnames)"))
}

fn text_of(vm: &mut Vm, field: &str, value: &Object) -> PyResult<Box<str>> {
    Ok(typed::<Str>(vm, field, "str", value)?.to_string().into())
}

fn texts(vm: &mut Vm, names: &Typed<Tuple>) -> PyResult<Vec<Box<str>>> {
    let text = |name: &Ref| name.downcast::<Str>().map(|text| text.to_string().into_boxed_str());
    let texts: Option<Vec<_>> = names.items().iter().map(text).collect();
    texts.ok_or_else(|| vm.system_error("non-string found in code slot"))
}

fn number(vm: &mut Vm, field: Field, value: &Object) -> PyResult<u32> {
    let number = vm.index(value)?.to_i64();
    match number.map(u32::try_from) {
        Some(Ok(number)) if i32::try_from(number).is_ok() => Ok(number),
        Some(_) if number.is_some_and(|number| number < 0) => Err(vm.value_error(match field {
            Field::Given(name) => format!("code: {name} must not be negative"),
            Field::Replaced(name) => format!("{name} must be a positive integer"),
        })),
        _ => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn count(vm: &mut Vm, field: Field, value: &Object) -> PyResult<u16> {
    match u16::try_from(number(vm, field, value)?) {
        Ok(count) => Ok(count),
        Err(_) => Err(vm.value_error("code: varnames is too small")),
    }
}
