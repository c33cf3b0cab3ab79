//! What an observer is told.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pellucid_heap::{Buffer, Collection, Kind, Object, Observer};
use world::World;

#[derive(Default)]
struct Seen {
    alive: BTreeMap<usize, (&'static str, usize)>,
    allocations: usize,
    collections: Vec<Collection>,
}

impl Seen {
    fn objects(&self) -> usize {
        self.alive.values().filter(|(name, _)| *name != "buffer").count()
    }
}

struct Recorder(Rc<RefCell<Seen>>);

impl Observer for Recorder {
    fn allocated(&self, object: &Object, bytes: usize) {
        let mut seen = self.0.borrow_mut();
        seen.allocations += 1;
        assert_eq!(object.ref_count(), 1);
        assert_eq!(object.allocated_bytes(), bytes);
        let before = seen.alive.insert(object.address(), (object.kind().vtable().name, bytes));
        assert!(before.is_none());
    }
    fn freed(&self, address: usize, kind: &Kind, bytes: usize) {
        let known = self.0.borrow_mut().alive.remove(&address);
        assert_eq!(known, Some((kind.vtable().name, bytes)));
    }
    fn buffer_allocated(&self, address: usize, bytes: usize) {
        let before = self.0.borrow_mut().alive.insert(address, ("buffer", bytes));
        assert!(before.is_none());
    }
    fn buffer_freed(&self, address: usize, bytes: usize) {
        let known = self.0.borrow_mut().alive.remove(&address);
        assert_eq!(known, Some(("buffer", bytes)));
    }
    fn collected(&self, collection: &Collection) {
        self.0.borrow_mut().collections.push(*collection);
    }
}

#[test]
fn an_observer_hears_of_every_object() {
    let mut world = World::new();
    let seen = Rc::new(RefCell::new(Seen::default()));
    let before = world.heap.live_objects();
    assert!(world.heap.set_observer(Some(Box::new(Recorder(seen.clone())))).is_none());
    let mut held = Vec::new();
    for id in 0..1000 {
        let node = world.node(id);
        let leaf = world.leaf(id).into_object();
        world.append(&node, leaf);
        if id % 3 == 0 {
            let itself = node.clone().into_object();
            world.append(&node, itself);
        } else if id % 3 == 1 {
            held.push(node);
        }
    }
    held.push(world.node(0));
    let mut head = world.slotted().into_object();
    for _ in 0..1000 {
        head = world.tuple(vec![head]).into_object();
    }
    assert_eq!(seen.borrow().objects(), world.heap.live_objects() - before);
    drop(head);
    assert_eq!(seen.borrow().objects(), world.heap.live_objects() - before);
    assert_eq!(seen.borrow().allocations, 3002);
    assert_eq!(world.collect(2), 334);
    let objects = seen.borrow().objects();
    assert_eq!(objects, 2 * 333 + 1);
    assert_eq!(
        seen.borrow().collections,
        [Collection { generation: 2, candidates: 334 + held.len() + World::KINDS, garbage: 334 }]
    );
    assert!(world.heap.set_observer(None).is_some());
    held.clear();
    assert_eq!(seen.borrow().objects(), objects);
    world.verify(&[]);
}

#[test]
fn what_an_observer_hears_of_adds_up_to_the_live_bytes() {
    let world = World::new();
    let seen = Rc::new(RefCell::new(Seen::default()));
    let before = world.heap.live_bytes();
    world.heap.set_observer(Some(Box::new(Recorder(seen.clone()))));
    let sum = || seen.borrow().alive.values().map(|(_, bytes)| bytes).sum::<usize>();
    let mut buffer = Buffer::<u64>::new(&world.heap);
    let mut held = Vec::new();
    for capacity in [1, 2, 3, 10, 100, 128, 129, 1000, 100_000, 50_000, 100, 0] {
        buffer.set_capacity(capacity).unwrap();
        held.push(world.leaf(capacity as u64).into_object());
        held.push(world.tuple(held.clone()).into_object());
        assert_eq!(before + sum(), world.heap.live_bytes());
    }
    drop(buffer);
    drop(held);
    assert_eq!(sum(), 0);
    world.heap.set_observer(None);
    assert_eq!(before, world.heap.live_bytes());
}

/// Allocates and frees whenever it hears of something.
struct Meddler(Rc<RefCell<World>>);

impl Observer for Meddler {
    fn allocated(&self, object: &Object, _: usize) {
        drop(object.to_ref());
        if let Ok(world) = self.0.try_borrow() {
            drop(world.node(99));
        }
    }
    fn freed(&self, _: usize, kind: &Kind, _: usize) {
        drop(kind.to_ref());
    }
}

#[test]
fn an_observer_may_use_the_heap() {
    let world = Rc::new(RefCell::new(World::new()));
    world.borrow().heap.set_observer(Some(Box::new(Meddler(world.clone()))));
    let leaf = world.borrow().leaf(1);
    drop(leaf);
    world.borrow().heap.set_observer(None);
    world.borrow().verify(&[]);
    assert_eq!(world.borrow().heap.live_objects(), World::KINDS);
}
