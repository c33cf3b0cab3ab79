//! `_heapq`: priority queues in lists.

use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\nall k, counting elements from 0.  For the sake of comparison,\nnon-existing elements are considered to be infinite.  The interesting\nproperty of a heap is that a[0] is always its smallest element.\n",
    functions: &[HeapQueue::METHODS],
    initialise: Some(|vm, module| {
        let about = vm.new_str("Heap queues").into_object();
        vm.set_in_module(module, "__about__", about)
    }),
    ..ModuleSpec::new("_heapq")
};

/// The functions of the module.
pub struct HeapQueue;

/// Which of two items belongs nearer to the root.
#[derive(Clone, Copy)]
enum Order {
    Least,
    Greatest,
}

impl Order {
    fn before(self, vm: &mut Vm, left: &Object, right: &Object) -> PyResult<bool> {
        match self {
            Order::Least => vm.less(left, right),
            Order::Greatest => vm.less(right, left),
        }
    }
}

/// The items at two positions; RuntimeError if comparisons have made the list shorter than `length`.
fn pair(vm: &mut Vm, heap: &List, length: usize, a: usize, b: usize) -> PyResult<(Ref, Ref)> {
    let items = heap.items(vm);
    match (items.len() == length, items.get(a), items.get(b)) {
        (true, Some(a), Some(b)) => Ok((a.clone(), b.clone())),
        _ => Err(vm.runtime_error("list changed size during iteration")),
    }
}

fn swap(vm: &mut Vm, heap: &List, length: usize, a: usize, b: usize) -> PyResult<()> {
    let items = heap.items_mut(vm);
    if items.len() != length {
        return Err(vm.runtime_error("list changed size during iteration"));
    }
    items.swap(a, b);
    Ok(())
}

/// Moves the item at `at` towards the root, not above `start`, until its parent belongs before it.
fn rise(vm: &mut Vm, heap: &List, order: Order, start: usize, mut at: usize) -> PyResult<()> {
    let length = heap.len(vm);
    while at > start {
        let parent = (at - 1) / 2;
        let (item, above) = pair(vm, heap, length, at, parent)?;
        if !order.before(vm, &item, &above)? {
            break;
        }
        swap(vm, heap, length, at, parent)?;
        at = parent;
    }
    Ok(())
}

/// Moves the item at `start` down to a leaf, and from there up to where it belongs: fewer comparisons than
/// stopping on the way down, since it mostly belongs near the leaves.
fn sink(vm: &mut Vm, heap: &List, order: Order, start: usize) -> PyResult<()> {
    let length = heap.len(vm);
    let mut at = start;
    while at < length / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < length {
            let (left, right) = pair(vm, heap, length, child, child + 1)?;
            if !order.before(vm, &left, &right)? {
                child += 1;
            }
        }
        swap(vm, heap, length, at, child)?;
        at = child;
    }
    rise(vm, heap, order, start, at)
}

fn push(vm: &mut Vm, heap: &List, order: Order, item: &Object) -> PyResult<()> {
    heap.push(vm, item.to_ref())?;
    let last = heap.len(vm).saturating_sub(1);
    rise(vm, heap, order, 0, last)
}

fn pop(vm: &mut Vm, heap: &List, order: Order) -> PyResult {
    let Some(last) = heap.len(vm).checked_sub(1).and_then(|last| heap.remove_at(vm, last)) else {
        return Err(vm.index_error("index out of range"));
    };
    if heap.is_empty(vm) {
        return Ok(last);
    }
    let root = std::mem::replace(&mut heap.items_mut(vm)[0], last);
    sink(vm, heap, order, 0)?;
    Ok(root)
}

fn replace(vm: &mut Vm, heap: &List, order: Order, item: &Object) -> PyResult {
    let Some(root) = heap.items_mut(vm).first_mut() else {
        return Err(vm.index_error("index out of range"));
    };
    let root = std::mem::replace(root, item.to_ref());
    sink(vm, heap, order, 0)?;
    Ok(root)
}

fn push_pop(vm: &mut Vm, heap: &List, order: Order, item: &Object) -> PyResult {
    let Some(root) = heap.item(vm, 0) else { return Ok(item.to_ref()) };
    if !order.before(vm, &root, item)? {
        return Ok(item.to_ref());
    }
    replace(vm, heap, order, item)
}

fn heapify(vm: &mut Vm, heap: &List, order: Order) -> PyResult<()> {
    (0..heap.len(vm) / 2).rev().try_for_each(|at| sink(vm, heap, order, at))
}

#[methods(owner = "_heapq")]
impl HeapQueue {
    /// Push item onto heap, maintaining the heap invariant.
    #[function("heappush(heap, item, /)")]
    fn heappush(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult<()> {
        push(vm, heap, Order::Least, item)
    }

    /// Push item on the heap, then pop and return the smallest item from the heap.
    ///
    /// The combined action runs more efficiently than heappush() followed by
    /// a separate call to heappop().
    #[function("heappushpop(heap, item, /)")]
    fn heappushpop(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult {
        push_pop(vm, heap, Order::Least, item)
    }

    /// Pop the smallest item off the heap, maintaining the heap invariant.
    #[function("heappop(heap, /)")]
    fn heappop(vm: &mut Vm, heap: &Typed<List>) -> PyResult {
        pop(vm, heap, Order::Least)
    }

    /// Pop and return the current smallest value, and add the new item.
    #[function("heapreplace(heap, item, /)")]
    fn heapreplace(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult {
        replace(vm, heap, Order::Least, item)
    }

    /// Transform list into a heap, in-place, in O(len(heap)) time.
    #[function("heapify(heap, /)")]
    fn heapify(vm: &mut Vm, heap: &Typed<List>) -> PyResult<()> {
        heapify(vm, heap, Order::Least)
    }

    /// Push item onto max heap, maintaining the heap invariant.
    #[function("heappush_max(heap, item, /)")]
    fn heappush_max(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult<()> {
        push(vm, heap, Order::Greatest, item)
    }

    /// Maxheap variant of heappushpop.
    ///
    /// The combined action runs more efficiently than heappush_max() followed by
    /// a separate call to heappop_max().
    #[function("heappushpop_max(heap, item, /)")]
    fn heappushpop_max(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult {
        push_pop(vm, heap, Order::Greatest, item)
    }

    /// Maxheap variant of heappop.
    #[function("heappop_max(heap, /)")]
    fn heappop_max(vm: &mut Vm, heap: &Typed<List>) -> PyResult {
        pop(vm, heap, Order::Greatest)
    }

    /// Maxheap variant of heapreplace.
    #[function("heapreplace_max(heap, item, /)")]
    fn heapreplace_max(vm: &mut Vm, heap: &Typed<List>, item: &Object) -> PyResult {
        replace(vm, heap, Order::Greatest, item)
    }

    /// Maxheap variant of heapify.
    #[function("heapify_max(heap, /)")]
    fn heapify_max(vm: &mut Vm, heap: &Typed<List>) -> PyResult<()> {
        heapify(vm, heap, Order::Greatest)
    }
}
