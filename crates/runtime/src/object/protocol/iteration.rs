//! Iterating from native code.

use pellucid_heap::{Charged, LimitExceeded};
use pellucid_heap::{Object, Ref};

use crate::builtins::{Generator, List, SequenceIterator, Tuple};
use crate::object::{ObjectExt, TypeFlags, TypeLookup, slots};
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// `iter(object)`.
    pub fn iterate(&mut self, object: &Object) -> PyResult<Ref> {
        let slots = object.class().slots(self);
        let Some(function) = slots.iter else {
            if slots.get_item.is_some() && !object.holds::<crate::builtins::Dict>() {
                return Ok(SequenceIterator::new(self, object));
            }
            let class = object.class().name(self);
            return Err(self.type_error(format!("'{class}' object is not iterable")));
        };
        let iterator = function(self, object)?;
        if iterator.class().slots(self).next.is_none() {
            let class = iterator.class().name(self);
            return Err(self.type_error(format!("iter() returned non-iterator of type '{class}'")));
        }
        Ok(iterator)
    }

    /// The next item of an iterator, or `None` at its end. A StopIteration that comes out of what the iterator calls
    /// (the function of a `map`) is an end as well.
    #[inline]
    pub fn next(&mut self, iterator: &Object) -> PyResult<Option<Ref>> {
        match self.next_as_raised(iterator) {
            Ok(item) => Ok(item),
            Err(raised) => self.end_or_raised(raised),
        }
    }

    /// What has been raised in place of a next item: an end, or an exception.
    #[cold]
    fn end_or_raised(&self, raised: Raised) -> PyResult<Option<Ref>> {
        if raised.is_plain_stop_iteration(self) { Ok(None) } else { Err(raised) }
    }

    #[inline]
    fn next_as_raised(&mut self, iterator: &Object) -> PyResult<Option<Ref>> {
        match iterator.class().slots(self).next {
            Some(function) => function(self, iterator),
            None => Err(self.no_iterator(iterator)),
        }
    }

    #[cold]
    fn no_iterator(&mut self, object: &Object) -> Raised {
        let class = object.class().name(self);
        self.type_error(format!("'{class}' object is not an iterator"))
    }

    /// As [`next`](Self::next), but what the `__next__` of a Python class raises at the end comes as it is, with its
    /// value.
    pub fn next_or_stop(&mut self, iterator: &Object) -> PyResult<Option<Ref>> {
        if let Some(generator) = iterator.downcast::<Generator>()
            && iterator.class_is(&self.types.generator)
        {
            return self.generator_next(generator);
        }
        let function = iterator.class().slots(self).next.map(|function| function as usize);
        if function != slots::python_next() {
            return self.next_as_raised(iterator);
        }
        let name = self.names.__next__.clone();
        match self.call_special(iterator, &name, &[])? {
            Some(item) => Ok(Some(item)),
            None => self.next(iterator),
        }
    }

    /// Calls `each` with every item of an iterable.
    pub fn for_each(
        &mut self,
        iterable: &Object,
        each: impl FnMut(&mut Vm, Ref) -> PyResult<()>,
    ) -> PyResult<()> {
        let iterator = self.iterate(iterable)?;
        self.for_rest(&iterator, each)
    }

    /// Calls `each` with every item that an iterator still gives.
    pub fn for_rest(
        &mut self,
        iterator: &Object,
        mut each: impl FnMut(&mut Vm, Ref) -> PyResult<()>,
    ) -> PyResult<()> {
        let class = iterator.class();
        // What the next item of a native iterator is, it says in one and the same way up to its end.
        let next = class.slots(self).next.filter(|_| !class.has(TypeFlags::HEAP_TYPE));
        loop {
            let item = match next {
                Some(next) => match next(self, iterator) {
                    Ok(item) => item,
                    Err(raised) => self.end_or_raised(raised)?,
                },
                None => self.next(iterator)?,
            };
            let Some(item) = item else { return Ok(()) };
            each(self, item)?;
            // Where no instruction runs in between, nobody else would notice.
            self.heed_memory_limit()?;
        }
    }

    /// A tuple of the items of an iterable: itself, if it is an exact tuple.
    pub fn to_tuple(&mut self, iterable: &Object) -> PyResult<Ref<Tuple>> {
        if iterable.class().is(&*self.types.tuple)
            && let Some(tuple) = iterable.downcast::<Tuple>()
        {
            return Ok(tuple.to_ref());
        }
        let items = self.collect(iterable)?;
        let made = Tuple::try_from_items(self, items.into_iter());
        made.map_err(|LimitExceeded| self.memory_error())
    }

    /// The items of an iterable. The items of exact lists and tuples are taken as they are now.
    pub fn collect(&mut self, iterable: &Object) -> PyResult<Vec<Ref>> {
        if iterable.class().is(&*self.types.tuple)
            && let Some(tuple) = iterable.downcast::<Tuple>()
        {
            return Ok(tuple.items().to_vec());
        }
        if iterable.class().is(&*self.types.list)
            && let Some(list) = iterable.downcast::<List>()
        {
            return Ok(list.items(self).to_vec());
        }
        let mut items = Charged::new(self.heap(), Vec::new());
        self.for_each(iterable, |vm, item| {
            items.push(item).map_err(|LimitExceeded| vm.memory_error())
        })?;
        Ok(items.into_storage())
    }
}
