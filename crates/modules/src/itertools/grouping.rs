//! `groupby`

use std::cell::Cell;

use pellucid_runtime::object::kind_of;
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// Consecutive items with the same key.
#[derive(Trace)]
pub struct GroupBy {
    items: Ref,
    key_function: Option<Ref>,
    /// The key of the group that was handed out last.
    group_key: Slot,
    /// The key of the item that was read last.
    key: Slot,
    /// The item that was read last, until it is handed out.
    value: Slot,
    /// The number of the group whose iterator is still good.
    group: Cell<u64>,
}

iterator_type! {
    /// `groupby`
    GROUPBY: GroupBy = "groupby",
    "groupby(iterable, key=None)\n--\n\nmake an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
    GroupBy::NEW, GroupBy::advance
}

/// The items of one group.
#[derive(Trace)]
pub struct Grouper {
    parent: Ref<GroupBy>,
    key: Ref,
    group: u64,
}

iterator_type! {
    /// `_grouper`
    GROUPER: Grouper = "_grouper", "", Grouper::NEW, Grouper::advance
}

#[methods(owner = "itertools.groupby")]
impl GroupBy {
    #[constructor("groupby(iterable, key=None)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        key: Option<&Object>,
    ) -> PyResult {
        let payload = GroupBy {
            items: vm.iterate(iterable)?,
            key_function: key.map(|key| key.to_ref()),
            group_key: Slot::empty(),
            key: Slot::empty(),
            value: Slot::empty(),
            group: Cell::new(0),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl GroupBy {
    /// Reads the next item; `false` at the end.
    fn step(&self, vm: &mut Vm) -> PyResult<bool> {
        let Some(value) = vm.next(&self.items)? else { return Ok(false) };
        let key = match &self.key_function {
            Some(function) => {
                vm.call(function, Args::from_positional(std::slice::from_ref(&value)))?
            }
            None => value.clone(),
        };
        self.value.set(vm, Some(value));
        self.key.set(vm, Some(key));
        Ok(true)
    }

    fn advance(vm: &mut Vm, this: &Typed<GroupBy>) -> PyResult<Option<Ref>> {
        this.group.set(this.group.get() + 1);
        loop {
            match (this.key.get(), this.group_key.get()) {
                (Some(_), None) => break,
                (Some(key), Some(group_key)) if !vm.equal(&group_key, &key)? => break,
                _ => {}
            }
            if !this.step(vm)? {
                return Ok(None);
            }
        }
        let Some(key) = this.key.get() else { return Ok(None) };
        this.group_key.set(vm, Some(key.clone()));
        let class = vm.native_type(&GROUPER)?;
        let group = this.group.get();
        let grouper = Grouper { parent: this.to_ref(), key: key.clone(), group };
        let grouper = vm.heap.allocate(kind_of(&class), grouper).into_object();
        Ok(Some(vm.new_tuple(vec![key, grouper]).into_object()))
    }
}

#[methods(owner = "itertools._grouper")]
impl Grouper {
    #[constructor("_grouper(parent, tgtkey, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, parent: &Typed<GroupBy>, key: &Object) -> PyResult {
        parent.group.set(parent.group.get() + 1);
        let group = parent.group.get();
        let payload = Grouper { parent: parent.to_ref(), key: key.to_ref(), group };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Grouper {
    fn advance(vm: &mut Vm, this: &Typed<Grouper>) -> PyResult<Option<Ref>> {
        let parent = &this.parent;
        if parent.group.get() != this.group {
            return Ok(None);
        }
        if parent.value.is_empty() && !parent.step(vm)? {
            return Ok(None);
        }
        let Some(key) = parent.key.get() else { return Ok(None) };
        if !vm.equal(&this.key, &key)? {
            return Ok(None);
        }
        // The key goes with its item, as in CPython.
        drop(parent.key.take(vm));
        Ok(parent.value.take(vm))
    }
}
