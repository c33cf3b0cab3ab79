//! `_typing._ConstEvaluator`: gives a value that is known already, or its source text.

use crate::builtins::generic_alias::show_argument;
use crate::object::TypeSpec;
use crate::prelude::*;

/// `annotationlib.Format.STRING`
const STRING: i64 = 4;

/// Holds the value.
#[derive(Trace)]
pub struct ConstEvaluator {
    value: Ref,
}

static SPEC: TypeSpec = TypeSpec {
    module: "_typing",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| {
        slots.call = Some(call);
        slots.repr = Some(|vm, object| {
            let Some(this) = object.downcast::<ConstEvaluator>() else { return Ok(vm.none()) };
            let value = vm.repr(&this.value)?;
            vm.join_pieces("<constevaluator ", &[value], "", ">")
        });
    },
    ..TypeSpec::new::<ConstEvaluator>("_ConstEvaluator")
};

impl ConstEvaluator {
    pub(super) fn create(vm: &mut Vm, value: Ref) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, ConstEvaluator { value }).into_object())
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let Some(this) = object.downcast::<ConstEvaluator>() else { return Ok(vm.none()) };
    if !args.keywords_are_empty() {
        return Err(vm.type_error("constevaluator.__call__() takes no keyword arguments"));
    }
    let [format] = args.positional() else {
        let given = args.positional().len();
        return Err(vm.type_error(format!(
            "constevaluator.__call__() takes exactly 1 argument ({given} given)"
        )));
    };
    let format = vm.index(format)?;
    if format.to_i64() != Some(STRING) {
        return Ok(this.value.clone());
    }
    let text = match this.value.downcast::<Tuple>() {
        None => show_argument(vm, &this.value)?,
        Some(tuple) => {
            let mut parts = Vec::new();
            for item in tuple.items() {
                parts.push(show_argument(vm, item)?);
            }
            format!("({})", parts.join(", "))
        }
    };
    Ok(vm.new_str(&text).into_object())
}
