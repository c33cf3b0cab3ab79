//! `_opcode`: the instruction table and the instructions of code objects, for `opcode` and `dis`.

use pellucid_bytecode::{Opcode, Operand, OperandKind, Role, Word};
use pellucid_runtime::builtins::{Code, Module};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "Instructions: what there are and what code objects consist of.",
    functions: &[Opcodes::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_opcode")
};

/// The functions of the module.
pub struct Opcodes;

/// How far apart words are in offsets, as `co_code` lays them out.
const WORD_BYTES: i64 = 8;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let specialises = vm.new_bool(true);
    vm.set_in_module(module, "ENABLE_SPECIALIZATION", specialises.clone())?;
    vm.set_in_module(module, "ENABLE_SPECIALIZATION_FT", specialises)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Unused => "unused",
        Role::Out => "out",
        Role::In => "in",
        Role::Register => "register",
        Role::Window => "window",
        Role::Count => "count",
        Role::Name => "name",
        Role::Constant => "constant",
        Role::Site => "site",
        Role::Jump | Role::LongJump => "jump",
    }
}

fn has(vm: &mut Vm, number: i64, test: impl Fn(Role) -> bool) -> bool {
    let _ = vm;
    let opcode = usize::try_from(number).ok().and_then(|number| Opcode::ALL.get(number));
    opcode.is_some_and(|opcode| opcode.layout().roles.into_iter().any(test))
}

/// A field of an instruction: what it means and its value.
fn field(vm: &mut Vm, code: &Code, offset: usize, role: Role, value: u16, word: Word) -> Ref {
    let (meaning, value) = match role {
        Role::In => {
            let operand = Operand(value);
            let index = vm.new_int(operand.index() as i64);
            match operand.kind() {
                _ if operand == Operand::ABSENT => ("absent", vm.none()),
                OperandKind::Borrowed => ("register", index),
                OperandKind::Consumed => ("consumed", index),
                OperandKind::Constant => ("constant", index),
            }
        }
        Role::Name => ("name", code.name_at(value as usize).map_or(vm.none(), Ref::into_object)),
        Role::Site => ("name", code.name_of_site(value).map_or(vm.none(), Ref::into_object)),
        Role::Jump | Role::LongJump => {
            let jump = if role == Role::Jump { word.jump_c() } else { word.jump_bc() };
            ("jump", vm.new_int((offset as i64 + 1 + jump as i64) * WORD_BYTES))
        }
        role => (role_name(role), vm.new_int(i64::from(value))),
    };
    let meaning = vm.intern(meaning).into_object();
    vm.new_tuple(vec![meaning, value]).into_object()
}

#[methods(owner = "_opcode")]
impl Opcodes {
    /// Name and the meanings of the fields of every instruction, by number.
    #[function("table()")]
    fn table(vm: &mut Vm) -> Vec<Ref> {
        let rows = Opcode::ALL.iter().map(|opcode| {
            let layout = opcode.layout();
            let name = vm.intern(layout.name).into_object();
            let roles = layout.roles.iter().filter(|&&role| role != Role::Unused);
            let roles = roles.map(|&role| vm.intern(role_name(role)).into_object()).collect();
            let roles = vm.new_tuple(roles).into_object();
            vm.new_tuple(vec![name, roles]).into_object()
        });
        rows.collect()
    }

    /// The instructions of a code object: number, small field, and meaning and value of each other field.
    #[function("decode(code, /)")]
    fn decode(vm: &mut Vm, code: &Typed<Code>) -> Vec<Ref> {
        let words = &code.unit().words;
        let mut rows = Vec::with_capacity(words.len());
        for (offset, &word) in words.iter().enumerate() {
            let mut fields = Vec::new();
            let values = [word.a(), word.b(), word.c()];
            for (role, value) in word.opcode().layout().roles.into_iter().zip(values) {
                if role != Role::Unused {
                    fields.push(field(vm, code, offset, role, value, word));
                }
                if role == Role::LongJump {
                    break;
                }
            }
            let number = vm.new_int(word.opcode() as i64);
            let small = vm.new_int(i64::from(word.x()));
            let fields = vm.new_tuple(fields).into_object();
            rows.push(vm.new_tuple(vec![number, small, fields]).into_object());
        }
        rows
    }

    /// The rows of the exception table: start, end, target, depth, register of the exception.
    #[function("handlers(code, /)")]
    fn handlers(vm: &mut Vm, code: &Typed<Code>) -> Vec<Ref> {
        let row = |row: &pellucid_bytecode::Handler| {
            let offsets =
                [row.start, row.end, row.target].map(|it| vm.new_int(i64::from(it) * WORD_BYTES));
            let others = [row.depth, row.register].map(|it| vm.new_int(i64::from(it)));
            vm.new_tuple(offsets.into_iter().chain(others).collect()).into_object()
        };
        code.unit().handlers.iter().map(row).collect()
    }

    /// Return True if opcode is valid, False otherwise.
    #[function("is_valid(opcode)")]
    fn is_valid(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |_| true)
    }

    /// Return True if the opcode uses its oparg, False otherwise.
    #[function("has_arg(opcode)")]
    fn has_arg(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |role| role != Role::Unused)
    }

    /// Return True if the opcode accesses a constant, False otherwise.
    #[function("has_const(opcode)")]
    fn has_const(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |role| matches!(role, Role::Constant | Role::In))
    }

    /// Return True if the opcode accesses an attribute by name, False otherwise.
    #[function("has_name(opcode)")]
    fn has_name(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |role| matches!(role, Role::Name | Role::Site))
    }

    /// Return True if the opcode has a jump target, False otherwise.
    #[function("has_jump(opcode)")]
    fn has_jump(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |role| matches!(role, Role::Jump | Role::LongJump))
    }

    /// Return True if the opcode accesses a local variable, False otherwise.
    #[function("has_local(opcode)")]
    fn has_local(vm: &mut Vm, opcode: i64) -> bool {
        has(vm, opcode, |role| matches!(role, Role::Register | Role::In | Role::Out))
    }
}
