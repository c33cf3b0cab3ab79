//! `types.SimpleNamespace`: attributes and nothing else; `sys.implementation` is one.

use pellucid_bytecode::Comparison;
use pellucid_text::TextBuilder;

use crate::object::{Slots, TypeFlags, TypeSpec, instance};
use crate::prelude::*;

/// The payload; everything is in the `__dict__`.
#[derive(Trace)]
pub struct SimpleNamespace;

/// The type; made by [`Vm::native_type`] when it is first asked for.
pub static SPEC: TypeSpec = TypeSpec {
    module: "types",
    doc: "SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nA simple attribute-based namespace.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[SimpleNamespace::METHODS],
    ..TypeSpec::new::<SimpleNamespace>("SimpleNamespace")
};

impl SimpleNamespace {
    /// A namespace with these attributes.
    pub fn create(vm: &mut Vm, fields: Vec<(&str, Ref)>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let object = vm.new_object(&class, SimpleNamespace).into_object();
        for (name, value) in fields {
            let name = vm.intern(name);
            instance::set(vm, &object, &name, value);
        }
        Ok(object)
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        Ok(vm.heap.allocate(crate::object::kind_of(class), SimpleNamespace).into_object())
    });
    slots.init = Some(init);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    let given = args.positional().len();
    if given > 1 {
        return Err(vm.type_error(format!(
            "{} expected at most 1 argument, got {given}",
            object.class().qualified_name(vm)
        )));
    }
    let Some(dict) = instance::dict(vm, object) else { return Ok(()) };
    if let Some(mapping) = args.positional().first() {
        let source = vm.new_dict();
        let update = vm.names.update.clone();
        vm.call_method(source.as_object(), &update, &[mapping])?;
        for (key, value) in source.pairs(vm) {
            if !key.holds::<Str>() {
                return Err(vm.type_error("keywords must be strings"));
            }
            dict.set(vm, &key, value)?;
        }
    }
    for (name, value) in args.keywords().iter() {
        dict.set(vm, name.as_object(), value.to_ref())?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let exact = vm.native_type(&SPEC)?;
    let name =
        if object.class_is(&exact) { "namespace".to_owned() } else { object.class().name(vm) };
    vm.guarded_repr(object, &format!("{name}(...)"), |vm| repr_fields(vm, object, &name))
}

fn repr_fields(vm: &mut Vm, object: &Object, name: &str) -> PyResult<Ref> {
    let mut text = TextBuilder::new();
    text.push_str(name);
    text.push_str("(");
    let pairs = instance::dict(vm, object).map_or(Vec::new(), |dict| dict.pairs(vm));
    let mut separator = "";
    for (key, value) in pairs {
        let Some(key) = key.downcast::<Str>().filter(|key| !key.is_empty()) else { continue };
        let value = vm.repr(&value)?;
        text.push_str(separator);
        text.push_text(key.text());
        text.push_str("=");
        text.push_text(value.text());
        separator = ", ";
    }
    text.push_str(")");
    Ok(vm.new_text_slice(text.as_text()).into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    if !left.holds::<SimpleNamespace>() || !right.holds::<SimpleNamespace>() {
        return Ok(vm.not_implemented());
    }
    match (instance::dict(vm, left), instance::dict(vm, right)) {
        (Some(left), Some(right)) => vm.compare(left.as_object(), right.as_object(), comparison),
        _ => Ok(vm.not_implemented()),
    }
}

#[methods(owner = "SimpleNamespace")]
impl SimpleNamespace {
    /// Return state information for pickling
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, namespace: &Object) -> PyResult {
        let empty = vm.new_tuple(Vec::new()).into_object();
        let dict = instance::dict(vm, namespace).map_or_else(|| vm.none(), Ref::into_object);
        let class = namespace.class().as_object().to_ref();
        Ok(vm.new_tuple(vec![class, empty, dict]).into_object())
    }

    /// Return a copy of the namespace object with new values for the specified attributes.
    #[method("__replace__(self, /, **changes)")]
    fn replace(vm: &mut Vm, namespace: &Object, changes: crate::object::Keywords<'_>) -> PyResult {
        let class = namespace.class().to_ref();
        let copy = vm.call(class.as_object(), Args::EMPTY)?;
        if let (Some(from), Some(to)) = (instance::dict(vm, namespace), instance::dict(vm, &copy)) {
            for (key, value) in from.pairs(vm) {
                to.set(vm, &key, value)?;
            }
            for (name, value) in changes.iter() {
                to.set(vm, name.as_object(), value.to_ref())?;
            }
        }
        Ok(copy)
    }
}
