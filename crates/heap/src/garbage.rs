//! Cycle collection in three steps, between which the runtime runs what is foreign code.
//!
//! 1. [`Heap::find_garbage`] gives what is held only by itself, in the order in which it was made.
//! 2. The runtime clears weak references ([`Heap::clear_weak_references_to`]), calls their callbacks
//!    and runs the finalizers ([`Heap::needs_finalizer`], [`Heap::mark_finalized`]).
//! 3. [`Heap::destroy`] looks again, as foreign code may have brought objects back, and frees the rest. No
//!    object is ever seen half cleared: dropping runs no foreign code.

use std::ptr::NonNull;

use crate::pending::Entry;
use crate::release::DOOMED;
use crate::segment::Segment;
use crate::trial::Trial;
use crate::{Collection, Heap, Object, Pending, Ref, Token, Tracer, WeakHead};

/// What has come of [`Heap::collect`].
pub enum Collected {
    /// All garbage has been freed: this many objects. The collection is over.
    Freed(usize),
    /// The garbage, of which some has finalizers to run or weak references to clear.
    Garbage(Vec<Ref>),
}

/// Of more garbage the birth numbers are looked up again and again: a table of them could be more than there is memory for.
const CACHED_MAX: usize = 1 << 16;

impl Heap {
    /// The containers of this generation (0, 1 or 2) and the younger ones that only they themselves
    /// hold, oldest first. Each is now held by the result as well. All that was looked at belongs to the
    /// next generation from here on. Until [`destroy`](Self::destroy) or
    /// [`finish_collection`](Self::finish_collection) no other collection is due.
    pub fn find_garbage(&self, token: &impl Token, generation: usize) -> Vec<Ref> {
        self.find_garbage_from(token, generation, None)
    }

    /// As [`find_garbage`](Self::find_garbage). `roots` may show references that are certainly held
    /// from outside the heap, such as those of frames and the table of modules: what can be reached from
    /// them is soon seen to be alive. It need not show all.
    pub fn find_garbage_from(
        &self,
        _token: &impl Token,
        generation: usize,
        roots: Option<&mut dyn FnMut(&mut Tracer<'_>)>,
    ) -> Vec<Ref> {
        let generation = generation.min(2);
        self.generations.collecting.set(true);
        self.count_collection(generation);
        let mut trial = Trial::of_generation(self, generation);
        if let Some(roots) = roots {
            trial.mark_from(roots);
        }
        let candidates = trial.run();
        let mut garbage = trial.unreached();
        drop(trial);
        if garbage.len() <= CACHED_MAX {
            garbage.sort_by_cached_key(|object| self.birth_number(object));
        } else {
            garbage.sort_unstable_by_key(|object| self.birth_number(object));
        }
        self.grow_older(generation);
        self.count_survivors(generation, candidates - garbage.len());
        let found = garbage.len();
        self.observe_collection(&Collection { generation, candidates, garbage: found });
        garbage
    }

    /// Clears weak references to these objects and gives the owners whose callbacks have to be called:
    /// those that are not among the objects themselves, in the order of the objects.
    pub fn clear_weak_references_to(&self, objects: &[Ref]) -> Vec<Ref> {
        for object in objects {
            Self::candidate(object, true);
        }
        let mut owners = Vec::new();
        for object in objects {
            while let Some((owner, callback)) = object.detach_weak_node() {
                owners.extend(owner.filter(|owner| callback && !Self::is_candidate(owner)));
            }
        }
        for object in objects {
            Self::candidate(object, false);
        }
        owners
    }

    /// Takes those out of `garbage` that are held from outside of it, or by such that are, since
    /// foreign code has brought them back. The order stays.
    pub fn retain_garbage(&self, _token: &impl Token, garbage: &mut Vec<Ref>) {
        let mut trial = Trial::of_set(garbage);
        trial.run();
        let unreached: Vec<bool> = garbage.iter().map(|object| !trial.is_reached(object)).collect();
        drop(trial);
        let mut unreached = unreached.into_iter();
        garbage.retain(|object| {
            // A second mention of the same object finds the bit cleared.
            let first = Self::is_candidate(object);
            Self::candidate(object, false);
            unreached.next() == Some(true) && first
        });
    }

    /// Frees those of the objects that are still garbage; ends the collection. Weak references to them
    /// are cleared; callbacks that are still to be called are queued. Gives how many were freed.
    pub fn destroy(&self, token: &impl Token, mut garbage: Vec<Ref>) -> usize {
        self.retain_garbage(token, &mut garbage);
        for owner in self.clear_weak_references_to(&garbage) {
            self.queue(Entry::Public(Pending::Callback(owner)));
        }
        // SAFETY: what is held from outside has just been taken out.
        unsafe { self.destroy_unchecked(garbage) }
    }

    /// A whole collection, if none of the garbage has a finalizer to run or weak references to clear, so
    /// that no foreign code has to run; otherwise the garbage, as
    /// [`find_garbage_from`](Self::find_garbage_from) gives it.
    pub fn collect(
        &self,
        token: &impl Token,
        generation: usize,
        roots: Option<&mut dyn FnMut(&mut Tracer<'_>)>,
    ) -> Collected {
        let garbage = self.find_garbage_from(token, generation, roots);
        let simple = garbage.iter().all(|object| {
            !self.needs_finalizer(object) && object.weak_head().is_none_or(WeakHead::is_empty)
        });
        if !simple {
            return Collected::Garbage(garbage);
        }
        // SAFETY: nothing has run since the garbage was found.
        Collected::Freed(unsafe { self.destroy_unchecked(garbage) })
    }

    /// # Safety
    /// The objects must be held only by one another and `garbage`, and nothing may watch them.
    unsafe fn destroy_unchecked(&self, garbage: Vec<Ref>) -> usize {
        let dead: Vec<NonNull<Object>> = garbage
            .into_iter()
            .map(|object| {
                self.observe_free(&object);
                let object = object.into_raw();
                // SAFETY: the object is alive. None of its counts can bring it to zero any more.
                unsafe { object.as_ref() }.count_cell().set(DOOMED);
                object
            })
            .collect();
        // Each step is done for all before the next one, as kinds may be among the dead, and are needed
        // as long as their instances are.
        for &object in &dead {
            // SAFETY: nobody but the dead can find the object.
            unsafe { Self::drop_inside(object) };
        }
        for &object in &dead {
            // SAFETY: the object still has the count on its kind.
            drop(unsafe { Ref::from_raw(object.as_ref().kind_cell().get()) });
        }
        for &object in &dead {
            // SAFETY: the inside has been dropped, and nothing refers to the object.
            unsafe {
                self.clear_finalized(object.as_ref());
                self.generations.container_freed();
                self.give_back(object.addr().get());
            }
        }
        self.finish_collection();
        dead.len()
    }

    /// Ends a collection whose garbage is not destroyed.
    pub fn finish_collection(&self) {
        self.generations.collecting.set(false);
    }

    /// Whether a collection is going on.
    pub fn is_collecting(&self) -> bool {
        self.generations.collecting.get()
    }

    fn candidate(object: &Object, candidate: bool) {
        // SAFETY: objects lie in segments.
        let bits = &unsafe { Segment::at(object.address()) }.candidate;
        if candidate { bits.set(object.address()) } else { bits.clear(object.address()) }
    }

    fn is_candidate(object: &Object) -> bool {
        // SAFETY: objects lie in segments.
        unsafe { Segment::at(object.address()) }.candidate.get(object.address())
    }
}
