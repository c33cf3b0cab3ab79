//! Allocation, release, pending work, weak references, buffers.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use std::cell::Cell;
use std::rc::Rc;

use pellucid_heap::{Buffer, Content, KindData, KindFlags, Payload, Pending, Ref, Tail};
use world::{Bytes, Leaf, Node, Number, TestKind, Weak, World, as_kind, set_tail};

const MANY: usize = if cfg!(miri) { 300 } else { 100_000 };
const DEEP: usize = if cfg!(miri) { 500 } else { 1_000_000 };

#[test]
fn counts_and_frees() {
    let world = World::new();
    let before = world.heap.live_bytes();
    let leaf = world.leaf(7);
    assert_eq!(leaf.0, 7);
    assert_eq!(leaf.ref_count(), 1);
    let again = leaf.clone();
    assert_eq!(leaf.ref_count(), 2);
    let address = leaf.address();
    assert!(world.heap.object_at(address).is_some_and(|object| object.is(&leaf)));
    assert_eq!(world.heap.live_bytes(), before + 32);
    drop(leaf);
    drop(again);
    assert!(world.heap.object_at(address).is_none());
    assert_eq!(world.heap.live_bytes(), before);
    assert_eq!(world.heap.live_objects(), World::KINDS);
}

#[test]
fn kinds_are_counted_by_their_instances() {
    let world = World::new();
    let before = world.leaf.ref_count();
    let leaves: Vec<_> = (0..10).map(|value| world.leaf(value)).collect();
    assert_eq!(world.leaf.ref_count(), before + 10);
    drop(leaves);
    assert_eq!(world.leaf.ref_count(), before);
}

#[test]
fn many_objects_come_and_go() {
    let world = World::new();
    let mut leaves: Vec<Option<Ref<Leaf>>> = Vec::new();
    for value in 0..MANY {
        leaves.push(Some(world.leaf(value as u64)));
    }
    assert_eq!(world.heap.live_objects(), World::KINDS + MANY);
    for index in (0..MANY).step_by(3) {
        leaves[index] = None;
    }
    for index in (0..MANY).step_by(3) {
        leaves[index] = Some(world.leaf(index as u64));
    }
    assert!(leaves.iter().enumerate().all(|(i, leaf)| leaf.as_ref().unwrap().0 == i as u64));
    let reserved = world.heap.reserved_bytes();
    drop(leaves);
    assert_eq!(world.heap.live_objects(), World::KINDS);
    assert!(world.heap.reserved_bytes() <= reserved.min(6 << 20));
}

#[test]
fn a_deep_list_dies_without_deep_recursion() {
    let mut world = World::new();
    let mut head = world.node(0);
    head.log.as_ref().unwrap();
    for id in 1..DEEP as u64 {
        let next = world.node(id);
        world.append(&next, head.into_object());
        head = next;
    }
    drop(head);
    assert_eq!(world.heap.live_objects(), World::KINDS);
    assert_eq!(world.dropped().len(), DEEP);
}

#[test]
fn children_drop_last_to_first() {
    let mut world = World::new();
    let parent = world.node(0);
    for id in 1..4 {
        let child = world.node(id).into_object();
        world.append(&parent, child);
    }
    drop(parent);
    assert_eq!(world.dropped(), [0, 3, 2, 1]);
}

#[test]
fn tails_are_traced_and_dropped() {
    let world = World::new();
    let object = world.slotted();
    set_tail(&object, 0, Some(world.node(1).into_object()));
    set_tail(&object, 2, Some(world.node(3).into_object()));
    let mut edges = 0;
    object.as_object().trace(&world.key, &mut |_, _| edges += 1);
    assert_eq!(edges, 3);
    let weak = world.weak(object.as_object(), false);
    assert!(weak.node.target().is_some());
    drop(object);
    assert!(weak.node.target().is_none());
    assert_eq!(world.dropped(), [1, 3]);
}

