//! The payload of code objects: a code unit whose constants and names are objects.

use std::cell::Cell;

use dashu_int::IBig;
use pellucid_bytecode::{CodeFlags, CodeUnit, Constant, LocalKind, Opcode, Word};
use pellucid_heap::WeakHead;

use crate::builtins::{Complex, Int};
use crate::prelude::*;
use crate::vm::Site;

/// How a function's frame is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeShape {
    /// Positional parameters only: arguments that are as many are bound where they lie.
    Simple,
    /// Has keyword-only or starred parameters.
    General,
}

/// A code object.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Code {
    pub(crate) weak: WeakHead,
    /// The unit as the compiler made it, without its constants.
    #[trace(skip)]
    pub(crate) unit: CodeUnit,
    /// The instructions; the machine replaces them by specialised ones.
    #[trace(skip)]
    pub(crate) words: Box<[Cell<u64>]>,
    /// `co_consts`
    pub(crate) constants: Box<[Ref]>,
    pub(crate) names: Box<[Ref<Str>]>,
    /// The names of the registers below the temporaries.
    pub(crate) locals: Box<[Ref<Str>]>,
    #[trace(skip)]
    pub(crate) sites: Box<[Site]>,
    pub(crate) name: Ref<Str>,
    pub(crate) qualified_name: Ref<Str>,
    pub(crate) file_name: Ref<Str>,
    #[trace(skip)]
    pub(crate) shape: CodeShape,
    pub(crate) registers: u16,
    pub(crate) positional: u16,
    pub(crate) parameters: u16,
    pub(crate) generator: bool,
}

impl Code {
    /// The object for a unit. MemoryError or ValueError if it cannot be one.
    pub fn from_unit(vm: &mut Vm, mut unit: CodeUnit) -> PyResult<Ref<Code>> {
        check(vm, &unit)?;
        let constants = std::mem::take(&mut unit.constants);
        let mut objects = Vec::with_capacity(constants.len());
        for constant in constants {
            objects.push(constant_object(vm, constant)?);
        }
        let file_name = vm.intern(&unit.file_name);
        Code::with_parts(vm, unit, objects, file_name)
    }

    pub(crate) fn with_parts(
        vm: &mut Vm,
        unit: CodeUnit,
        constants: Vec<Ref>,
        file_name: Ref<Str>,
    ) -> PyResult<Ref<Code>> {
        let names = unit.names.iter().map(|name| vm.intern(name)).collect::<Box<[_]>>();
        let locals = unit.locals.iter().map(|(name, _)| vm.intern(name)).collect();
        let site = |&index: &u16| {
            let name: &Typed<Str> = &names[index as usize];
            Site::new(name)
        };
        let sites = unit.sites.iter().map(site).collect();
        let flags = unit.flags;
        let special = flags.intersects(CodeFlags::VARARGS | CodeFlags::VARKEYWORDS);
        let simple = flags.contains(CodeFlags::OPTIMIZED) && !special && unit.keyword_only == 0;
        let code = Code {
            weak: WeakHead::new(),
            words: unit.words.iter().map(|word| Cell::new(word.0)).collect(),
            constants: constants.into_boxed_slice(),
            names,
            locals,
            sites,
            name: vm.intern(&unit.name),
            qualified_name: vm.intern(&unit.qualified_name),
            file_name,
            shape: if simple { CodeShape::Simple } else { CodeShape::General },
            registers: unit.registers.max(unit.locals.len() as u16),
            positional: unit.positional,
            parameters: unit.parameters() as u16,
            generator: flags.intersects(
                CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR,
            ),
            unit,
        };
        Ok(vm.new_object(&vm.types.code, code))
    }

    /// The flags.
    pub fn flags(&self) -> CodeFlags {
        self.unit.flags
    }

    /// The name of the unit.
    pub fn name(&self) -> &Typed<Str> {
        &self.name
    }

    /// The name with its path.
    pub fn qualified_name(&self) -> &Typed<Str> {
        &self.qualified_name
    }

    /// The file it was compiled from.
    pub fn file_name(&self) -> &Typed<Str> {
        &self.file_name
    }

    /// The source line of a word; `None` where there is none.
    pub fn line(&self, word: usize) -> Option<u32> {
        self.unit.positions.get(word).map(|position| position.line).filter(|&line| line != 0)
    }

    /// The names of locals of one of these kinds, in the order of their registers.
    pub fn names_of(&self, kinds: &[LocalKind]) -> impl Iterator<Item = &Ref<Str>> {
        let rows = self.unit.locals.iter().zip(self.locals.iter());
        rows.filter(move |((_, kind), _)| kinds.contains(kind)).map(|(_, name)| name)
    }

    /// The unit as the compiler made it, without its constants.
    pub fn unit(&self) -> &CodeUnit {
        &self.unit
    }

    /// The instructions: as compiled, or as the machine has specialised them.
    pub fn instructions(&self, adaptive: bool) -> Vec<Word> {
        match adaptive {
            true => self.words.iter().map(|word| Word(word.get())).collect(),
            false => self.unit.words.clone(),
        }
    }

    /// An entry of `co_names`.
    pub fn name_at(&self, index: usize) -> Option<Ref<Str>> {
        self.names.get(index).cloned()
    }

