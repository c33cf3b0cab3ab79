//! The payload of code objects: a code unit whose constants and names are objects.

use std::cell::OnceCell;

use pellucid_bytecode::{CodeFlags, CodeUnit, LocalKind, Opcode, Word};
use pellucid_heap::WeakHead;

use super::CodeBody;
use super::constants::{ConstantObjects, constant_object, constant_of};
use crate::prelude::*;
use crate::vm::{LocalEvents, Site};
use pellucid_heap::Charge;

/// How a function's frame is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeShape {
    /// Positional parameters only: arguments that are as many are bound where they lie.
    Simple,
    /// Has keyword-only or starred parameters.
    General,
}

/// The words of a unit, each with the opcode `TRACE`.
struct TracedWords {
    /// The first and the last are not used: so no address of the others, or their end, is one of the unit's.
    words: Box<[Word]>,
    #[allow(dead_code)] // Held for its drop.
    memory: Charge,
}

/// A code object.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Code {
    pub(crate) weak: WeakHead,
    /// The unit as the compiler made it, without what stands here as objects: constants and texts.
    #[trace(skip)]
    pub(crate) unit: CodeBody,
    /// `co_consts`
    pub(crate) constants: Ref<Tuple>,
    /// What programs have asked for, which they find again the same; see [`Asked`].
    pub(super) asked: Slot<Tuple>,
    pub(crate) names: Box<[Ref<Str>]>,
    /// The names of the registers below the temporaries.
    pub(crate) locals: Box<[Ref<Str>]>,
    /// What these registers are.
    #[trace(skip)]
    pub(crate) kinds: Box<[LocalKind]>,
    #[trace(skip)]
    pub(crate) sites: Box<[Site]>,
    pub(crate) name: Ref<Str>,
    pub(crate) qualified_name: Ref<Str>,
    pub(crate) file_name: Slot<Str>,
    /// What the unit, names and constants hold. `pellucid.sizeof` tells it where `sys.getsizeof` does, of what can be seen.
    #[trace(skip)]
    #[allow(dead_code)] // Held for its drop.
    memory: Charge,
    /// What runs in place of the unit's words while somebody listens.
    #[trace(skip)]
    traced: OnceCell<Box<TracedWords>>,
    /// What tools of `sys.monitoring` want to know of this code.
    #[trace(skip)]
    pub(crate) local_events: OnceCell<Box<LocalEvents>>,
    #[trace(skip)]
    pub(crate) shape: CodeShape,
    pub(crate) registers: u16,
    pub(crate) positional: u16,
    pub(crate) parameters: u16,
    pub(crate) generator: bool,
}

impl Code {
    /// The object for a unit. MemoryError or ValueError if it cannot be one.
    pub fn from_unit(vm: &mut Vm, unit: CodeUnit) -> PyResult<Ref<Code>> {
        let file_name = vm.intern(&unit.file_name);
        Code::of_file(vm, unit, &file_name)
    }

    /// The object for a unit that shows this file name, as do the units in its constants.
    pub fn of_file(vm: &mut Vm, unit: CodeUnit, file_name: &Ref<Str>) -> PyResult<Ref<Code>> {
        Code::of_constants(vm, unit, &ConstantObjects::of_file(file_name.clone()))
    }

    /// The object for a unit whose constants, and those of the units in them, are made with these.
    pub fn of_constants(
        vm: &mut Vm,
        mut unit: CodeUnit,
        made_with: &ConstantObjects,
    ) -> PyResult<Ref<Code>> {
        check(vm, &unit)?;
        let constants = std::mem::take(&mut unit.constants);
        let mut objects = Vec::with_capacity(constants.len());
        for constant in constants {
            objects.push(constant_object(vm, constant, made_with)?);
        }
        Code::with_parts(vm, unit, objects, made_with.file_name().clone())
    }

    pub(crate) fn with_parts(
        vm: &mut Vm,
        mut unit: CodeUnit,
        constants: Vec<Ref>,
        file_name: Ref<Str>,
    ) -> PyResult<Ref<Code>> {
        unit.file_name = Box::default();
        let name = vm.intern(&std::mem::take(&mut unit.name));
        let qualified_name = vm.intern(&std::mem::take(&mut unit.qualified_name));
        let names = std::mem::take(&mut unit.names);
        let names = names.into_iter().map(|name| vm.intern(&name)).collect::<Box<[_]>>();
        let (locals, kinds): (Vec<_>, Vec<_>) = std::mem::take(&mut unit.locals)
            .into_iter()
            .map(|(name, kind)| (vm.intern(&name), kind))
            .unzip();
        let site = |&index: &u16| {
            let name: &Typed<Str> = &names[index as usize];
            Site::new(name)
        };
        let sites = unit.sites.iter().map(site).collect();
        let memory = (unit.words.len() + names.len() + locals.len())
            .saturating_mul(size_of::<Word>())
            + unit.positions.held_bytes()
            + size_of_val(unit.handlers.as_slice())
            + unit.sites.len() * (size_of::<u16>() + size_of::<Site>())
            + size_of_val(kinds.as_slice());
        let memory = vm.charge(memory)?;
        let registers = unit.registers.max(locals.len() as u16);
        let flags = unit.flags;
        let special = flags.intersects(CodeFlags::VARARGS | CodeFlags::VARKEYWORDS);
        let simple = flags.contains(CodeFlags::OPTIMIZED) && !special && unit.keyword_only == 0;
        let code = Code {
            weak: WeakHead::new(),
            memory,
            traced: OnceCell::new(),
            local_events: OnceCell::new(),
            constants: vm.new_tuple(constants),
            asked: Slot::empty(),
            names,
            locals: locals.into(),
            kinds: kinds.into(),
            sites,
            name,
            qualified_name,
            file_name: Slot::new(Some(file_name)),
            shape: if simple { CodeShape::Simple } else { CodeShape::General },
            registers,
            positional: unit.positional,
            parameters: unit.parameters() as u16,
            generator: flags.intersects(
                CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR,
            ),
            unit: CodeBody::of(unit),
        };
        Ok(vm.new_object(&vm.types.code, code))
    }

