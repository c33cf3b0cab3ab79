//! The order of an `OrderedDict`: a list of keys, linked both ways, whose nodes lie in one block.
//!
//! A second block leads from the position of an entry in the dict to the node of its key. Positions change when the dict
//! moves its entries together; that shows, because a node and its entry have the very same key.

use pellucid_heap::{Buffer, Heap, Label, LimitExceeded, Trace, Tracer};
use pellucid_runtime::prelude::*;

/// No node.
const NONE: u32 = u32::MAX;

struct Node {
    /// Nothing while the node is free.
    key: Option<Ref>,
    hash: i64,
    previous: u32,
    /// In free nodes the next free one.
    next: u32,
}

impl Trace for Node {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        self.key.trace_as(Label::Key, tracer);
    }
}

/// Which end of the order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The oldest key.
    First,
    /// The newest key.
    Last,
}

/// The number of a node, for as long as the order has the same `changes`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place(u32);

/// Keys in their order.
#[derive(Trace)]
#[payload(none)]
pub struct Order {
    nodes: Buffer<Node>,
    by_position: Buffer<u32>,
    first: u32,
    last: u32,
    free: u32,
    /// Changes with everything that happens to the order.
    pub changes: u64,
}

impl Order {
    /// An order without keys; allocates nothing.
    pub fn new(heap: &Heap) -> Order {
        Order {
            nodes: Buffer::new(heap),
            by_position: Buffer::new(heap),
            first: NONE,
            last: NONE,
            free: NONE,
            changes: 0,
        }
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.first == NONE
    }

    fn node(&self, number: u32) -> Option<&Node> {
        self.nodes.get(number as usize)
    }

    fn node_mut(&mut self, number: u32) -> Option<&mut Node> {
        self.nodes.get_mut(number as usize)
    }

    /// The key at an end.
    pub fn end(&self, end: End) -> Option<Place> {
        let number = if end == End::First { self.first } else { self.last };
        self.node(number).map(|_| Place(number))
    }

    /// The next key on the way to an end.
    pub fn towards(&self, end: End, place: Place) -> Option<Place> {
        let node = self.node(place.0)?;
        let number = if end == End::First { node.previous } else { node.next };
        self.node(number).map(|_| Place(number))
    }

    /// Key and hash.
    pub fn key(&self, place: Place) -> Option<(Ref, i64)> {
        let node = self.node(place.0)?;
        Some((node.key.clone()?, node.hash))
    }

    /// The node of the entry at this position, whose key is `key`.
    pub fn at(&self, position: usize, key: &Object) -> Option<Place> {
        let number = *self.by_position.get(position)?;
        let own = self.node(number)?.key.as_ref()?;
        own.is(key).then_some(Place(number))
    }

    /// Whether a new entry at this position can be appended to the block of positions.
    pub fn follows(&self, position: usize) -> bool {
        position >= self.by_position.len()
    }

    /// Adds a key at the end. `usable` says for how many entries the dict has room.
    pub fn append(
        &mut self,
        (key, hash): (&Object, i64),
        position: usize,
        usable: usize,
    ) -> Result<(), LimitExceeded> {
        if position >= self.by_position.capacity() {
            self.by_position.set_capacity(usable.max(position + 1))?;
        }
        if position >= self.by_position.len() {
            self.by_position.fill_to(position + 1, NONE);
        }
        let number = self.free_node(usable)?;
        if let Some(node) = self.node_mut(number) {
            node.key = Some(key.to_ref());
            node.hash = hash;
        }
        self.by_position[position] = number;
        self.link(Place(number), End::Last);
        Ok(())
    }

