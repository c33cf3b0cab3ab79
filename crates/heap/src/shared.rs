//! The table of shared objects: of equal ones it knows the one that stands for all.
//!
//! The table counts no references: an object leaves it when it dies, by its own drop
//! ([`Inline::forget_shared`](crate::Inline::forget_shared)). What equality means, and the hash that goes with it, is the
//! runtime's affair.

use std::cell::RefCell;
use std::ptr::NonNull;

use hashbrown::HashTable;

use crate::{Heap, Object, Ref};

/// Shared objects by their hashes.
#[derive(Default)]
pub(crate) struct SharedTable(RefCell<HashTable<(u64, NonNull<Object>)>>);

impl Heap {
    /// The shared object with this hash that `accept` accepts.
    pub fn find_shared(&self, hash: u64, mut accept: impl FnMut(&Object) -> bool) -> Option<Ref> {
        let table = self.shared.0.borrow();
        let found = table.find(hash, |&(own, object)| {
            // SAFETY: objects leave the table before their memory is given back.
            let object = unsafe { object.as_ref() };
            own == hash && object.is_alive() && accept(object)
        });
        // SAFETY: as above.
        found.map(|&(_, object)| unsafe { object.as_ref() }.to_ref())
    }

    /// Puts an object into the table.
    ///
    /// # Safety
    /// When the object is dropped, it must be taken out again under the same hash.
    pub unsafe fn share(&self, object: &Object, hash: u64) {
        let entry = (hash, NonNull::from(object));
        self.shared.0.borrow_mut().insert_unique(hash, entry, |&(hash, _)| hash);
    }

    /// Takes an object out of the table.
    pub(crate) fn unshare(&self, address: usize, hash: u64) {
        let mut table = self.shared.0.borrow_mut();
        if let Ok(entry) = table.find_entry(hash, |&(_, object)| object.addr().get() == address) {
            entry.remove();
        }
    }

    /// How many objects are in the table.
    pub fn shared_count(&self) -> usize {
        self.shared.0.borrow().len()
    }
}
