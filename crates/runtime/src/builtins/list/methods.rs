//! The methods of `list`.

use pellucid_heap::Buffer;

use super::{List, iter, slots, sort};
use crate::builtins::dict::views::DictView;
use crate::builtins::{Set, Tuple};
use crate::object::SliceIndex;
use crate::prelude::*;

#[methods]
impl List {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[initializer("list(iterable=(), /)")]
    fn initialise(vm: &mut Vm, list: &Typed<List>, iterable: Option<&Object>) -> PyResult<()> {
        drop(list.take(vm));
        match iterable {
            Some(iterable) => {
                if vm.sizes_of().lists_ask_for_length()
                    && iterable.class().slots(vm).length.is_some()
                {
                    let length = vm.length(iterable)?;
                    list.reserve(vm, length)?;
                }
                list.extend(vm, iterable)
            }
            None => Ok(()),
        }
    }

    /// Return self[index].
    #[method("__getitem__(self, index, /)")]
    fn subscript(vm: &mut Vm, list: &Typed<List>, index: &Object) -> PyResult {
        slots::get_item(vm, list.as_object(), index)
    }

    /// Append object to the end of the list.
    #[method("append(self, object, /)")]
    fn append(vm: &mut Vm, list: &Typed<List>, object: &Object) -> PyResult<()> {
        list.push(vm, object.to_ref())
    }

    /// Remove all items from list.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, list: &Typed<List>) {
        // While a list is sorted it is empty, and clearing it changes nothing.
        if !list.is_empty(vm) {
            drop(list.take(vm));
        }
    }

    /// Return a shallow copy of the list.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, list: &Typed<List>) -> PyResult<Ref<List>> {
        let copied = Buffer::from_items(vm.heap(), list.items(vm).iter().cloned());
        match copied {
            Ok(buffer) => Ok(List::from_buffer(vm, buffer)),
            Err(_) => Err(vm.memory_error()),
        }
    }

    /// Return number of occurrences of value.
    #[method("count(self, value, /)")]
    fn count(vm: &mut Vm, list: &Typed<List>, value: &Object) -> PyResult<usize> {
        let (mut position, mut count) = (0, 0);
        while let Some(item) = list.item(vm, position) {
            count += usize::from(vm.equal(&item, value)?);
            position += 1;
        }
        Ok(count)
    }

    /// Extend list by appending elements from the iterable.
    #[method("extend(self, iterable, /)")]
    fn extend_method(vm: &mut Vm, list: &Typed<List>, iterable: &Object) -> PyResult<()> {
        list.extend(vm, iterable)
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        list: &Typed<List>,
        value: &Object,
        start: Option<SliceIndex>,
        stop: Option<SliceIndex>,
    ) -> PyResult<usize> {
        let length = list.len(vm);
        let mut position = start.map_or(0, |start| start.position(length));
        let stop = stop.map_or(usize::MAX, |stop| stop.position(length));
        while position < stop
            && let Some(item) = list.item(vm, position)
        {
            if vm.equal(&item, value)? {
                return Ok(position);
            }
            position += 1;
        }
        Err(vm.value_error("list.index(x): x not in list"))
    }

    /// Insert object before index.
    #[method("insert(self, index, object, /)")]
    fn insert(vm: &mut Vm, list: &Typed<List>, index: isize, object: &Object) -> PyResult<()> {
        list.grow(vm, 1)?;
        let items = list.items_mut(vm);
        let position = SliceIndex(index).position(items.len()).min(items.len());
        items.insert(position, object.to_ref());
        Ok(())
    }

    /// Remove and return item at index (default last).
    ///
    /// Raises IndexError if list is empty or index is out of range.
    #[method("pop(self, index=-1, /)")]
    fn pop(vm: &mut Vm, list: &Typed<List>, index: Option<isize>) -> PyResult {
        let length = list.len(vm);
        if length == 0 {
            return Err(vm.index_error("pop from empty list"));
        }
        let found = slots::position(index.unwrap_or(-1), length);
        match found.and_then(|position| list.remove_at(vm, position)) {
            Some(item) => {
                list.release_if_empty(vm);
                Ok(item)
            }
            None => Err(vm.index_error("pop index out of range")),
        }
    }

    /// Remove first occurrence of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method("remove(self, value, /)")]
    fn remove(vm: &mut Vm, list: &Typed<List>, value: &Object) -> PyResult<()> {
        let mut position = 0;
        while let Some(item) = list.item(vm, position) {
            if vm.equal(&item, value)? {
                let removed = list.remove_at(vm, position);
                list.release_if_empty(vm);
                drop(removed);
                return Ok(());
            }
            position += 1;
        }
        Err(vm.value_error("list.remove(x): x not in list"))
    }

    /// Reverse *IN PLACE*.
    #[method("reverse(self, /)")]
    fn reverse(vm: &mut Vm, list: &Typed<List>) {
        list.items_mut(vm).reverse();
    }

    /// Sort the list in ascending order and return None.
    ///
    /// The sort is in-place (i.e. the list itself is modified) and stable (i.e. the
    /// order of two equal elements is maintained).
    ///
    /// If a key function is given, apply it once to each list item and sort them,
    /// ascending or descending, according to their function values.
    ///
    /// The reverse flag can be set to sort in descending order.
    #[method("sort(self, *, key=None, reverse=False)")]
    fn sort_method(
        vm: &mut Vm,
        list: &Typed<List>,
        key: Option<&Object>,
        reverse: Option<bool>,
    ) -> PyResult<()> {
        sort::sort(vm, list, key, reverse.unwrap_or(false))
    }

    /// Return a reverse iterator over the list.
    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, list: &Typed<List>) -> Ref {
        iter::backward(vm, list)
    }

    /// Return the size of the list in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, list: &Typed<List>) -> usize {
        vm.basic_size(list.class()) + vm.sizes_of().words(list.capacity(vm))
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

