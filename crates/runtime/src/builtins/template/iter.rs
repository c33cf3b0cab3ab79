//! `string.templatelib.TemplateIter`: the strings that are not empty, and the interpolations, in order.

use std::cell::Cell;

use super::Template;
use crate::object::TypeSpec;
use crate::prelude::*;

#[derive(Trace)]
struct TemplateIter {
    template: Ref<Template>,
    /// Twice the index of the next string, or one more for the interpolation behind it.
    position: Cell<usize>,
}

static SPEC: TypeSpec = TypeSpec {
    module: "string.templatelib",
    doc: "Template iterator object",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| {
        slots.iter = Some(|_, object| Ok(object.to_ref()));
        slots.next = Some(next);
    },
    ..TypeSpec::new::<TemplateIter>("TemplateIter")
};

pub(super) fn iterate(vm: &mut Vm, object: &Object) -> PyResult {
    let Ok(template) = object.to_ref().downcast_ref::<Template>() else { return Ok(vm.none()) };
    let class = vm.native_type(&SPEC)?;
    let iterator = TemplateIter { template, position: Cell::new(0) };
    Ok(vm.new_object(&class, iterator).into_object())
}

fn next(_: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<TemplateIter>() else { return Ok(None) };
    loop {
        let position = this.position.get();
        let parts = match position % 2 {
            0 => &this.template.strings,
            _ => &this.template.interpolations,
        };
        let Some(part) = parts.items().get(position / 2) else { return Ok(None) };
        this.position.set(position + 1);
        if !part.downcast::<Str>().is_some_and(|text| text.is_empty()) {
            return Ok(Some(part.clone()));
        }
    }
}
