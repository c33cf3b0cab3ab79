//! Random operations, compared with a trivial model: a graph of nodes with counts.
//!
//! The model knows which nodes exist, what they hold and which of them the test holds. After each
//! step the heap must agree, and its verifier must find nothing.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use std::collections::{BTreeMap, BTreeSet};

use pellucid_heap::{Kind, Object, Observer, Pending, Ref};
use proptest::prelude::*;
use world::{Bytes, Node, Weak, World, as_kind};

#[derive(Clone, Debug)]
enum Step {
    /// A new node, held by the test; with a finalizer or not.
    Create { finalizer: bool },
    /// A held node also comes to hold another one.
    Connect { from: usize, to: usize },
    /// A held node drops what it holds from a position on.
    Cut { from: usize, keep: usize },
    /// The test drops one of its references.
    Release { which: usize },
    /// A weak reference to a held node.
    Watch { which: usize, callback: bool },
    /// A weak reference goes.
    Unwatch { which: usize },
    /// Leaves and buffers of some size, dropped at once or held for a while.
    Clutter { size: usize, hold: bool },
    /// A held node at the end of a chain of tuples.
    Chain { length: usize, which: usize, hold: bool },
    /// The clutter goes.
    Clear,
    /// Somebody observes, or nobody does.
    Observe { on: bool },
    /// The virtual machine's turn; the `resurrect`-th finalizer keeps its object.
    Drain { resurrect: usize },
    /// A collection; the `resurrect`-th finalizer keeps its object.
    Collect { generation: usize, resurrect: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..1000usize;
    prop_oneof![
        4 => any::<bool>().prop_map(|finalizer| Step::Create { finalizer }),
        6 => (place.clone(), place.clone()).prop_map(|(from, to)| Step::Connect { from, to }),
        1 => (place.clone(), 0..3usize).prop_map(|(from, keep)| Step::Cut { from, keep }),
        4 => place.clone().prop_map(|which| Step::Release { which }),
        2 => (place.clone(), any::<bool>()).prop_map(|(which, callback)| Step::Watch { which, callback }),
        1 => place.clone().prop_map(|which| Step::Unwatch { which }),
        2 => (0..600_000usize, any::<bool>()).prop_map(|(size, hold)| Step::Clutter { size, hold }),
        1 => (0..400usize, place.clone(), any::<bool>())
            .prop_map(|(length, which, hold)| Step::Chain { length, which, hold }),
        1 => Just(Step::Clear),
        1 => any::<bool>().prop_map(|on| Step::Observe { on }),
        2 => (0..6usize).prop_map(|resurrect| Step::Drain { resurrect }),
        2 => (0..3usize, 0..6usize)
            .prop_map(|(generation, resurrect)| Step::Collect { generation, resurrect }),
    ]
}

/// Hears of everything and does nothing.
struct Nobody;

impl Observer for Nobody {
    fn allocated(&self, _: &Object, _: usize) {}
    fn freed(&self, _: usize, _: &Kind, _: usize) {}
}

/// What the model knows of a node.
#[derive(Default)]
struct Knowledge {
    holds: Vec<u64>,
    finalizer: bool,
    finalized: bool,
    /// It has been among garbage, so its weak references have been cleared.
    cleared: bool,
}

struct Test {
    world: World,
    held: Vec<Ref<Node>>,
    weak: Vec<(Ref<Weak>, u64, bool)>,
    clutter: Vec<Ref>,
    model: BTreeMap<u64, Knowledge>,
    callbacks: usize,
    callbacks_due: usize,
    next: u64,
}

fn id(object: &Object) -> u64 {
    object.downcast::<Node>().unwrap().id
}

impl Test {
    fn new() -> Test {
        Test {
            world: World::new(),
            held: Vec::new(),
            weak: Vec::new(),
            clutter: Vec::new(),
            model: BTreeMap::new(),
            callbacks: 0,
            callbacks_due: 0,
            next: 0,
        }
    }

    fn pick(&self, which: usize) -> Option<Ref<Node>> {
        (!self.held.is_empty()).then(|| self.held[which % self.held.len()].clone())
    }

    fn apply(&mut self, step: &Step) {
        match *step {
            Step::Create { finalizer } => {
                let id = self.next;
                self.next += 1;
                let world = &self.world;
                let node = if finalizer { world.finalized_node(id) } else { world.node(id) };
                self.held.push(node);
                self.model.insert(id, Knowledge { finalizer, ..Knowledge::default() });
            }
            Step::Connect { from, to } => {
                let (Some(from), Some(to)) = (self.pick(from), self.pick(to)) else { return };
                self.model.get_mut(&from.id).unwrap().holds.push(to.id);
                self.world.append(&from, to.into_object());
            }
            Step::Cut { from, keep } => {
                let Some(from) = self.pick(from) else { return };
                self.model.get_mut(&from.id).unwrap().holds.truncate(keep);
                let items = from.items.get_mut(&mut self.world.key);
                let cut: Vec<_> = items.drain(keep.min(items.len())..items.len()).collect();
                drop(cut);
            }
            Step::Release { which } => {
                if !self.held.is_empty() {
                    let which = which % self.held.len();
                    drop(self.held.swap_remove(which));
                }
            }
            Step::Watch { which, callback } => {
                let Some(target) = self.pick(which) else { return };
                self.weak.push((
                    self.world.weak(target.as_object(), callback),
                    target.id,
                    callback,
                ));
            }
            Step::Unwatch { which } => {
                if !self.weak.is_empty() {
                    let which = which % self.weak.len();
                    drop(self.weak.swap_remove(which));
                }
            }
            Step::Clutter { size, hold } => self.clutter(size, hold),
            Step::Chain { length, which, hold } => {
                let Some(node) = self.pick(which) else { return };
                let mut chain = node.into_object();
                for _ in 0..length {
                    chain = self.world.tuple(vec![chain]).into_object();
                }
                // The chain may be the last to hold its node.
                if !self.held.is_empty() {
                    let which = which % self.held.len();
                    drop(self.held.swap_remove(which));
                }
                if hold {
                    self.clutter.push(chain);
                }
            }
            Step::Clear => self.clutter.clear(),
            Step::Observe { on } => {
                let observer = Box::new(Nobody) as Box<dyn Observer>;
                self.world.heap.set_observer(on.then_some(observer));
            }
            Step::Drain { resurrect } => self.drain(resurrect),
            Step::Collect { generation, resurrect } => self.collect(generation, resurrect),
        }
    }

