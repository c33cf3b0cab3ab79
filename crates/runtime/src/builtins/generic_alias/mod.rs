//! `types.GenericAlias` (PEP 585): `list[int]`.

mod attributes;
mod parameters;
mod slots;
mod subscriptable;

use pellucid_heap::WeakHead;
pub use subscriptable::Subscriptable;

use crate::object::{TypeFlags, TypeSpec};
use crate::prelude::*;

pub(crate) use parameters::{collect_parameters, substitute};
pub(crate) use slots::show_argument;

/// A class with its arguments.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct GenericAlias {
    pub(crate) origin: Ref,
    pub(crate) arguments: Ref<Tuple>,
    /// Found when somebody asks.
    parameters: Slot<Tuple>,
    /// Written as `*tuple[int]`.
    pub(crate) starred: bool,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "types",
    doc: "GenericAlias(origin, args, /)\n--\n\nRepresent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    flags: TypeFlags::BASE_TYPE,
    slots: slots::fill,
    methods: &[attributes::Attributes::METHODS],
    getsets: &[attributes::Attributes::GETSETS],
    ..TypeSpec::new::<GenericAlias>("GenericAlias")
};

impl Vm {
    /// `origin[arguments]`.
    pub fn new_generic_alias(&mut self, origin: &Object, arguments: &Object) -> PyResult<Ref> {
        let class = self.types.generic_alias.clone();
        Ok(GenericAlias::create(self, &class, origin, arguments, false))
    }
}

impl GenericAlias {
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        origin: &Object,
        arguments: &Object,
        starred: bool,
    ) -> Ref {
        let arguments = match arguments.to_ref().downcast_ref::<Tuple>() {
            Ok(tuple) => tuple,
            Err(single) => vm.new_tuple(vec![single]),
        };
        let alias = GenericAlias {
            origin: origin.to_ref(),
            arguments,
            parameters: Slot::empty(),
            starred,
            weak: WeakHead::new(),
        };
        vm.new_object(class, alias).into_object()
    }
}