/// The items of `iterable`; TypeError with this message if it is none.
pub(crate) fn collect_iterable(
    vm: &mut Vm,
    iterable: &Object,
    message: &str,
) -> PyResult<Vec<Ref>> {
    let slots = iterable.class().slots(vm);
    if slots.iter.is_none() && slots.get_item.is_none() {
        return Err(vm.type_error(message));
    }
    vm.collect(iterable)
}

impl List {
    /// Appends the items of an iterable.
    pub fn extend(&self, vm: &mut Vm, iterable: &Object) -> PyResult<()> {
        let rule = vm.sizes_of();
        let own = iterable
            .downcast::<List>()
            .filter(|list| list.class_is(&vm.types.list) || std::ptr::eq::<List>(&***list, self));
        if own.is_some() || iterable.class_is(&vm.types.tuple) {
            return match (own, iterable.downcast::<Tuple>()) {
                (Some(list), _) => self.extend_from_list(vm, list),
                (None, Some(tuple)) if !tuple.items().is_empty() => {
                    self.extend_from(vm, tuple.items())
                }
                (None, _) => Ok(()),
            };
        }
        let iterator = vm.iterate(iterable)?;
        let sized = iterable.downcast::<Set>().map(|set| set.len(vm));
        let sized = sized.or_else(|| iterable.downcast::<Dict>().map(|dict| dict.len(vm)));
        let sized = sized.or_else(|| iterable.downcast::<DictView>().map(|view| view.dict.len(vm)));
        match sized {
            Some(length) if rule.grows_for_sets_and_dicts() => self.grow(vm, length)?,
            _ => {
                let hint = vm.length_hint(iterable, 8)?;
                match self.capacity(vm) {
                    _ if hint > isize::MAX as usize - self.len(vm) => {}
                    0 if hint == 0 => {}
                    0 if rule.extends_exactly() => self.reserve_exactly(vm, hint)?,
                    _ => self.grow(vm, hint)?,
                }
            }
        }
        vm.for_rest(&iterator, |vm, item| self.push(vm, item))?;
        self.shrink(vm);
        Ok(())
    }
}
