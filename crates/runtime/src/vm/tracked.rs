//! Which objects CPython's collector would keep track of.
//!
//! Ours looks at every container. CPython leaves out those of its types that cannot be part of a cycle, and tuples that
//! have survived a collection and hold nothing that can.

use std::collections::HashSet;

use pellucid_heap::{KindFlags, Object, Ref, Typed};

use crate::Vm;
use crate::builtins::Tuple;
use crate::object::{ObjectExt, Type};

impl Vm {
    /// Whether CPython's collector would know this object now.
    pub fn is_tracked(&self, object: &Object) -> bool {
        match self.exact_tuple(object) {
            Some(_) => self.tuple_is_tracked(object),
            None => self.may_be_tracked(object),
        }
    }

    /// The objects that CPython's collector would know, or those of one generation, oldest first.
    pub fn tracked_objects(&self, generation: Option<usize>) -> Vec<Ref> {
        let mut objects = self.heap().containers(generation);
        objects.retain(|object| self.is_tracked(object));
        objects
    }

    fn exact_tuple<'a>(&self, object: &'a Object) -> Option<&'a pellucid_heap::Typed<Tuple>> {
        object.downcast::<Tuple>().filter(|_| object.class_is(&self.types.tuple))
    }

    /// Whether objects of this type can be tracked.
    fn may_be_tracked(&self, object: &Object) -> bool {
        let builtin_type = |class: &Typed<Type>| !self.is_heap_type(class);
        // What holds nothing here the collector need not know of, but CPython's knows of some of it.
        let known = self.heap().birth_number(object).is_some()
            || !object.kind().flags().contains(KindFlags::CONTAINER);
        known
            && !object.downcast::<Type>().is_some_and(builtin_type)
            && self.is_collected_class(object.class())
    }

    fn tuple_is_tracked(&self, tuple: &Object) -> bool {
        let mut seen = HashSet::new();
        let mut waiting = vec![tuple];
        while let Some(object) = waiting.pop() {
            let Some(tuple) = self.exact_tuple(object) else {
                if self.may_be_tracked(object) {
                    return true;
                }
                continue;
            };
            if !tuple.items().is_empty() && self.heap().generation_of(object) == Some(0) {
                return true;
            }
            if seen.insert(object.address()) {
                waiting.extend(tuple.items().iter().map(|item| &**item));
            }
        }
        false
    }
}