#[test]
fn long_objects() {
    let world = World::new();
    for len in [0, 1, 100, 4000, 4096, 5000, 100_000, 262_144, 300_000, 3_000_000] {
        let mut fresh = world.heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 5, len).unwrap();
        assert!(fresh.items_mut().iter().all(|&byte| byte == 0));
        fresh.items_mut().fill(0xff);
        let object = fresh.finish();
        assert_eq!(object.0.items().len(), len);
        assert!(object.as_object().allocated_bytes() >= len);
        let address = object.address();
        assert!(world.heap.object_at(address).is_some());
        assert!(world.heap.object_at(address + 16).is_none());
        drop(object);
        assert!(world.heap.object_at(address).is_none());
    }
    assert_eq!(world.heap.live_objects(), World::KINDS);
    let items = |n: usize| (0..n).map(|i| world.leaf(i as u64).into_object()).collect::<Vec<_>>();
    for len in [0, 1, 600, 5000] {
        let tuple = world.tuple(items(len));
        assert_eq!(tuple.0.items().len(), len);
    }
    assert_eq!(world.heap.live_objects(), World::KINDS);
}

#[test]
fn finalizers_are_queued_in_order() {
    let mut world = World::new();
    // 1 holds 2 and 3; 2 holds 4. All have finalizers.
    let nodes: Vec<_> = (1..5).map(|id| world.finalized_node(id).into_object()).collect();
    let [one, two, three, four] = nodes.try_into().unwrap();
    let (one, two) = (one.downcast_ref::<Node>().unwrap(), two.downcast_ref::<Node>().unwrap());
    world.append(&two, four);
    world.append(&one, three);
    world.append(&one, two.into_object());
    drop(one);
    let mut order = Vec::new();
    while let Some(Pending::Finalize(object)) = world.heap.next_pending() {
        assert_eq!(object.ref_count(), 1);
        assert!(world.heap.is_finalized(&object));
        order.push(object.downcast::<Node>().unwrap().id);
        let hidden = world.heap.hide_pending();
        assert!(!world.heap.has_pending());
        drop(object);
        world.heap.show_pending(hidden);
    }
    assert_eq!(order, [1, 2, 4, 3]);
    assert_eq!(world.heap.live_objects(), World::KINDS);
    // A new object in the same slot is not finalized.
    let node = world.finalized_node(1);
    assert!(!world.heap.is_finalized(node.as_object()));
    drop(node);
    assert!(world.heap.has_pending());
}

#[test]
fn weak_references_are_cleared_newest_first() {
    let world = World::new();
    let node = world.node(1);
    let plain = world.weak(node.as_object(), false);
    let first = world.weak(node.as_object(), true);
    let second = world.weak(node.as_object(), true);
    let dead = world.weak(node.as_object(), true);
    drop(dead);
    assert_eq!(node.as_object().weak_reference_count(), 3);
    let references = node.as_object().weak_references();
    assert!(references[0].is(&plain) && references[1].is(&second) && references[2].is(&first));
    drop(references);
    let found = node.as_object().find_weak_reference(|_| true).unwrap();
    assert!(found.is(&plain));
    drop(node);
    assert!(plain.node.target().is_none() && first.node.target().is_none());
    let mut called = Vec::new();
    while let Some(Pending::Callback(owner)) = world.heap.next_pending() {
        called.push(owner.downcast_ref::<Weak>().unwrap().address());
    }
    assert_eq!(called, [second.address(), first.address()]);
    assert_eq!(world.dropped(), [1]);
}

#[test]
fn callbacks_come_before_what_the_object_held() {
    let mut world = World::new();
    let parent = world.node(1);
    let child = world.finalized_node(2).into_object();
    world.append(&parent, child);
    let weak = world.weak(parent.as_object(), true);
    drop(parent);
    assert!(matches!(world.heap.next_pending(), Some(Pending::Callback(_))));
    assert_eq!(world.dropped(), []);
    assert!(matches!(world.heap.next_pending(), Some(Pending::Finalize(_))));
    assert!(world.heap.next_pending().is_none());
    assert_eq!(world.dropped(), [1, 2]);
    drop(weak);
}

