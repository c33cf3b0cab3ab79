//! Functions over sequences and iterators.

use pellucid_bytecode::Comparison;

use crate::builtins::{AnextAwaitable, CallableIterator, list};
use crate::prelude::*;

/// The functions.
pub struct Iteration;

#[methods(owner = "builtins")]
impl Iteration {
    /// Return the number of items in a container.
    #[function("len(obj, /)")]
    fn len(vm: &mut Vm, obj: &Object) -> PyResult<usize> {
        vm.length(obj)
    }

    /// iter(iterable) -> iterator
    /// iter(callable, sentinel) -> iterator
    ///
    /// Get an iterator from an object.
    ///
    /// In the first form, the argument must supply its own iterator, or be a sequence.
    /// In the second form, the callable is called until it returns the sentinel.
    #[function("iter(object, sentinel=<unrepresentable>, /)", hidden)]
    fn iter(vm: &mut Vm, object: &Object, sentinel: Option<&Object>) -> PyResult {
        match sentinel {
            None => vm.iterate(object),
            Some(_) if !vm.is_callable(object) => {
                Err(vm.type_error("iter(v, w): v must be callable"))
            }
            Some(sentinel) => Ok(CallableIterator::new(vm, object, sentinel)),
        }
    }

    /// next(iterator[, default])
    ///
    /// Return the next item from the iterator.
    ///
    /// If default is given and the iterator is exhausted,
    /// it is returned instead of raising StopIteration.
    #[function("next(iterator, default=<unrepresentable>, /)", hidden)]
    fn next(vm: &mut Vm, iterator: &Object, default: Option<&Object>) -> PyResult {
        match (vm.next_or_stop(iterator), default) {
            (Ok(Some(item)), _) => Ok(item),
            (Ok(None), Some(default)) => Ok(default.to_ref()),
            (Ok(None), None) => Err(vm.stop_iteration(None)),
            (Err(raised), Some(default)) if raised.is_plain_stop_iteration(vm) => {
                Ok(default.to_ref())
            }
            (Err(raised), _) => Err(raised),
        }
    }

    /// Return an AsyncIterator for an AsyncIterable object.
    #[function("aiter(async_iterable, /)")]
    fn aiter(vm: &mut Vm, async_iterable: &Object) -> PyResult {
        let Some(iterate) = async_iterable.class().slots(vm).async_iter else {
            let class = async_iterable.class().name(vm);
            return Err(vm.type_error(format!("'{class}' object is not an async iterable")));
        };
        let iterator = iterate(vm, async_iterable)?;
        if iterator.class().slots(vm).async_next.is_none() {
            let class = iterator.class().name(vm);
            let message = format!("aiter() returned not an async iterator of type '{class}'");
            return Err(vm.type_error(message));
        }
        Ok(iterator)
    }

    /// Return the next item from the async iterator.
    ///
    /// If default is given and the async iterator is exhausted,
    /// it is returned instead of raising StopAsyncIteration.
    #[function("anext(aiterator, default=<unrepresentable>, /)")]
    fn anext(vm: &mut Vm, aiterator: &Object, default: Option<&Object>) -> PyResult {
        let Some(next) = aiterator.class().slots(vm).async_next else {
            let class = aiterator.class().name(vm);
            return Err(vm.type_error(format!("'{class}' object is not an async iterator")));
        };
        let awaitable = next(vm, aiterator)?;
        match default {
            Some(default) => AnextAwaitable::object(vm, awaitable, default),
            None => Ok(awaitable),
        }
    }

    /// Return True if bool(x) is True for all values x in the iterable.
    ///
    /// If the iterable is empty, return True.
    #[function("all(iterable, /)")]
    fn all(vm: &mut Vm, iterable: &Object) -> PyResult<bool> {
        let iterator = vm.iterate(iterable)?;
        while let Some(item) = vm.next(&iterator)? {
            if !vm.is_true(&item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return True if bool(x) is True for any x in the iterable.
    ///
    /// If the iterable is empty, return False.
    #[function("any(iterable, /)")]
    fn any(vm: &mut Vm, iterable: &Object) -> PyResult<bool> {
        let iterator = vm.iterate(iterable)?;
        while let Some(item) = vm.next(&iterator)? {
            if vm.is_true(&item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// max(iterable, *[, default=obj, key=func]) -> value
    /// max(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// With a single iterable argument, return its biggest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the largest argument.
    #[function("max(*args, key=None, default=<unrepresentable>)", hidden)]
    fn max(vm: &mut Vm, args: &[Ref], key: Option<&Object>, default: Option<&Object>) -> PyResult {
        extreme(vm, "max", Comparison::Greater, args, key, default)
    }

    /// min(iterable, *[, default=obj, key=func]) -> value
    /// min(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// With a single iterable argument, return its smallest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the smallest argument.
    #[function("min(*args, key=None, default=<unrepresentable>)", hidden)]
    fn min(vm: &mut Vm, args: &[Ref], key: Option<&Object>, default: Option<&Object>) -> PyResult {
        extreme(vm, "min", Comparison::Less, args, key, default)
    }

    /// Return a new list containing all items from the iterable in ascending order.
    ///
    /// A custom key function can be supplied to customize the sort order, and the
    /// reverse flag can be set to request the result in descending order.
    #[function("sorted(*iterable, key=None, reverse=False)", hidden)]
    fn sorted(
        vm: &mut Vm,
        iterable: &[Ref],
        key: Option<&Object>,
        reverse: Option<bool>,
    ) -> PyResult<Ref<List>> {
        let [iterable] = iterable else {
            let given = iterable.len();
            return Err(vm.type_error(format!("sorted expected 1 argument, got {given}")));
        };
        let sorted = vm.new_list(Vec::new())?;
        sorted.extend(vm, iterable)?;
        list::sort(vm, &sorted, key, reverse.unwrap_or(false))?;
        Ok(sorted)
    }
}

/// The first of some items that beats all others.
struct Champion<'a> {
    key: Option<&'a Object>,
    better: Comparison,
    /// The item, and what it is compared by.
    best: Option<(Ref, Ref)>,
}

impl Champion<'_> {
    fn challenge(&mut self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        let value = match self.key {
            Some(key) => vm.call(key, Args::from_positional(std::slice::from_ref(&item)))?,
            None => item.clone(),
        };
        let wins = match &self.best {
            Some((_, champion)) => vm.compare_is_true(&value, champion, self.better)?,
            None => true,
        };
        if wins {
            self.best = Some((item, value));
        }
        Ok(())
    }
}

/// `min` and `max`.
fn extreme(
    vm: &mut Vm,
    name: &str,
    better: Comparison,
    args: &[Ref],
    key: Option<&Object>,
    default: Option<&Object>,
) -> PyResult {
    let mut champion = Champion { key, better, best: None };
    match args {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.for_each(iterable, |vm, item| champion.challenge(vm, item))?,
        _ if default.is_some() => {
            return Err(vm.type_error(format!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        _ => args.iter().try_for_each(|item| champion.challenge(vm, item.clone()))?,
    }
    match (champion.best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.to_ref()),
        (None, None) => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}
