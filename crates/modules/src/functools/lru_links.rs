//! The results of a limited cache in the order of their use. A result keeps its number for as long as it is there, so that
//! a use changes nothing in the dict that leads to it: comparing keys may well use the cache itself.

use pellucid_runtime::heap::{Charged, Heap};
use pellucid_runtime::prelude::*;

/// Stands for no number.
const NONE: usize = usize::MAX;

/// A remembered result.
#[derive(Trace)]
#[payload(none)]
pub struct Link {
    pub key: Ref,
    pub hash: i64,
    pub result: Ref,
    previous: usize,
    next: usize,
    /// Not so while it is on its way out.
    in_order: bool,
}

/// The results, by number, and in their order.
#[derive(Trace)]
#[payload(none)]
pub struct Links {
    links: Charged<Vec<Option<Link>>>,
    free: Charged<Vec<usize>>,
    /// The number of the one that was used longest ago.
    oldest: usize,
    newest: usize,
    /// How often all have been forgotten: numbers from before mean nothing.
    pub clearings: usize,
}

impl Links {
    pub fn new(heap: &Heap) -> Links {
        Links {
            links: Charged::new(heap, Vec::new()),
            free: Charged::new(heap, Vec::new()),
            oldest: NONE,
            newest: NONE,
            clearings: 0,
        }
    }

    /// The result of this number, which has now been used.
    pub fn used(&mut self, number: usize) -> Option<Ref> {
        let link = self.links.get(number)?.as_ref()?;
        let result = link.result.clone();
        if link.in_order && self.newest != number {
            self.take_out(number);
            self.put_last(number);
        }
        Some(result)
    }

    /// Remembers a result as the newest. Gives its number.
    pub fn add(&mut self, key: Ref, hash: i64, result: Ref) -> usize {
        let link = Link { key, hash, result, previous: NONE, next: NONE, in_order: false };
        let mut links = self.links.change();
        let number = self.free.change().pop().unwrap_or_else(|| {
            links.push(None);
            links.len() - 1
        });
        links[number] = Some(link);
        drop(links);
        self.put_last(number);
        number
    }

    /// Takes the oldest out of the order. Gives its number, its key and the key's hash.
    pub fn take_oldest(&mut self) -> Option<(usize, Ref, i64)> {
        let number = self.oldest;
        let link = self.links.get(number)?.as_ref()?;
        let (key, hash) = (link.key.clone(), link.hash);
        self.take_out(number);
        Some((number, key, hash))
    }

    /// Puts back as the newest what [`take_oldest`](Self::take_oldest) has given.
    pub fn put_back(&mut self, number: usize) {
        if self.links.get(number).is_some_and(Option::is_some) {
            self.put_last(number);
        }
    }

    /// Forgets what [`take_oldest`](Self::take_oldest) has given. Gives it, to be dropped.
    pub fn remove(&mut self, number: usize) -> Option<Link> {
        let link = self.links.change().get_mut(number)?.take()?;
        self.free.change().push(number);
        Some(link)
    }

    /// Forgets all. Gives it, to be dropped.
    pub fn clear(&mut self, fresh: Links) -> Links {
        let fresh = Links { clearings: self.clearings + 1, ..fresh };
        std::mem::replace(self, fresh)
    }

    fn change(&mut self, number: usize, change: impl FnOnce(&mut Link)) -> bool {
        let mut links = self.links.change();
        let link = links.get_mut(number).and_then(Option::as_mut);
        link.map(change).is_some()
    }

    fn take_out(&mut self, number: usize) {
        let Some(link) = self.links.get(number).and_then(Option::as_ref) else { return };
        let (previous, next) = (link.previous, link.next);
        self.change(number, |link| link.in_order = false);
        if !self.change(previous, |link| link.next = next) {
            self.oldest = next;
        }
        if !self.change(next, |link| link.previous = previous) {
            self.newest = previous;
        }
    }

    fn put_last(&mut self, number: usize) {
        let newest = std::mem::replace(&mut self.newest, number);
        if !self.change(newest, |link| link.next = number) {
            self.oldest = number;
        }
        self.change(number, |link| {
            (link.previous, link.next, link.in_order) = (newest, NONE, true);
        });
    }
}
