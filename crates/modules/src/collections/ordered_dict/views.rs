//! `odict_keys`, `odict_values` and `odict_items`: the views of `dict` in the order of the keys.

use pellucid_runtime::builtins::dict::views::{self, DictView, Part};
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::{OrderedDict, iter};

macro_rules! ordered_views {
    ($($(#[$doc:meta])* $name:ident = $python:literal, $base:path;)*) => { $(
        $(#[$doc])*
        pub static $name: TypeSpec = TypeSpec {
            base: Some(&$base),
            flags: TypeFlags::NOT_INSTANTIABLE,
            slots,
            methods: &[OrderedViews::METHODS],
            ..TypeSpec::new::<DictView>($python)
        };
    )* };
}

ordered_views! {
    /// `OrderedDict.keys()`
    KEYS_SPEC = "odict_keys", views::KEYS_SPEC;
    /// `OrderedDict.values()`
    VALUES_SPEC = "odict_values", views::VALUES_SPEC;
    /// `OrderedDict.items()`
    ITEMS_SPEC = "odict_items", views::ITEMS_SPEC;
}

fn slots(slots: &mut Slots) {
    slots.iter = Some(|vm, object| match object.downcast::<DictView>() {
        Some(view) => over(vm, view, false),
        None => Ok(vm.not_implemented()),
    });
}

/// A view of an `OrderedDict`.
pub fn view(vm: &mut Vm, dict: &Typed<OrderedDict>, part: Part) -> PyResult {
    let class = vm.native_type(match part {
        Part::Keys => &KEYS_SPEC,
        Part::Values => &VALUES_SPEC,
        Part::Items => &ITEMS_SPEC,
    })?;
    match dict.as_object().downcast::<Dict>() {
        Some(dict) => Ok(DictView::of_class(vm, &class, dict, part)),
        None => Ok(vm.not_implemented()),
    }
}

fn over(vm: &mut Vm, view: &DictView, reverse: bool) -> PyResult {
    match view.dict().as_object().downcast::<OrderedDict>() {
        Some(dict) => iter::over(vm, dict, view.part(), reverse),
        None => Ok(vm.not_implemented()),
    }
}

/// The methods of the views.
pub struct OrderedViews;

#[methods(owner = "odict_view")]
impl OrderedViews {
    /// Return a reverse iterator over the part of the dict that is viewed.
    #[method("__reversed__(self, /)", hidden)]
    fn reversed(vm: &mut Vm, view: &Typed<DictView>) -> PyResult {
        over(vm, view, true)
    }
}
