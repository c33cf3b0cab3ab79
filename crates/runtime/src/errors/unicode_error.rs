//! `UnicodeEncodeError`, `UnicodeDecodeError` and `UnicodeTranslateError`: what could not be converted, and where.

use std::cell::Cell;

use crate::builtins::Bytes;
use crate::errors::BaseException;
use crate::errors::base::{Family, arguments};
use crate::errors::fields::{fields, init_base};
use crate::errors::hierarchy::UNICODE_ERROR;
use crate::object::{GetSetDef, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct UnicodeError {
    base: BaseException,
    /// `encoding`
    pub encoding: Slot,
    /// `object`
    pub object: Slot,
    /// `start`
    pub start: Cell<isize>,
    /// `end`
    pub end: Cell<isize>,
    /// `reason`
    pub reason: Slot,
}

impl Family for UnicodeError {
    fn from_base(base: BaseException) -> Self {
        UnicodeError {
            base,
            encoding: Slot::empty(),
            object: Slot::empty(),
            start: Cell::new(0),
            end: Cell::new(0),
            reason: Slot::empty(),
        }
    }
}

fields! {
    /// The attributes.
    FIELDS of UnicodeError:
    "encoding" => encoding, "exception encoding";
    "object" => object, "exception object";
    "reason" => reason, "exception reason";
}

static POSITIONS: &[GetSetDef] = &[
    GetSetDef {
        name: "start",
        doc: "exception start",
        get: |vm, object| {
            let this = GetSetDef::receiver::<UnicodeError>(vm, object, "start")?;
            Ok(vm.new_int(this.start.get() as i64))
        },
        set: Some(|vm, object, value| {
            let this = GetSetDef::receiver::<UnicodeError>(vm, object, "start")?;
            this.start.set(position(vm, value)?);
            Ok(())
        }),
        is_member: true,
    },
    GetSetDef {
        name: "end",
        doc: "exception end",
        get: |vm, object| {
            let this = GetSetDef::receiver::<UnicodeError>(vm, object, "end")?;
            Ok(vm.new_int(this.end.get() as i64))
        },
        set: Some(|vm, object, value| {
            let this = GetSetDef::receiver::<UnicodeError>(vm, object, "end")?;
            this.end.set(position(vm, value)?);
            Ok(())
        }),
        is_member: true,
    },
];

fn position(vm: &mut Vm, value: Option<&Object>) -> PyResult<isize> {
    let Some(value) = value else {
        return Err(vm.type_error("can't delete numeric/char attribute"));
    };
    if !value.holds::<Int>() {
        return Err(vm.type_error("an integer is required"));
    }
    index(vm, value)
}

fn index(vm: &mut Vm, value: &Object) -> PyResult<isize> {
    let index = vm.index(value)?;
    match index.to_i64().and_then(|index| isize::try_from(index).ok()) {
        Some(index) => Ok(index),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

macro_rules! specifications {
    ($($name:ident = $python:literal, $doc:literal, $init:ident, $str:ident;)*) => { $(
        #[doc = concat!("`", $python, "`")]
        pub static $name: TypeSpec = TypeSpec {
            base: Some(&UNICODE_ERROR),
            doc: $doc,
            flags: TypeFlags::BASE_TYPE,
            has_dict: true,
            slots: |slots: &mut Slots| {
                slots.new = Some(super::base::new);
                slots.init = Some($init);
                slots.str = Some($str);
            },
            getsets: &[FIELDS, POSITIONS],
            ..TypeSpec::new::<UnicodeError>($python)
        };
    )* };
}

specifications! {
    DECODE_SPEC = "UnicodeDecodeError", "Unicode decoding error.", init_decode, str_decode;
    ENCODE_SPEC = "UnicodeEncodeError", "Unicode encoding error.", init_encode, str_encode;
    TRANSLATE_SPEC = "UnicodeTranslateError", "Unicode translation error.", init_translate, str_translate;
}

fn init_decode(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init(vm, object, args, true, |vm, source| {
        if source.holds::<Bytes>() {
            return Ok(source.to_ref());
        }
        let bytes = vm.bytes_of(source)?;
        let bytes = Bytes::try_from_slice(vm, &vm.types.bytes, &bytes);
        bytes.map(|bytes| bytes.into_object()).map_err(|_| vm.memory_error())
    })
}

fn init_encode(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init(vm, object, args, true, |vm, source| text(vm, source, 2))
}

fn init_translate(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init(vm, object, args, false, |vm, source| text(vm, source, 1))
}

fn text(vm: &mut Vm, value: &Object, number: usize) -> PyResult {
    if value.downcast::<Str>().is_some() {
        return Ok(value.to_ref());
    }
    let class = if vm.is_none(value) { "None".to_owned() } else { value.class().name(vm) };
    Err(vm.type_error(format!("argument {number} must be str, not {class}")))
}

/// (encoding,) object, start, end, reason.
fn init(
    vm: &mut Vm,
    object: &Object,
    args: Args<'_>,
    has_encoding: bool,
    convert: fn(&mut Vm, &Object) -> PyResult,
) -> PyResult<()> {
    init_base(vm, object, args)?;
    let given = arguments(vm, object);
    let offset = usize::from(has_encoding);
    let expected = 4 + offset;
    if given.items().len() != expected {
        let count = given.items().len();
        return Err(
            vm.type_error(format!("function takes exactly {expected} arguments ({count} given)"))
        );
    }
    let Some(this) = object.downcast::<UnicodeError>() else { return Ok(()) };
    let encoding = if has_encoding { Some(text(vm, &given.items()[0], 1)?) } else { None };
    let [source, start, end, reason] = &given.items()[offset..] else { return Ok(()) };
    let (start, end) = (index(vm, start)?, index(vm, end)?);
    let reason = text(vm, reason, expected)?;
    let source = convert(vm, source)?;
    this.start.set(start);
    this.end.set(end);
    this.encoding.set(vm, encoding);
    this.object.set(vm, Some(source));
    this.reason.set(vm, Some(reason));
    Ok(())
}

/// What `str()` shows: the fields as text, and the code unit if the range is a single one.
struct Shown {
    encoding: String,
    reason: String,
    start: isize,
    end: isize,
    single: Option<u32>,
}

impl Shown {
    /// `None` if the exception was never initialised.
    fn of(vm: &mut Vm, object: &Object) -> PyResult<Option<Shown>> {
        let Some(this) = object.downcast::<UnicodeError>() else { return Ok(None) };
        let Some(source) = this.object.get() else { return Ok(None) };
        let (start, end) = (this.start.get(), this.end.get());
        let single = match usize::try_from(start) {
            Ok(at) if start.checked_add(1) == Some(end) => unit(&source, at),
            _ => None,
        };
        Ok(Some(Shown {
            encoding: field(vm, &this.encoding)?,
            reason: field(vm, &this.reason)?,
            start,
            end,
            single,
        }))
    }

    fn range(&self) -> String {
        format!("in position {}-{}: {}", self.start, self.end.saturating_sub(1), self.reason)
    }
}

fn field(vm: &mut Vm, field: &Slot) -> PyResult<String> {
    match field.get() {
        Some(value) => Ok(vm.str(&value)?.to_string()),
        None => Ok(String::new()),
    }
}

fn unit(source: &Object, at: usize) -> Option<u32> {
    if let Some(text) = source.downcast::<Str>() {
        return text.text().get(at);
    }
    source.downcast::<Bytes>()?.as_slice().get(at).map(|byte| u32::from(*byte))
}

fn escaped(code: u32) -> String {
    match code {
        0..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

fn str_encode(vm: &mut Vm, object: &Object) -> PyResult {
    show(vm, object, |shown| match shown.single {
        Some(code) => format!(
            "'{}' codec can't encode character '{}' in position {}: {}",
            shown.encoding,
            escaped(code),
            shown.start,
            shown.reason
        ),
        None => format!("'{}' codec can't encode characters {}", shown.encoding, shown.range()),
    })
}

fn str_decode(vm: &mut Vm, object: &Object) -> PyResult {
    show(vm, object, |shown| match shown.single {
        Some(byte) => format!(
            "'{}' codec can't decode byte 0x{byte:02x} in position {}: {}",
            shown.encoding, shown.start, shown.reason
        ),
        None => format!("'{}' codec can't decode bytes {}", shown.encoding, shown.range()),
    })
}

fn str_translate(vm: &mut Vm, object: &Object) -> PyResult {
    show(vm, object, |shown| match shown.single {
        Some(code) => format!(
            "can't translate character '{}' in position {}: {}",
            escaped(code),
            shown.start,
            shown.reason
        ),
        None => format!("can't translate characters {}", shown.range()),
    })
}

fn show(vm: &mut Vm, object: &Object, spell: fn(&Shown) -> String) -> PyResult {
    let text = Shown::of(vm, object)?.map_or_else(String::new, |shown| spell(&shown));
    Ok(vm.new_str(&text).into_object())
}
