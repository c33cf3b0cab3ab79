//! The heap: objects with reference counts, and everything that can be said about them.
//!
//! This crate knows nothing of Python. It knows that an object is a 16-byte header and a payload,
//! that the header points at a *kind* (itself an object, whose payload begins with [`KindData`]),
//! and that payloads can say which references they hold ([`Trace`]).
//!
//! Two rules carry the whole design:
//!
//! 1. **Dropping a reference never runs foreign code.** What must be finalized goes to a queue
//!    ([`Heap::next_pending`]) that the virtual machine drains.
//! 2. **Looking inside an object needs the token, running foreign code needs it exclusively**
//!    ([`TokenCell`]): so no borrowed inside can change under native code, checked by the compiler.
//!
//! # Where things are
//!
//! | file | what it knows |
//! |---|---|
//! | `object`, `kind`, `trace`, `slot`, `token`, `inline` | what an object is, what its type says, how its inside is reached |
//! | `layout`, `segment`, `page`, `pages`, `runs` | where objects lie: slots of one size in pages, runs for long ones |
//! | `heap`, `grow`, `release`, `pending`, `weak`, `teardown` | how they come and go |
//! | `shared` | of equal objects the one that stands for all |
//! | `memory`, `mapping` | memory by address; pages that the host maps |
//! | `blocks`, `buffer`, `thin_bytes`, `block_queue`, `pairs`, `charged`, `account` | storage behind objects; bytes, peak, limit |
//! | `generation`, `trial`, `garbage` | which containers are young, which hold only one another, how these are freed |
//! | `walk`, `view`, `observe`, `verify` | looking at it all |
//!
//! # What a runtime has to do
//!
//! At its eval check, if [`Heap::attention`] says so:
//!
//! ```text
//! while let Some(item) = heap.next_pending() {     // finalizers and callbacks
//!     let hidden = heap.hide_pending();            // an older one must not start within this one
//!     match item {
//!         Pending::Finalize(object) => ...         // call it; dropping `object` frees it
//!         Pending::Callback(reference) => ...
//!     }
//!     heap.show_pending(hidden);
//! }
//! if heap.over_limit() && heap.take_over_limit() { raise MemoryError }
//! if let Some(generation) = heap.should_collect() {
//!     match heap.collect(vm, generation, roots) {
//!         Collected::Freed(count) => {}            // nothing had a finalizer or was watched
//!         Collected::Garbage(garbage) => {
//!             call back heap.clear_weak_references_to(&garbage, ..)
//!             for each that heap.needs_finalizer(object): heap.mark_finalized(object), finalize it
//!             heap.destroy(vm, garbage);           // what has come back to life stays
//!         }
//!     }
//! }
//! if heap.stress_due() { collect, then heap.verify(vm, Roots::All, roots) }
//! ```
//!
//! Dropping a [`Heap`] drops every payload. All references held outside of it should be gone by then.
#![allow(unsafe_code)] // The heap is one of the two places where unsafe code lives.

mod account;
mod block_queue;
mod blocks;
mod buffer;
mod charged;
mod garbage;
mod generation;
mod grow;
mod heap;
mod inline;
mod kind;
mod layout;
mod mapping;
mod memory;
mod named_values;
mod object;
mod observe;
mod page;
mod pages;
mod pairs;
mod pending;
mod release;
mod runs;
mod segment;
mod shared;
mod slot;
mod statistics;
mod teardown;
mod thin_bytes;
mod token;
mod trace;
mod trial;
mod verify;
mod view;
mod walk;
mod weak;

pub use account::Charge;
pub use block_queue::BlockQueue;
pub use blocks::LimitExceeded;
pub use buffer::{Buffer, Drain};
pub use charged::{Change, Charged, Storage};
pub use garbage::Collected;
pub use generation::GENERATIONS;
pub use heap::Heap;
pub use inline::{Fresh, Inline, InlinePayload, Zeroed};
pub use kind::{Kind, KindData, KindFlags, Payload, Tail, TailOrder, VTable, View};
pub use mapping::{Advice, MapFlags, Mapping, MappingError, MappingRequest};
pub use memory::{MemoryBlock, MemoryWindow};
pub use named_values::{NamedValues, SharedNames};
pub use object::{Any, IMMORTAL, Object, Ref, Typed};
pub use observe::{Collection, Observer};
pub use pairs::{IndexedPairs, Pair, Place};
pub use pending::{HiddenPending, Pending};
pub use slot::Slot;
pub use statistics::SlotStatistics;
pub use thin_bytes::ThinBytes;
pub use token::{Token, TokenCell};
pub use trace::{Label, Trace, Tracer};
pub use verify::{Problem, Report, Roots};
pub use view::{Content, Region};
pub use weak::{WeakHead, WeakNode};

#[doc(hidden)]
pub use kind::{drop_part, vtable_functions};
