//! Making objects of the builtin types from native values.

use pellucid_heap::{Object, Payload, Ref, Typed};

use crate::builtins::{Bytes, Dict, Float, Int, List, Str, Tuple};
use crate::object::{Type, kind_of};
use crate::{PyResult, Vm};
use pellucid_text::{OwnedText, Text};

impl Vm {
    /// A new object of this class; the class's payload must be `T`.
    #[inline]
    pub fn new_object<T: Payload>(&self, class: &Typed<Type>, value: T) -> Ref<T> {
        self.heap.allocate(kind_of(class), value)
    }

    /// `None`
    #[inline(always)]
    pub fn none(&self) -> Ref {
        self.singletons.none.clone()
    }

    /// Whether the object is `None`.
    #[inline(always)]
    pub fn is_none(&self, object: &Object) -> bool {
        object.is(&*self.singletons.none)
    }

    /// `NotImplemented`
    #[inline(always)]
    pub fn not_implemented(&self) -> Ref {
        self.singletons.not_implemented.clone()
    }

    /// Whether the object is `NotImplemented`.
    #[inline(always)]
    pub fn is_not_implemented(&self, object: &Object) -> bool {
        object.is(&*self.singletons.not_implemented)
    }

    /// `...`
    pub fn ellipsis(&self) -> Ref {
        self.singletons.ellipsis.clone()
    }

    /// `True` or `False`
    #[inline(always)]
    pub fn new_bool(&self, value: bool) -> Ref {
        if value { self.singletons.true_.clone() } else { self.singletons.false_.clone() }
    }

    /// Whether the object is `True`.
    #[inline(always)]
    pub fn is_true_object(&self, object: &Object) -> bool {
        object.is(&*self.singletons.true_)
    }

    /// An `int`; small ones are shared.
    #[inline]
    pub fn new_int(&self, value: i64) -> Ref {
        Int::from_i64(self, value).into_object()
    }

    /// A `float`.
    #[inline]
    pub fn new_float(&self, value: f64) -> Ref {
        Float::from_f64(self, value).into_object()
    }

    /// A `str` of Rust text.
    pub fn new_str(&self, text: &str) -> Ref<Str> {
        Str::from_rust(self, text)
    }

    /// A `str` of this text, in its narrowest width. MemoryError is not looked for: use
    /// [`Str::try_from_text`] where a program can ask for any length.
    pub fn new_text(&self, text: &OwnedText) -> Ref<Str> {
        Str::from_text(self, text.as_text())
    }

    /// A `str` of a part of another text.
    pub fn new_text_slice(&self, text: Text<'_>) -> Ref<Str> {
        Str::from_text(self, text)
    }

    /// The interned `str` of this name.
    pub fn intern(&mut self, name: &str) -> Ref<Str> {
        let text = self.new_str(name);
        self.intern_str(&text)
    }

    /// A `bytes`.
    pub fn new_bytes(&self, bytes: &[u8]) -> Ref<Bytes> {
        Bytes::from_slice(self, bytes)
    }

    /// A `tuple` of these items.
    pub fn new_tuple(&self, items: Vec<Ref>) -> Ref<Tuple> {
        Tuple::from_vec(self, items)
    }

    /// A `list` of these items.
    pub fn new_list(&mut self, items: Vec<Ref>) -> PyResult<Ref<List>> {
        List::from_vec(self, items)
    }

    /// An empty `dict`.
    pub fn new_dict(&self) -> Ref<Dict> {
        Dict::new(self)
    }
}
