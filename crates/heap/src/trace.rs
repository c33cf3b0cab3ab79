//! Showing the references that an object holds, each with a label.

use std::collections::VecDeque;

use crate::trial::Trial;
use crate::{Object, Ref, Typed};

/// What an edge is called.
#[derive(Clone, Copy, Debug)]
pub enum Label<'a> {
    /// A named part of the payload: `.name`.
    Field(&'static str),
    /// The value of an attribute: `.name`.
    Attribute(&'a str),
    /// An item by position: `[3]`.
    Index(usize),
    /// A key of a mapping or an element of a set.
    Key,
    /// The value that a mapping holds for a key.
    Value(&'a Object),
    /// A register of a frame.
    Register(usize),
    /// A word of the object's tail, by position.
    Tail(usize),
    /// The object's kind.
    Kind,
}

/// Receives the edges of an object.
pub struct Tracer<'a> {
    visit: Visit<'a>,
}

/// What happens to an edge. The collector's two passes are spelled out, so that they cost no call
/// through a pointer and no label.
pub(crate) enum Visit<'a> {
    Show(&'a mut dyn FnMut(&Object, Label<'_>)),
    Subtract(&'a mut Trial),
    Mark(&'a mut Trial),
    Measure(&'a mut usize),
}

impl<'a> Tracer<'a> {
    /// A tracer that hands every edge to `visit`.
    pub fn new(visit: &'a mut dyn FnMut(&Object, Label<'_>)) -> Self {
        Tracer { visit: Visit::Show(visit) }
    }

    pub(crate) fn collecting(visit: Visit<'a>) -> Self {
        Tracer { visit }
    }

    /// Shows one counted reference.
    #[inline(always)]
    pub fn edge<T>(&mut self, target: &Typed<T>, label: Label<'_>) {
        match &mut self.visit {
            Visit::Show(visit) => visit(target.as_object(), label),
            Visit::Subtract(trial) => trial.subtract(target.as_object()),
            Visit::Mark(trial) => trial.mark(target.as_object()),
            Visit::Measure(_) => {}
        }
    }

    /// Says that this many bytes are held outside of the object that is being shown.
    #[inline(always)]
    pub fn held(&mut self, bytes: usize) {
        if let Visit::Measure(total) = &mut self.visit {
            **total += bytes;
        }
    }
}

/// What can show the references it holds: each counted reference exactly once.
pub trait Trace {
    /// Whether values of this type can hold references at all.
    const CONTAINER: bool = true;
    /// Shows every reference to `tracer`. `label` is what this part is called in its owner.
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>);
    /// Shows every reference to `tracer`.
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.trace_as(Label::Field(""), tracer);
    }
}

impl<T> Trace for Ref<T> {
    #[inline(always)]
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.edge(&**self, label);
    }
}

impl<T: Trace> Trace for Option<T> {
    const CONTAINER: bool = T::CONTAINER;
    #[inline(always)]
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        if let Some(inner) = self {
            inner.trace_as(label, tracer);
        }
    }
}

impl<T: Trace> Trace for Box<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(size_of::<T>());
        (**self).trace_as(label, tracer);
    }
}

impl<T: Trace, const N: usize> Trace for [T; N] {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.as_slice().trace_as(label, tracer);
    }
}

impl<T: Trace> Trace for [T] {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        if !T::CONTAINER && !std::mem::needs_drop::<T>() {
            return;
        }
        for (index, item) in self.iter().enumerate() {
            item.trace_as(Label::Index(index), tracer);
        }
    }
}

impl<T: Trace> Trace for Box<[T]> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(size_of_val(&**self));
        (**self).trace_as(label, tracer);
    }
}

impl<T: Trace> Trace for Vec<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(self.capacity() * size_of::<T>());
        (**self).trace_as(label, tracer);
    }
}

impl<T: Trace> Trace for VecDeque<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(self.capacity() * size_of::<T>());
        let (first, second) = self.as_slices();
        first.trace_as(label, tracer);
        second.trace_as(label, tracer);
    }
}

impl<A: Trace, B: Trace> Trace for (A, B) {
    const CONTAINER: bool = A::CONTAINER || B::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.0.trace_as(label, tracer);
        self.1.trace_as(label, tracer);
    }
}

impl<A: Trace, B: Trace, C: Trace> Trace for (A, B, C) {
    const CONTAINER: bool = A::CONTAINER || B::CONTAINER || C::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.0.trace_as(label, tracer);
        self.1.trace_as(label, tracer);
        self.2.trace_as(label, tracer);
    }
}

/// The values of a map whose keys hold no references.
impl<K, V: Trace, S> Trace for std::collections::HashMap<K, V, S> {
    const CONTAINER: bool = V::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.values().for_each(|value| value.trace_as(label, tracer));
    }
}

macro_rules! leaf {
    ($($type:ty),* $(,)?) => { $(
        impl Trace for $type {
            const CONTAINER: bool = false;
            #[inline(always)]
            fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
        }
    )* };
}

leaf!(
    (),
    bool,
    char,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    f32,
    f64,
    str,
    &'static str,
    std::num::NonZeroU32,
    std::num::NonZeroUsize,
    crate::Any,
    crate::WeakHead,
    crate::WeakNode,
    crate::KindData,
);

impl Trace for String {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(self.capacity());
    }
}

impl<T: Copy> Trace for std::cell::Cell<T> {
    const CONTAINER: bool = false;
    #[inline(always)]
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
