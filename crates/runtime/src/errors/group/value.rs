//! The payload of exception groups, and the checks when one is made.

use crate::builtins::Str;
use crate::errors::BaseException;
use crate::errors::base::{Family, bare_arguments};
use crate::object::GetSetDef;
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct ExceptionGroup {
    base: BaseException,
    /// `message`
    pub message: Slot,
    /// `exceptions`
    pub exceptions: Slot<Tuple>,
}

impl Family for ExceptionGroup {
    fn from_base(base: BaseException) -> Self {
        ExceptionGroup { base, message: Slot::empty(), exceptions: Slot::empty() }
    }
}

/// The attributes; they cannot be set.
pub(super) static FIELDS: &[GetSetDef] = &[
    GetSetDef {
        name: "message",
        doc: "exception message",
        get: |vm, object| {
            let this = GetSetDef::receiver::<ExceptionGroup>(vm, object, "message")?;
            Ok(this.message.get().unwrap_or_else(|| vm.none()))
        },
        set: None,
        is_member: true,
    },
    GetSetDef {
        name: "exceptions",
        doc: "nested exceptions",
        get: |vm, object| {
            let this = GetSetDef::receiver::<ExceptionGroup>(vm, object, "exceptions")?;
            Ok(this
                .exceptions
                .get()
                .map_or_else(|| vm.none(), |exceptions| exceptions.into_object()))
        },
        set: None,
        is_member: true,
    },
];

const NEW: &str = "BaseExceptionGroup.__new__()";

impl ExceptionGroup {
    /// The nested exceptions.
    pub fn exceptions(&self, vm: &Vm) -> Vec<Ref> {
        self.exceptions.borrow(vm).map_or_else(Vec::new, |exceptions| exceptions.items().to_vec())
    }

    /// `class(message, exceptions)`
    pub(in crate::errors) fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
        let [message, exceptions] = args.positional() else {
            let given = args.positional().len();
            return Err(vm.type_error(format!("{NEW} takes exactly 2 arguments ({given} given)")));
        };
        if message.downcast::<Str>().is_none() {
            let given =
                if vm.is_none(message) { "None".to_owned() } else { message.class().name(vm) };
            return Err(vm.type_error(format!("{NEW} argument 1 must be str, not {given}")));
        }
        let nested = nested(vm, exceptions)?;
        let exception = vm.types.exception.clone();
        let plain = nested.iter().all(|nested| nested.class().is_subclass_of(vm, &exception));
        let class = class_for(vm, class, plain)?;
        let arguments = vm.new_tuple(args.positional().to_vec());
        let group = bare_arguments(vm, &class, &arguments)?;
        let Some(this) = group.downcast::<ExceptionGroup>() else {
            return Err(vm.type_error(format!("{NEW} got a class without its fields")));
        };
        let nested = vm.new_tuple(nested);
        this.message.set(vm, Some(message.clone()));
        this.exceptions.set(vm, Some(nested));
        Ok(group)
    }
}

fn nested(vm: &mut Vm, exceptions: &Object) -> PyResult<Vec<Ref>> {
    let native = exceptions.holds::<List>() || exceptions.holds::<Tuple>();
    let is_sequence = (native || exceptions.class().slots(vm).get_item.is_some())
        && exceptions.downcast::<crate::builtins::Dict>().is_none();
    if !is_sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let nested = vm.collect(exceptions)?;
    if nested.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let wrong = nested.iter().position(|item| item.downcast::<BaseException>().is_none());
    match wrong {
        Some(position) => Err(vm.value_error(format!(
            "Item {position} of second argument (exceptions) is not an exception"
        ))),
        None => Ok(nested),
    }
}

/// The class of the group: `plain` says that all nested exceptions derive from `Exception`.
fn class_for(vm: &mut Vm, class: &Typed<Type>, plain: bool) -> PyResult<Ref<Type>> {
    if class.is(&*vm.types.base_exception_group) && plain {
        return Ok(vm.types.exception_group.clone());
    }
    if plain || !class.is_subclass_of(vm, &vm.types.exception.clone()) {
        return Ok(class.to_ref());
    }
    if class.is(&*vm.types.exception_group) {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    }
    let name = class.name(vm);
    Err(vm.type_error(format!("Cannot nest BaseExceptions in '{name}'")))
}
