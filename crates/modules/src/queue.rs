//! `_queue`: a queue between threads that needs no other lock than the interpreter's.

use std::collections::VecDeque;
use std::time::Duration;

use pellucid_runtime::errors::hierarchy::EXCEPTION;
use pellucid_runtime::heap::{Charged, WeakHead};
use pellucid_runtime::object::{ModuleSpec, Slots, kind_of};
use pellucid_runtime::prelude::*;

use crate::exception::{exception, raise_native};
use crate::thread::{Waiters, deadline};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    types: &[&QUEUE, &EMPTY],
    ..ModuleSpec::new("_queue")
};

static EMPTY: TypeSpec = exception("Empty", "_queue", &EXCEPTION);

/// An unbounded queue.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct SimpleQueue {
    weak: WeakHead,
    items: TokenCell<Charged<VecDeque<Ref>>>,
    #[trace(skip)]
    waiters: Waiters,
}

static QUEUE: TypeSpec = TypeSpec {
    module: "_queue",
    doc: "Simple, unbounded, reentrant FIFO queue.",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, args| {
            if !args.is_empty() {
                return Err(vm.type_error("SimpleQueue() takes no arguments"));
            }
            let queue = SimpleQueue {
                weak: WeakHead::new(),
                items: TokenCell::new(Charged::new(vm.heap(), VecDeque::new())),
                waiters: Waiters::default(),
            };
            Ok(vm.heap().allocate(kind_of(class), queue).into_object())
        });
    },
    methods: &[SimpleQueue::METHODS],
    ..TypeSpec::new::<SimpleQueue>("SimpleQueue")
};

fn add(vm: &mut Vm, queue: &Typed<SimpleQueue>, item: &Object) -> PyResult<()> {
    let item = item.to_ref();
    let items = queue.items.get_mut(vm);
    if items.reserve(1).is_err() {
        return Err(vm.memory_error());
    }
    items.change().push_back(item);
    queue.waiters.wake_one(vm);
    Ok(())
}

#[methods(owner = "SimpleQueue")]
impl SimpleQueue {
    /// Put the item on the queue.
    ///
    /// The optional 'block' and 'timeout' arguments are ignored, as this method
    /// never blocks.  They are provided for compatibility with the Queue class.
    #[method("put(self, /, item, block=True, timeout=None)")]
    fn put(
        vm: &mut Vm,
        this: &Typed<SimpleQueue>,
        item: &Object,
        block: Option<&Object>,
        timeout: Option<&Object>,
    ) -> PyResult<()> {
        let _ = (block, timeout);
        add(vm, this, item)
    }

    /// Put an item into the queue without blocking.
    ///
    /// This is exactly equivalent to `put(item)` and is only provided
    /// for compatibility with the Queue class.
    #[method("put_nowait(self, /, item)")]
    fn put_nowait(vm: &mut Vm, this: &Typed<SimpleQueue>, item: &Object) -> PyResult<()> {
        add(vm, this, item)
    }

    /// Remove and return an item from the queue.
    ///
    /// If optional args 'block' is true and 'timeout' is None (the default),
    /// block if necessary until an item is available. If 'timeout' is
    /// a non-negative number, it blocks at most 'timeout' seconds and raises
    /// the Empty exception if no item was available within that time.
    /// Otherwise ('block' is false), return an item if one is immediately
    /// available, else raise the Empty exception ('timeout' is ignored
    /// in that case).
    #[method("get(self, /, block=True, timeout=None)")]
    fn get(
        vm: &mut Vm,
        this: &Typed<SimpleQueue>,
        block: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult {
        let block = block.unwrap_or(true);
        let limit = match timeout.filter(|_| block) {
            Some(seconds) if seconds < 0.0 || seconds.is_nan() => {
                return Err(vm.value_error("'timeout' must be a non-negative number"));
            }
            Some(seconds) => deadline(Duration::try_from_secs_f64(seconds).ok()),
            None => None,
        };
        loop {
            if let Some(item) = this.items.get_mut(vm).change().pop_front() {
                return Ok(item);
            }
            let woken = block && this.waiters.wait(vm, limit)?;
            if !woken && this.items.get(vm).is_empty() {
                return Err(raise_native(vm, &EMPTY, ""));
            }
        }
    }

    /// Remove and return an item from the queue without blocking.
    ///
    /// Only get an item if one is immediately available. Otherwise
    /// raise the Empty exception.
    #[method("get_nowait(self, /)")]
    fn get_nowait(vm: &mut Vm, this: &Typed<SimpleQueue>) -> PyResult {
        Self::get(vm, this, Some(false), None)
    }

    /// Return True if the queue is empty, False otherwise (not reliable!).
    #[method("empty(self, /)")]
    fn empty(vm: &mut Vm, this: &Typed<SimpleQueue>) -> bool {
        this.items.get(vm).is_empty()
    }

    /// Return the approximate size of the queue (not reliable!).
    #[method("qsize(self, /)")]
    fn qsize(vm: &mut Vm, this: &Typed<SimpleQueue>) -> usize {
        this.items.get(vm).len()
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)", hidden)]
    fn class_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
