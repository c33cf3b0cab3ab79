//! What sequences need of their arguments: indices, bounds, length hints, and a repr that ends.

use std::cmp::Ordering;

use pellucid_heap::{Object, Ref};

use crate::builtins::{Int, Str};
use crate::object::{FromArgument, ObjectExt, Place, TypeLookup};
use crate::{PyResult, Vm};

/// A bound of a search in a sequence, as in `list.index(x, start, stop)`: by `__index__`, clamped to what an
/// index can be. `None` is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceIndex(pub isize);

impl SliceIndex {
    /// The position in a sequence of this length: counted from the end if negative, never below zero.
    pub fn position(self, length: usize) -> usize {
        match usize::try_from(self.0) {
            Ok(position) => position,
            Err(_) => length.saturating_sub(self.0.unsigned_abs()),
        }
    }
}

impl<'a> FromArgument<'a> for SliceIndex {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        if value.class().slots(vm).index.is_none() {
            let message = "slice indices must be integers or have an __index__ method";
            return Err(vm.type_error(message));
        }
        vm.clamped_index(value).map(SliceIndex)
    }
}

impl Vm {
    /// `object.__index__()`, cut off at the ends of what an index can be.
    pub fn clamped_index(&mut self, object: &Object) -> PyResult<isize> {
        let int = self.index(object)?;
        Ok(match (int.to_i64(), int.sign()) {
            (Some(small), _) => small as isize,
            (None, Ordering::Less) => isize::MIN,
            (None, _) => isize::MAX,
        })
    }

    /// `object.__index__()` as an index; IndexError if it is beyond any sequence.
    pub fn subscript_index(&mut self, object: &Object) -> PyResult<isize> {
        let int = self.index(object)?;
        match int.to_i64() {
            Some(small) => Ok(small as isize),
            None => {
                let class = object.class().name(self);
                Err(self.index_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    /// `object.__index__()` as a size; OverflowError if it is beyond any.
    pub fn size_index(&mut self, object: &Object) -> PyResult<isize> {
        let int = self.index(object)?;
        match int.to_i64() {
            Some(small) => Ok(small as isize),
            None => {
                let class = object.class().name(self);
                Err(self
                    .overflow_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    /// `operator.length_hint(object, default)`.
    pub fn length_hint(&mut self, object: &Object, default: usize) -> PyResult<usize> {
        if object.class().slots(self).length.is_some() {
            match self.length(object) {
                Ok(length) => return Ok(length),
                Err(raised) if raised.is_instance(self, &self.types.type_error) => {}
                Err(raised) => return Err(raised),
            }
        }
        let name = self.names.__length_hint__.clone();
        let hint = match self.call_special(object, &name, &[]) {
            Ok(Some(hint)) if !self.is_not_implemented(&hint) => hint,
            Ok(_) => return Ok(default),
            Err(raised) if raised.is_instance(self, &self.types.type_error) => return Ok(default),
            Err(raised) => return Err(raised),
        };
        let Some(int) = hint.downcast::<Int>() else {
            let class = hint.class().name(self);
            let message = format!("__length_hint__ must be an integer, not {class}");
            return Err(self.type_error(message));
        };
        match (int.to_i64(), int.is_negative()) {
            (_, true) => Err(self.value_error("__length_hint__() should return >= 0")),
            (Some(hint), _) => Ok(hint as usize),
            (None, _) => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// `show`, unless a repr of this very object is under way further up: then `placeholder`.
    pub fn guarded_repr(
        &mut self,
        object: &Object,
        placeholder: &str,
        show: impl FnOnce(&mut Vm) -> PyResult<Ref>,
    ) -> PyResult<Ref> {
        let address = object.address();
        if self.repr_enter(address) {
            let result = show(self);
            self.repr_leave(address);
            return result;
        }
        Ok(self.new_str(placeholder).into_object())
    }

    /// One text of these pieces, with `separator` between them.
    pub fn join_pieces(
        &mut self,
        open: &str,
        pieces: &[Ref<Str>],
        separator: &str,
        close: &str,
    ) -> PyResult<Ref> {
        let (open, separator) = (self.new_str(open), self.new_str(separator));
        let close = self.new_str(close);
        let mut texts = Vec::new();
        if texts.try_reserve(pieces.len() * 2 + 2).is_err() {
            return Err(self.memory_error());
        }
        texts.push(open.text());
        for (index, piece) in pieces.iter().enumerate() {
            if index != 0 {
                texts.push(separator.text());
            }
            texts.push(piece.text());
        }
        texts.push(close.text());
        match Str::try_concatenate(self, &texts) {
            Ok(text) => Ok(text.into_object()),
            Err(_) => Err(self.memory_error()),
        }
    }

    /// A function of `builtins`, as pickling names it.
    pub fn builtin(&mut self, name: &str) -> PyResult<Ref> {
        let key = self.intern(name);
        let builtins = self.builtins.clone();
        match builtins.get_str(self, &key) {
            Some(function) => Ok(function),
            None => Err(self.attribute_error(name)),
        }
    }
}