    fn clutter(&mut self, size: usize, hold: bool) {
        // Short objects far more often than long ones.
        let size = if size.is_multiple_of(8) { size } else { size % 5000 };
        let kind = as_kind(&self.world.bytes);
        let bytes = self.world.heap.allocate_zeroed::<Bytes>(kind, 0, size).unwrap().finish();
        let tuple = self.world.tuple(vec![bytes.into_object(); size % 70]);
        if hold {
            self.clutter.push(tuple.into_object());
        }
    }

    fn finalize(&mut self, object: &Ref, resurrect: &mut usize) {
        let knowledge = self.model.get_mut(&id(object)).unwrap();
        assert!(knowledge.finalizer && !knowledge.finalized);
        knowledge.finalized = true;
        if *resurrect == 0 {
            self.held.push(object.clone().downcast_ref().unwrap());
        }
        *resurrect = resurrect.wrapping_sub(1);
    }

    fn drain(&mut self, mut resurrect: usize) {
        while let Some(item) = self.world.heap.next_pending() {
            match item {
                Pending::Finalize(object) => self.finalize(&object, &mut resurrect),
                Pending::Callback(_) => self.callbacks += 1,
            }
        }
        assert!(!self.world.heap.has_pending());
    }

    fn collect(&mut self, generation: usize, mut resurrect: usize) {
        let world = &self.world;
        let garbage = world.heap.find_garbage(&world.key, generation);
        let owners = world.heap.clear_weak_references_to(&garbage);
        self.callbacks += owners.len();
        drop(owners);
        for object in &garbage {
            if let Some(node) = object.downcast::<Node>() {
                self.model.get_mut(&node.id).unwrap().cleared = true;
            }
            if self.world.heap.needs_finalizer(object) {
                self.world.heap.mark_finalized(object);
                self.finalize(object, &mut resurrect);
            }
        }
        self.world.heap.destroy(&self.world.key, garbage);
    }

    /// What can be reached from the references that the test holds.
    fn reachable(&self) -> BTreeSet<u64> {
        let mut alive = BTreeSet::new();
        let mut stack: Vec<u64> = self.held.iter().map(|node| node.id).collect();
        while let Some(id) = stack.pop() {
            if alive.insert(id) {
                stack.extend(&self.model[&id].holds);
            }
        }
        alive
    }

    fn check(&mut self) {
        let dropped = self.world.dropped();
        let alive = self.reachable();
        for id in dropped {
            assert!(!alive.contains(&id), "{id} was dropped too early");
            self.model.remove(&id);
        }
        let mut seen = BTreeSet::new();
        self.world.heap.for_each_object(|object| {
            if let Some(node) = object.downcast::<Node>() {
                seen.insert(node.id);
                let knowledge = &self.model[&node.id];
                let items = node.items.get(&self.world.key);
                let holds: Vec<u64> = items.iter().map(|item| id(item)).collect();
                assert_eq!(holds, knowledge.holds);
            }
        });
        assert!(seen.is_superset(&alive));
        assert!(self.model.keys().eq(&seen));
        let mut due = 0;
        for (weak, target, callback) in &self.weak {
            let found = weak.node.target().map(|target| id(&target));
            assert_eq!(found, seen.contains(target).then_some(*target).filter(|_| found.is_some()));
            assert!(found.is_some() || !alive.contains(target) || self.model[target].cleared);
            due += usize::from(*callback && found.is_none());
        }
        self.callbacks_due = self.callbacks_due.max(due);
        self.verify();
    }

    fn verify(&self) {
        let mut held: Vec<&Object> = self.held.iter().map(|node| node.as_object()).collect();
        held.extend(self.weak.iter().map(|(weak, ..)| weak.as_object()));
        held.extend(self.clutter.iter().map(|object| &**object));
        self.world.verify(&held);
    }

    /// Lets everything go: nothing may be left.
    fn finish(mut self) {
        self.held.clear();
        self.clutter.clear();
        for _ in 0..3 {
            self.drain(usize::MAX);
            self.collect(2, usize::MAX);
            self.check();
            self.held.clear();
        }
        self.drain(usize::MAX);
        self.weak.clear();
        self.check();
        assert!(self.model.is_empty());
        assert_eq!(self.world.heap.live_objects(), World::KINDS);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
                failure_persistence: None,
        ..ProptestConfig::with_cases(if cfg!(miri) { 3 } else { 256 })
    })]

    #[test]
    fn the_heap_agrees_with_the_model(steps in prop::collection::vec(step(), 1..150)) {
        let mut test = Test::new();
        for step in &steps {
            test.apply(step);
            test.check();
        }
        test.finish();
    }
}
