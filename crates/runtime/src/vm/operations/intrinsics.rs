//! Rare operations: interactive display, type parameters, template strings.

use pellucid_bytecode::{Intrinsic, Word};
use pellucid_heap::{Object, Ref};

use super::building::tuple_items;
use crate::builtins::Str;
use crate::object::Args;
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// An object that a module holds; the module is imported if it has not been.
fn from_module(vm: &mut Vm, module: &str, name: &str) -> PyResult<Ref> {
    let key = vm.intern(module);
    let modules = vm.modules.clone();
    let module = match modules.get(vm, key.as_object())? {
        Some(module) => module,
        None => {
            let import = vm.builtin("__import__")?;
            let from = vm.new_str(name).into_object();
            let from = vm.new_tuple(vec![from]).into_object();
            let none = vm.none();
            vm.call_positional(&import, &[key.as_object(), &none, &none, &from])?
        }
    };
    let name = vm.intern(name);
    vm.get_attribute(&module, &name)
}

pub(super) fn execute(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let b = r.optional(word.operand_b());
    let c = r.optional(word.operand_c());
    let none = vm.none();
    let (first, second) = (b.unwrap_or(&none), c.unwrap_or(&none));
    let Some(intrinsic) = Intrinsic::from_byte(word.x()) else {
        return Err(vm.system_error("unknown intrinsic"));
    };
    let result = match intrinsic {
        Intrinsic::Display => {
            let hook = from_module(vm, "sys", "displayhook")?;
            vm.call_positional(&hook, &[first])?
        }
        Intrinsic::SetTypeParameters => {
            let name = vm.names.__type_params__.clone();
            vm.set_attribute(first, &name, Some(second))?;
            first.to_ref()
        }
        Intrinsic::SubscriptGeneric => {
            let generic = from_module(vm, "_typing", "Generic")?;
            let parameters = unpacked(vm, first)?;
            vm.get_item(&generic, &parameters)?
        }
        Intrinsic::TypeVar | Intrinsic::TypeVarWithBound | Intrinsic::TypeVarWithConstraints => {
            type_variable(vm, intrinsic, first, second)?
        }
        Intrinsic::ParamSpec | Intrinsic::TypeVarTuple => {
            let name = if intrinsic == Intrinsic::ParamSpec { "ParamSpec" } else { "TypeVarTuple" };
            let make = from_module(vm, "_typing", "_make_parameter")?;
            let kind = vm.new_str(name).into_object();
            vm.call_positional(&make, &[&kind, first])?
        }
        Intrinsic::SetDefault => {
            let set = from_module(vm, "_typing", "_set_default")?;
            vm.call_positional(&set, &[first, second])?
        }
        Intrinsic::TypeAlias => {
            let make = from_module(vm, "_typing", "_make_alias")?;
            let parts = tuple_items(first).to_vec();
            vm.call(&make, Args::from_positional(&parts))?
        }
    };
    let consumed = (r.consume_optional(word.operand_b()), r.consume_optional(word.operand_c()));
    r.set(word.a(), result);
    drop(consumed);
    Ok(())
}

fn type_variable(
    vm: &mut Vm,
    intrinsic: Intrinsic,
    name: &Object,
    evaluate: &Object,
) -> PyResult<Ref> {
    let make = from_module(vm, "_typing", "_make_parameter")?;
    let kind = vm.new_str(match intrinsic {
        Intrinsic::TypeVarWithBound => "TypeVarWithBound",
        Intrinsic::TypeVarWithConstraints => "TypeVarWithConstraints",
        _ => "TypeVar",
    });
    vm.call_positional(&make, &[kind.as_object(), name, evaluate])
}

/// The parameters of `Generic[...]`: a TypeVarTuple stands there unpacked.
fn unpacked(vm: &mut Vm, parameters: &Object) -> PyResult<Ref> {
    let unpack = from_module(vm, "_typing", "_unpack_parameters")?;
    vm.call_positional(&unpack, &[parameters])
}

pub(super) fn interpolation(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let class = from_module(vm, "string.templatelib", "Interpolation")?;
    let conversion = match word.x() {
        1 => vm.new_str("s").into_object(),
        2 => vm.new_str("r").into_object(),
        3 => vm.new_str("a").into_object(),
        _ => vm.none(),
    };
    let specification = r.get(word.b() + 2).map(Object::to_ref);
    let specification = specification.unwrap_or_else(|| vm.new_str("").into_object());
    let arguments =
        [r.full(word.b()).to_ref(), r.full(word.b() + 1).to_ref(), conversion, specification];
    let result = vm.call(&class, Args::from_positional(&arguments))?;
    drop(r.take_window(word.b(), 3));
    r.set(word.a(), result);
    Ok(())
}

pub(super) fn template(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let class = from_module(vm, "string.templatelib", "Template")?;
    let strings = tuple_items(r.operand(word.operand_b()));
    let interpolations = tuple_items(r.operand(word.operand_c()));
    let mut parts = Vec::new();
    for (index, text) in strings.iter().enumerate() {
        if text.downcast::<Str>().is_some_and(|text| !text.is_empty()) {
            parts.push(text.clone());
        }
        parts.extend(interpolations.get(index).cloned());
    }
    let result = vm.call(&class, Args::from_positional(&parts))?;
    r.finish_binary(word, result);
    Ok(())
}
