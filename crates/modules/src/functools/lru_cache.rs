//! `_lru_cache_wrapper`: remembers the results of a function.
//!
//! Without a limit results lie in a dict by key. With one the dict leads to numbers of `lru_links`, which know the order of use.

use std::cell::Cell;

use pellucid_heap::WeakHead;
use pellucid_runtime::builtins::BoundMethod;
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

use crate::functools::lru_links::Links;

/// The wrapper of a function.
#[derive(Trace)]
#[payload(weak = weak, tail_last)]
pub struct LruCache {
    weak: WeakHead,
    function: Ref,
    cache: Ref<Dict>,
    links: TokenCell<Links>,
    /// How many results are kept; nothing for all.
    #[trace(skip)]
    limit: Option<usize>,
    typed: bool,
    /// Makes the tuple of `cache_info`.
    info: Ref,
    /// Stands between positional and keyword arguments in a key.
    mark: Ref,
    hits: Cell<usize>,
    misses: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "functools",
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::METHOD_DESCRIPTOR),
    has_dict: true,
    slots,
    methods: &[LruCache::METHODS],
    getsets: &[],
    ..TypeSpec::new::<LruCache>("_lru_cache_wrapper")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(LruCache::NEW);
    slots.call = Some(call);
    slots.descriptor_get = Some(|vm, object, instance, _| match instance {
        Some(instance) if !vm.is_none(instance) => {
            Ok(BoundMethod::new(vm, object.to_ref(), instance.to_ref()))
        }
        _ => Ok(object.to_ref()),
    });
}

/// The key of a call: its only argument, if that is an exact int or str, else a tuple of all of it.
fn key_of(vm: &mut Vm, this: &LruCache, args: Args<'_>) -> Ref {
    let positional = args.positional();
    if let [single] = positional
        && !this.typed
        && args.keywords_are_empty()
        && (single.class_is(&vm.types.int) || single.class_is(&vm.types.str))
    {
        return single.clone();
    }
    let mut parts = positional.to_vec();
    if !args.keywords_are_empty() {
        parts.push(this.mark.clone());
        for (name, value) in args.keywords().iter() {
            parts.push(name.as_object().to_ref());
            parts.push(value.to_ref());
        }
    }
    if this.typed {
        parts.extend(args.values().iter().map(|value| value.class().as_object().to_ref()));
    }
    vm.new_tuple(parts).into_object()
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(this) = object.downcast::<LruCache>() else { return Ok(vm.not_implemented()) };
    if this.limit == Some(0) {
        this.misses.set(this.misses.get() + 1);
        return vm.call(&this.function, args);
    }
    let key = key_of(vm, this, args);
    let hash = vm.hash(&key)?;
    if this.limit.is_some() {
        return this.call_limited(vm, args, key, hash);
    }
    if let Some(result) = this.cache.get_hashed(vm, &key, hash)? {
        this.hits.set(this.hits.get() + 1);
        return Ok(result);
    }
    this.misses.set(this.misses.get() + 1);
    let result = vm.call(&this.function, args)?;
    this.cache.set_hashed(vm, &key, hash, result.clone())?;
    Ok(result)
}

impl LruCache {
    fn call_limited(&self, vm: &mut Vm, args: Args<'_>, key: Ref, hash: i64) -> PyResult<Ref> {
        if let Some(number) = self.cache.get_hashed(vm, &key, hash)? {
            let number = number.downcast::<Int>().and_then(|number| number.to_usize());
            if let Some(result) = number.and_then(|number| self.links.get_mut(vm).used(number)) {
                self.hits.set(self.hits.get() + 1);
                return Ok(result);
            }
        }
        self.misses.set(self.misses.get() + 1);
        let result = vm.call(&self.function, args)?;
        // The function may have called itself with the same arguments.
        if self.cache.get_hashed(vm, &key, hash)?.is_none() && self.make_room(vm)? {
            let number = self.links.get_mut(vm).add(key.clone(), hash, result.clone());
            let number = vm.new_int(number as i64);
            self.cache.set_hashed(vm, &key, hash, number)?;
        }
        Ok(result)
    }

    /// Forgets the oldest result if the cache is full. Gives whether there is room; there may be none, if
    /// comparing keys has used the cache.
    fn make_room(&self, vm: &mut Vm) -> PyResult<bool> {
        if self.limit.is_none_or(|limit| self.cache.len(vm) < limit) {
            return Ok(true);
        }
        let links = self.links.get_mut(vm);
        let clearings = links.clearings;
        let Some((number, key, hash)) = links.take_oldest() else { return Ok(true) };
        let removed = self.cache.remove_hashed(vm, &key, hash);
        let links = self.links.get_mut(vm);
        if links.clearings != clearings {
            return removed.map(|_| true);
        }
        match removed {
            Ok(removed) => {
                drop((links.remove(number), key));
                Ok(removed.is_some())
            }
            Err(raised) => {
                links.put_back(number);
                Err(raised)
            }
        }
    }
}

#[methods(owner = "functools._lru_cache_wrapper")]
impl LruCache {
    #[constructor("_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        function: &Object,
        maxsize: &Object,
        typed: bool,
        info: &Object,
    ) -> PyResult {
        if !vm.is_callable(function) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        let limit = if vm.is_none(maxsize) {
            None
        } else if maxsize.class().slots(vm).index.is_some() {
            Some(vm.size_index(maxsize)?.max(0) as usize)
        } else {
            return Err(vm.type_error("maxsize should be integer or None"));
        };
        let object = vm.types.object.clone();
        let mark = vm.call(object.as_object(), Args::EMPTY)?;
        let payload = LruCache {
            weak: WeakHead::new(),
            function: function.to_ref(),
            cache: vm.new_dict(),
            links: TokenCell::new(Links::new(vm.heap())),
            limit,
            typed,
            info: info.to_ref(),
            mark,
            hits: Cell::new(0),
            misses: Cell::new(0),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// Report cache statistics
    #[method("cache_info(self, /)")]
    fn cache_info(vm: &mut Vm, this: &Typed<LruCache>) -> PyResult {
        let limit = this.limit.into_result(vm)?;
        let (hits, misses) = (this.hits.get().into_result(vm)?, this.misses.get().into_result(vm)?);
        let size = this.cache.len(vm).into_result(vm)?;
        vm.call_positional(&this.info, &[&hits, &misses, &limit, &size])
    }

    /// Clear the cache and cache statistics
    #[method("cache_clear(self, /)")]
    fn cache_clear(vm: &mut Vm, this: &Typed<LruCache>) {
        this.hits.set(0);
        this.misses.set(0);
        let fresh = Links::new(vm.heap());
        let mut links = this.links.get_mut(vm).clear(fresh);
        this.cache.clear(vm);
        while let Some((number, ..)) = links.take_oldest() {
            drop(links.remove(number));
        }
    }

    /// Return the name of the wrapped function, for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<LruCache>) -> PyResult {
        let name = vm.names.__qualname__.clone();
        vm.get_attribute(this.as_object(), &name)
    }

    /// The wrapper itself: functions are not copied.
    #[method("__copy__(self, /)", hidden)]
    fn copy(_vm: &mut Vm, this: &Typed<LruCache>) -> Ref {
        this.as_object().to_ref()
    }

    /// The wrapper itself: functions are not copied.
    #[method("__deepcopy__(self, memo, /)", hidden)]
    fn deep_copy(_vm: &mut Vm, this: &Typed<LruCache>, _memo: &Object) -> Ref {
        this.as_object().to_ref()
    }
}
