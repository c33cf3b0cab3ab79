//! `ImportError`: which module or name could not be imported, and from where.

use crate::errors::BaseException;
use crate::errors::base::{Family, arguments, attributes, base_str, reduce};
use crate::errors::fields::{fields, init_positional, keyword_fields, only_argument};
use crate::errors::hierarchy::EXCEPTION;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct ImportError {
    base: BaseException,
    /// `msg`
    pub message: Slot,
    /// `name`
    pub name: Slot,
    /// `path`
    pub path: Slot,
    /// `name_from`
    pub name_from: Slot,
}

impl Family for ImportError {
    fn from_base(base: BaseException) -> Self {
        ImportError {
            base,
            message: Slot::empty(),
            name: Slot::empty(),
            path: Slot::empty(),
            name_from: Slot::empty(),
        }
    }
}

fields! {
    /// The attributes.
    FIELDS of ImportError:
    "msg" => message, "exception message";
    "name" => name, "module name";
    "path" => path, "module path";
    "name_from" => name_from, "name imported from module";
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Import can't find module, or can't find name in module.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[ImportError::METHODS],
    getsets: &[FIELDS],
    ..TypeSpec::new::<ImportError>("ImportError")
};

fn slots(slots: &mut Slots) {
    slots.init = Some(init);
    slots.str = Some(str);
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_positional(vm, object, args)?;
    let [name, path, name_from] =
        keyword_fields(vm, "ImportError", args, ["name", "path", "name_from"])?;
    if let Some(this) = object.downcast::<ImportError>() {
        let message = only_argument(vm, object);
        this.message.set(vm, message);
        this.name.set(vm, name);
        this.path.set(vm, path);
        this.name_from.set(vm, name_from);
    }
    Ok(())
}

fn str(vm: &mut Vm, object: &Object) -> PyResult {
    let message = object.downcast::<ImportError>().and_then(|this| this.message.get());
    match message.filter(|message| message.class_is(&vm.types.str)) {
        Some(message) => Ok(message),
        None => base_str(vm, object),
    }
}

#[methods]
impl ImportError {
    #[method("__reduce__(self, /)")]
    fn python_reduce(vm: &mut Vm, this: &Typed<ImportError>) -> PyResult<Ref<Tuple>> {
        let mut state = attributes(vm, this.as_object());
        let fields = [("name", &this.name), ("path", &this.path), ("name_from", &this.name_from)];
        for (name, field) in fields {
            if let Some(value) = field.get() {
                let dict = state.take().unwrap_or_else(|| vm.new_dict());
                let name = vm.intern(name);
                dict.set_str(vm, &name, value);
                state = Some(dict);
            }
        }
        let arguments = arguments(vm, this.as_object());
        Ok(reduce(vm, this.as_object(), arguments, state))
    }
}
