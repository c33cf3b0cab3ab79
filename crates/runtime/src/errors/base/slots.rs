//! The slots of `BaseException`.
//!
//! All exceptions share one `new`, which makes the payload of whatever class it is given: a Python class may
//! derive from several of them, and its `__new__` need not be found on the one with the fields.

use crate::errors::base::Family;
use crate::errors::{
    AttributeError, BaseException, ExceptionGroup, ImportError, NameError, OsError, StopIteration,
    SyntaxError, SystemExit, UnicodeError,
};
use crate::object::Slots;
use crate::prelude::*;

pub(in crate::errors) fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.init = Some(init);
    slots.str = Some(base_str);
    slots.repr = Some(repr);
}

/// `class(*args)` up to the initializer; the arguments are kept, keywords are the initializer's business.
pub(in crate::errors) fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    if class.is_subclass_of(vm, &vm.types.os_error.clone()) {
        return OsError::create(vm, class, args);
    }
    if class.is_subclass_of(vm, &vm.types.base_exception_group.clone()) {
        return ExceptionGroup::create(vm, class, args);
    }
    let arguments = vm.new_tuple(args.positional().to_vec());
    bare_arguments(vm, class, &arguments)
}

/// An exception of any class, with these arguments and otherwise empty.
pub(in crate::errors) fn bare_arguments(
    vm: &mut Vm,
    class: &Typed<Type>,
    arguments: &Ref<Tuple>,
) -> PyResult {
    let families = [
        BaseException::allocate,
        StopIteration::allocate,
        SystemExit::allocate,
        ImportError::allocate,
        NameError::allocate,
        AttributeError::allocate,
        SyntaxError::allocate,
        OsError::allocate,
        UnicodeError::allocate,
        ExceptionGroup::allocate,
    ];
    for allocate in families {
        if let Some(exception) = allocate(vm, class, arguments) {
            return Ok(exception);
        }
    }
    let name = class.name(vm);
    Err(vm.type_error(format!("BaseException.__new__({name}) is not safe, use {name}.__new__()")))
}

pub(in crate::errors) fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    no_keywords(vm, object, args)?;
    set_arguments(vm, object, args);
    Ok(())
}

fn set_arguments(vm: &mut Vm, object: &Object, args: Args<'_>) {
    let Some(exception) = object.downcast::<BaseException>() else { return };
    let given = args.positional();
    let unchanged = exception.args.borrow(vm).is_some_and(|own| {
        own.items().len() == given.len()
            && own.items().iter().zip(given).all(|(own, given)| own.is(&**given))
    });
    if !unchanged {
        let arguments = vm.new_tuple(given.to_vec());
        exception.args.set(vm, Some(arguments));
    }
}

/// TypeError if there are keyword arguments.
pub(in crate::errors) fn no_keywords(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    if args.keywords_are_empty() {
        return Ok(());
    }
    let class = object.class().name(vm);
    Err(vm.type_error(format!("{class}() takes no keyword arguments")))
}

/// `args`
pub(in crate::errors) fn arguments(vm: &Vm, object: &Object) -> Ref<Tuple> {
    let own = object.downcast::<BaseException>().and_then(|exception| exception.args.get());
    own.unwrap_or_else(|| vm.singletons.empty_tuple.clone())
}

/// `BaseException.__str__`
pub(in crate::errors) fn base_str(vm: &mut Vm, object: &Object) -> PyResult {
    let arguments = arguments(vm, object);
    match arguments.items() {
        [] => Ok(vm.singletons.empty_str.clone().into_object()),
        [single] => vm.str(single).map(|text| text.into_object()),
        _ => vm.str(arguments.as_object()).map(|text| text.into_object()),
    }
}

pub(in crate::errors) fn repr(vm: &mut Vm, object: &Object) -> PyResult {
    let arguments = arguments(vm, object);
    let class = object.class().name(vm);
    let mut text = pellucid_text::TextBuilder::new();
    // Without the module that the names of native classes have in messages.
    text.push_str(class.rsplit('.').next().unwrap_or_default());
    match arguments.items() {
        [single] => {
            let shown = vm.repr(single)?;
            text.push_str("(");
            text.push_text(shown.text());
            text.push_str(")");
        }
        _ => {
            let shown = vm.repr(arguments.as_object())?;
            text.push_text(shown.text());
        }
    }
    Ok(vm.new_text(&text.finish()).into_object())
}
