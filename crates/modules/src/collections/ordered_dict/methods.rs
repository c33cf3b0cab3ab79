//! The methods of `OrderedDict`.

use pellucid_runtime::builtins::dict::views::Part;
use pellucid_runtime::object::OwnedArgs;
use pellucid_runtime::prelude::*;

use super::order::{End, Place};
use super::{OrderedDict, iter, update, views};

fn end(last: Option<bool>) -> End {
    if last.unwrap_or(true) { End::Last } else { End::First }
}

impl OrderedDict {
    /// The key at an end, if it is this very object.
    fn at_end(&self, vm: &Vm, key: &Object, end: End) -> Option<Place> {
        let order = self.order(vm);
        order.end(end).filter(|&place| order.key(place).is_some_and(|(own, _)| own.is(key)))
    }
}

#[methods(owner = "OrderedDict")]
impl OrderedDict {
    /// Create a new ordered dictionary with keys from iterable and values set to value.
    #[class_method("fromkeys(cls, /, iterable, value=None)")]
    fn from_keys(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        value: Option<&Object>,
    ) -> PyResult {
        let value = value.map_or_else(|| vm.none(), |value| value.to_ref());
        let made = vm.call(class.as_object(), Args::EMPTY)?;
        vm.for_each(iterable, |vm, key| vm.set_item(&made, &key, Some(&value)))?;
        Ok(made)
    }

    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, this: &Typed<OrderedDict>) -> usize {
        vm.basic_size(this.class()) + this.dict().table_bytes(vm) + this.order_bytes(vm)
    }

    /// Return state information for pickling
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        let state = vm.names.__getstate__.clone();
        let state = vm.call_method(this.as_object(), &state, &[])?;
        let items = vm.names.items.clone();
        let items = vm.call_method(this.as_object(), &items, &[])?;
        let items = vm.iterate(&items)?;
        let class = this.class().as_object().to_ref();
        let (arguments, none) = (vm.new_tuple(Vec::new()).into_object(), vm.none());
        (class, arguments, state, none, items).into_result(vm)
    }

    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    #[method("setdefault(self, /, key, default=None)")]
    fn set_default(
        vm: &mut Vm,
        this: &Typed<OrderedDict>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult {
        let default = default.map_or_else(|| vm.none(), |default| default.to_ref());
        let exact = vm.native_type(&super::SPEC)?;
        if this.class_is(&exact) {
            let hash = vm.hash(key)?;
            if let Some(value) = this.dict().get_hashed(vm, key, hash)? {
                return Ok(value);
            }
            this.set(vm, key, hash, default.clone())?;
        } else if vm.contains(this.as_object(), key)? {
            return vm.get_item(this.as_object(), key);
        } else {
            vm.set_item(this.as_object(), key, Some(&default))?;
        }
        Ok(default)
    }

    /// od.pop(key[,default]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise,
    /// raise a KeyError.
    #[method("pop(self, /, key, default=<unrepresentable>)")]
    fn pop(
        vm: &mut Vm,
        this: &Typed<OrderedDict>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult {
        let hash = vm.hash(key)?;
        // A key that only the dict has is not there.
        if this.find(vm, key, hash)?.is_some()
            && let Some(value) = this.remove(vm, key, hash)?
        {
            return Ok(value);
        }
        match default {
            Some(default) => Ok(default.to_ref()),
            None => Err(vm.key_error(key)),
        }
    }

    /// Remove and return a (key, value) pair from the dictionary.
    ///
    /// Pairs are returned in LIFO order if last is true or FIFO order if
    /// false.
    #[method("popitem(self, /, last=True)")]
    fn pop_item(vm: &mut Vm, this: &Typed<OrderedDict>, last: Option<bool>) -> PyResult {
        let order = this.order(vm);
        let Some((key, hash)) = order.end(end(last)).and_then(|place| order.key(place)) else {
            let message = vm.new_str("dictionary is empty");
            return Err(vm.key_error(message.as_object()));
        };
        if this.find(vm, &key, hash)?.is_some()
            && let Some(value) = this.remove(vm, &key, hash)?
        {
            return (key, value).into_result(vm);
        }
        Err(vm.key_error(&key))
    }

    /// Move an existing element to the end (or beginning if last is false).
    ///
    /// Raise KeyError if the element does not exist.
    #[method("move_to_end(self, /, key, last=True)")]
    fn move_to_end(
        vm: &mut Vm,
        this: &Typed<OrderedDict>,
        key: &Object,
        last: Option<bool>,
    ) -> PyResult<()> {
        let end = end(last);
        if this.order(vm).is_empty() {
            return Err(vm.key_error(key));
        }
        if this.at_end(vm, key, end).is_some() {
            return Ok(());
        }
        let hash = vm.hash(key)?;
        match this.find(vm, key, hash)? {
            Some((place, _)) => {
                this.move_to(vm, place, end);
                Ok(())
            }
            None => Err(vm.key_error(key)),
        }
    }

    #[method("update(self, *args, **kwargs)", hidden)]
    fn update(
        vm: &mut Vm,
        this: &Typed<OrderedDict>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult<()> {
        let given = args.len();
        if given > 1 {
            return Err(vm.type_error(format!(
                "update() takes at most 1 positional argument ({given} given)"
            )));
        }
        let mut owned = OwnedArgs::new();
        owned.extend(args.iter().cloned());
        for (name, value) in keywords.iter() {
            // The names of a call's keywords differ.
            let _ = owned.push_keyword(name.to_ref(), value.to_ref());
        }
        update::from_args(vm, this.as_object(), owned.as_args())
    }

    /// Remove all items from ordered dict.
    #[method("clear(self, /)")]
    fn clear_method(vm: &mut Vm, this: &Typed<OrderedDict>) {
        this.clear(vm);
    }

    /// A shallow copy of ordered dict.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        let copy = vm.call(this.class().as_object(), Args::EMPTY)?;
        let exact = vm.native_type(&super::SPEC)?;
        if let Some(copy) = copy.downcast::<OrderedDict>()
            && this.class_is(&exact)
        {
            this.for_each_key(vm, |vm, key, hash| {
                let value = this.value_of(vm, key)?;
                copy.set(vm, key, hash, value)
            })?;
        } else {
            this.for_each_key(vm, |vm, key, _| {
                let value = vm.get_item(this.as_object(), key)?;
                vm.set_item(&copy, key, Some(&value))
            })?;
        }
        Ok(copy)
    }

    /// od.__reversed__() <==> reversed(od)
    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        iter::over(vm, this, Part::Keys, true)
    }

    #[method("keys(self, /)")]
    fn keys_view(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        views::view(vm, this, Part::Keys)
    }

    #[method("values(self, /)")]
    fn values_view(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        views::view(vm, this, Part::Values)
    }

    #[method("items(self, /)")]
    fn items_view(vm: &mut Vm, this: &Typed<OrderedDict>) -> PyResult {
        views::view(vm, this, Part::Items)
    }
}
