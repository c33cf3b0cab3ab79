//! `typing.Union` (PEP 604): `int | str`.

mod slots;

use pellucid_heap::WeakHead;

use crate::builtins::GenericAlias;
use crate::builtins::generic_alias::{collect_parameters, substitute};
use crate::builtins::type_parameters::TypeAliasType;
use crate::object::{BinaryOperator, TypeSpec, as_type};
use crate::prelude::*;

/// Alternatives, without repetition.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Union {
    pub(crate) members: Ref<Tuple>,
    parameters: Slot<Tuple>,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Represent a union type\n\nE.g. for int | str",
    slots: slots::fill,
    methods: &[Union::METHODS],
    getsets: &[Union::GETSETS],
    ..TypeSpec::new::<Union>("Union")
};

impl Vm {
    /// `left | right` of types; `NotImplemented` if one of them cannot stand in a union.
    pub fn new_union(&mut self, left: &Object, right: &Object) -> PyResult<Ref> {
        if !can_be_member(self, left) || !can_be_member(self, right) {
            return Ok(self.not_implemented());
        }
        let mut members = Vec::new();
        for operand in [left, right] {
            add_member(self, operand, &mut members)?;
        }
        Union::of_members(self, members)
    }
}

/// What `|` of a class takes for the other operand.
fn can_be_member(vm: &Vm, object: &Object) -> bool {
    vm.is_none(object)
        || as_type(object).is_some()
        || object.holds::<GenericAlias>()
        || object.holds::<Union>()
        || object.holds::<TypeAliasType>()
}

fn add_member(vm: &mut Vm, object: &Object, members: &mut Vec<Ref>) -> PyResult<()> {
    if let Some(union) = object.downcast::<Union>() {
        for member in union.members.items() {
            add_member(vm, member, members)?;
        }
        return Ok(());
    }
    let member =
        if vm.is_none(object) { vm.types.none_type.clone().into_object() } else { object.to_ref() };
    for own in members.iter() {
        let same_alias = own.holds::<GenericAlias>() == member.holds::<GenericAlias>();
        if own.is(&*member) || (same_alias && vm.equal(own, &member)?) {
            return Ok(());
        }
    }
    members.push(member);
    Ok(())
}

impl Union {
    /// The union of these members; a single one is itself.
    fn of_members(vm: &mut Vm, members: Vec<Ref>) -> PyResult<Ref> {
        if let [single] = &members[..] {
            return Ok(single.clone());
        }
        let members = vm.new_tuple(members);
        let union = Union { members, parameters: Slot::empty(), weak: WeakHead::new() };
        Ok(vm.new_object(&vm.types.union, union).into_object())
    }

    fn parameters(&self, vm: &mut Vm) -> PyResult<Ref<Tuple>> {
        if let Some(parameters) = self.parameters.get() {
            return Ok(parameters);
        }
        let parameters = collect_parameters(vm, self.members.items())?;
        self.parameters.set(vm, Some(parameters.clone()));
        Ok(parameters)
    }

    fn subscript(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<Ref> {
        let Some(union) = object.downcast::<Union>() else {
            return Err(vm.type_error("not a Union"));
        };
        let parameters = union.parameters(vm)?;
        let members = substitute(vm, object, union.members.items(), &parameters, item)?;
        let mut members = members.into_iter();
        let Some(mut result) = members.next() else {
            return Err(vm.type_error("Cannot take a Union of no types."));
        };
        for member in members {
            result = vm.binary(&BinaryOperator::OR, &result, &member)?;
        }
        Ok(result)
    }
}

#[methods(owner = "typing.Union")]
impl Union {
    #[member("__args__")]
    fn arguments(_: &mut Vm, union: &Typed<Self>) -> Ref<Tuple> {
        union.members.clone()
    }

    #[getter("__parameters__")]
    fn type_parameters(vm: &mut Vm, union: &Typed<Self>) -> PyResult<Ref<Tuple>> {
        union.parameters(vm)
    }

    #[getter("__origin__")]
    fn origin(vm: &mut Vm, _: &Typed<Self>) -> Ref<Type> {
        vm.types.union.clone()
    }

    #[getter("__name__")]
    fn name(_: &mut Vm, _: &Typed<Self>) -> &'static str {
        "Union"
    }

    #[getter("__qualname__")]
    fn qualified_name(_: &mut Vm, _: &Typed<Self>) -> &'static str {
        "Union"
    }

    #[method("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, union: &Typed<Self>, instance: &Object) -> PyResult<bool> {
        for member in union.members.items() {
            if vm.is_instance(instance, member)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[method("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, union: &Typed<Self>, subclass: &Object) -> PyResult<bool> {
        for member in union.members.items() {
            if vm.is_subclass(subclass, member)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, union: &Typed<Self>, _: &Object) -> PyResult {
        let shown = vm.repr(union.as_object())?;
        Err(vm.type_error(format!("Cannot subclass {shown}")))
    }

    /// `Union[int, str]`
    #[class_method("__class_getitem__(cls, members, /)")]
    fn class_get_item(vm: &mut Vm, _: &Object, members: &Object) -> PyResult {
        let given = match members.downcast::<Tuple>() {
            Some(tuple) => tuple.items().to_vec(),
            None => vec![members.to_ref()],
        };
        vm.union_of(&given)
    }
}

impl Vm {
    /// `Union[members]`
    pub(crate) fn union_of(&mut self, given: &[Ref]) -> PyResult<Ref> {
        if given.is_empty() {
            return Err(self.type_error("Cannot take a Union of no types."));
        }
        let mut members = Vec::new();
        for member in given {
            let member = self.as_union_member(member)?;
            add_member(self, &member, &mut members)?;
        }
        Union::of_members(self, members)
    }

    /// A member of `Union[...]`: strings are forward references.
    fn as_union_member(&mut self, member: &Object) -> PyResult<Ref> {
        if can_be_member(self, member) {
            return Ok(member.to_ref());
        }
        let message = self.new_str("Union[arg, ...]: each arg must be a type.");
        self.call_typing("_type_check", &[member, message.as_object()])
    }
}
