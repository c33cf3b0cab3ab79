//! The methods of `deque`.

use pellucid_heap::BlockQueue;
use pellucid_runtime::object::{SliceIndex, kind_of};
use pellucid_runtime::prelude::*;

use super::deque::{Deque, SPEC};
use super::deque_iter;

impl Deque {
    /// A new deque of the class of `object`, which is this one, with the same items and limit.
    pub(super) fn duplicate(&self, vm: &mut Vm, object: &Object) -> PyResult {
        let class = object.class();
        let own = vm.native_type(&SPEC)?;
        if class.as_object().is(own.as_object()) {
            let copy = vm.heap.allocate(kind_of(class), Deque::empty(vm, self.limit.get()));
            if !self.items(vm).is_empty() {
                copy.extend(vm, object)?;
            }
            return Ok(copy.into_object());
        }
        let class = class.as_object();
        let copy = match self.limit.get() {
            None => vm.call_positional(class, &[object])?,
            Some(limit) => {
                let limit = vm.new_int(limit as i64);
                vm.call_positional(class, &[object, &limit])?
            }
        };
        if !copy.holds::<Deque>() {
            let (class, found) = (object.class().name(vm), copy.class().name(vm));
            return Err(vm.type_error(format!("{class}() must return a deque, not {found}")));
        }
        Ok(copy)
    }
}

#[methods(owner = "deque")]
impl Deque {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[initializer("deque(iterable=<unrepresentable>, maxlen=<unrepresentable>)")]
    fn initialise(
        vm: &mut Vm,
        deque: &Typed<Deque>,
        iterable: Option<&Object>,
        maxlen: Option<&Object>,
    ) -> PyResult<()> {
        let limit = match maxlen.filter(|maxlen| !vm.is_none(maxlen)) {
            None => None,
            Some(maxlen) if !maxlen.holds::<Int>() => {
                return Err(vm.type_error("an integer is required"));
            }
            Some(maxlen) => match usize::try_from(vm.size_index(maxlen)?) {
                Ok(limit) => Some(limit),
                Err(_) => return Err(vm.value_error("maxlen must be non-negative")),
            },
        };
        deque.limit.set(limit);
        deque.remove_all(vm);
        match iterable {
            Some(iterable) => deque.extend(vm, iterable),
            None => Ok(()),
        }
    }

    /// maximum size of a deque or None if unbounded
    #[getter("maxlen")]
    fn maximum(_vm: &mut Vm, deque: &Typed<Deque>) -> Option<usize> {
        deque.limit.get()
    }

    /// Add an element to the right side of the deque.
    #[method("append(self, item, /)")]
    fn append(vm: &mut Vm, deque: &Typed<Deque>, item: &Object) -> PyResult<()> {
        deque.push_back(vm, item.to_ref())
    }

    /// Add an element to the left side of the deque.
    #[method("appendleft(self, item, /)")]
    fn append_left(vm: &mut Vm, deque: &Typed<Deque>, item: &Object) -> PyResult<()> {
        deque.push_front(vm, item.to_ref())
    }

