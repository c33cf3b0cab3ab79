//! `gc`: the cycle collector.

mod referents;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::CollectorDebug;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &[Collector::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("gc")
};

/// The functions of `gc`.
pub struct Collector;

const DEBUG_FLAGS: &[(&str, i64)] = &[
    ("DEBUG_STATS", 1),
    ("DEBUG_COLLECTABLE", 2),
    ("DEBUG_UNCOLLECTABLE", 4),
    ("DEBUG_SAVEALL", 32),
    ("DEBUG_LEAK", 38),
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, slot) in [
        ("garbage", &vm.interpreter().collector.garbage),
        ("callbacks", &vm.interpreter().collector.callbacks),
    ] {
        let list = match slot.get() {
            Some(list) => list,
            None => vm.new_list(Vec::new())?,
        };
        slot.set(vm, Some(list.clone()));
        vm.set_in_module(module, name, list.into_object())?;
    }
    for &(name, value) in DEBUG_FLAGS {
        let value = vm.new_int(value);
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}

#[methods]
impl Collector {
    /// Enable automatic garbage collection.
    #[function("enable()")]
    fn enable(vm: &mut Vm) {
        vm.heap().set_collection_enabled(true);
    }

    /// Disable automatic garbage collection.
    #[function("disable()")]
    fn disable(vm: &mut Vm) {
        vm.heap().set_collection_enabled(false);
    }

    /// Returns true if automatic garbage collection is enabled.
    #[function("isenabled()")]
    fn is_enabled(vm: &mut Vm) -> bool {
        vm.heap().is_collection_enabled()
    }

    /// Run the garbage collector.
    ///
    /// With no arguments, run a full collection.  The optional argument
    /// may be an integer specifying which generation to collect.  A ValueError
    /// is raised if the generation number is invalid.
    ///
    /// The number of unreachable objects is returned.
    #[function("collect(generation=2)")]
    fn collect(vm: &mut Vm, generation: Option<i32>) -> PyResult<usize> {
        let Some(generation) = usize::try_from(generation.unwrap_or(2)).ok().filter(|&g| g < 3)
        else {
            return Err(vm.value_error("invalid generation"));
        };
        Ok(vm.collect_garbage(generation))
    }

    /// Return a three-tuple of the current collection counts.
    #[function("get_count()")]
    fn get_count(vm: &mut Vm) -> (u32, u32, u32) {
        let [young, middle, old] = vm.heap().collection_counts();
        (young, middle, old)
    }

    /// Return the current collection thresholds.
    #[function("get_threshold()")]
    fn get_threshold(vm: &mut Vm) -> (u32, u32, u32) {
        let [young, middle, old] = vm.heap().collection_thresholds();
        (young, middle, old)
    }

    /// set_threshold(threshold0, [threshold1, [threshold2]])
    /// Set the collection thresholds (the collection frequency).
    ///
    /// Setting 'threshold0' to zero disables collection.
    #[function("set_threshold(*thresholds)", hidden)]
    fn set_threshold(vm: &mut Vm, thresholds: &[Ref]) -> PyResult<()> {
        let mut all = vm.heap().collection_thresholds();
        if thresholds.is_empty() || thresholds.len() > all.len() {
            return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
        }
        for (own, given) in all.iter_mut().zip(thresholds) {
            let given = vm.index(given)?.to_i64().and_then(|given| i32::try_from(given).ok());
            let Some(given) = given else {
                return Err(vm.overflow_error("Python int too large to convert to C int"));
            };
            *own = given.max(0) as u32;
        }
        vm.heap().set_collection_thresholds(all);
        Ok(())
    }

    /// Return a list of objects tracked by the collector (excluding the list returned).
    ///
    ///   generation
    ///     Generation to extract the objects from.
    ///
    /// If generation is not None, return only the objects tracked by the collector
    /// that are in that generation.
    #[function("get_objects(generation=None)")]
    fn get_objects(vm: &mut Vm, generation: Option<isize>) -> PyResult<Vec<Ref>> {
        let generation = match generation {
            None | Some(-1) => None,
            Some(number @ 0..=2) => Some(number as usize),
            Some(number) if number < 0 => {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            Some(_) => {
                return Err(vm.value_error(
                    "generation parameter must be less than the number of available generations (3)",
                ));
            }
        };
        Ok(vm.tracked_objects(generation))
    }

    /// Return the list of objects that directly refer to any of 'objs'.
    #[function("get_referrers(*objs)")]
    fn get_referrers(vm: &mut Vm, objs: &[Ref]) -> Vec<Ref> {
        vm.heap().referrers(vm, objs)
    }

    /// Return the list of objects that are directly referred to by 'objs'.
    #[function("get_referents(*objs)")]
    fn get_referents(vm: &mut Vm, objs: &[Ref]) -> Vec<Ref> {
        objs.iter().flat_map(|object| referents::of(vm, object)).collect()
    }

    /// Returns true if the object is tracked by the garbage collector.
    ///
    /// Simple atomic objects will return false.
    #[function("is_tracked(obj, /)")]
    fn is_tracked(vm: &mut Vm, obj: &Object) -> bool {
        vm.is_tracked(obj)
    }

    /// Returns true if the object has been already finalized by the GC.
    #[function("is_finalized(obj, /)")]
    fn is_finalized(vm: &mut Vm, obj: &Object) -> bool {
        vm.heap().is_finalized(obj)
    }

    /// Freeze all current tracked objects and ignore them for future collections.
    ///
    /// This can be used before a POSIX fork() call to make the gc copy-on-write friendly.
    /// Note: collection before a POSIX fork() call may free pages for future allocation
    /// which can cause copy-on-write.
    #[function("freeze()")]
    fn freeze(vm: &mut Vm) {
        vm.heap().freeze();
    }

    /// Unfreeze all objects in the permanent generation.
    ///
    /// Put all objects in the permanent generation back into oldest generation.
    #[function("unfreeze()")]
    fn unfreeze(vm: &mut Vm) {
        vm.heap().unfreeze();
    }

    /// Return the number of objects in the permanent generation.
    #[function("get_freeze_count()")]
    fn get_freeze_count(vm: &mut Vm) -> usize {
        vm.heap().frozen_count()
    }

    /// Return a list of dictionaries containing per-generation statistics.
    #[function("get_stats()")]
    fn get_statistics(vm: &mut Vm) -> Vec<Ref> {
        let all = vm.collector.statistics.get();
        let mut list = Vec::new();
        for generation in all {
            let dict = vm.new_dict();
            let fields = [
                ("collections", generation.collections),
                ("collected", generation.collected),
                ("uncollectable", 0),
            ];
            for (key, value) in fields {
                let (key, value) = (vm.intern(key), vm.new_int(value as i64));
                dict.set_str(vm, &key, value);
            }
            list.push(dict.into_object());
        }
        list
    }

    /// Get the garbage collection debugging flags.
    #[function("get_debug()")]
    fn get_debug(vm: &mut Vm) -> i32 {
        vm.collector.debug.get().bits()
    }

    /// Set the garbage collection debugging flags.
    ///
    ///   flags
    ///     An integer that can have the following bits turned on:
    ///       DEBUG_STATS - Print statistics during collection.
    ///       DEBUG_COLLECTABLE - Print collectable objects found.
    ///       DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects
    ///         found.
    ///       DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.
    ///       DEBUG_LEAK - Debug leaking programs (everything but STATS).
    #[function("set_debug(flags, /)")]
    fn set_debug(vm: &mut Vm, flags: i32) {
        vm.collector.debug.set(CollectorDebug::from_bits_retain(flags));
    }
}