    /// The name that an inline-cache site is about.
    pub fn name_of_site(&self, site: u16) -> Option<Ref<Str>> {
        self.unit.sites.get(site as usize).and_then(|&name| self.name_at(name as usize))
    }

    /// How many free variables there are.
    pub fn free_count(&self) -> usize {
        self.unit.free_registers().len()
    }

    /// The docstring, if there is one.
    pub fn docstring(&self) -> Option<Ref> {
        let has = self.unit.flags.contains(CodeFlags::HAS_DOCSTRING);
        if has { self.constants.first().cloned() } else { None }
    }

    /// The register of parameter number `index` in the order that messages use, with its name.
    pub(crate) fn parameter_name(&self, index: usize) -> String {
        self.locals.get(index).map_or_else(String::new, |name| name.to_string())
    }
}

/// The machine relies on what is checked here: whatever a unit came from, it must not lead out of its own arrays.
fn check(vm: &mut Vm, unit: &CodeUnit) -> PyResult<()> {
    let words = unit.words.len();
    let sound = words != 0
        && unit.positions.len() == words
        && unit.parameters() <= unit.locals.len()
        && unit.positional_only <= unit.positional
        && unit.locals.len() <= pellucid_bytecode::REGISTERS_MAX
        && unit.registers as usize <= pellucid_bytecode::REGISTERS_MAX
        && unit.words.iter().all(|word| (word.0 as u8 as usize) < Opcode::ALL.len())
        && unit.sites.iter().all(|&name| (name as usize) < unit.names.len())
        && unit.handlers.iter().all(|row| (row.target as usize) < words)
        && unit.words.last().is_some_and(|&word| ends(word));
    if sound { Ok(()) } else { Err(vm.value_error("code: malformed code unit")) }
}

/// Whether nothing runs past this word.
fn ends(word: Word) -> bool {
    matches!(
        word.opcode(),
        Opcode::RETURN | Opcode::RERAISE | Opcode::RAISE | Opcode::JUMP | Opcode::JUMP_BACK
    ) || word.opcode() == Opcode::END_ASYNC_FOR
}

/// The object of a constant.
pub(crate) fn constant_object(vm: &mut Vm, constant: Constant) -> PyResult<Ref> {
    Ok(match constant {
        Constant::None => vm.none(),
        Constant::Ellipsis => vm.ellipsis(),
        Constant::Bool(value) => vm.new_bool(value),
        Constant::Int(value) => vm.new_int(value),
        Constant::BigInt(negative, magnitude) => {
            let value = IBig::from(dashu_int::UBig::from_le_bytes(&magnitude));
            Int::from_big(vm, if negative { -value } else { value }).into_object()
        }
        Constant::Float(bits) => vm.new_float(f64::from_bits(bits)),
        Constant::Complex(real, imaginary) => {
            Complex::from_parts(vm, (f64::from_bits(real), f64::from_bits(imaginary)))
        }
        Constant::Str { wtf8, interned } => {
            let text = text_of(&wtf8);
            let text = vm.new_text(&text);
            if interned { vm.intern_str(&text).into_object() } else { text.into_object() }
        }
        Constant::Bytes(bytes) => vm.new_bytes(&bytes).into_object(),
        Constant::Tuple(items) => tuple_of(vm, items.into_vec())?,
        Constant::FrozenSet(items) => {
            let items = tuple_of(vm, items.into_vec())?;
            let class = vm.types.frozenset.clone();
            vm.call_positional(class.as_object(), &[&items])?
        }
        Constant::Slice(parts) => {
            let mut objects = Vec::new();
            for part in *parts {
                objects.push(constant_object(vm, part)?);
            }
            let class = vm.types.slice.clone();
            vm.call(class.as_object(), Args::from_positional(&objects))?
        }
        Constant::Code(unit) => Code::from_unit(vm, *unit)?.into_object(),
    })
}

fn tuple_of(vm: &mut Vm, items: Vec<Constant>) -> PyResult<Ref> {
    let mut objects = Vec::with_capacity(items.len());
    for item in items {
        objects.push(constant_object(vm, item)?);
    }
    Ok(vm.new_tuple(objects).into_object())
}

/// The text of WTF-8 (UTF-8 with lone surrogates).
fn text_of(wtf8: &[u8]) -> pellucid_text::OwnedText {
    match std::str::from_utf8(wtf8) {
        Ok(text) => pellucid_text::OwnedText::from(text),
        Err(_) => {
            let mut builder = pellucid_text::TextBuilder::new();
            for point in code_points(wtf8) {
                builder.push(point);
            }
            builder.finish()
        }
    }
}

fn code_points(wtf8: &[u8]) -> Vec<u32> {
    let mut points = Vec::new();
    let mut rest = wtf8;
    while let Some((&first, _)) = rest.split_first() {
        let (length, mut point) = match first {
            0..0x80 => (1, u32::from(first)),
            0x80..0xe0 => (2, u32::from(first & 0x1f)),
            0xe0..0xf0 => (3, u32::from(first & 0x0f)),
            _ => (4, u32::from(first & 0x07)),
        };
        for &byte in rest.iter().take(length).skip(1) {
            point = point << 6 | u32::from(byte & 0x3f);
        }
        points.push(point);
        rest = &rest[length.min(rest.len())..];
    }
    points
}
