//! Exception classes of native modules.

use pellucid_runtime::errors::{BaseException, OS_ERROR, OsError};
use pellucid_runtime::object::{TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

/// The row of an exception class that adds nothing to its base.
pub(crate) const fn exception(
    name: &'static str,
    module: &'static str,
    base: &'static TypeSpec,
) -> TypeSpec {
    TypeSpec {
        module,
        base: Some(base),
        flags: TypeFlags::BASE_TYPE,
        has_dict: true,
        ..TypeSpec::new::<BaseException>(name)
    }
}

/// The row of a subclass of OSError.
pub(crate) const fn host_exception(name: &'static str, module: &'static str) -> TypeSpec {
    TypeSpec {
        module,
        base: Some(&OS_ERROR),
        flags: TypeFlags::BASE_TYPE,
        has_dict: true,
        ..TypeSpec::new::<OsError>(name)
    }
}

/// An exception of such a class with a message.
pub(crate) fn raise_native(vm: &mut Vm, class: &'static TypeSpec, message: &str) -> Raised {
    match vm.native_type(class) {
        Ok(class) => vm.raise_message(&class, message),
        Err(raised) => raised,
    }
}
