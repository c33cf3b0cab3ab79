//! `_lru_cache_wrapper`: remembers the results of a function.
//!
//! Results lie in a dict from key to result, which is in the order of use: a hit on a limited cache moves its key to the
//! end, and the first key is the one that goes when the cache is full.

use std::cell::Cell;

use pellucid_heap::WeakHead;
use pellucid_runtime::builtins::BoundMethod;
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

/// The wrapper of a function.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct LruCache {
    weak: WeakHead,
    function: Ref,
    cache: Ref<Dict>,
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
    /// Entries before this one are deleted.
    oldest: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "functools",
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::METHOD_DESCRIPTOR),
    basic_size: 120,
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
    if let Some(result) = this.cache.get_hashed(vm, &key, hash)? {
        this.hits.set(this.hits.get() + 1);
        if this.limit.is_some()
            && let Some((key, result)) = this.cache.remove_hashed(vm, &key, hash)?
        {
            this.cache.set_hashed(vm, &key, hash, result)?;
        }
        return Ok(result);
    }
    this.misses.set(this.misses.get() + 1);
    let result = vm.call(&this.function, args)?;
    let full = this.limit.is_some_and(|limit| this.cache.len(vm) >= limit);
    // The function may have called itself with the same arguments.
    if full && this.cache.get_hashed(vm, &key, hash)?.is_none() {
        this.forget_oldest(vm)?;
    }
    this.cache.set_hashed(vm, &key, hash, result.clone())?;
    Ok(result)
}

impl LruCache {
    fn forget_oldest(&self, vm: &mut Vm) -> PyResult<()> {
        // The table is rebuilt from time to time, and then its first entries are live again.
        let count = self.cache.entry_count(vm);
        let start = if self.oldest.get() < count { self.oldest.get() } else { 0 };
        let earlier = self.cache.next_entry(vm, 0).filter(|(next, ..)| *next <= start);
        let found = earlier.or_else(|| self.cache.next_entry(vm, start));
        if let Some((next, key, hash, _)) = found {
            self.oldest.set(next);
            drop(self.cache.remove_hashed(vm, &key, hash)?);
        }
        Ok(())
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
            limit,
            typed,
            info: info.to_ref(),
            mark,
            hits: Cell::new(0),
            misses: Cell::new(0),
            oldest: Cell::new(0),
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
        this.oldest.set(0);
        this.cache.clear(vm);
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
