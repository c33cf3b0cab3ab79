//! A small world of objects for the tests: kinds, nodes that hold references, leaves, tuples, weak references.
#![allow(dead_code)] // Each test file uses a part.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pellucid_heap::{
    Buffer, Heap, Inline, InlinePayload, Kind, KindData, KindFlags, Label, Payload, Ref, Roots,
    Tail, Token, TokenCell, Trace, Tracer, Typed, VTable, WeakHead, WeakNode, vtable_functions,
};

/// The token of the test's heap.
pub struct Key;
// SAFETY: each test makes one.
unsafe impl Token for Key {}

macro_rules! payload {
    ($type:ty $(, $field:ident: $value:expr)*) => {
        // SAFETY: the table describes the type, and nothing it begins with.
        unsafe impl Payload for $type {
            const VTABLE: &'static VTable = {
                const FUNCTIONS: (
                    unsafe fn(&pellucid_heap::Object) -> usize,
                    unsafe fn(&pellucid_heap::Object, &mut Tracer<'_>),
                    unsafe fn(*mut pellucid_heap::Object),
                ) = vtable_functions::<$type>();
                static TABLE: VTable = VTable {
                    size: FUNCTIONS.0,
                    trace: FUNCTIONS.1,
                    drop: FUNCTIONS.2,
                    $($field: $value,)*
                    ..VTable {
                        name: stringify!($type),
                        base: None,
                        basic_size: size_of::<Typed<$type>>(),
                        size: FUNCTIONS.0,
                        trace: FUNCTIONS.1,
                        drop: FUNCTIONS.2,
                        weak_offset: None,
                        needs_finalizer: None,
                        tail_order: pellucid_heap::TailOrder::First,
                    }
                };
                &TABLE
            };
        }
    };
}

/// A kind of the test world.
#[repr(C)]
pub struct TestKind {
    pub data: KindData,
}
impl Trace for TestKind {
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
payload!(TestKind);

/// Where dropped payloads note their numbers.
pub type Log = Rc<RefCell<Vec<u64>>>;

/// Holds references in a buffer, and a list of weak references.
pub struct Node {
    pub id: u64,
    pub items: TokenCell<Buffer<Ref>>,
    pub log: Option<Log>,
    pub weak: WeakHead,
}
impl Trace for Node {
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.items.trace_as(label, tracer);
    }
}
impl Drop for Node {
    fn drop(&mut self) {
        if let Some(log) = &self.log {
            log.borrow_mut().push(self.id);
        }
    }
}
payload!(Node, weak_offset: Some(std::mem::offset_of!(NodeObject, value) + std::mem::offset_of!(Node, weak)));

/// The layout of an object with a [`Node`], to find an offset in it.
#[repr(C)]
struct NodeObject {
    header: [usize; 2],
    value: Node,
}

/// A number that needs no dropping.
pub struct Leaf(pub u64);
impl Trace for Leaf {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
payload!(Leaf);

/// A number that may have something behind it.
pub struct Number {
    pub word: u64,
    pub big: Option<Rc<Cell<u64>>>,
}
impl Trace for Number {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
impl Number {
    pub const DROP_WORD: u16 =
        (Typed::<Number>::PAYLOAD_OFFSET + std::mem::offset_of!(Number, big)) as u16;
}
payload!(Number);

/// Nothing in the payload: all in the tail.
pub struct Empty;
impl Trace for Empty {
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
payload!(Empty);

/// References in the object itself.
#[repr(transparent)]
pub struct Tuple(pub Inline<(), Ref>);
impl Trace for Tuple {
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.0.trace_as(label, tracer);
    }
}
// SAFETY: the table describes the type.
unsafe impl Payload for Tuple {
    const VTABLE: &'static VTable = {
        static TABLE: VTable = VTable {
            name: "Tuple",
            base: None,
            basic_size: size_of::<Typed<Tuple>>(),
            size: vtable_functions::<Tuple>().0,
            trace: vtable_functions::<Tuple>().1,
            drop: vtable_functions::<Tuple>().2,
            weak_offset: None,
            needs_finalizer: None,
            tail_order: pellucid_heap::TailOrder::First,
        };
        &TABLE
    };
    fn size(&self) -> usize {
        size_of::<Typed<Tuple>>() + self.0.items_bytes()
    }
}
// SAFETY: a transparent wrapper.
unsafe impl InlinePayload for Tuple {
    type Head = ();
    type Item = Ref;
}

/// Bytes in the object itself.
#[repr(transparent)]
pub struct Bytes(pub Inline<u64, u8>);
impl Trace for Bytes {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
// SAFETY: the table describes the type.
unsafe impl Payload for Bytes {
    const VTABLE: &'static VTable = {
        static TABLE: VTable = VTable {
            name: "Bytes",
            base: None,
            basic_size: size_of::<Typed<Bytes>>(),
            size: vtable_functions::<Bytes>().0,
            trace: vtable_functions::<Bytes>().1,
            drop: vtable_functions::<Bytes>().2,
            weak_offset: None,
            needs_finalizer: None,
            tail_order: pellucid_heap::TailOrder::First,
        };
        &TABLE
    };
    fn size(&self) -> usize {
        size_of::<Typed<Bytes>>() + self.0.items_bytes()
    }
}
// SAFETY: a transparent wrapper.
unsafe impl InlinePayload for Bytes {
    type Head = u64;
    type Item = u8;
}

/// A weak reference, and whether it is dropped is noted.
pub struct Weak {
    pub id: u64,
    pub node: WeakNode,
    pub dropped: Rc<Cell<u64>>,
}
impl Trace for Weak {
    const CONTAINER: bool = true;
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
impl Drop for Weak {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}
payload!(Weak);

/// A heap with the kinds of the test world.
pub struct World {
    pub node: Ref<TestKind>,
    pub finalized_node: Ref<TestKind>,
    pub leaf: Ref<TestKind>,
    pub slotted: Ref<TestKind>,
    pub tuple: Ref<TestKind>,
    pub bytes: Ref<TestKind>,
    pub weak: Ref<TestKind>,
    pub first: Ref<TestKind>,
    pub key: Key,
    pub log: Log,
    // Last: dropped after the references.
    pub heap: Box<Heap>,
}

/// A test kind as the heap sees it.
pub fn as_kind(kind: &Typed<TestKind>) -> &Kind {
    // SAFETY: a TestKind begins with KindData.
    unsafe { kind.as_object().downcast_unchecked() }
}

impl World {
    pub fn new() -> World {
        let heap = Heap::new();
        let container = KindFlags::CONTAINER;
        let data = KindData::new(TestKind::vtable(), container, Tail::default());
        let first = heap.allocate_root_kind(container, Tail::default(), TestKind { data });
        let make = |vtable, flags, tail| {
            let data = KindData::new(vtable, flags, tail);
            heap.allocate(as_kind(&first), TestKind { data })
        };
        let none = Tail::default();
        let offset = size_of::<Typed<Empty>>() as u32;
        let slots = Tail { offset, references: 3, weak: true, ..Tail::default() };
        World {
            node: make(Node::vtable(), container, none),
            finalized_node: make(Node::vtable(), container | KindFlags::FINALIZER, none),
            leaf: make(Leaf::vtable(), KindFlags::empty(), none),
            slotted: make(Empty::vtable(), container, slots),
            tuple: make(Tuple::vtable(), container | KindFlags::VARIABLE, none),
            bytes: make(Bytes::vtable(), KindFlags::VARIABLE, none),
            weak: make(Weak::vtable(), container, none),
            first,
            key: Key,
            log: Log::default(),
            heap,
        }
    }