    /// Takes a free node or makes one.
    fn free_node(&mut self, usable: usize) -> Result<u32, LimitExceeded> {
        let free = self.free;
        if let Some(node) = self.node(free) {
            self.free = node.next;
            return Ok(free);
        }
        let length = self.nodes.len();
        let number = u32::try_from(length).ok().filter(|&number| number != NONE);
        let number = number.ok_or(LimitExceeded)?;
        if length == self.nodes.capacity() {
            let wanted = (length + length / 2 + 2).min(usable).max(length + 1);
            self.nodes.set_capacity(wanted)?;
        }
        self.nodes.push(Node { key: None, hash: 0, previous: NONE, next: NONE });
        Ok(number)
    }

    fn link(&mut self, place: Place, end: End) {
        let neighbour = if end == End::First { self.first } else { self.last };
        if let Some(node) = self.node_mut(place.0) {
            (node.previous, node.next) =
                if end == End::First { (NONE, neighbour) } else { (neighbour, NONE) };
        }
        match (end, self.node_mut(neighbour)) {
            (End::First, Some(neighbour)) => neighbour.previous = place.0,
            (End::Last, Some(neighbour)) => neighbour.next = place.0,
            (End::First, None) => self.last = place.0,
            (End::Last, None) => self.first = place.0,
        }
        *(if end == End::First { &mut self.first } else { &mut self.last }) = place.0;
        self.changes += 1;
    }

    fn unlink(&mut self, place: Place) {
        let Some(node) = self.node(place.0) else { return };
        let (previous, next) = (node.previous, node.next);
        match self.node_mut(previous) {
            Some(previous) => previous.next = next,
            None => self.first = next,
        }
        match self.node_mut(next) {
            Some(next) => next.previous = previous,
            None => self.last = previous,
        }
        self.changes += 1;
    }

    /// Moves a key to an end.
    pub fn move_to(&mut self, place: Place, end: End) {
        if self.end(end) != Some(place) {
            self.unlink(place);
            self.link(place, end);
        }
    }

    /// Removes the key whose entry is at this position.
    pub fn remove(&mut self, place: Place, position: usize) -> Option<Ref> {
        if let Some(number) = self.by_position.get_mut(position) {
            *number = NONE;
        }
        self.unlink(place);
        let free = std::mem::replace(&mut self.free, place.0);
        let node = self.node_mut(place.0)?;
        node.next = free;
        node.key.take()
    }

    /// Lets go of all keys; nothing may be asked of the order any more.
    pub fn forget(&mut self) {
        self.nodes.clear_forward();
    }

    /// Finds the positions of all keys anew.
    pub fn find_positions(&mut self, vm: &Vm, dict: &Dict) -> Result<(), LimitExceeded> {
        let count = dict.entry_count(vm);
        let mut found =
            Buffer::with_capacity(self.by_position.heap(), dict.entry_room(vm).max(count))?;
        found.fill_to(count, NONE);
        // Moving entries together keeps them in their order.
        let mut before = self.by_position.iter().copied().filter(|&number| number != NONE);
        let mut next = before.next();
        for position in 0..count {
            let (Some(number), Some((key, _))) = (next, dict.entry(vm, position)) else { continue };
            let own = self.node(number).and_then(|node| node.key.as_ref());
            if own.is_some_and(|own| own.is(&key)) {
                found[position] = number;
                next = before.next();
            }
        }
        if next.is_some() {
            // Somebody went round the order and changed the dict itself.
            self.search_positions(vm, dict, &mut found);
        }
        self.by_position = found;
        Ok(())
    }

    fn search_positions(&self, vm: &Vm, dict: &Dict, found: &mut Buffer<u32>) {
        let mut numbers = std::collections::HashMap::new();
        let mut place = self.end(End::First);
        while let Some(at) = place {
            if let Some((key, _)) = self.key(at) {
                numbers.insert(key.address(), at.0);
            }
            place = self.towards(End::Last, at);
        }
        for (position, slot) in found.iter_mut().enumerate() {
            let key = dict.entry(vm, position).map(|(key, _)| key.address());
            *slot = key.and_then(|key| numbers.get(&key).copied()).unwrap_or(NONE);
        }
    }
}
