//! Attributes of exceptions that are kept in fields of their payloads.

use crate::errors::base::{arguments, no_keywords};
use crate::prelude::*;

/// A table of attributes that can be read, set and deleted; an empty field reads as `None`.
macro_rules! fields {
    ($(#[doc = $table_doc:literal])+ $table:ident of $payload:ty: $($name:literal => $field:ident, $doc:literal;)* $(cleared first: $first:ident;)?) => {
        $(#[doc = $table_doc])+
        pub(super) static $table: &[crate::object::GetSetDef] = &[$(crate::object::GetSetDef {
            name: $name,
            doc: $doc,
            get: |vm, object| {
                let this = crate::object::GetSetDef::receiver::<$payload>(vm, object, $name)?;
                Ok(this.$field.get().unwrap_or_else(|| vm.none()))
            },
            set: Some(|vm, object, value| {
                let this = crate::object::GetSetDef::receiver::<$payload>(vm, object, $name)?;
                this.$field.set(vm, value.map(|value| value.to_ref()));
                Ok(())
            }),
            is_member: true,
        },)*];

        impl Drop for $payload {
            /// The fields go before the arguments, as in CPython.
            fn drop(&mut self) {
                $(self.$first = Slot::empty();)?
                $(self.$field = Slot::empty();)*
            }
        }
    };
}

pub(super) use fields;

/// Does what `BaseException.__init__` does for an initializer that takes no keywords.
pub(super) fn init_base(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    no_keywords(vm, object, args)?;
    init_positional(vm, object, args)
}

/// Keeps the positional arguments as `args`.
pub(super) fn init_positional(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    let class = vm.types.base_exception.clone();
    let init = class.slots(vm).init;
    match init {
        Some(init) => init(vm, object, Args::from_positional(args.positional())),
        None => Ok(()),
    }
}

/// The values of keyword-only arguments, in the order of `names`; TypeError for any other.
pub(super) fn keyword_fields<const COUNT: usize>(
    vm: &mut Vm,
    function: &str,
    args: Args<'_>,
    names: [&str; COUNT],
) -> PyResult<[Option<Ref>; COUNT]> {
    let mut values = [const { None }; COUNT];
    for (name, value) in args.keywords().iter() {
        match names.iter().position(|known| name.text() == **known) {
            Some(position) => values[position] = Some(value.to_ref()),
            None => {
                return Err(vm.type_error(format!(
                    "{function}() got an unexpected keyword argument '{}'",
                    &**name
                )));
            }
        }
    }
    Ok(values)
}

/// The only argument, if there is exactly one.
pub(super) fn only_argument(vm: &Vm, object: &Object) -> Option<Ref> {
    match arguments(vm, object).items() {
        [only] => Some(only.clone()),
        _ => None,
    }
}
