//! `object`

mod methods;

use crate::builtins::type_::module_of;
use crate::object::{
    Instance, Slots, TypeFlags, TypeSpec, generic_get_attribute, generic_set_attribute,
};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "object()\n--\n\nThe base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[methods::ObjectMethods::METHODS],
    getsets: &[methods::ObjectMethods::GETSETS],
    ..TypeSpec::new::<Instance>("object")
};

fn slots(slots: &mut Slots) {
    slots.get_attribute = Some(generic_get_attribute);
    slots.set_attribute = Some(generic_set_attribute);
    slots.hash = Some(|_, object| Ok(pellucid_text::hash::hash_pointer(object.address())));
    slots.str = Some(|vm, object| vm.repr(object).map(|text| text.into_object()));
    slots.compare = Some(compare);
    slots.repr = Some(repr);
    slots.new = Some(new);
    slots.init = Some(init);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let class = shown_class(vm, object.class())?;
    vm.join_pieces("<", &[class], "", &format!(" object at {:#x}>", object.address()))
}

/// The qualified name of a class behind its module, unless that is `builtins`.
pub(crate) fn shown_class(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Ref<Str>> {
    let name = class.qualified_name.get().unwrap_or_else(|| vm.new_str(""));
    let module = module_of(vm, class).and_then(|module| module.downcast_ref::<Str>().ok());
    match module.filter(|module| *module.value() != *"builtins") {
        Some(module) => {
            let shown = vm.join_pieces("", &[module, name], ".", "")?;
            vm.str(&shown)
        }
        None => Ok(name),
    }
}

pub(crate) fn compare(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    comparison: pellucid_bytecode::Comparison,
) -> PyResult<Ref> {
    use pellucid_bytecode::Comparison::{Equal, NotEqual};
    match comparison {
        Equal if left.is(right) => Ok(vm.new_bool(true)),
        NotEqual => {
            let function = left.class().slots(vm).compare.unwrap_or(compare);
            let equal = function(vm, left, right, Equal)?;
            if vm.is_not_implemented(&equal) {
                return Ok(equal);
            }
            let truth = vm.is_true(&equal)?;
            Ok(vm.new_bool(!truth))
        }
        _ => Ok(vm.not_implemented()),
    }
}

/// Whether a class has another function in a slot than `object` has.
fn overrides_new(vm: &Vm, class: &Typed<Type>) -> bool {
    class.slots(vm).new.map(|function| function as usize) != Some(new as *const () as usize)
}

fn overrides_init(vm: &Vm, class: &Typed<Type>) -> bool {
    class.slots(vm).init.map(|function| function as usize) != Some(init as *const () as usize)
}

/// `object.__new__`: excess arguments are an error unless only `__init__` is overridden, which will look at them.
fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if !args.is_empty() {
        if overrides_new(vm, class) {
            return Err(vm.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if !overrides_init(vm, class) {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name}() takes no arguments")));
        }
    }
    if class.has(TypeFlags::ABSTRACT) {
        return Err(abstract_class(vm, class)?);
    }
    crate::object::instance::new_instance(vm, class)
}

fn abstract_class(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Raised> {
    let key = vm.names.__abstractmethods__.clone();
    let names = vm.get_attribute(class.as_object(), &key)?;
    let mut names: Vec<String> = vm
        .collect(&names)?
        .iter()
        .map(|name| name.downcast::<Str>().map_or_else(String::new, |name| name.to_string()))
        .collect();
    names.sort();
    let plural = if names.len() > 1 { "s" } else { "" };
    let names = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let class = class.name(vm);
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} {names}"
    )))
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    if args.is_empty() {
        return Ok(());
    }
    if overrides_init(vm, object.class()) {
        return Err(vm.type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if !overrides_new(vm, object.class()) {
        let name = object.class().name(vm);
        return Err(vm.type_error(format!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(())
}