    /// How many objects the world itself consists of.
    pub const KINDS: usize = 8;

    fn node_of(&self, kind: &Typed<TestKind>, id: u64) -> Ref<Node> {
        let items = TokenCell::new(Buffer::new(&self.heap));
        let log = Some(self.log.clone());
        self.heap.allocate(as_kind(kind), Node { id, items, log, weak: WeakHead::new() })
    }

    /// A node with this number.
    pub fn node(&self, id: u64) -> Ref<Node> {
        self.node_of(&self.node, id)
    }

    /// A node with a finalizer.
    pub fn finalized_node(&self, id: u64) -> Ref<Node> {
        self.node_of(&self.finalized_node, id)
    }

    pub fn leaf(&self, value: u64) -> Ref<Leaf> {
        self.heap.allocate(as_kind(&self.leaf), Leaf(value))
    }

    pub fn tuple(&self, items: Vec<Ref>) -> Ref<Tuple> {
        self.heap.allocate_items(as_kind(&self.tuple), (), items.into_iter())
    }

    pub fn slotted(&self) -> Ref<Empty> {
        self.heap.allocate(as_kind(&self.slotted), Empty)
    }

    /// A weak reference to an object.
    pub fn weak(&self, target: &pellucid_heap::Object, callback: bool) -> Ref<Weak> {
        let weak = Weak { id: 0, node: WeakNode::new(), dropped: Rc::default() };
        let weak = self.heap.allocate(as_kind(&self.weak), weak);
        assert!(weak.node.watch(
            target,
            weak.as_object(),
            callback,
            if callback { WeakNode::UNSHARED } else { 0 }
        ));
        weak
    }

    /// Appends to a node.
    pub fn append(&mut self, node: &Typed<Node>, item: Ref) {
        let items = node.items.get_mut(&mut self.key);
        if items.len() == items.capacity() {
            let capacity = items.capacity() + items.capacity() / 2 + 2;
            items.set_capacity(capacity).unwrap();
        }
        items.push(item);
    }

    /// What payloads have been dropped since the last call.
    pub fn dropped(&self) -> Vec<u64> {
        self.log.take()
    }
}

/// Writes a tail reference of a slotted object.
pub fn set_tail(object: &Typed<Empty>, index: usize, value: Option<Ref>) {
    let first = object.address() + size_of::<Typed<Empty>>() + 8;
    let word = std::ptr::with_exposed_provenance_mut::<usize>(first + index * 8);
    let value = value.map_or(0, |value| value.into_raw().as_ptr().expose_provenance());
    // SAFETY: slotted objects have three words there, and the old value is none in these tests.
    unsafe { word.write(value) };
}

impl World {
    /// Checks the heap; `held` are the references that the test itself holds.
    pub fn verify(&self, held: &[&pellucid_heap::Object]) {
        let kinds = [
            &self.node,
            &self.finalized_node,
            &self.leaf,
            &self.slotted,
            &self.tuple,
            &self.bytes,
            &self.weak,
            &self.first,
        ];
        let result = self.heap.verify(&self.key, Roots::All, &mut |tracer| {
            for kind in kinds {
                kind.trace(tracer);
            }
            for object in held {
                tracer.edge(*object, Label::Field("test"));
            }
        });
        if let Err(problems) = result {
            let text: Vec<_> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", text.join("\n"));
        }
    }

    /// A full collection without foreign code; gives how many objects it freed.
    pub fn collect(&self, generation: usize) -> usize {
        let garbage = self.heap.find_garbage(&self.key, generation);
        self.heap.destroy(&self.key, garbage)
    }
}
