//! `typing.TypeVarTuple`

use pellucid_heap::WeakHead;

use super::{Lazy, iterate_unpacked, not_a_base, set_module};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A type parameter that stands for any number of types.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct TypeVarTuple {
    weak: WeakHead,
    name: Ref<Str>,
    pub(super) default: Lazy,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type variable tuple. A specialized form of type variable that enables\nvariadic generics.\n\nThe preferred way to construct a type variable tuple is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere a single '*' indicates a type variable tuple::\n\n    def move_first_element_to_last[T, *Ts](tup: tuple[T, *Ts]) -> tuple[*Ts, T]:\n        return (*tup[1:], tup[0])\n",
    has_dict: true,
    slots,
    methods: &[TypeVarTuple::METHODS],
    getsets: &[TypeVarTuple::GETSETS],
    ..TypeSpec::new::<TypeVarTuple>("TypeVarTuple")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(TypeVarTuple::NEW);
    slots.iter = Some(iterate_unpacked);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<TypeVarTuple>() else { return Ok(vm.none()) };
        Ok(this.name.clone().into_object())
    });
}

impl TypeVarTuple {
    /// A parameter of a generic function, class or alias.
    pub(crate) fn of_syntax(vm: &mut Vm, name: Ref<Str>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        TypeVarTuple::allocate(vm, &class, name, None)
    }

    fn allocate(
        vm: &mut Vm,
        class: &Typed<Type>,
        name: Ref<Str>,
        default: Option<&Object>,
    ) -> PyResult {
        let default = Lazy::default(vm, default)?;
        let payload = TypeVarTuple { weak: WeakHead::new(), name, default };
        let tuple = vm.new_object(class, payload).into_object();
        set_module(vm, tuple)
    }
}

#[methods(owner = "TypeVarTuple")]
impl TypeVarTuple {
    #[constructor("typevartuple(name, *, default=typing.NoDefault)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        name: Ref<Str>,
        default: Option<&Object>,
    ) -> PyResult {
        TypeVarTuple::allocate(vm, class, name, default)
    }

    #[member("__name__")]
    fn name(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }

    /// The default value for this TypeVarTuple.
    #[getter("__default__")]
    fn default(vm: &mut Vm, this: &Typed<Self>) -> PyResult<Option<Ref>> {
        this.default.get(vm)
    }

    #[getter("evaluate_default")]
    fn evaluate_default(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        this.default.evaluator(vm)
    }

    #[method("has_default(self, /)")]
    fn has_default(vm: &mut Vm, this: &Typed<Self>) -> PyResult<bool> {
        this.default.is_given(vm)
    }

    #[method("__typing_subst__(self, arg, /)")]
    fn substitute(vm: &mut Vm, _: &Typed<Self>, _: &Object) -> PyResult {
        Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
    }

    #[method("__typing_prepare_subst__(self, alias, args, /)")]
    fn prepare_substitution(
        vm: &mut Vm,
        this: &Typed<Self>,
        alias: &Object,
        args: &Object,
    ) -> PyResult {
        vm.call_typing("_typevartuple_prepare_subst", &[this.as_object(), alias, args])
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, _: &Typed<Self>, _: &Object) -> PyResult {
        Err(not_a_base(vm, "TypeVarTuple"))
    }

    #[method("__reduce__(self, /)")]
    fn reduce(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }
}
