//! `getsizeof`, `getrefcount` and `_debugmallocstats`.

use pellucid_heap::Heap;
use pellucid_runtime::prelude::*;

/// Sizes and counts of objects.
pub struct Sizes;

/// What CPython 3.14 reports as the count of an immortal object.
const IMMORTAL_COUNT: i64 = 3_221_225_472;
#[methods]
impl Sizes {
    /// getsizeof(object [, default]) -> int
    ///
    /// Return the size of object in bytes.
    #[function("getsizeof(object, default=<unrepresentable>)", hidden)]
    fn get_size_of(vm: &mut Vm, object: &Object, default: Option<&Object>) -> PyResult {
        let size = Self::size_of(vm, object);
        match (size, default) {
            (Ok(size), _) => size.into_result(vm),
            (Err(raised), Some(default)) if raised.is_instance(vm, &vm.types.type_error) => {
                Ok(default.to_ref())
            }
            (Err(raised), _) => Err(raised),
        }
    }

    /// Return the reference count of object.
    ///
    /// The count returned is generally one higher than you might expect,
    /// because it includes the (temporary) reference as an argument to
    /// getrefcount().
    #[function("getrefcount(object, /)")]
    fn get_reference_count(_: &mut Vm, object: &Object) -> i64 {
        if object.is_immortal() { IMMORTAL_COUNT } else { object.ref_count() as i64 }
    }
}

#[methods(DEBUG)]
impl Sizes {
    /// Print summary info to stderr about the state of the heap: how its pages are used, and what all of it holds.
    #[function("_debugmallocstats()")]
    fn debug_malloc_stats(vm: &mut Vm) {
        let heap = vm.heap();
        let (longest, step) = (Heap::SLOT_BYTES_MAX, Heap::SLOT_BYTES_STEP);
        let mut text = format!(
            "Small block threshold = {longest}, in {} size classes.\n\nslot bytes   pages    slots in use    slots free\n",
            longest / step
        );
        for (bytes, class) in heap.slot_statistics() {
            let (pages, used) = (class.pages, class.used);
            let free = class.capacity.saturating_sub(used);
            text.push_str(&format!("{bytes:>10} {pages:>7} {used:>15} {free:>13}\n"));
        }
        for (what, number) in [
            ("live objects", heap.live_objects()),
            ("live bytes", heap.live_bytes()),
            ("bytes outside of the pages", heap.charged_bytes()),
            ("live bytes at the peak", heap.peak_bytes()),
            ("bytes from the host for pages", heap.reserved_bytes()),
        ] {
            text.push_str(&format!("{what:<30} {number:>17}\n"));
        }
        vm.write_stderr(&text);
    }
}

impl Sizes {
    fn size_of(vm: &mut Vm, object: &Object) -> PyResult<u64> {
        let name = vm.names.__sizeof__.clone();
        let Some(size) = vm.call_special(object, &name, &[])? else {
            let class = object.class().name(vm);
            return Err(vm.type_error(format!("Type {class} doesn't define __sizeof__")));
        };
        let Some(size) = size.downcast::<Int>() else {
            return Err(vm.type_error("an integer is required"));
        };
        let Some(size) = size.to_i64() else {
            return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
        };
        let Ok(size) = u64::try_from(size) else {
            return Err(vm.value_error("__sizeof__() should return >= 0"));
        };
        Ok(size + vm.bytes_before(object) as u64)
    }
}
