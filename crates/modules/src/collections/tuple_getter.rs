//! `_tuplegetter`: the attributes of named tuples.

use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

/// Reads the item at a position.
#[derive(Trace)]
pub struct TupleGetter {
    position: usize,
    doc: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    flags: TypeFlags::empty(),
    slots,
    methods: &[TupleGetter::METHODS],
    getsets: &[TupleGetter::GETSETS],
    ..TypeSpec::new::<TupleGetter>("_tuplegetter")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(TupleGetter::NEW);
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(|vm, _, _, value| {
        let message =
            if value.is_some() { "can't set attribute" } else { "can't delete attribute" };
        Err(vm.attribute_error(message))
    });
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<TupleGetter>() else { return Ok(vm.not_implemented()) };
        let doc = this.doc.get().unwrap_or_else(|| vm.none());
        let pieces = [vm.new_str(&this.position.to_string()), vm.repr(&doc)?];
        let open = format!("{}(", object.class().qualified_name(vm));
        vm.join_pieces(&open, &pieces, ", ", ")")
    });
}

fn get(vm: &mut Vm, object: &Object, instance: Option<&Object>, _: Option<&Object>) -> PyResult {
    let Some(this) = object.downcast::<TupleGetter>() else { return Ok(object.to_ref()) };
    let Some(instance) = instance.filter(|instance| !vm.is_none(instance)) else {
        return Ok(object.to_ref());
    };
    let position = this.position;
    match instance.downcast::<Tuple>() {
        Some(tuple) => match tuple.items().get(position) {
            Some(item) => Ok(item.clone()),
            None => Err(vm.index_error("tuple index out of range")),
        },
        None => {
            let class = instance.class().name(vm);
            Err(vm.type_error(format!(
                "descriptor for index '{position}' for tuple subclasses doesn't apply to '{class}' object"
            )))
        }
    }
}

#[methods(owner = "_tuplegetter")]
impl TupleGetter {
    #[constructor("_tuplegetter(index, doc, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, index: usize, doc: &Object) -> PyResult {
        let payload = TupleGetter { position: index, doc: Slot::new(Some(doc.to_ref())) };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, this: &Typed<TupleGetter>) -> Option<Ref> {
        this.doc.get()
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: &Typed<TupleGetter>, value: Option<&Object>) -> PyResult<()> {
        this.doc.set(vm, value.map(|value| value.to_ref()));
        Ok(())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<TupleGetter>) -> PyResult {
        let class = this.class().as_object().to_ref();
        (class, (this.position, this.doc.get())).into_result(vm)
    }
}
