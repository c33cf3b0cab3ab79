//! The slots of a type: the native functions behind its special methods.
//!
//! One row of the table below is one slot: its field, the shape of its function, and the special methods
//! that are the same thing seen from Python. `slot_wrapper.rs` turns a filled slot into methods,
//! `slot_dispatch.rs` turns methods into the function that fills a slot.

use pellucid_bytecode::Comparison;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::Str;
use crate::object::slot_dispatch as dispatch;
use crate::object::{Args, BufferFlags, BufferView, Type};
use crate::{PyResult, Vm};

/// One operand.
pub type UnaryFn = fn(&mut Vm, &Object) -> PyResult<Ref>;
/// Two operands; may give `NotImplemented`.
pub type BinaryFn = fn(&mut Vm, &Object, &Object) -> PyResult<Ref>;
/// `pow`: base, exponent, modulus.
pub type PowerFn = fn(&mut Vm, &Object, &Object, Option<&Object>) -> PyResult<Ref>;
/// Rich comparison; may give `NotImplemented`.
pub type CompareFn = fn(&mut Vm, &Object, &Object, Comparison) -> PyResult<Ref>;
/// Hash.
pub type HashFn = fn(&mut Vm, &Object) -> PyResult<i64>;
/// Truth.
pub type BoolFn = fn(&mut Vm, &Object) -> PyResult<bool>;
/// Length.
pub type LengthFn = fn(&mut Vm, &Object) -> PyResult<usize>;
/// Membership: container, item.
pub type ContainsFn = fn(&mut Vm, &Object, &Object) -> PyResult<bool>;
/// Container, key, new value or deletion.
pub type SetItemFn = fn(&mut Vm, &Object, &Object, Option<&Object>) -> PyResult<()>;
/// Next item, or `None` when there are no more.
pub type NextFn = fn(&mut Vm, &Object) -> PyResult<Option<Ref>>;
/// Call.
pub type CallFn = fn(&mut Vm, &Object, Args<'_>) -> PyResult<Ref>;
/// `__new__`.
pub type NewFn = fn(&mut Vm, &Typed<Type>, Args<'_>) -> PyResult<Ref>;
/// `__init__`.
pub type InitFn = fn(&mut Vm, &Object, Args<'_>) -> PyResult<()>;
/// Attribute.
pub type GetAttributeFn = fn(&mut Vm, &Object, &Typed<Str>) -> PyResult<Ref>;
/// Object, name, new value or deletion.
pub type SetAttributeFn = fn(&mut Vm, &Object, &Typed<Str>, Option<&Object>) -> PyResult<()>;
/// Descriptor, instance or none, owner or none.
pub type DescriptorGetFn = fn(&mut Vm, &Object, Option<&Object>, Option<&Object>) -> PyResult<Ref>;
/// Descriptor, instance, new value or deletion.
pub type DescriptorSetFn = fn(&mut Vm, &Object, &Object, Option<&Object>) -> PyResult<()>;

/// The memory of an object, for a consumer with these flags.
pub type BufferFn = fn(&mut Vm, &Object, BufferFlags) -> PyResult<BufferView>;

/// The function in a slot, with its shape.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // One variant for each function type above.
pub enum SlotFn {
    Unary(UnaryFn),
    Binary(BinaryFn),
    Power(PowerFn),
    Compare(CompareFn),
    Hash(HashFn),
    Bool(BoolFn),
    Length(LengthFn),
    Contains(ContainsFn),
    GetItem(BinaryFn),
    SetItem(SetItemFn),
    Next(NextFn),
    Call(CallFn),
    New(NewFn),
    Init(InitFn),
    GetAttribute(GetAttributeFn),
    SetAttribute(SetAttributeFn),
    DescriptorGet(DescriptorGetFn),
    DescriptorSet(DescriptorSetFn),
    InPlace(BinaryFn),
    Buffer(BufferFn),
}

impl SlotFn {
    /// The address of the function, to compare slots.
    pub fn address(self) -> usize {
        match self {
            SlotFn::Unary(f) => f as usize,
            SlotFn::Binary(f) | SlotFn::GetItem(f) | SlotFn::InPlace(f) => f as usize,
            SlotFn::Power(f) => f as usize,
            SlotFn::Compare(f) => f as usize,
            SlotFn::Hash(f) => f as usize,
            SlotFn::Bool(f) => f as usize,
            SlotFn::Length(f) => f as usize,
            SlotFn::Contains(f) => f as usize,
            SlotFn::SetItem(f) => f as usize,
            SlotFn::Next(f) => f as usize,
            SlotFn::Call(f) => f as usize,
            SlotFn::New(f) => f as usize,
            SlotFn::Init(f) => f as usize,
            SlotFn::GetAttribute(f) => f as usize,
            SlotFn::SetAttribute(f) => f as usize,
            SlotFn::DescriptorGet(f) => f as usize,
            SlotFn::DescriptorSet(f) => f as usize,
            SlotFn::Buffer(f) => f as usize,
        }
    }
}

/// One row of the slot table.
pub struct SlotRow {
    /// The special methods, first the plain one, then the reflected or deleting one.
    pub methods: &'static [&'static str],
    /// Documentation of the methods.
    pub doc: &'static str,
    /// Reads the slot.
    pub get: fn(&Slots) -> Option<SlotFn>,
    /// Fills the slot; the function must have the slot's shape.
    pub set: fn(&mut Slots, Option<SlotFn>),
    /// The function that calls the special methods of a Python class; none for the slots that only native
    /// sequences have.
    pub dispatch: Option<SlotFn>,
}

macro_rules! dispatch_of {
    (nothing $shape:ident $field:ident) => {
        None
    };
    ($dispatch:ident $shape:ident $field:ident) => {
        Some(SlotFn::$shape(dispatch::$dispatch::<{ Row::$field as usize }>))
    };
}

macro_rules! slots {
    ($( $(#[doc = $doc:literal])+ $field:ident: $shape:ident($kind:ty) = [$($method:literal),+] by $dispatch:ident; )*) => {
        /// The slots of one type.
        #[derive(Clone, Default)]
        pub struct Slots {
            $( $(#[doc = $doc])+ pub $field: Option<$kind>, )*
        }

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(usize)]
        #[allow(dead_code)] // Rows without dispatch are not named.
        enum Row { $( $field, )* }

        /// The slot table.
        pub static ROWS: &[SlotRow] = &[ $( SlotRow {
            methods: &[$($method),+],
            doc: concat!($($doc),+),
            get: |slots| slots.$field.map(SlotFn::$shape),
            set: |slots, function| slots.$field = match function {
                Some(SlotFn::$shape(function)) => Some(function),
                _ => None,
            },
            dispatch: dispatch_of!($dispatch $shape $field),
        }, )* ];
    };
}

slots! {
    /// Return repr(self).
    repr: Unary(UnaryFn) = ["__repr__"] by unary;
    /// Return hash(self).
    hash: Hash(HashFn) = ["__hash__"] by hash;
    /// Call self as a function.
    call: Call(CallFn) = ["__call__"] by call;
    /// Return str(self).
    str: Unary(UnaryFn) = ["__str__"] by unary;
    /// Return getattr(self, name).
    get_attribute: GetAttribute(GetAttributeFn) = ["__getattribute__", "__getattr__"] by get_attribute;
    /// Implement setattr(self, name, value).
    set_attribute: SetAttribute(SetAttributeFn) = ["__setattr__", "__delattr__"] by set_attribute;
    /// Compare self with value.
    compare: Compare(CompareFn) = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"] by compare;
    /// Implement iter(self).
    iter: Unary(UnaryFn) = ["__iter__"] by iter;
    /// Implement next(self).
    next: Next(NextFn) = ["__next__"] by next;
    /// Return an attribute of instance, which is of type owner.
    descriptor_get: DescriptorGet(DescriptorGetFn) = ["__get__"] by descriptor_get;
    /// Set an attribute of instance to value.
    descriptor_set: DescriptorSet(DescriptorSetFn) = ["__set__", "__delete__"] by descriptor_set;
    /// Initialize self.  See help(type(self)) for accurate signature.
    init: Init(InitFn) = ["__init__"] by init;
    /// Create and return a new object.  See help(type) for accurate signature.
    new: New(NewFn) = ["__new__"] by new;
    /// Return self+value.
    add: Binary(BinaryFn) = ["__add__", "__radd__"] by binary;
    /// Return self-value.
    subtract: Binary(BinaryFn) = ["__sub__", "__rsub__"] by binary;
    /// Return self*value.
    multiply: Binary(BinaryFn) = ["__mul__", "__rmul__"] by binary;
    /// Return self%value.
    remainder: Binary(BinaryFn) = ["__mod__", "__rmod__"] by binary;
    /// Return divmod(self, value).
    divmod: Binary(BinaryFn) = ["__divmod__", "__rdivmod__"] by binary;
    /// Return pow(self, value, mod).
    power: Power(PowerFn) = ["__pow__", "__rpow__"] by power;
    /// -self
    negative: Unary(UnaryFn) = ["__neg__"] by unary;
    /// +self
    positive: Unary(UnaryFn) = ["__pos__"] by unary;
    /// abs(self)
    absolute: Unary(UnaryFn) = ["__abs__"] by unary;
    /// True if self else False
    bool: Bool(BoolFn) = ["__bool__"] by bool;
    /// ~self
    invert: Unary(UnaryFn) = ["__invert__"] by unary;
    /// Return self<<value.
    shift_left: Binary(BinaryFn) = ["__lshift__", "__rlshift__"] by binary;
    /// Return self>>value.
    shift_right: Binary(BinaryFn) = ["__rshift__", "__rrshift__"] by binary;
    /// Return self&value.
    and: Binary(BinaryFn) = ["__and__", "__rand__"] by binary;
    /// Return self^value.
    xor: Binary(BinaryFn) = ["__xor__", "__rxor__"] by binary;
    /// Return self|value.
    or: Binary(BinaryFn) = ["__or__", "__ror__"] by binary;
    /// int(self)
    int: Unary(UnaryFn) = ["__int__"] by unary;
    /// float(self)
    float: Unary(UnaryFn) = ["__float__"] by unary;
    /// Return self+=value.
    in_place_add: InPlace(BinaryFn) = ["__iadd__"] by in_place;
    /// Return self-=value.
    in_place_subtract: InPlace(BinaryFn) = ["__isub__"] by in_place;
    /// Return self*=value.
    in_place_multiply: InPlace(BinaryFn) = ["__imul__"] by in_place;
    /// Return self%=value.
    in_place_remainder: InPlace(BinaryFn) = ["__imod__"] by in_place;
    /// Return self**=value.
    in_place_power: InPlace(BinaryFn) = ["__ipow__"] by in_place;
    /// Return self<<=value.
    in_place_shift_left: InPlace(BinaryFn) = ["__ilshift__"] by in_place;
    /// Return self>>=value.
    in_place_shift_right: InPlace(BinaryFn) = ["__irshift__"] by in_place;
    /// Return self&=value.
    in_place_and: InPlace(BinaryFn) = ["__iand__"] by in_place;
    /// Return self^=value.
    in_place_xor: InPlace(BinaryFn) = ["__ixor__"] by in_place;
    /// Return self|=value.
    in_place_or: InPlace(BinaryFn) = ["__ior__"] by in_place;
    /// Return self//value.
    floor_divide: Binary(BinaryFn) = ["__floordiv__", "__rfloordiv__"] by binary;
    /// Return self/value.
    true_divide: Binary(BinaryFn) = ["__truediv__", "__rtruediv__"] by binary;
    /// Return self//=value.
    in_place_floor_divide: InPlace(BinaryFn) = ["__ifloordiv__"] by in_place;
    /// Return self/=value.
    in_place_true_divide: InPlace(BinaryFn) = ["__itruediv__"] by in_place;
    /// Return self converted to an integer, if self is suitable for use as an index into a list.
    index: Unary(UnaryFn) = ["__index__"] by unary;
    /// Return self@value.
    matrix_multiply: Binary(BinaryFn) = ["__matmul__", "__rmatmul__"] by binary;
    /// Return self@=value.
    in_place_matrix_multiply: InPlace(BinaryFn) = ["__imatmul__"] by in_place;
    /// Return len(self).
    length: Length(LengthFn) = ["__len__"] by length;
    /// Return self[key].
    get_item: GetItem(BinaryFn) = ["__getitem__"] by get_item;
    /// Set self[key] to value.
    set_item: SetItem(SetItemFn) = ["__setitem__", "__delitem__"] by set_item;
    /// Return bool(key in self).
    contains: Contains(ContainsFn) = ["__contains__"] by contains;
    /// Return an iterator to be used in await expression.
    await_: Unary(UnaryFn) = ["__await__"] by unary;
    /// Return an awaitable, that resolves in asynchronous iterator.
    async_iter: Unary(UnaryFn) = ["__aiter__"] by unary;
    /// Return a value or raise StopAsyncIteration.
    async_next: Unary(UnaryFn) = ["__anext__"] by unary;
    /// Return a buffer object that exposes the underlying memory of the object.
    buffer: Buffer(BufferFn) = ["__buffer__", "__release_buffer__"] by buffer;
    /// Return self+value, for sequences; `add` of a sequence type.
    concatenate: GetItem(BinaryFn) = ["__add__"] by nothing;
    /// Return self*value, for sequences.
    repeat: GetItem(BinaryFn) = ["__mul__", "__rmul__"] by nothing;
    /// Implement self+=value, for sequences.
    in_place_concatenate: GetItem(BinaryFn) = ["__iadd__"] by nothing;
    /// Implement self*=value, for sequences.
    in_place_repeat: GetItem(BinaryFn) = ["__imul__"] by nothing;
}

/// The address of the function in the `next` slot of Python classes.
pub(crate) fn python_next() -> Option<usize> {
    ROWS[Row::next as usize].dispatch.map(SlotFn::address)
}
