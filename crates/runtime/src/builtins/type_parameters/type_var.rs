//! `typing.TypeVar`

use pellucid_heap::WeakHead;

use super::{Lazy, Variance, check_type, fill_union, not_a_base, set_module};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A type parameter that stands for one type.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct TypeVar {
    weak: WeakHead,
    name: Ref<Str>,
    bound: Lazy,
    constraints: Lazy,
    pub(super) default: Lazy,
    #[trace(skip)]
    variance: Variance,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type variable.\n\nThe preferred way to construct a type variable is via the dedicated\nsyntax for generic functions, classes, and type aliases::\n\n    class Sequence[T]:  # T is a TypeVar\n        ...\n",
    has_dict: true,
    slots,
    methods: &[TypeVar::METHODS],
    getsets: &[TypeVar::GETSETS],
    ..TypeSpec::new::<TypeVar>("TypeVar")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(TypeVar::NEW);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<TypeVar>() else { return Ok(vm.none()) };
        vm.join_pieces(this.variance.sign(), std::slice::from_ref(&this.name), "", "")
    });
    fill_union(slots);
}

impl TypeVar {
    /// A parameter of a generic function, class or alias; the functions give its bound or constraints.
    pub(crate) fn of_syntax(
        vm: &mut Vm,
        name: Ref<Str>,
        bound: Option<Ref>,
        constraints: Option<Ref>,
    ) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let payload = TypeVar {
            weak: WeakHead::new(),
            name,
            bound: Lazy::new(None, bound),
            constraints: Lazy::new(None, constraints),
            default: Lazy::default(vm, None)?,
            variance: Variance::INFERRED,
        };
        let variable = vm.new_object(&class, payload).into_object();
        set_module(vm, variable)
    }
}

#[methods(owner = "TypeVar")]
impl TypeVar {
    #[constructor(
        "typevar(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)"
    )]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        name: Ref<Str>,
        constraints: &[Ref],
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
        if constraints.len() == 1 {
            return Err(vm.type_error("A single constraint is not allowed"));
        }
        if !constraints.is_empty() && bound.is_some() {
            return Err(vm.type_error("Constraints cannot be combined with bound=..."));
        }
        let constraints = match constraints {
            [] => None,
            constraints => Some(vm.new_tuple(constraints.to_vec()).into_object()),
        };
        let payload = TypeVar {
            weak: WeakHead::new(),
            name,
            bound: Lazy::new(bound, None),
            constraints: Lazy::new(constraints, None),
            default: Lazy::default(vm, default)?,
            variance,
        };
        let variable = vm.new_object(class, payload).into_object();
        set_module(vm, variable)
    }

    #[member("__name__")]
    fn name(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
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

    #[getter("__bound__")]
    fn bound(vm: &mut Vm, this: &Typed<Self>) -> PyResult<Option<Ref>> {
        this.bound.get(vm)
    }

    #[getter("__constraints__")]
    fn constraints(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        let constraints = this.constraints.get(vm)?;
        Ok(constraints.unwrap_or_else(|| vm.singletons.empty_tuple.clone().into_object()))
    }

    #[getter("__default__")]
    fn default(vm: &mut Vm, this: &Typed<Self>) -> PyResult<Option<Ref>> {
        this.default.get(vm)
    }

    #[getter("evaluate_bound")]
    fn evaluate_bound(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        this.bound.evaluator(vm)
    }

    #[getter("evaluate_constraints")]
    fn evaluate_constraints(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        this.constraints.evaluator(vm)
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
        vm.call_typing("_typevar_subst", &[this.as_object(), arg])
    }

    #[method("__typing_prepare_subst__(self, alias, args, /)")]
    fn prepare_substitution(
        vm: &mut Vm,
        this: &Typed<Self>,
        alias: &Object,
        args: &Object,
    ) -> PyResult {
        let name = vm.names.__parameters__.clone();
        let parameters = vm.get_attribute(alias, &name)?;
        let parameters = vm.collect(&parameters)?;
        let mut given = vm.collect(args)?;
        let position = parameters.iter().position(|own| own.is(this));
        if position.is_some_and(|position| position < given.len()) {
            return Ok(args.to_ref());
        }
        if position == Some(given.len())
            && this.default.is_given(vm)?
            && let Some(default) = this.default.get(vm)?
        {
            given.push(default);
            return Ok(vm.new_tuple(given).into_object());
        }
        let alias = vm.str(alias)?;
        Err(vm.type_error(format!("Too few arguments for {alias}")))
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, _: &Typed<Self>, _: &Object) -> PyResult {
        Err(not_a_base(vm, "TypeVar"))
    }

    #[method("__reduce__(self, /)")]
    fn reduce(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }
}
