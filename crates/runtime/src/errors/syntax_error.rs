//! `SyntaxError`: where in which source.

use crate::errors::BaseException;
use crate::errors::base::{Family, arguments};
use crate::errors::fields::{fields, init_base};
use crate::errors::hierarchy::EXCEPTION;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct SyntaxError {
    base: BaseException,
    /// `msg`
    pub message: Slot,
    /// `filename`
    pub filename: Slot,
    /// `lineno`
    pub line: Slot,
    /// `offset`
    pub offset: Slot,
    /// `text`
    pub text: Slot,
    /// `end_lineno`
    pub end_line: Slot,
    /// `end_offset`
    pub end_offset: Slot,
    /// `print_file_and_line`
    pub print_file_and_line: Slot,
    /// `_metadata`: source and offset for suggestions.
    pub metadata: Slot,
}

impl Family for SyntaxError {
    fn from_base(base: BaseException) -> Self {
        SyntaxError {
            base,
            message: Slot::empty(),
            filename: Slot::empty(),
            line: Slot::empty(),
            offset: Slot::empty(),
            text: Slot::empty(),
            end_line: Slot::empty(),
            end_offset: Slot::empty(),
            print_file_and_line: Slot::empty(),
            metadata: Slot::empty(),
        }
    }
}

fields! {
    /// The attributes.
    FIELDS of SyntaxError:
    "msg" => message, "exception msg";
    "filename" => filename, "exception filename";
    "lineno" => line, "exception lineno";
    "offset" => offset, "exception offset";
    "text" => text, "exception text";
    "end_lineno" => end_line, "exception end lineno";
    "end_offset" => end_offset, "exception end offset";
    "print_file_and_line" => print_file_and_line, "exception print_file_and_line";
    "_metadata" => metadata, "exception private metadata";
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Invalid syntax.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    getsets: &[FIELDS],
    ..TypeSpec::new::<SyntaxError>("SyntaxError")
};

fn slots(slots: &mut Slots) {
    slots.init = Some(init);
    slots.str = Some(str);
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_base(vm, object, args)?;
    let Some(this) = object.downcast::<SyntaxError>() else { return Ok(()) };
    let arguments = arguments(vm, object);
    if let Some(message) = arguments.items().first() {
        this.message.set(vm, Some(message.clone()));
    }
    let [_, place] = arguments.items() else { return Ok(()) };
    let place = vm.collect(place)?;
    if !(4..=7).contains(&place.len()) {
        let (bound, count) = if place.len() < 4 { ("least", 4) } else { ("most", 7) };
        let given = place.len();
        return Err(
            vm.type_error(format!("function takes at {bound} {count} arguments ({given} given)"))
        );
    }
    let fields = [
        &this.filename,
        &this.line,
        &this.offset,
        &this.text,
        &this.end_line,
        &this.end_offset,
        &this.metadata,
    ];
    for (position, field) in fields.into_iter().enumerate() {
        field.set(vm, place.get(position).cloned());
    }
    if place.len() == 5 {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn str(vm: &mut Vm, object: &Object) -> PyResult {
    let Some(this) = object.downcast::<SyntaxError>() else { return Ok(vm.none()) };
    let filename = this.filename.get().and_then(|name| name.downcast_ref::<Str>().ok());
    let line = this.line.get().filter(|line| line.class_is(&vm.types.int));
    let message = this.message.get().unwrap_or_else(|| vm.none());
    let message = vm.str(&message)?;
    // Only the last part of the path is shown.
    let filename = filename.map(|name| {
        let name = name.to_string();
        let start = name.rfind(std::path::MAIN_SEPARATOR).map_or(0, |at| at + 1);
        name[start..].to_owned()
    });
    let line = match line {
        Some(line) => Some(vm.str(&line)?),
        None => None,
    };
    let place = match (filename, line) {
        (Some(filename), Some(line)) => format!(" ({filename}, line {})", &*line),
        (Some(filename), None) => format!(" ({filename})"),
        (None, Some(line)) => format!(" (line {})", &*line),
        (None, None) => return Ok(message.into_object()),
    };
    let mut text = pellucid_text::TextBuilder::new();
    text.push_text(message.text());
    text.push_str(&place);
    Ok(vm.new_text(&text.finish()).into_object())
}
