//! `mappingproxy`: a mapping that cannot be changed through it.

use pellucid_bytecode::Comparison;

use crate::builtins::generic_alias::Subscriptable;
use crate::object::{BinaryOperator, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A read-only view of a mapping.
#[derive(Trace)]
pub struct MappingProxy {
    mapping: Ref,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "mappingproxy(mapping)\n--\n\nRead-only proxy of a mapping.",
    flags: TypeFlags::MAPPING,
    slots,
    methods: &[MappingProxy::METHODS, Subscriptable::METHODS],
    ..TypeSpec::new::<MappingProxy>("mappingproxy")
};

impl Vm {
    /// A read-only view of `mapping`.
    pub fn new_mapping_proxy(&mut self, mapping: Ref) -> PyResult<Ref> {
        Ok(self.new_object(&self.types.mapping_proxy, MappingProxy { mapping }).into_object())
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(MappingProxy::NEW);
    slots.get_item = Some(|vm, object, key| {
        let mapping = mapping_of(vm, object)?;
        vm.get_item(&mapping, key)
    });
    slots.contains = Some(|vm, object, key| {
        let mapping = mapping_of(vm, object)?;
        vm.contains(&mapping, key)
    });
    slots.length = Some(|vm, object| {
        let mapping = mapping_of(vm, object)?;
        vm.length(&mapping)
    });
    slots.iter = Some(|vm, object| {
        let mapping = mapping_of(vm, object)?;
        vm.iterate(&mapping)
    });
    slots.hash = Some(|vm, object| {
        let mapping = mapping_of(vm, object)?;
        vm.hash(&mapping)
    });
    slots.str = Some(|vm, object| {
        let mapping = mapping_of(vm, object)?;
        vm.str(&mapping).map(|text| text.into_object())
    });
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.or = Some(or);
    slots.in_place_or = Some(|vm, _, _| {
        Err(vm.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
    });
}

fn mapping_of(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    match object.downcast::<MappingProxy>() {
        Some(proxy) => Ok(proxy.mapping.clone()),
        None => Err(vm.type_error("not a mappingproxy")),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let mapping = mapping_of(vm, object)?;
    let inner = vm.repr(&mapping)?;
    let mut text = pellucid_text::TextBuilder::new();
    text.push_str("mappingproxy(");
    text.push_text(inner.text());
    text.push_str(")");
    Ok(vm.new_text(&text.finish()).into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let mapping = mapping_of(vm, left)?;
    vm.compare(&mapping, right, comparison)
}

fn or(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let plain = |object: &Object| match object.downcast::<MappingProxy>() {
        Some(proxy) => proxy.mapping.clone(),
        None => object.to_ref(),
    };
    vm.binary(&BinaryOperator::OR, &plain(left), &plain(right))
}

/// Whether a class has what CPython asks mappings for.
fn subscripts_by_key(vm: &Vm, class: &Typed<Type>) -> bool {
    let Some(own) = class.slots(vm).get_item else { return false };
    let native = class.native_base(vm);
    let inherited =
        native.slots(vm).get_item.is_some_and(|theirs| std::ptr::fn_addr_eq(theirs, own));
    !(inherited && class.has(TypeFlags::ITEMS_BY_POSITION))
}

#[methods(owner = "mappingproxy")]
impl MappingProxy {
    #[constructor("mappingproxy(mapping)")]
    fn new(vm: &mut Vm, class: &Typed<Type>, mapping: &Object) -> PyResult {
        let sequence = mapping.holds::<List>() || mapping.holds::<Tuple>();
        if sequence || !subscripts_by_key(vm, mapping.class()) {
            let name = mapping.class().name(vm);
            return Err(
                vm.type_error(format!("mappingproxy() argument must be a mapping, not {name}"))
            );
        }
        Ok(vm.new_object(class, MappingProxy { mapping: mapping.to_ref() }).into_object())
    }

    /// Return the value for key if key is in the mapping, else default.
    #[method("get(self, key, default=None, /)")]
    fn get(vm: &mut Vm, proxy: &Typed<Self>, key: &Object, default: Option<&Object>) -> PyResult {
        let name = vm.names.get.clone();
        let none = vm.none();
        vm.call_method(&proxy.mapping, &name, &[key, default.unwrap_or(&none)])
    }

    /// a set-like object providing a view on the keys
    #[method("keys(self, /)")]
    fn keys(vm: &mut Vm, proxy: &Typed<Self>) -> PyResult {
        let name = vm.names.keys.clone();
        vm.call_method(&proxy.mapping, &name, &[])
    }

    /// an object providing a view on the values
    #[method("values(self, /)")]
    fn values(vm: &mut Vm, proxy: &Typed<Self>) -> PyResult {
        let name = vm.names.values.clone();
        vm.call_method(&proxy.mapping, &name, &[])
    }

    /// a set-like object providing a view on the items
    #[method("items(self, /)")]
    fn items(vm: &mut Vm, proxy: &Typed<Self>) -> PyResult {
        let name = vm.names.items.clone();
        vm.call_method(&proxy.mapping, &name, &[])
    }

    /// a shallow copy of the mapping
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, proxy: &Typed<Self>) -> PyResult {
        let name = vm.names.copy.clone();
        vm.call_method(&proxy.mapping, &name, &[])
    }

    /// reversed(self)
    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, proxy: &Typed<Self>) -> PyResult {
        let name = vm.names.__reversed__.clone();
        vm.call_method(&proxy.mapping, &name, &[])
    }
}