    /// Makes the traced words, if they are not there.
    pub(crate) fn make_traced(&self, vm: &mut Vm) -> PyResult<()> {
        if self.traced.get().is_none() {
            let memory = vm.charge((self.unit.words.len() + 2) * size_of::<Word>())?;
            let unused = [Word::new(Opcode::NOP, 0, 0, 0, 0)];
            let traced = self.unit.words.iter().map(|word| word.with_opcode(Opcode::TRACE));
            let words = unused.into_iter().chain(traced).chain(unused).collect();
            self.traced.get_or_init(|| Box::new(TracedWords { words, memory }));
        }
        Ok(())
    }

    /// The first of the traced words, if they have been made.
    pub(crate) fn traced(&self) -> Option<*const Word> {
        self.traced.get().map(|traced| traced.words[1..].as_ptr())
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
    pub fn file_name(&self) -> Ref<Str> {
        self.file_name.get().expect("a code object has a file name from the start")
    }

    /// Gives the code, and the code in its constants, another file name in place of `old`.
    pub fn rename_file(&self, vm: &mut Vm, old: &Typed<Str>, new: &Typed<Str>) {
        if !self.file_name().same_text(old) {
            return;
        }
        self.file_name.set(vm, Some(new.to_ref()));
        for constant in self.constants.items() {
            if let Some(code) = constant.downcast::<Code>() {
                code.rename_file(vm, old, new);
            }
        }
    }

    /// The unit, with its constants, that would make this code. `None` if a constant is no constant of code.
    pub fn to_unit(&self, vm: &Vm) -> Option<CodeUnit> {
        let constants = self.constants.items().iter().map(|object| constant_of(vm, object));
        let constants = constants.collect::<Option<_>>()?;
        Some(CodeUnit { constants, ..self.unit_with_texts() })
    }

    /// The unit without its constants.
    pub(crate) fn unit_with_texts(&self) -> CodeUnit {
        let text = |text: &Typed<Str>| text.to_string().into_boxed_str();
        let locals = self.locals.iter().zip(&self.kinds);
        CodeUnit {
            name: text(&self.name),
            qualified_name: text(&self.qualified_name),
            file_name: text(&self.file_name()),
            names: self.names.iter().map(|name| text(name)).collect(),
            locals: locals.map(|(name, kind)| (text(name), *kind)).collect(),
            ..self.unit.to_unit()
        }
    }

    /// The source line of a word; `None` where there is none.
    pub fn line(&self, word: usize) -> Option<u32> {
        self.unit.positions.get(word).map(|position| position.line).filter(|&line| line != 0)
    }

    /// The names of locals of one of these kinds, in the order of their registers.
    pub fn names_of(&self, kinds: &[LocalKind]) -> impl Iterator<Item = &Ref<Str>> {
        let rows = self.kinds.iter().zip(self.locals.iter());
        rows.filter(move |(kind, _)| kinds.contains(kind)).map(|(_, name)| name)
    }

    /// The names of parameters and plain locals (`co_varnames`), with those of inlined comprehensions that are not
    /// locals of their own.
    pub fn variables(&self) -> Vec<&Ref<Str>> {
        let parameters = self.parameters as usize;
        let rows = || self.kinds.iter().zip(self.locals.iter()).enumerate();
        let plain = |index: usize, kind: LocalKind| index < parameters || kind == LocalKind::Plain;
        let variables = rows().filter(|(index, (kind, _))| plain(*index, **kind));
        let mut variables: Vec<&Ref<Str>> = variables.map(|(_, (_, name))| name).collect();
        for (_, (_, name)) in rows().filter(|(_, (kind, _))| **kind == LocalKind::Hidden) {
            if !name.is_empty() && !variables.iter().any(|other| other.same_text(name)) {
                variables.push(name);
            }
        }
        variables
    }

    /// `co_stacksize`
    pub fn stack_size(&self) -> usize {
        self.unit.stack_size as usize
    }

    /// The instructions and what is known of them.
    pub fn unit(&self) -> &CodeBody {
        &self.unit
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
        self.free_registers().len()
    }

    /// The registers that hold free variables.
    pub(crate) fn free_registers(&self) -> std::ops::Range<usize> {
        let free = self.kinds.iter().filter(|kind| **kind == LocalKind::Free).count();
        self.kinds.len() - free..self.kinds.len()
    }

    /// The docstring, if there is one.
    pub fn docstring(&self) -> Option<Ref> {
        let has = self.unit.flags.contains(CodeFlags::HAS_DOCSTRING);
        if has { self.constants.items().first().cloned() } else { None }
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
        && unit.parameters() <= unit.locals.len()
        && unit.positional_only <= unit.positional
        && unit.locals.len() <= pellucid_bytecode::REGISTERS_MAX
        && unit.registers as usize <= pellucid_bytecode::REGISTERS_MAX
        && unit.words.iter().all(|word| Opcode::is_of_units(word.0 as u8))
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
