//! The methods of `dict`.

use super::Dict;
use super::iter::DictIterator;
use super::slots::hash_of_key;
use super::views::{DictView, Part};
use crate::builtins::Set;
use crate::object::OwnedArgs;
use crate::prelude::*;

#[methods]
impl Dict {
    /// Remove all items from the dict.
    #[method("clear(self, /)")]
    fn clear_method(vm: &mut Vm, dict: &Typed<Dict>) {
        dict.clear(vm);
    }

    /// Return a shallow copy of the dict.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, dict: &Typed<Dict>) -> PyResult<Ref<Dict>> {
        Dict::copy_of(vm, dict)
    }

    /// Create a new dictionary with keys from iterable and values set to value.
    #[class_method("fromkeys(cls, iterable, value=None, /)")]
    fn from_keys(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        value: Option<&Object>,
    ) -> PyResult {
        let value = value.map_or_else(|| vm.none(), |value| value.to_ref());
        let made = vm.call(class.as_object(), Args::EMPTY)?;
        if let Some(dict) = made.downcast::<Dict>()
            && made.class_is(&vm.types.dict)
        {
            if let Some(other) = iterable.downcast::<Dict>()
                && iterable.class_is(&vm.types.dict)
                && dict.is_empty(vm)
            {
                let (length, strings) = (other.len(vm), other.table(vm).is_of_strings());
                dict.reserve_many(vm, length, strings)?;
                let mut position = 0;
                while let Some((next, key, hash, _)) = other.next_entry(vm, position) {
                    position = next;
                    dict.set_hashed(vm, &key, hash, value.clone())?;
                }
                return Ok(made);
            }
            if let Some(set) = iterable.downcast::<Set>()
                && dict.is_empty(vm)
            {
                dict.reserve_many(vm, set.len(vm), false)?;
                if !iterable.class().has(TypeFlags::HEAP_TYPE) {
                    let mut place = 0;
                    while let Some((next, key, hash)) = set.next_member(vm, place) {
                        place = next;
                        dict.set_hashed(vm, &key, hash, value.clone())?;
                    }
                    return Ok(made);
                }
            }
            vm.for_each(iterable, |vm, key| {
                let hash = hash_of_key(vm, &key)?;
                dict.set_hashed(vm, &key, hash, value.clone())
            })?;
        } else {
            vm.for_each(iterable, |vm, key| vm.set_item(&made, &key, Some(&value)))?;
        }
        Ok(made)
    }

    /// Return self[key].
    #[method("__getitem__(self, key, /)")]
    fn subscript(vm: &mut Vm, dict: &Typed<Dict>, key: &Object) -> PyResult {
        super::slots::get_item(vm, dict.as_object(), key)
    }

    /// True if the dictionary has the specified key, else False.
    #[method("__contains__(self, key, /)")]
    fn has_key(vm: &mut Vm, dict: &Typed<Dict>, key: &Object) -> PyResult<bool> {
        dict.contains(vm, key)
    }

    /// Return the value for key if key is in the dictionary, else default.
    #[method("get(self, key, default=None, /)")]
    fn get_or_default(
        vm: &mut Vm,
        dict: &Typed<Dict>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult {
        let hash = hash_of_key(vm, key)?;
        match (dict.get_hashed(vm, key, hash)?, default) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => Ok(default.to_ref()),
            (None, None) => Ok(vm.none()),
        }
    }

    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    #[method("setdefault(self, key, default=None, /)")]
    fn set_default_method(
        vm: &mut Vm,
        dict: &Typed<Dict>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult {
        let default = default.map_or_else(|| vm.none(), |default| default.to_ref());
        dict.set_default(vm, key, &default)
    }

    /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise,
    /// raise a KeyError.
    #[method("pop(self, key, default=<unrepresentable>, /)")]
    fn pop(vm: &mut Vm, dict: &Typed<Dict>, key: &Object, default: Option<&Object>) -> PyResult {
        if !dict.is_empty(vm) {
            let hash = hash_of_key(vm, key)?;
            if let Some((_, value)) = dict.remove_hashed(vm, key, hash)? {
                return Ok(value);
            }
        }
        match default {
            Some(default) => Ok(default.to_ref()),
            None => Err(vm.key_error(key)),
        }
    }

    /// Remove and return a (key, value) pair as a 2-tuple.
    ///
    /// Pairs are returned in LIFO (last-in, first-out) order.
    /// Raises KeyError if the dict is empty.
    #[method("popitem(self, /)")]
    fn pop_item(vm: &mut Vm, dict: &Typed<Dict>) -> PyResult {
        match dict.pop_last(vm) {
            Some(pair) => pair.into_result(vm),
            None => {
                let message = vm.new_str("popitem(): dictionary is empty");
                Err(vm.key_error(message.as_object()))
            }
        }
    }

    /// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
    /// If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]
    /// If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
    /// In either case, this is followed by: for k in F:  D[k] = F[k]
    #[method("update(self, *args, **kwargs)", hidden)]
    fn update(
        vm: &mut Vm,
        dict: &Typed<Dict>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult<()> {
        let mut owned = OwnedArgs::new();
        owned.extend(args.iter().cloned());
        for (name, value) in keywords.iter() {
            // The names of a call's keywords differ.
            let _ = owned.push_keyword(name.to_ref(), value.to_ref());
        }
        dict.update_from_args(vm, owned.as_args(), "update")
    }

    /// Return a set-like object providing a view on the dict's keys.
    #[method("keys(self, /)")]
    fn keys_view(vm: &mut Vm, dict: &Typed<Dict>) -> Ref {
        DictView::new(vm, dict, Part::Keys)
    }

    /// Return an object providing a view on the dict's values.
    #[method("values(self, /)")]
    fn values_view(vm: &mut Vm, dict: &Typed<Dict>) -> Ref {
        DictView::new(vm, dict, Part::Values)
    }

    /// Return a set-like object providing a view on the dict's items.
    #[method("items(self, /)")]
    fn items_view(vm: &mut Vm, dict: &Typed<Dict>) -> Ref {
        DictView::new(vm, dict, Part::Items)
    }

    /// Return a reverse iterator over the dict keys.
    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, dict: &Typed<Dict>) -> Ref {
        DictIterator::new(vm, dict, Part::Keys, true)
    }

    /// Return the size of the dict in memory.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, dict: &Typed<Dict>) -> usize {
        vm.basic_size(dict.class()) + dict.table_bytes(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
