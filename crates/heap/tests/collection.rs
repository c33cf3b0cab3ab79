//! The cycle collector, generations, stress and the verifier.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use pellucid_heap::{Collected, Pending, Problem, Ref, Roots};
use world::{Node, World, as_kind, set_tail};

const MANY: u64 = if cfg!(miri) { 100 } else { 10_000 };

/// Makes a ring of nodes and gives its first.
fn ring(world: &mut World, ids: std::ops::Range<u64>) -> Ref<Node> {
    let nodes: Vec<_> = ids.map(|id| world.node(id)).collect();
    for (index, node) in nodes.iter().enumerate() {
        let next = nodes[(index + 1) % nodes.len()].clone();
        world.append(node, next.into_object());
    }
    nodes[0].clone()
}

#[test]
fn cycles_are_found_and_freed_in_order_of_birth() {
    let mut world = World::new();
    let kept = ring(&mut world, 100..110);
    for _ in 0..3 {
        // Holes, so that addresses tell nothing of the order.
        let _ = (0..20).map(|id| world.node(id)).step_by(2).collect::<Vec<_>>();
    }
    world.dropped();
    drop(ring(&mut world, 0..10));
    world.verify(&[kept.as_object()]);
    assert_eq!(world.collect(2), 10);
    assert_eq!(world.dropped(), (0..10).collect::<Vec<_>>());
    world.verify(&[kept.as_object()]);
    assert_eq!(world.collect(2), 0);
    drop(kept);
    assert_eq!(world.collect(2), 10);
    world.verify(&[]);
    assert_eq!(world.heap.live_objects(), World::KINDS);
}

#[test]
fn young_collections_leave_the_old_alone() {
    let mut world = World::new();
    let old = ring(&mut world, 0..10);
    assert_eq!(world.collect(0), 0);
    assert_eq!(world.heap.generation_of(old.as_object()), Some(1));
    drop(old);
    assert_eq!(world.collect(0), 0);
    drop(ring(&mut world, 10..20));
    assert_eq!(world.collect(0), 10);
    assert_eq!(world.collect(1), 10);
    let old = ring(&mut world, 0..10);
    world.collect(1);
    assert_eq!(world.heap.generation_of(old.as_object()), Some(2));
    drop(old);
    assert_eq!((world.collect(0), world.collect(1), world.collect(2)), (0, 0, 10));
    world.verify(&[]);
}

#[test]
fn an_old_object_keeps_a_young_ring() {
    let mut world = World::new();
    let old = world.node(0);
    world.collect(1);
    let young = ring(&mut world, 1..5);
    world.append(&old, young.into_object());
    assert_eq!(world.collect(0), 0);
    assert_eq!(world.collect(2), 0);
    drop(old);
    assert_eq!(world.dropped(), [0]);
    assert_eq!(world.collect(2), 4);
}

#[test]
fn long_containers_and_tails_take_part() {
    let mut world = World::new();
    for len in [1000, 100_000] {
        let node = world.node(1);
        let slotted = world.slotted();
        set_tail(&slotted, 1, Some(node.clone().into_object()));
        let mut items = vec![slotted.into_object()];
        items.extend((1..len).map(|value| world.leaf(value).into_object()));
        let tuple = world.tuple(items);
        world.append(&node, tuple.into_object());
        world.verify(&[node.as_object()]);
        assert_eq!(world.collect(2), 0);
        drop(node);
        assert_eq!(world.collect(2), 3);
        world.verify(&[]);
    }
}

#[test]
fn a_kind_dies_with_its_instances() {
    let world = World::new();
    let data = pellucid_heap::KindData::new(
        <Node as pellucid_heap::Payload>::vtable(),
        pellucid_heap::KindFlags::CONTAINER,
        pellucid_heap::Tail::default(),
    );
    let kind = world.heap.allocate(as_kind(&world.first), world::TestKind { data });
    let items = pellucid_heap::Buffer::new(&world.heap);
    let node = world.heap.allocate(
        as_kind(&kind),
        Node {
            id: 5,
            items: pellucid_heap::TokenCell::new(items),
            log: Some(world.log.clone()),
            weak: Default::default(),
        },
    );
    let mut world = world;
    world.append(&node, node.clone().into_object());
    world.append(&node, kind.into_object());
    world.verify(&[node.as_object()]);
    drop(node);
    assert_eq!(world.collect(0), 2);
    world.verify(&[]);
    assert_eq!(world.heap.live_objects(), World::KINDS);
}

