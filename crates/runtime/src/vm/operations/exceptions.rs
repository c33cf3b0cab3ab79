//! Raising and handling.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use super::building::tuple_items;
use crate::builtins::Tuple;
use crate::errors::BaseException;
use crate::object::{Args, ObjectExt, Type, TypeFlags, TypeLookup, as_type};
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

/// An object that is known to be an exception.
pub(crate) fn as_raised(vm: &mut Vm, exception: Ref) -> PyResult<Raised> {
    match exception.downcast_ref::<BaseException>() {
        Ok(exception) => Ok(Raised(exception)),
        Err(_) => Err(vm.system_error("not an exception")),
    }
}

fn exception_class(object: &Object) -> Option<&Typed<Type>> {
    as_type(object).filter(|class| class.has(TypeFlags::EXCEPTION))
}

/// The exception that a `raise` statement means by this object.
fn instantiate(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref<BaseException>>> {
    if let Some(class) = exception_class(object) {
        let made = vm.call(object, Args::EMPTY)?;
        return match made.downcast_ref::<BaseException>() {
            Ok(exception) => Ok(Some(exception)),
            Err(other) => {
                let class = vm.repr(class.as_object())?;
                let other = vm.repr(other.class().as_object())?;
                Err(vm.type_error(format!(
                    "calling {class} should have returned an instance of BaseException, not {other}"
                )))
            }
        };
    }
    Ok(object.downcast::<BaseException>().map(Typed::to_ref))
}

pub(super) fn raise(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    if word.x() == 0 {
        return match vm.handled_exception() {
            Some(exception) => Err(Raised(exception)),
            None => Err(vm.runtime_error("No active exception to reraise")),
        };
    }
    let Some(exception) = instantiate(vm, r.operand(word.operand_a()))? else {
        return Err(vm.type_error("exceptions must derive from BaseException"));
    };
    if word.x() == 2 {
        let cause = r.operand(word.operand_b());
        let cause = if vm.is_none(cause) {
            None
        } else {
            match instantiate(vm, cause)? {
                Some(cause) => Some(cause),
                None => {
                    return Err(vm.type_error("exception causes must derive from BaseException"));
                }
            }
        };
        exception.suppress_context.set(true);
        exception.cause.set(vm, cause);
    }
    vm.set_context(&exception);
    let consumed = (r.consume(word.operand_a()), r.consume_optional(word.operand_b()));
    drop(consumed);
    Err(Raised(exception))
}

pub(super) fn push_handled(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let exception = r.full(word.b()).to_ref().downcast_ref::<BaseException>().ok();
    let previous = match vm.handled.last_mut() {
        Some(level) => std::mem::replace(level, exception),
        None => None,
    };
    let previous = previous.map_or_else(|| vm.none(), Ref::into_object);
    r.set(word.a(), previous);
    Ok(())
}

pub(super) fn pop_handled(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let previous = r.take_operand(word.operand_a()).downcast_ref::<BaseException>().ok();
    let ended = match vm.handled.last_mut() {
        Some(level) => std::mem::replace(level, previous),
        None => None,
    };
    drop(ended);
    Ok(())
}

const CANNOT_CATCH: &str = "catching classes that do not inherit from BaseException is not allowed";

/// Whether an exception is an instance of a class, or of one of a tuple of classes.
fn matches(vm: &mut Vm, exception: &Object, wanted: &Object) -> PyResult<bool> {
    if let Some(class) = exception_class(wanted) {
        return Ok(exception.class().is_subclass_of(vm, class));
    }
    if !wanted.class().has(TypeFlags::TUPLE) {
        return Err(vm.type_error(CANNOT_CATCH));
    }
    let mut found = false;
    for class in tuple_items(wanted) {
        let Some(class) = exception_class(class) else { return Err(vm.type_error(CANNOT_CATCH)) };
        found = found || exception.class().is_subclass_of(vm, class);
    }
    Ok(found)
}

pub(super) fn match_exception(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let found = matches(vm, r.full(word.b()), r.operand(word.operand_c()))?;
    let consumed = r.consume(word.operand_c());
    r.set(word.a(), vm.new_bool(found));
    drop(consumed);
    Ok(())
}

/// TypeError if `except*` names a group.
fn check_star_classes(vm: &mut Vm, wanted: &Object) -> PyResult<()> {
    let classes: Vec<Ref> = if wanted.class().has(TypeFlags::TUPLE) {
        tuple_items(wanted).to_vec()
    } else {
        vec![wanted.to_ref()]
    };
    for class in classes {
        let Some(class) = exception_class(&class) else { return Err(vm.type_error(CANNOT_CATCH)) };
        if class.is_subclass_of(vm, &vm.types.base_exception_group) {
            return Err(vm.type_error(
                "catching ExceptionGroup with except* is not allowed. Use except instead.",
            ));
        }
    }
    Ok(())
}

pub(super) fn match_group(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (exception, wanted) = (r.full(word.b()), r.operand(word.operand_c()));
    if vm.is_none(exception) {
        drop(r.consume(word.operand_c()));
        r.set(word.a(), vm.none());
        return Ok(());
    }
    check_star_classes(vm, wanted)?;
    let (taken, rest) = if matches(vm, exception, wanted)? {
        let taken = if exception.class().is_subclass_of(vm, &vm.types.base_exception_group) {
            exception.to_ref()
        } else {
            wrap(vm, exception)?
        };
        (taken, vm.none())
    } else if exception.class().is_subclass_of(vm, &vm.types.base_exception_group) {
        let name = vm.intern("split");
        let parts = vm.call_method(exception, &name, &[wanted])?;
        match tuple_items(&parts) {
            [taken, rest, ..] if parts.holds::<Tuple>() => (taken.clone(), rest.clone()),
            _ => {
                let class = exception.class().name(vm);
                return Err(vm.type_error(format!("{class}.split must return a 2-tuple")));
            }
        }
    } else {
        (vm.none(), exception.to_ref())
    };
    let consumed = r.consume(word.operand_c());
    r.set(word.b(), rest);
    r.set(word.a(), taken);
    drop(consumed);
    Ok(())
}

/// An exception that is no group, as a group of one.
fn wrap(vm: &mut Vm, exception: &Object) -> PyResult<Ref> {
    let class = vm.types.exception_group.clone();
    let class = if exception.class().is_subclass_of(vm, &vm.types.exception) {
        class
    } else {
        vm.types.base_exception_group.clone()
    };
    let message = vm.new_str("").into_object();
    let members = vm.new_tuple(vec![exception.to_ref()]).into_object();
    let group = vm.call_positional(class.as_object(), &[&message, &members])?;
    if let (Some(group), Some(exception)) =
        (group.downcast::<BaseException>(), exception.downcast::<BaseException>())
    {
        let traceback = exception.traceback.get();
        group.traceback.set(vm, traceback);
    }
    Ok(group)
}

pub(super) fn join_group(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let original = r.full(word.b());
    let list = r.operand(word.operand_c());
    let members: Vec<Ref> = match list.downcast::<crate::builtins::List>() {
        Some(list) => list.items(vm).iter().filter(|item| !vm.is_none(item)).cloned().collect(),
        None => Vec::new(),
    };
    let result = join(vm, original, members)?;
    let consumed = r.consume(word.operand_c());
    r.set(word.a(), result);
    drop(consumed);
    Ok(())
}

fn join(vm: &mut Vm, original: &Object, members: Vec<Ref>) -> PyResult<Ref> {
    let group = original.class().is_subclass_of(vm, &vm.types.base_exception_group);
    if !group {
        // A naked exception was wrapped by the first clause that took it; it comes back as it was, or not at all.
        return Ok(match members.as_slice() {
            [] => vm.none(),
            [only] => only.clone(),
            _ => raise_together(vm, members)?,
        });
    }
    if members.is_empty() {
        return Ok(vm.none());
    }
    let (mut raised, mut again) = (Vec::new(), Vec::new());
    for member in members {
        if comes_from(vm, original, &member) { again.push(member) } else { raised.push(member) }
    }
    let projected = if again.is_empty() { None } else { project(vm, original, &again)? };
    if raised.is_empty() {
        return Ok(projected.unwrap_or_else(|| vm.none()));
    }
    raised.extend(projected);
    if let [only] = raised.as_slice() {
        return Ok(only.clone());
    }
    raise_together(vm, raised)
}

fn raise_together(vm: &mut Vm, members: Vec<Ref>) -> PyResult<Ref> {
    let class = vm.types.base_exception_group.as_object().to_ref();
    let message = vm.new_str("").into_object();
    let members = vm.new_tuple(members).into_object();
    vm.call_positional(&class, &[&message, &members])
}

/// Whether a group is a part of the original: it has the same traceback, cause and context.
fn comes_from(vm: &mut Vm, original: &Object, member: &Object) -> bool {
    let (Some(original), Some(member)) =
        (original.downcast::<BaseException>(), member.downcast::<BaseException>())
    else {
        return false;
    };
    let _ = vm;
    let same = |a: Option<Ref>, b: Option<Ref>| match (a, b) {
        (Some(a), Some(b)) => a.is(&*b),
        (None, None) => true,
        _ => false,
    };
    let object = |exception: Option<Ref<BaseException>>| exception.map(Ref::into_object);
    same(original.traceback.get(), member.traceback.get())
        && same(object(original.cause.get()), object(member.cause.get()))
        && same(object(original.context.get()), object(member.context.get()))
}

/// The part of the original whose leaves are those of the members.
fn project(vm: &mut Vm, original: &Object, members: &[Ref]) -> PyResult<Option<Ref>> {
    let mut leaves = Vec::new();
    for member in members {
        collect_leaves(vm, member, &mut leaves)?;
    }
    keep_leaves(vm, original, &leaves)
}

fn group_members(vm: &mut Vm, group: &Object) -> PyResult<Option<Vec<Ref>>> {
    if !group.class().is_subclass_of(vm, &vm.types.base_exception_group) {
        return Ok(None);
    }
    let name = vm.intern("exceptions");
    let members = vm.get_attribute(group, &name)?;
    vm.collect(&members).map(Some)
}

fn collect_leaves(vm: &mut Vm, exception: &Object, leaves: &mut Vec<usize>) -> PyResult<()> {
    vm.check_native_stack("")?;
    match group_members(vm, exception)? {
        None => leaves.push(exception.address()),
        Some(members) => {
            for member in members {
                collect_leaves(vm, &member, leaves)?;
            }
        }
    }
    Ok(())
}

fn keep_leaves(vm: &mut Vm, exception: &Object, leaves: &[usize]) -> PyResult<Option<Ref>> {
    vm.check_native_stack("")?;
    let Some(members) = group_members(vm, exception)? else {
        return Ok(leaves.contains(&exception.address()).then(|| exception.to_ref()));
    };
    let mut kept = Vec::new();
    let mut same = true;
    for member in members {
        match keep_leaves(vm, &member, leaves)? {
            Some(part) => {
                same = same && part.is(&*member);
                kept.push(part);
            }
            None => same = false,
        }
    }
    if same {
        return Ok(Some(exception.to_ref()));
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let kept = vm.new_list(kept)?.into_object();
    let name = vm.intern("derive");
    let group = vm.call_method(exception, &name, &[&kept])?;
    if let (Some(group), Some(original)) =
        (group.downcast::<BaseException>(), exception.downcast::<BaseException>())
    {
        let (traceback, cause, context) =
            (original.traceback.get(), original.cause.get(), original.context.get());
        group.traceback.set(vm, traceback);
        group.cause.set(vm, cause);
        group.context.set(vm, context);
        group.suppress_context.set(original.suppress_context.get());
    }
    Ok(Some(group))
}
