//! The public attributes of code objects, equality and hash.

use pellucid_bytecode::{Comparison, LocalKind};

use super::Code;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.hash = Some(hash);
    slots.new = Some(Code::REPLACE_NEW);
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
    let mut same = left.is(right) || same_but_constants(one, other);
    if same && !left.is(right) {
        for (a, b) in one.constants.items().iter().zip(other.constants.items()) {
            same = same && a.class_is(b.class()) && vm.equal(a, b)?;
        }
    }
    match comparison {
        Comparison::Equal => Ok(vm.new_bool(same)),
        Comparison::NotEqual => Ok(vm.new_bool(!same)),
        _ => Ok(vm.not_implemented()),
    }
}

/// Whether two pieces of code are equal, if their constants are.
fn same_but_constants(one: &Code, other: &Code) -> bool {
    let numbers = |code: &Code| {
        let unit = &code.unit;
        let counts = [unit.positional, unit.positional_only, unit.keyword_only];
        (counts, unit.flags, unit.first_line, code.constants.items().len(), code.kinds.clone())
    };
    let (a, b) = (&one.unit, &other.unit);
    let texts = |one: &[Ref<Str>], other: &[Ref<Str>]| {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.same_text(b))
    };
    numbers(one) == numbers(other)
        && one.name.same_text(&other.name)
        && a.words == b.words
        && (&a.sites, &a.handlers, &a.positions) == (&b.sites, &b.handlers, &b.positions)
        && texts(&one.names, &other.names)
        && texts(&one.locals, &other.locals)
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(code) = object.downcast::<Code>() else { return Ok(0) };
    let mut sum = code.name.hash(vm);
    for name in code.names.iter().chain(&code.locals) {
        sum = sum.wrapping_mul(1_000_003) ^ name.hash(vm);
    }
    for constant in code.constants.items() {
        sum = sum.wrapping_mul(1_000_003) ^ vm.hash(constant)?;
    }
    let mut add = |number: i64| sum = sum.wrapping_mul(1_000_003) ^ number;
    let unit = &code.unit;
    let counts = [unit.positional, unit.positional_only, unit.keyword_only];
    counts.into_iter().for_each(|count| add(i64::from(count)));
    add(i64::from(unit.first_line) << 32 | i64::from(unit.flags.bits()));
    unit.words.iter().for_each(|word| add(word.0 as i64));
    unit.positions.bytes().iter().for_each(|&byte| add(i64::from(byte)));
    unit.handlers.iter().for_each(|row| add(i64::from(row.target)));
    Ok(sum)
}

/// What is made of a code object when a program asks for it first.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    Variables,
    Cells,
    Free,
    Names,
    Words,
    Handlers,
    Lines,
}

impl Asked {
    const COUNT: usize = Asked::Lines as usize + 1;
}

impl Code {
    /// What was asked for before, or what `make` makes now.
    pub(super) fn once(&self, vm: &mut Vm, which: Asked, make: impl FnOnce(&mut Vm) -> Ref) -> Ref {
        let before = self.asked.get();
        let mut all = match &before {
            Some(all) => all.items().to_vec(),
            None => vec![vm.none(); Asked::COUNT],
        };
        let place = &mut all[which as usize];
        if vm.is_none(place) {
            *place = make(vm);
        } else {
            return place.clone();
        }
        let made = place.clone();
        let all = vm.new_tuple(all);
        self.asked.set(vm, Some(all));
        made
    }
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
    fn co_varnames(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Variables, |vm| names(vm, code.variables().into_iter()).into_object())
    }

    #[getter("co_cellvars")]
    fn co_cellvars(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Cells, |vm| names(vm, code.names_of(&[LocalKind::Cell])).into_object())
    }

    #[getter("co_freevars")]
    fn co_freevars(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Free, |vm| names(vm, code.names_of(&[LocalKind::Free])).into_object())
    }

    #[member("co_consts")]
    fn co_consts(vm: &mut Vm, code: &Typed<Code>) -> Ref<Tuple> {
        let _ = vm;
        code.constants.clone()
    }

    #[member("co_names")]
    fn co_names(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Names, |vm| names(vm, code.names.iter()).into_object())
    }

    #[member("co_flags")]
    fn co_flags(vm: &mut Vm, code: &Typed<Code>) -> u32 {
        let _ = vm;
        code.unit.flags.bits()
    }

    #[getter("co_code")]
    fn co_code(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Words, |vm| vm.new_bytes(&code.code_bytes()).into_object())
    }

    #[getter("_co_code_adaptive")]
    fn co_code_adaptive(vm: &mut Vm, code: &Typed<Code>) -> Ref<Bytes> {
        vm.new_bytes(&code.code_bytes())
    }

    #[member("co_stacksize")]
    fn co_stacksize(vm: &mut Vm, code: &Typed<Code>) -> usize {
        let _ = vm;
        code.stack_size()
    }

    #[member("co_exceptiontable")]
    fn co_exceptiontable(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Handlers, |vm| vm.new_bytes(&code.table_bytes()).into_object())
    }

    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, code: &Typed<Code>) -> usize {
        vm.basic_size(code.class()) + code.unit.words.len() * 8
    }
}