#[test]
fn resurrected_objects_survive_with_what_they_hold() {
    let mut world = World::new();
    drop(ring(&mut world, 0..3));
    drop(ring(&mut world, 10..13));
    let mut garbage = world.heap.find_garbage(&world.key, 2);
    assert_eq!(garbage.len(), 6);
    assert!(world.heap.is_collecting() && world.heap.should_collect().is_none());
    let saved = garbage[1].clone();
    world.heap.retain_garbage(&world.key, &mut garbage);
    let ids: Vec<_> = garbage.iter().map(|node| node.downcast::<Node>().unwrap().id).collect();
    assert_eq!(ids, [10, 11, 12]);
    assert_eq!(world.heap.destroy(&world.key, garbage), 3);
    assert!(!world.heap.is_collecting());
    world.verify(&[&saved]);
    drop(saved);
    assert_eq!(world.collect(2), 3);
}

#[test]
fn only_garbage_is_destroyed_whatever_is_asked_for() {
    let mut world = World::new();
    let kept = ring(&mut world, 0..3);
    drop(ring(&mut world, 10..13));
    let mut objects = world.heap.find_garbage(&world.key, 2);
    objects.extend(objects.clone());
    objects.push(kept.clone().into_object());
    objects.push(world.leaf(1).into_object());
    objects.push(world.node(5).into_object());
    assert_eq!(world.heap.destroy(&world.key, objects), 4);
    world.verify(&[kept.as_object()]);
    assert_eq!(world.heap.live_objects(), World::KINDS + 3);
}

#[test]
fn garbage_and_weak_references() {
    let mut world = World::new();
    let node = ring(&mut world, 0..2);
    let outside = world.weak(node.as_object(), true);
    let plain = world.weak(node.as_object(), false);
    let inside = world.weak(node.as_object(), true);
    world.append(&node, inside.into_object());
    drop(node);
    let garbage = world.heap.find_garbage(&world.key, 2);
    let callbacks = world.heap.clear_weak_references_to(&garbage);
    assert!(callbacks.len() == 1 && callbacks[0].is(&outside));
    drop(callbacks);
    // The weak reference in the ring is reached only from it, but it is a container as well.
    assert_eq!(world.heap.destroy(&world.key, garbage), 3);
    assert!(plain.node.target().is_none());
    assert!(world.heap.next_pending().is_none());
    world.verify(&[outside.as_object(), plain.as_object()]);
}

#[test]
fn what_dies_with_garbage_is_finalized() {
    let mut world = World::new();
    let node = ring(&mut world, 0..2);
    // Not part of a cycle, but held by one only; its kind is that of a leaf, so it is not a candidate.
    let leaf = world.leaf(1).into_object();
    let weak_target = world.node(7);
    let callback = world.weak(weak_target.as_object(), true);
    world.append(&node, leaf);
    world.append(&node, weak_target.into_object());
    drop(node);
    assert_eq!(world.collect(2), 3);
    assert!(
        matches!(world.heap.next_pending(), Some(Pending::Callback(owner)) if owner.is(&callback))
    );
    world.verify(&[callback.as_object()]);
}

#[test]
fn collections_fall_due_as_in_cpython() {
    let mut world = World::new();
    world.heap.set_collection_thresholds([100, 2, 2]);
    assert_eq!(world.heap.should_collect(), None);
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    while seen.len() < 9 {
        kept.push(world.node(0));
        if let Some(generation) = world.heap.should_collect() {
            seen.push(generation);
            world.collect(generation);
            assert_eq!(world.heap.should_collect(), None);
        }
    }
    assert_eq!(seen, [0, 0, 0, 1, 0, 0, 0, 1, 0]);
    drop(kept);
    // Balanced allocation never falls due.
    world.collect(2);
    for id in 0..10_000 {
        drop(world.node(id));
        assert_eq!(world.heap.should_collect(), None);
    }
    world.heap.set_collection_enabled(false);
    let _kept: Vec<_> = (0..500).map(|id| world.node(id)).collect();
    assert_eq!(world.heap.should_collect(), None);
    assert!(world.heap.collection_counts()[0] >= 500);
    world.heap.set_collection_enabled(true);
    drop(ring(&mut world, 0..3));
    assert!(world.heap.should_collect().is_some());
}

#[test]
fn frozen_objects_are_not_collected() {
    let mut world = World::new();
    drop(ring(&mut world, 0..10));
    world.heap.freeze();
    assert_eq!(world.heap.frozen_count(), 10 + World::KINDS);
    drop(ring(&mut world, 10..20));
    assert_eq!(world.collect(2), 10);
    world.heap.unfreeze();
    assert_eq!(world.collect(2), 10);
}

