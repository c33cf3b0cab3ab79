//! Indices and slices of sequences.

use std::cmp::Ordering;
use std::ops::Range;

use pellucid_heap::{Object, Ref};

use crate::builtins::{Int, Slice};
use crate::object::{FromArgument, ObjectExt, Place, TypeLookup};
use crate::{PyResult, Vm};

/// A bound as `str.find` takes it: an integer of any size, cut to a machine word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchBound(pub isize);

impl<'a> FromArgument<'a> for SearchBound {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        vm.slice_index(value).map(SearchBound)
    }
}

/// The range of a sequence that `start` and `end` mean. Its start may lie beyond the length and then beyond its
/// end: nothing is found there, not even an empty text.
pub fn clamp_range(
    start: Option<SearchBound>,
    end: Option<SearchBound>,
    length: usize,
) -> Range<usize> {
    let length = length as isize;
    let from_end = |index: isize| if index < 0 { (index + length).max(0) } else { index };
    let end = from_end(end.map_or(length, |index| index.0).min(length));
    let start = from_end(start.map_or(0, |index| index.0));
    start as usize..end as usize
}

/// The elements of a sequence that a slice means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    /// The index of the first.
    pub start: usize,
    /// From one to the next; may be negative, never 0.
    pub step: isize,
    /// How many.
    pub length: usize,
}

impl SliceRange {
    /// The slice `start:stop:step` of a sequence of `length` elements; the step is not 0.
    pub fn new(
        start: Option<isize>,
        stop: Option<isize>,
        step: isize,
        length: usize,
    ) -> SliceRange {
        let length = length as isize;
        let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
        let adjust = |index: isize| {
            let index = if index < 0 { index.saturating_add(length) } else { index };
            index.clamp(lowest, highest)
        };
        let start = start.map_or(if step < 0 { highest } else { 0 }, adjust);
        let stop = stop.map_or(if step < 0 { -1 } else { length }, adjust);
        let distance = if step < 0 { start - stop } else { stop - start };
        let count =
            if distance <= 0 { 0 } else { (distance as usize - 1) / step.unsigned_abs() + 1 };
        SliceRange { start: start.max(0) as usize, step, length: count }
    }

    /// The elements, if they follow one another.
    pub fn contiguous(self) -> Option<Range<usize>> {
        (self.step == 1 || self.length == 0).then(|| self.start..self.start + self.length)
    }

    /// The indices of the elements.
    pub fn indices(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        let SliceRange { start, step, length } = self;
        (0..length)
            .map(move |position| start.wrapping_add_signed(step.wrapping_mul(position as isize)))
    }
}

/// What stands between the brackets of a subscript.
pub enum Subscript {
    /// An index, counted from the start; it may be out of range.
    Index(usize),
    /// A slice.
    Slice(SliceRange),
}

impl Vm {
    /// The value of an index object, cut to a machine word if it is beyond.
    pub fn index_saturating(&mut self, object: &Object) -> PyResult<isize> {
        match object.downcast::<Int>() {
            Some(int) => Ok(saturated(int)),
            None => self.index(object).map(|int| saturated(&int)),
        }
    }

    /// The value of an index object; `error` raises what is due if it is no machine word.
    pub fn index_isize(
        &mut self,
        object: &Object,
        error: fn(&mut Vm, &str) -> crate::Raised,
    ) -> PyResult<isize> {
        if let Some(word) = object.downcast::<Int>().and_then(|int| int.to_i64()) {
            return Ok(word as isize);
        }
        let int = self.index(object)?;
        match int.to_i64() {
            Some(word) => Ok(word as isize),
            None => {
                let class = object.class().name(self);
                Err(error(self, &format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    /// How often a sequence is to be repeated: OverflowError if that is no machine word.
    pub fn repeat_count(&mut self, object: &Object) -> PyResult<isize> {
        self.index_isize(object, |vm, message| vm.overflow_error(message))
    }

    /// A bound of a slice, cut to a machine word.
    pub fn slice_index(&mut self, object: &Object) -> PyResult<isize> {
        if object.downcast::<Int>().is_none() && object.class().slots(self).index.is_none() {
            let message = "slice indices must be integers or None or have an __index__ method";
            return Err(self.type_error(message));
        }
        self.index_saturating(object)
    }

    /// Start, stop and step of a slice object; `None` if the object is no slice.
    fn slice_parts(&self, object: &Object) -> PyResult<Option<[Ref; 3]>> {
        let Some(slice) = object.downcast::<Slice>() else { return Ok(None) };
        Ok(Some([slice.start.clone(), slice.stop.clone(), slice.step.clone()]))
    }

    /// The elements that a slice object means in a sequence; `None` if the object is no slice. `length` is asked
    /// for after the bounds have been converted, as that may run Python code.
    pub fn slice_range(
        &mut self,
        object: &Object,
        length: impl FnOnce(&Vm) -> usize,
    ) -> PyResult<Option<SliceRange>> {
        let Some([start, stop, step]) = self.slice_parts(object)? else { return Ok(None) };
        let step = if self.is_none(&step) { 1 } else { self.slice_index(&step)? };
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let start = if self.is_none(&start) { None } else { Some(self.slice_index(&start)?) };
        let stop = if self.is_none(&stop) { None } else { Some(self.slice_index(&stop)?) };
        Ok(Some(SliceRange::new(start, stop, step.max(-isize::MAX), length(self))))
    }

    /// What `key` means for a sequence; `what` stands in the messages: `string` gives "string indices must be
    /// integers, not 'str'" and "string index out of range". Bytes have their own wording, see `wording`.
    pub fn subscript(
        &mut self,
        key: &Object,
        wording: &SubscriptWording,
        length: impl Fn(&Vm) -> usize,
    ) -> PyResult<Subscript> {
        if key.downcast::<Int>().is_some() || key.class().slots(self).index.is_some() {
            let index = self.index_isize(key, |vm, message| vm.index_error(message))?;
            let length = length(self);
            let place = if index < 0 { index.wrapping_add(length as isize) } else { index };
            return match usize::try_from(place) {
                Ok(place) if place < length => Ok(Subscript::Index(place)),
                _ => Err(self.index_error(wording.out_of_range)),
            };
        }
        match self.slice_range(key, length)? {
            Some(range) => Ok(Subscript::Slice(range)),
            None => {
                let class = key.class().name(self);
                let message = wording.not_an_index;
                Err(self.type_error(format!("{message}{}", (wording.class)(&class))))
            }
        }
    }
}

/// The messages of a sequence about its subscripts.
pub struct SubscriptWording {
    /// Of the IndexError.
    pub out_of_range: &'static str,
    /// Of the TypeError, up to the class of the key.
    pub not_an_index: &'static str,
    /// How the class stands at the end.
    pub class: fn(&str) -> String,
}

/// The value of an int, cut to a machine word.
pub fn saturated(int: &Int) -> isize {
    match int.to_i64() {
        Some(word) => word as isize,
        None if int.sign() == Ordering::Less => isize::MIN,
        None => isize::MAX,
    }
}
