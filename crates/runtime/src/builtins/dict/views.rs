//! `dict_keys`, `dict_values` and `dict_items`.

use super::Dict;
use super::iter::DictIterator;
use super::view_sets;
use crate::builtins::Tuple;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// What of each entry is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The keys.
    Keys,
    /// The values.
    Values,
    /// Tuples of key and value.
    Items,
}

impl Part {
    /// This part of an entry.
    pub(super) fn of(self, vm: &Vm, (key, value): (Ref, Ref)) -> Ref {
        match self {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => vm.new_tuple(vec![key, value]).into_object(),
        }
    }
}

/// A view of a dict.
#[derive(Trace)]
pub struct DictView {
    pub(crate) dict: Ref<Dict>,
    #[trace(skip)]
    pub(super) part: Part,
}

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident = $python:literal, $slots:path;)*) => { $(
        $(#[$doc])*
        pub static $name: TypeSpec = TypeSpec {
            flags: TypeFlags::NOT_INSTANTIABLE,
            slots: $slots,
            methods: &[DictView::METHODS, DictView::SET_METHODS],
            getsets: &[DictView::GETSETS],
            ..TypeSpec::new::<DictView>($python)
        };
    )* };
}

views! {
    /// `dict.keys()`
    KEYS_SPEC = "dict_keys", view_sets::fill;
    /// `dict.items()`
    ITEMS_SPEC = "dict_items", view_sets::fill;
}

/// `dict.values()`
pub static VALUES_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: fill,
    methods: &[DictView::METHODS],
    getsets: &[DictView::GETSETS],
    ..TypeSpec::new::<DictView>("dict_values")
};

pub(super) fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.iter = Some(|vm, object| match object.downcast::<DictView>() {
        Some(view) => Ok(DictIterator::new(vm, &view.dict, view.part, false)),
        None => Ok(vm.not_implemented()),
    });
    slots.length =
        Some(|vm, object| Ok(object.downcast::<DictView>().map_or(0, |view| view.dict.len(vm))));
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    vm.guarded_repr(object, "...", |vm| {
        let items = vm.collect(object)?;
        let items = vm.new_list(items)?;
        let shown = vm.repr(items.as_object())?;
        let open = format!("{}(", object.class().name(vm));
        vm.join_pieces(&open, &[shown], "", ")")
    })
}

impl DictView {
    /// A view of a dict.
    pub fn new(vm: &Vm, dict: &Typed<Dict>, part: Part) -> Ref {
        let class = match part {
            Part::Keys => &vm.types.dict_keys,
            Part::Values => &vm.types.dict_values,
            Part::Items => &vm.types.dict_items,
        };
        DictView::of_class(vm, class, dict, part)
    }

    /// A view of a dict, of a class derived from that of the dict's own views.
    pub fn of_class(vm: &Vm, class: &Typed<Type>, dict: &Typed<Dict>, part: Part) -> Ref {
        vm.new_object(class, DictView { dict: dict.to_ref(), part }).into_object()
    }

    /// The dict.
    pub fn dict(&self) -> &Typed<Dict> {
        &self.dict
    }

    /// What of each entry is looked at.
    pub fn part(&self) -> Part {
        self.part
    }

    /// Whether `item` is among what the view shows.
    pub(super) fn contains(&self, vm: &mut Vm, item: &Object) -> PyResult<bool> {
        match self.part {
            Part::Keys => self.dict.contains(vm, item),
            Part::Values => {
                let view = DictView::new(vm, &self.dict, Part::Values);
                vm.contains_by_iteration(&view, item)
            }
            Part::Items => {
                let Some(pair) = item.downcast::<Tuple>() else { return Ok(false) };
                let [key, value] = pair.items() else { return Ok(false) };
                match self.dict.get(vm, key)? {
                    Some(found) => vm.equal(&found, value),
                    None => Ok(false),
                }
            }
        }
    }
}

#[methods(owner = "dict_view")]
impl DictView {
    /// dictionary that this view refers to
    #[getter("mapping")]
    fn mapping(vm: &mut Vm, view: &Typed<DictView>) -> PyResult {
        vm.new_mapping_proxy(view.dict.clone().into_object())
    }

    /// Return a reverse iterator over the dict's part that is viewed.
    #[method("__reversed__(self, /)", hidden)]
    fn reversed(vm: &mut Vm, view: &Typed<DictView>) -> Ref {
        DictIterator::new(vm, &view.dict, view.part, true)
    }
}
