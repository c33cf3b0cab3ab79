//! `super`

use crate::object::{Slots, TypeFlags, TypeSpec, as_type, generic_get_attribute, walk_asking};
use crate::prelude::*;

/// Looks attributes up behind a class in the MRO of an object's (or its own) class.
#[derive(Trace)]
pub struct Super {
    this_class: Slot<Type>,
    object: Slot,
    object_class: Slot<Type>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    flags: TypeFlags::BASE_TYPE,
    slots,
    getsets: &[Super::GETSETS],
    ..TypeSpec::new::<Super>("super")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let empty =
            Super { this_class: Slot::empty(), object: Slot::empty(), object_class: Slot::empty() };
        Ok(vm.new_object(class, empty).into_object())
    });
    slots.init = Some(init);
    slots.get_attribute = Some(get_attribute);
    slots.descriptor_get = Some(descriptor_get);
    slots.repr = Some(repr);
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    if !args.keywords_are_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let Some(this) = object.downcast::<Super>() else { return Err(vm.type_error("not a super")) };
    let (class, target) = match args.positional() {
        [] => {
            let (class, target) = vm.implicit_super_arguments()?;
            (class, Some(target))
        }
        [class] => (class.clone(), None),
        [class, target] => (class.clone(), Some(target.clone())),
        more => {
            let given = more.len();
            return Err(vm.type_error(format!("super() expected at most 2 arguments, got {given}")));
        }
    };
    let class = class.downcast_ref::<Type>().map_err(|other| {
        let other = other.class().name(vm);
        vm.type_error(format!("super() argument 1 must be a type, not {other}"))
    })?;
    let target = target.filter(|target| !vm.is_none(target));
    let object_class = match &target {
        Some(target) => Some(check(vm, &class, target)?),
        None => None,
    };
    this.this_class.set(vm, Some(class));
    this.object.set(vm, target);
    this.object_class.set(vm, object_class);
    Ok(())
}

/// The class in whose MRO `super(class, object)` looks.
pub fn check(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult<Ref<Type>> {
    if let Some(own) = as_type(object)
        && own.is_subclass_of(vm, class)
    {
        return Ok(own.to_ref());
    }
    if object.class().is_subclass_of(vm, class) {
        return Ok(object.class().to_ref());
    }
    let name = vm.names.__class__.clone();
    if let Some(claimed) = vm.find_attribute(object, &name)?
        && let Some(claimed) = as_type(&claimed)
        && claimed.is_subclass_of(vm, class)
    {
        return Ok(claimed.to_ref());
    }
    let what = if as_type(object).is_some() { "type" } else { "instance of" };
    let other = as_type(object).unwrap_or(object.class()).name(vm);
    let class = class.name(vm);
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {other}) is not an instance or subtype of type ({class})."
    )))
}

impl Vm {
    /// `super(class, object).name`, without a `super` object; `method`: give the function unbound when it would bind to
    /// the object.
    pub fn super_attribute(
        &mut self,
        class: &Typed<Type>,
        object: &Object,
        start: &Typed<Type>,
        name: &Typed<Str>,
    ) -> PyResult<Option<Ref>> {
        let Some(found) = lookup_behind(self, class, start, name) else { return Ok(None) };
        let bound_to = if object.is(start) { None } else { Some(object) };
        match found.class().slots(self).descriptor_get {
            Some(get) => get(self, &found, bound_to, Some(start.as_object())).map(Some),
            None => Ok(Some(found)),
        }
    }
}

/// What stands for `name` in the MRO of `start` behind `class`, without binding.
pub fn lookup_behind(
    vm: &mut Vm,
    class: &Typed<Type>,
    start: &Typed<Type>,
    name: &Typed<Str>,
) -> Option<Ref> {
    let order = start.mro.get(vm);
    let position = order.iter().position(|own| own.is(class))?;
    if !start.namespaces_hold_only_strings(vm) {
        let behind = order[position + 1..].to_vec();
        return walk_asking(vm, behind, name);
    }
    order[position + 1..].iter().find_map(|base| base.namespace_in(vm).get_str(vm, name))
}

fn get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Super>() else { return Err(vm.type_error("not a super")) };
    if let (Some(class), Some(target), Some(start)) =
        (this.this_class.get(), this.object.get(), this.object_class.get())
        && !name.same_text(&vm.names.__class__)
        && let Some(found) = vm.super_attribute(&class, &target, &start, name)?
    {
        return Ok(found);
    }
    generic_get_attribute(vm, object, name)
}

fn descriptor_get(
    vm: &mut Vm,
    object: &Object,
    target: Option<&Object>,
    _: Option<&Object>,
) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Super>() else { return Err(vm.type_error("not a super")) };
    let (Some(target), None, Some(class)) = (target, this.object.get(), this.this_class.get())
    else {
        return Ok(object.to_ref());
    };
    vm.call_positional(object.class().as_object(), &[class.as_object(), target])
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Super>() else { return Err(vm.type_error("not a super")) };
    let class = this.this_class.get().map_or_else(|| "NULL".to_owned(), |class| class.name(vm));
    let text = match this.object_class.get() {
        Some(start) => format!("<super: <class '{class}'>, <{} object>>", start.name(vm)),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(vm.new_str(&text).into_object())
}

#[methods(owner = "super")]
impl Super {
    #[member("__thisclass__")]
    fn this_class(_: &mut Vm, this: &Typed<Self>) -> Option<Ref<Type>> {
        this.this_class.get()
    }

    #[member("__self__")]
    fn object(_: &mut Vm, this: &Typed<Self>) -> Option<Ref> {
        this.object.get()
    }

    #[member("__self_class__")]
    fn object_class(_: &mut Vm, this: &Typed<Self>) -> Option<Ref<Type>> {
        this.object_class.get()
    }
}
