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
#![allow(unsafe_code)] // The heap is one of the two places where unsafe code lives.

mod account;
mod buffer;
mod garbage;
mod generation;
mod heap;
mod inline;
mod kind;
mod layout;
mod object;
mod observe;
mod page;
mod pages;
mod pending;
mod release;
mod runs;
mod segment;
mod slot;
mod teardown;
mod token;
mod trace;
mod trial;
mod verify;
mod walk;
mod weak;

pub use account::Charge;
pub use buffer::{Buffer, Drain, LimitExceeded};
pub use garbage::Collected;
pub use generation::GENERATIONS;
pub use heap::Heap;
pub use inline::{Fresh, Inline, InlinePayload, Zeroed};
pub use kind::{Kind, KindData, KindFlags, Payload, Tail, VTable, View};
pub use object::{Any, IMMORTAL, Object, Ref, Typed};
pub use observe::{Collection, Observer};
pub use pending::{HiddenPending, Pending};
pub use slot::Slot;
pub use token::{Token, TokenCell};
pub use trace::{Label, Trace, Tracer};
pub use verify::{Problem, Report};
pub use weak::{WeakHead, WeakNode};

#[doc(hidden)]
pub use kind::vtable_functions;