#[test]
fn roots_make_no_difference_to_what_is_found() {
    let mut world = World::new();
    let kept = ring(&mut world, 0..100);
    let other = ring(&mut world, 100..200);
    drop(ring(&mut world, 200..300));
    let mut roots = |tracer: &mut pellucid_heap::Tracer<'_>| {
        tracer.edge(&*kept, pellucid_heap::Label::Register(0));
    };
    let garbage = world.heap.find_garbage_from(&world.key, 2, Some(&mut roots));
    assert_eq!(garbage.len(), 100);
    assert_eq!(world.heap.destroy(&world.key, garbage), 100);
    world.verify(&[kept.as_object(), other.as_object()]);
}

#[test]
fn many_rings() {
    let mut world = World::new();
    for _ in 0..MANY {
        drop(ring(&mut world, 0..3));
        if let Some(generation) = world.heap.should_collect() {
            world.collect(generation);
        }
    }
    assert!(world.heap.live_objects() < 5000);
    world.collect(2);
    assert_eq!(world.heap.live_objects(), World::KINDS);
    world.verify(&[]);
}

#[test]
fn stress_is_due_at_every_nth_allocation() {
    let world = World::new();
    world.heap.set_stress(Some(3));
    let due: Vec<_> = (0..7)
        .map(|value| {
            drop(world.leaf(value));
            world.heap.stress_due()
        })
        .collect();
    assert_eq!(due, [false, false, true, false, false, true, false]);
    world.heap.set_stress(None);
    drop(world.leaf(0));
    assert!(!world.heap.stress_due());
}

#[test]
fn the_verifier_sees_wrong_counts() {
    let world = World::new();
    let node = world.node(1);
    let address = node.address();
    let hidden = node.clone().into_raw();
    // A count that is too high may be held by somebody who was not asked.
    assert!(world.heap.verify(&world.key, Roots::Some, &mut |_| {}).is_ok());
    let result = world.heap.verify(&world.key, Roots::All, &mut |_| {});
    let problems = result.unwrap_err();
    assert!(problems.iter().any(|problem| matches!(
        problem,
        Problem::Count { address: at, count: 2, found: 0, .. } if *at == address
    )));
    // SAFETY: the count that was hidden.
    drop(unsafe { Ref::from_raw(hidden) });
}

#[test]
fn a_collection_in_one_go() {
    let mut world = World::new();
    drop(ring(&mut world, 0..10));
    assert!(matches!(world.heap.collect(&world.key, 0, None), Collected::Freed(10)));
    assert!(!world.heap.is_collecting());
    let node = ring(&mut world, 0..3);
    let weak = world.weak(node.as_object(), false);
    drop(node);
    let Collected::Garbage(garbage) = world.heap.collect(&world.key, 0, None) else {
        panic!("a weak reference has to be cleared")
    };
    assert_eq!(world.heap.destroy(&world.key, garbage), 3);
    assert!(weak.node.target().is_none());
    world.verify(&[weak.as_object()]);
}

#[test]
fn containers_and_referrers_in_order_of_birth() {
    let mut world = World::new();
    let kinds = world.heap.containers(None).len();
    let nodes: Vec<_> = (0..10).map(|id| world.node(id)).collect();
    let target = world.leaf(1).into_object();
    for index in [7, 2, 5] {
        world.append(&nodes[index], target.clone());
    }
    let ids = |objects: &[Ref]| -> Vec<u64> {
        objects.iter().map(|object| object.downcast::<Node>().unwrap().id).collect()
    };
    assert_eq!(ids(&world.heap.containers(None)[kinds..]), (0..10).collect::<Vec<_>>());
    assert_eq!(ids(&world.heap.referrers(&world.key, &[target])), [2, 5, 7]);
    world.collect(0);
    let young = world.node(10);
    assert_eq!(ids(&world.heap.containers(Some(0))), [10]);
    assert_eq!(world.heap.containers(Some(1)).len(), kinds + 10);
    drop((nodes, young));
}

/// More objects than wait on the collector's stack, held by one and by each other, forwards and backwards.
#[test]
fn wide_containers_are_looked_into_to_the_end() {
    const WIDE: u64 = if cfg!(miri) { 200 } else { 200_000 };
    let mut world = World::new();
    let root = world.node(0);
    let nodes: Vec<Ref<Node>> = (1..=WIDE).map(|id| world.node(id)).collect();
    for (position, node) in nodes.iter().enumerate() {
        // Half of them can be reached only through one that is deferred.
        if position % 2 == 0 {
            world.append(&root, node.clone().into_object());
            let other = nodes[nodes.len() - 1 - position].clone();
            world.append(node, other.into_object());
        }
        world.append(node, node.clone().into_object());
    }
    drop(nodes);
    assert_eq!(world.collect(2), 0);
    drop(root);
    assert_eq!(world.collect(2), WIDE as usize);
}