#[test]
fn buffers() {
    let world = World::new();
    let before = world.heap.live_bytes();
    let mut buffer: Buffer<Ref> = Buffer::new(&world.heap);
    for capacity in [1, 4, 8, 16, 100, 128, 129, 1000, 10_000] {
        buffer.set_capacity(capacity).unwrap();
        assert_eq!(buffer.capacity(), capacity);
        while buffer.len() < capacity {
            buffer.push(world.leaf(buffer.len() as u64).into_object());
        }
    }
    let value = |object: &Ref| object.downcast::<Leaf>().unwrap().0;
    assert!(buffer.iter().enumerate().all(|(index, item)| value(item) == index as u64));
    let removed: Vec<_> = buffer.drain(10..20).map(|item| value(&item)).collect();
    assert_eq!(removed, (10..20).collect::<Vec<_>>());
    assert_eq!((buffer.len(), value(&buffer[10])), (9990, 20));
    buffer.drain(0..5).next_back();
    assert_eq!((buffer.len(), value(&buffer[0])), (9985, 5));
    let item = buffer.remove(0);
    buffer.insert(1, item);
    assert_eq!((value(&buffer[0]), value(&buffer[1]), value(&buffer[2])), (6, 5, 7));
    buffer.truncate(3);
    buffer.set_capacity(0).unwrap();
    assert_eq!(buffer.capacity(), 3);
    drop(buffer);
    assert_eq!(world.heap.live_bytes(), before);
    let mut nothing: Buffer<()> = Buffer::new(&world.heap);
    nothing.set_capacity(5).unwrap();
    nothing.push(());
    assert_eq!(nothing.len(), 1);
}

#[test]
fn dropping_the_heap_drops_what_is_left() {
    let mut world = World::new();
    let node = world.node(1);
    let other = world.node(2);
    world.append(&node, other.clone().into_object());
    world.append(&other, node.clone().into_object());
    let immortal = world.node(3);
    immortal.make_immortal();
    let log = world.log.clone();
    drop((node, other, immortal));
    assert_eq!(log.borrow().len(), 0);
    drop(world);
    assert_eq!(log.borrow().len(), 3);
}

#[test]
fn any_number_may_be_asked() {
    let world = World::new();
    let node = world.node(1);
    for address in [0, 1, 16, usize::MAX, usize::MAX & !15, 1 << 20, node.address() + 1] {
        assert!(world.heap.object_at(address).is_none());
    }
    let segment = node.address() & !((1 << 20) - 1);
    let found = (segment..segment + (1 << 20))
        .filter(|&address| world.heap.object_at(address).is_some())
        .count();
    assert_eq!(found, World::KINDS + 1);
    let mut seen = 0;
    world.heap.for_each_object(|_| seen += 1);
    assert_eq!(seen, World::KINDS + 1);
}

#[test]
fn nothing_is_freed_during_a_walk() {
    let world = World::new();
    let mut nodes: Vec<_> = (0..100).map(|id| world.node(id)).collect();
    let mut seen = 0;
    world.heap.for_each_object(|object| {
        if object.holds::<Node>() {
            nodes.clear();
            assert_eq!(world.dropped(), []);
            seen += 1;
        }
    });
    assert_eq!(seen, 1);
    assert_eq!(world.dropped().len(), 100);
}

#[test]
fn an_iterator_that_panics_leaves_the_heap_sound() {
    let world = World::new();
    let before = world.heap.live_bytes();
    let mut left = 3;
    let items = (0..10u32).map(|value| {
        left -= 1;
        assert!(left > 0, "enough");
        world.leaf(value.into()).into_object()
    });
    let make = std::panic::AssertUnwindSafe(|| {
        drop(world.heap.allocate_items::<world::Tuple>(as_kind(&world.tuple), (), items));
    });
    assert!(std::panic::catch_unwind(make).is_err());
    assert_eq!(world.heap.live_bytes(), before);
    world.verify(&[]);
}

#[test]
fn a_picture_of_the_heap() {
    let world = World::new();
    let used = |content| -> usize {
        let regions = world.heap.regions();
        regions.iter().filter(|region| region.content == content).map(|region| region.used).sum()
    };
    assert_eq!((used(Content::Leaves), used(Content::Containers)), (0, World::KINDS));
    let leaves: Vec<_> = (0..1000).map(|value| world.leaf(value)).collect();
    let long = world.heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 0, 10_000).unwrap();
    let buffer = Buffer::<u64>::with_capacity(&world.heap, 4).unwrap();
    assert_eq!((used(Content::Leaves), used(Content::Buffers)), (1000, 1));
    assert_eq!(used(Content::LongObject), 1);
    let bytes: usize =
        world.heap.regions().iter().map(|region| region.used * region.slot_bytes).sum();
    assert_eq!(bytes, world.heap.live_bytes());
    drop((leaves, long.finish(), buffer));
    assert_eq!(used(Content::Leaves) + used(Content::Buffers) + used(Content::LongObject), 0);
}

