//! The rows that `#[methods]` makes: methods, module functions, computed attributes.

use pellucid_heap::{Object, Ref, Typed, View};

use crate::object::{Args, ObjectExt, Signature, TypeLookup};
use crate::{PyResult, Raised, Vm};

/// A native function as Python calls it. For methods and class methods the first value is the receiver.
pub type NativeFn = fn(&mut Vm, Args<'_>) -> PyResult<Ref>;

/// What a row becomes when it is found on its type or module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodKind {
    /// Called with an instance in front.
    Instance,
    /// Called with the class in front.
    Class,
    /// Called with what the program gives.
    Static,
    /// A function of a module.
    Function,
}

/// A method or function.
#[derive(Debug)]
pub struct MethodDef {
    /// `__name__`
    pub name: &'static str,
    /// How it is called.
    pub kind: MethodKind,
    /// Its parameters.
    pub signature: &'static Signature,
    /// `__doc__`
    pub doc: &'static str,
    /// Binds the arguments, calls the Rust function, and makes its result an object.
    pub call: NativeFn,
}

/// Reads a computed attribute.
pub type GetterFn = fn(&mut Vm, &Object) -> PyResult<Ref>;
/// Sets a computed attribute, or deletes it.
pub type SetterFn = fn(&mut Vm, &Object, Option<&Object>) -> PyResult<()>;

/// A computed attribute.
#[derive(Debug)]
pub struct GetSetDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Reads it.
    pub get: GetterFn,
    /// Sets or deletes it; without this it is read-only.
    pub set: Option<SetterFn>,
    /// Whether Python sees it as a member (`member_descriptor`) rather than as computed.
    pub is_member: bool,
}

/// What Python calls objects that are seen as a `T`: the payload's name in lower case.
pub(crate) fn view_name<T: View>() -> String {
    T::NAME.to_lowercase()
}

impl GetSetDef {
    /// The receiver of a getter or setter.
    #[doc(hidden)]
    #[inline(always)]
    pub fn receiver<'a, T: View>(
        vm: &mut Vm,
        object: &'a Object,
        name: &str,
    ) -> PyResult<&'a Typed<T>> {
        match T::view(object) {
            Some(receiver) => Ok(receiver),
            None => Err(wrong_receiver(vm, object, name, view_name::<T>)),
        }
    }
}

#[cold]
fn wrong_receiver(vm: &mut Vm, object: &Object, name: &str, expected: fn() -> String) -> Raised {
    let (class, expected) = (object.class().name(vm), expected());
    vm.type_error(format!(
        "descriptor '{name}' for '{expected}' objects doesn't apply to a '{class}' object"
    ))
}
