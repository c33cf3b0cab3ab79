//! The tuple that an iterator over tuples has given: it keeps it, with its items, and fills it again where nobody else has it.

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

    /// The tuple, if there is one which nobody else has; and whether the next one is to be kept.
    fn begin(&self, vm: &mut Vm) -> (Option<Ref<Tuple>>, bool) {
        match self.0.take(vm) {
            None => (None, true),
            Some(tuple) if tuple.ref_count() == 1 => (Some(tuple), true),
            Some(tuple) => {
                self.0.set(vm, Some(tuple));
                (None, false)
            }
        }
    }

    /// A tuple of these two.
    pub fn pair(&self, vm: &mut Vm, pair: [Ref; 2]) -> Ref<Tuple> {
        let (reused, keep) = self.begin(vm);
        let tuple = match reused {
            Some(mut tuple) => {
                refill(&mut tuple, pair);
                tuple
            }
            None => Tuple::from_array(vm, pair),
        };
        if keep {
            self.0.set(vm, Some(tuple.clone()));
        }
        tuple
    }

    /// As [`pair`](Self::pair), where the tuple would be unpacked at once: only keeps the two.
    #[inline]
    pub fn keep_pair(&self, vm: &mut Vm, first: &Ref, second: &Ref) {
        let (reused, keep) = self.begin(vm);
        let pair = [first.clone(), second.clone()];
        let tuple = match reused {
            Some(mut tuple) => {
                refill(&mut tuple, pair);
                tuple
            }
            None if keep => Tuple::from_array(vm, pair),
            None => return,
        };
        self.0.set(vm, Some(tuple));
    }

    /// A tuple of `count` items, each asked for in turn; none if one of them is not there.
    pub fn items(
        &self,
        vm: &mut Vm,
        count: usize,
        mut item: impl FnMut(&mut Vm, usize) -> PyResult<Option<Ref>>,
    ) -> PyResult<Option<Ref<Tuple>>> {
        let (mut reused, keep) = self.begin(vm);
        let mut items = Vec::new();
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
            let Some(tuple) = &mut reused else {
                items.push(next);
                continue;
            };
            match tuple.replace_item(at, next) {
                Ok(old) => drop(old),
                // Somebody has found it in the meantime.
                Err(next) => {
                    items.extend(tuple.items().iter().take(at).cloned());
                    items.push(next);
                    reused = None;
                }
            }
        }
        let tuple = match reused {
            Some(tuple) => {
                tuple.forget_hash();
                tuple
            }
            None => vm.new_tuple(items),
        };
        if keep {
            self.0.set(vm, Some(tuple.clone()));
        }
        Ok(Some(tuple))
    }
}

/// Puts two items into a tuple that nobody else has; the old ones go when both new ones are in their places.
fn refill(tuple: &mut Ref<Tuple>, pair: [Ref; 2]) {
    let [first, second] = pair;
    let old = (tuple.replace_item(0, first), tuple.replace_item(1, second));
    tuple.forget_hash();
    drop(old);
}