#[test]
fn buffers_may_go_during_a_walk() {
    let world = World::new();
    let many = || {
        let buffers = (0..20_000).map(|_| Buffer::<u64>::with_capacity(&world.heap, 100));
        buffers.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let mut buffers = many();
    let leaves: Vec<_> = (0..10_000).map(|value| world.leaf(value)).collect();
    let mut seen = 0;
    world.heap.for_each_object(|_| {
        buffers.clear();
        seen += 1;
    });
    assert_eq!(seen, World::KINDS + leaves.len());
    drop(leaves);
    world.heap.release_unused();
    assert!(world.heap.reserved_bytes() <= 16 << 20);
    world.verify(&[]);
}

#[test]
fn items_are_appended_in_place_while_nobody_else_looks() {
    let world = World::new();
    let allocate =
        |len| world.heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 7, len).unwrap();
    let mut text = allocate(0).finish();
    let mut expected: Vec<u8> = Vec::new();
    let mut moves = 0;
    while expected.len() < if cfg!(miri) { 10_000 } else { 3_000_000 } {
        let more: Vec<u8> = (0..1 + expected.len() / 50).map(|byte| byte as u8).collect();
        expected.extend(&more);
        if !text.append_in_place(more.iter().copied()) {
            let mut longer = allocate(expected.len());
            longer.items_mut().copy_from_slice(&expected);
            text = longer.finish();
            moves += 1;
        }
        assert_eq!(text.0.items(), expected);
    }
    assert!(moves < 400, "{moves}");
    world.verify(&[text.as_object()]);
    let other = text.clone();
    assert!(!text.append_in_place([1].into_iter()));
    drop((other, text));
    world.verify(&[]);
    // A long run of short appends, as a loop over characters makes them.
    let mut text = allocate(300_000).finish();
    let mut appends = 0;
    while text.append_in_place([1].into_iter()) {
        appends += 1;
    }
    assert!(appends > 90_000);
    // A slot has room up to the next multiple of its granule.
    let mut text = allocate(1).finish();
    assert!(text.append_in_place([2].into_iter()));
    assert_eq!((text.0.items(), *text.0.head()), (&[0, 2][..], 7));
}

#[test]
fn payloads_that_seldom_need_dropping() {
    let world = World::new();
    let data = KindData::new(Number::VTABLE, KindFlags::empty(), Tail::default());
    // SAFETY: without a box there is nothing to drop.
    unsafe { data.drop_only_if_set(Number::DROP_WORD, usize::MAX) };
    let kind = world.heap.allocate(as_kind(&world.first), TestKind { data });
    let allocate = |word, big| world.heap.allocate(as_kind(&kind), Number { word, big });
    let counter = Rc::new(Cell::new(0));
    for word in 0..100 {
        let big = (word % 10 == 0).then(|| counter.clone());
        let number = allocate(word, big);
        assert_eq!(number.word, word);
        assert_eq!(Rc::strong_count(&counter), 1 + usize::from(word % 10 == 0));
    }
    assert_eq!(Rc::strong_count(&counter), 1);
    assert_eq!(kind.ref_count(), 1);
    world.verify(&[kind.as_object()]);
}

#[test]
fn long_objects_of_all_lengths_come_and_go() {
    let world = World::new();
    let mut random = 88172645463325252u64;
    let mut next = move |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below) as usize
    };
    let mut held: Vec<(Ref<Bytes>, u8)> = Vec::new();
    for round in 0..if cfg!(miri) { 20 } else { 1500 } {
        let mut fresh = world
            .heap
            .allocate_zeroed::<Bytes>(as_kind(&world.bytes), 0, 4000 + next(120_000))
            .unwrap();
        fresh.items_mut().fill(round as u8);
        held.push((fresh.finish(), round as u8));
        if held.len() > 200 {
            let (bytes, fill) = held.swap_remove(next(200));
            assert!(bytes.0.items().iter().all(|&byte| byte == fill));
        }
    }
    world.verify(&held.iter().map(|(bytes, _)| bytes.as_object()).collect::<Vec<_>>());
    let live = world.heap.live_bytes();
    assert!(world.heap.reserved_bytes() < 2 * live, "{live}");
    held.clear();
    world.verify(&[]);
    assert!(world.heap.reserved_bytes() <= 5 << 20);
}
