//! `typing.ParamSpec`

use pellucid_heap::WeakHead;

use super::param_spec_parts::{ARGS_SPEC, KWARGS_SPEC, ParamSpecPart};
use super::{Lazy, Variance, check_type, fill_union, not_a_base, set_module};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A type parameter that stands for the parameters of a callable.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct ParamSpec {
    weak: WeakHead,
    pub(super) name: Ref<Str>,
    bound: Option<Ref>,
    pub(super) default: Lazy,
    #[trace(skip)]
    variance: Variance,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Parameter specification variable.\n\nThe preferred way to construct a parameter specification is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere the use of '**' creates a parameter specification::\n\n    type IntFunc[**P] = Callable[P, int]\n",
    has_dict: true,
    slots,
    methods: &[ParamSpec::METHODS],
    getsets: &[ParamSpec::GETSETS],
    ..TypeSpec::new::<ParamSpec>("ParamSpec")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(ParamSpec::NEW);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<ParamSpec>() else { return Ok(vm.none()) };
        vm.join_pieces(this.variance.sign(), std::slice::from_ref(&this.name), "", "")
    });
    fill_union(slots);
}

impl ParamSpec {
    /// A parameter of a generic function, class or alias.
    pub(crate) fn of_syntax(vm: &mut Vm, name: Ref<Str>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let payload = ParamSpec {
            weak: WeakHead::new(),
            name,
            bound: None,
            default: Lazy::default(vm, None)?,
            variance: Variance::INFERRED,
        };
        let specification = vm.new_object(&class, payload).into_object();
        set_module(vm, specification)
    }
}

#[methods(owner = "ParamSpec")]
impl ParamSpec {
    #[constructor(
        "paramspec(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)"
    )]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        name: Ref<Str>,
        bound: Option<&Object>,
        default: Option<&Object>,
        covariant: Option<bool>,
        contravariant: Option<bool>,
        infer_variance: Option<bool>,
    ) -> PyResult {
        let variance = Variance::new(vm, covariant, contravariant, infer_variance)?;
        let bound = match bound {
            Some(bound) => Some(check_type(vm, bound, "Bound must be a type.")?),
            None => None,
        };
        let default = Lazy::default(vm, default)?;
        let payload = ParamSpec { weak: WeakHead::new(), name, bound, default, variance };
        let specification = vm.new_object(class, payload).into_object();
        set_module(vm, specification)
    }

    #[member("__name__")]
    fn name(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }

    #[member("__bound__")]
    fn bound(_: &mut Vm, this: &Typed<Self>) -> Option<Ref> {
        this.bound.clone()
    }

    #[member("__covariant__")]
    fn covariant(_: &mut Vm, this: &Typed<Self>) -> bool {
        this.variance.covariant
    }

    #[member("__contravariant__")]
    fn contravariant(_: &mut Vm, this: &Typed<Self>) -> bool {
        this.variance.contravariant
    }

    #[member("__infer_variance__")]
    fn infer_variance(_: &mut Vm, this: &Typed<Self>) -> bool {
        this.variance.inferred
    }

    /// Represents positional arguments.
    #[getter("args")]
    fn args(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        ParamSpecPart::create_of(vm, &ARGS_SPEC, this.as_object())
    }

    /// Represents keyword arguments.
    #[getter("kwargs")]
    fn kwargs(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        ParamSpecPart::create_of(vm, &KWARGS_SPEC, this.as_object())
    }

    /// The default value for this ParamSpec.
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
    fn substitute(vm: &mut Vm, this: &Typed<Self>, arg: &Object) -> PyResult {
        vm.call_typing("_paramspec_subst", &[this.as_object(), arg])
    }

    #[method("__typing_prepare_subst__(self, alias, args, /)")]
    fn prepare_substitution(
        vm: &mut Vm,
        this: &Typed<Self>,
        alias: &Object,
        args: &Object,
    ) -> PyResult {
        vm.call_typing("_paramspec_prepare_subst", &[this.as_object(), alias, args])
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, _: &Typed<Self>, _: &Object) -> PyResult {
        Err(not_a_base(vm, "ParamSpec"))
    }

    #[method("__reduce__(self, /)")]
    fn reduce(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }
}
