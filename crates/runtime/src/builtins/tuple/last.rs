//! The tuple that an iterator over tuples has given: it keeps it, with its items, and fills it again where nobody else has it.

use smallvec::SmallVec;

use crate::prelude::*;

/// The first tuple that an iterator has given, and in its place the next ones for as long as the program drops them.
#[derive(Trace)]
#[payload(none)]
pub struct LastTuple(Slot<Tuple>);

impl LastTuple {
    /// None yet.
    pub fn empty() -> LastTuple {
        LastTuple(Slot::empty())
    }

    /// A tuple of these two.
    pub fn pair(&self, vm: &mut Vm, pair: [Ref; 2]) -> Ref<Tuple> {
        match self.keep_pair(vm, pair) {
            None => self.0.get().expect("the pair is kept"),
            Some(pair) => Tuple::from_array(vm, pair),
        }
    }

    /// Keeps these two in the tuple; gives them back if somebody else has it.
    #[inline]
    pub fn keep_pair(&self, vm: &mut Vm, pair: [Ref; 2]) -> Option<[Ref; 2]> {
        let Some(tuple) = self.0.get_mut(vm) else {
            let tuple = Tuple::from_array(vm, pair);
            self.0.set(vm, Some(tuple));
            return None;
        };
        let Some(items) = tuple.items_mut().and_then(|items| items.first_chunk_mut()) else {
            return Some(pair);
        };
        // The old ones go when both new ones are in their places.
        let old = std::mem::replace(items, pair);
        tuple.forget_hash();
        drop(old);
        None
    }

    /// A tuple of `count` items, each asked for in turn; none if one of them is not there.
    #[inline]
    pub fn items(
        &self,
        vm: &mut Vm,
        count: usize,
        mut item: impl FnMut(&mut Vm, usize) -> PyResult<Option<Ref>>,
    ) -> PyResult<Option<Ref<Tuple>>> {
        // While the items are asked for, nobody else is to find the tuple here.
        let kept = self.0.take(vm);
        let first = kept.is_none();
        let mut reused = match kept {
            Some(tuple) if tuple.ref_count() == 1 => Some(tuple),
            kept => {
                self.0.set(vm, kept);
                None
            }
        };
        let keep = first || reused.is_some();
        let mut items = SmallVec::<[Ref; 4]>::new();
        for at in 0..count {
            let next = match item(vm, at) {
                Ok(Some(next)) => next,
                ended => {
                    if reused.is_some() {
                        self.0.set(vm, reused);
                    }
                    return ended.map(|_| None);
                }
            };
            if let Some(tuple) = &mut reused {
                if let Some(place) = tuple.items_mut().and_then(|items| items.get_mut(at)) {
                    drop(std::mem::replace(place, next));
                    continue;
                }
                // Somebody has found it in the meantime.
                items.extend(tuple.items().iter().take(at).cloned());
                reused = None;
            }
            items.push(next);
        }
        let tuple = match reused {
            Some(tuple) => {
                tuple.forget_hash();
                tuple
            }
            None => Tuple::of_class(vm, &vm.types.tuple, items.into_iter()),
        };
        if keep {
            self.0.set(vm, Some(tuple.clone()));
        }
        Ok(Some(tuple))
    }
}