    /// Remove all elements from the deque.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, deque: &Typed<Deque>) {
        deque.remove_all(vm);
    }

    /// Return a shallow copy of a deque.
    #[method("copy(self, /)")]
    #[method("__copy__(self, /)")]
    fn copy(vm: &mut Vm, deque: &Typed<Deque>) -> PyResult {
        deque.duplicate(vm, deque.as_object())
    }

    /// Return number of occurrences of value.
    #[method("count(self, value, /)")]
    fn count(vm: &mut Vm, deque: &Typed<Deque>, value: &Object) -> PyResult<usize> {
        let changes = deque.changes.get();
        let (mut at, mut count) = (0, 0);
        while let Some(item) = deque.item(vm, at) {
            count += usize::from(vm.equal(&item, value)?);
            if deque.changes.get() != changes {
                return Err(vm.runtime_error("deque mutated during iteration"));
            }
            at += 1;
        }
        Ok(count)
    }

    /// Extend the right side of the deque with elements from the iterable.
    #[method("extend(self, iterable, /)")]
    fn extend_method(vm: &mut Vm, deque: &Typed<Deque>, iterable: &Object) -> PyResult<()> {
        deque.extend(vm, iterable)
    }

    /// Extend the left side of the deque with elements from the iterable.
    #[method("extendleft(self, iterable, /)")]
    fn extend_left(vm: &mut Vm, deque: &Typed<Deque>, iterable: &Object) -> PyResult<()> {
        deque.take_all(vm, iterable, BlockQueue::begin_right, Deque::push_front)
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method("index(self, value, start=0, stop=<unrepresentable>, /)", hidden)]
    fn index(
        vm: &mut Vm,
        deque: &Typed<Deque>,
        value: &Object,
        start: Option<SliceIndex>,
        stop: Option<SliceIndex>,
    ) -> PyResult<usize> {
        let length = deque.items(vm).len();
        let changes = deque.changes.get();
        let start = start.map_or(0, |start| start.position(length));
        let stop = stop.map_or(length, |stop| stop.position(length).min(length));
        for at in start..stop {
            let Some(item) = deque.item(vm, at) else { break };
            let equal = vm.equal(&item, value)?;
            if deque.changes.get() != changes {
                return Err(vm.runtime_error("deque mutated during iteration"));
            }
            if equal {
                return Ok(at);
            }
        }
        Err(not_in_deque(vm, value))
    }

    /// Insert value before index.
    #[method("insert(self, index, value, /)")]
    fn insert(vm: &mut Vm, deque: &Typed<Deque>, index: isize, value: &Object) -> PyResult<()> {
        let length = deque.items(vm).len();
        if deque.limit.get().is_some_and(|limit| length >= limit) {
            return Err(vm.index_error("deque already at its maximum size"));
        }
        deque.change(vm, |items| items.insert(index, value.to_ref()))
    }

    /// Remove and return the rightmost element.
    #[method("pop(self, /)")]
    fn pop(vm: &mut Vm, deque: &Typed<Deque>) -> PyResult {
        let item = deque.items_mut(vm).pop_back();
        item.ok_or_else(|| vm.index_error("pop from an empty deque"))
    }

    /// Remove and return the leftmost element.
    #[method("popleft(self, /)")]
    fn pop_left(vm: &mut Vm, deque: &Typed<Deque>) -> PyResult {
        let item = deque.items_mut(vm).pop_front();
        item.ok_or_else(|| vm.index_error("pop from an empty deque"))
    }
}

#[methods(MORE, owner = "deque")]
impl Deque {
    /// Remove first occurrence of value.
    #[method("remove(self, value, /)")]
    fn remove(vm: &mut Vm, deque: &Typed<Deque>, value: &Object) -> PyResult<()> {
        let changes = deque.changes.get();
        let mut at = 0;
        while let Some(item) = deque.item(vm, at) {
            let equal = vm.equal(&item, value)?;
            if deque.changes.get() != changes {
                return Err(vm.index_error("deque mutated during remove()."));
            }
            if equal {
                let old = deque.change(vm, |items| items.remove(at))?;
                drop(old);
                return Ok(());
            }
            at += 1;
        }
        Err(not_in_deque(vm, value))
    }

    /// Reverse *IN PLACE*.
    #[method("reverse(self, /)")]
    fn reverse(vm: &mut Vm, deque: &Typed<Deque>) {
        deque.items_in_place(vm).reverse();
    }

    /// Rotate the deque n steps to the right.  If n is negative, rotates left.
    #[method("rotate(self, n=1, /)")]
    fn rotate(vm: &mut Vm, deque: &Typed<Deque>, n: Option<isize>) -> PyResult<()> {
        if deque.items(vm).len() < 2 {
            return Ok(());
        }
        deque.change(vm, |items| items.rotate(n.unwrap_or(1)))
    }

    /// Return a reverse iterator over the deque.
    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, deque: &Typed<Deque>) -> PyResult {
        deque_iter::over(vm, deque, true)
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, deque: &Typed<Deque>) -> PyResult {
        let class = deque.class().as_object().to_ref();
        let name = vm.names.__getstate__.clone();
        let state = vm.call_method(deque.as_object(), &name, &[])?;
        let items = vm.iterate(deque.as_object())?;
        let empty = vm.singletons.empty_tuple.clone().into_object();
        match deque.limit.get() {
            None => (class, empty, state, items).into_result(vm),
            Some(limit) => (class, (empty, limit), state, items).into_result(vm),
        }
    }

    /// Return the size of the deque in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, deque: &Typed<Deque>) -> usize {
        vm.basic_size(deque.class()) + deque.block_bytes(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

fn not_in_deque(vm: &mut Vm, value: &Object) -> Raised {
    match vm.repr(value) {
        Ok(shown) => vm.value_error(format!("{shown} is not in deque")),
        Err(raised) => raised,
    }
}
