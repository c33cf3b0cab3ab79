//! Rare operations: interactive display, type parameters, template strings.

use pellucid_bytecode::{Intrinsic, Word};
use pellucid_heap::{Object, Ref};

use super::building::tuple_items;
use crate::builtins::template::{Interpolation, Template};
use crate::builtins::type_parameters::{ParamSpec, TypeAliasType, TypeVar, TypeVarTuple};
use crate::builtins::{Str, Tuple};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

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
            let Some(hook) = vm.sys_attribute("displayhook")? else {
                return Err(vm.runtime_error("lost sys.displayhook"));
            };
            vm.call_positional(&hook, &[first])?
        }
        Intrinsic::SetTypeParameters => {
            let name = vm.names.__type_params__.clone();
            vm.set_attribute(first, &name, Some(second))?;
            first.to_ref()
        }
        Intrinsic::SubscriptGeneric => {
            let parameters = vm.new_tuple(tuple_items(first).to_vec());
            vm.subscript_generic(&parameters)?
        }
        Intrinsic::TypeVar
        | Intrinsic::TypeVarWithBound
        | Intrinsic::TypeVarWithConstraints
        | Intrinsic::ParamSpec
        | Intrinsic::TypeVarTuple => type_parameter(vm, intrinsic, first, second)?,
        Intrinsic::SetDefault => {
            vm.set_type_parameter_default(first, second)?;
            first.to_ref()
        }
        Intrinsic::TypeAlias => type_alias(vm, first)?,
    };
    let consumed = (r.consume_optional(word.operand_b()), r.consume_optional(word.operand_c()));
    r.set(word.a(), result);
    drop(consumed);
    Ok(())
}

fn name_of(vm: &mut Vm, name: &Object) -> PyResult<Ref<Str>> {
    name.to_ref().downcast_ref().map_err(|_| vm.system_error("a type parameter without a name"))
}

fn type_parameter(
    vm: &mut Vm,
    intrinsic: Intrinsic,
    name: &Object,
    evaluate: &Object,
) -> PyResult<Ref> {
    let (name, evaluate) = (name_of(vm, name)?, Some(evaluate.to_ref()));
    match intrinsic {
        Intrinsic::TypeVarWithBound => TypeVar::of_syntax(vm, name, evaluate, None),
        Intrinsic::TypeVarWithConstraints => TypeVar::of_syntax(vm, name, None, evaluate),
        Intrinsic::ParamSpec => ParamSpec::of_syntax(vm, name),
        Intrinsic::TypeVarTuple => TypeVarTuple::of_syntax(vm, name),
        _ => TypeVar::of_syntax(vm, name, None, None),
    }
}

/// From name, type parameters or None, evaluator.
fn type_alias(vm: &mut Vm, parts: &Object) -> PyResult<Ref> {
    let [name, parameters, evaluate] = tuple_items(parts) else {
        return Err(vm.system_error("a type alias without its parts"));
    };
    let parameters = parameters.clone().downcast_ref::<Tuple>().ok();
    let name = name_of(vm, name)?;
    TypeAliasType::of_syntax(vm, name, parameters, evaluate.clone())
}

pub(super) fn interpolation(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let conversion = match word.x() {
        1 => vm.new_str("s").into_object(),
        2 => vm.new_str("r").into_object(),
        3 => vm.new_str("a").into_object(),
        _ => vm.none(),
    };
    let specification = match r.get(word.b() + 2) {
        Some(specification) => vm.str(specification)?,
        None => vm.new_str(""),
    };
    let value = r.full(word.b()).to_ref();
    let expression = vm.str(r.full(word.b() + 1))?;
    let result = Interpolation::of_syntax(vm, value, expression, conversion, specification)?;
    r.clear_window(word.b(), 3);
    r.set(word.a(), result);
    Ok(())
}

pub(super) fn template(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let strings = vm.new_tuple(tuple_items(r.operand(word.operand_b())).to_vec());
    let interpolations = vm.new_tuple(tuple_items(r.operand(word.operand_c())).to_vec());
    let result = Template::of_syntax(vm, strings, interpolations)?;
    r.finish_binary(word, result);
    Ok(())
}
