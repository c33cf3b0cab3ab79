//! `OSError`: what the host refused, with its number, and the subclass that the number means.

use std::cell::Cell;

use crate::errors::BaseException;
use crate::errors::base::{Family, arguments, attributes, bare_arguments, base_str, reduce};
use crate::errors::fields::fields;
use crate::errors::hierarchy::EXCEPTION;
use crate::object::{GetSetDef, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct OsError {
    base: BaseException,
    /// `errno`
    pub number: Slot,
    /// `strerror`
    pub message: Slot,
    /// `filename`
    pub filename: Slot,
    /// `filename2`
    pub filename2: Slot,
    /// `characters_written`, if it has been said.
    written: Cell<Option<isize>>,
}

impl Family for OsError {
    fn from_base(base: BaseException) -> Self {
        OsError {
            base,
            number: Slot::empty(),
            message: Slot::empty(),
            filename: Slot::empty(),
            filename2: Slot::empty(),
            written: Cell::new(None),
        }
    }
}

fields! {
    /// The attributes.
    FIELDS of OsError:
    "errno" => number, "POSIX exception code";
    "strerror" => message, "exception strerror";
    "filename" => filename, "exception filename";
    "filename2" => filename2, "second exception filename";
}

static WRITTEN: &[GetSetDef] = &[GetSetDef {
    name: "characters_written",
    doc: "",
    get: |vm, object| {
        let this = GetSetDef::receiver::<OsError>(vm, object, "characters_written")?;
        match this.written.get() {
            Some(written) => Ok(vm.new_int(written as i64)),
            None => Err(vm.attribute_error("characters_written")),
        }
    },
    set: Some(|vm, object, value| {
        let this = GetSetDef::receiver::<OsError>(vm, object, "characters_written")?;
        let written = match value {
            Some(value) => Some(count(vm, value)?),
            None if this.written.get().is_none() => {
                return Err(vm.attribute_error("characters_written"));
            }
            None => None,
        };
        this.written.set(written);
        Ok(())
    }),
    is_member: false,
}];

fn count(vm: &mut Vm, value: &Object) -> PyResult<isize> {
    let index = vm.index(value)?;
    match index.to_i64().and_then(|index| isize::try_from(index).ok()) {
        Some(index) => Ok(index),
        None => Err(vm.value_error("cannot fit 'int' into an index-sized integer")),
    }
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Base class for I/O related errors.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[OsError::METHODS],
    getsets: &[FIELDS, WRITTEN],
    ..TypeSpec::new::<OsError>("OSError")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(super::base::new);
    slots.init = Some(init);
    slots.str = Some(str);
}

/// Whether the arguments are looked at when `__init__` is called, because a class has its own.
fn is_initialised_late(vm: &Vm, class: &Typed<Type>) -> bool {
    class.slots(vm).init.map(|init| init as usize) != Some(init as *const () as usize)
}

impl OsError {
    /// `class(*args)`: of `OSError` itself, the subclass that the number means.
    pub(super) fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
        let arguments = vm.new_tuple(args.positional().to_vec());
        if is_initialised_late(vm, class) {
            return bare_arguments(vm, class, &vm.singletons.empty_tuple.clone());
        }
        if !args.keywords_are_empty() {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
        }
        let mut class = class.to_ref();
        if class.is(&*vm.types.os_error)
            && let [number, _, ..] = arguments.items()
            && arguments.items().len() <= 5
            && let Some(subclass) = subclass_for(vm, number)
        {
            class = subclass;
        }
        let exception = bare_arguments(vm, &class, &arguments)?;
        match exception.downcast::<OsError>() {
            Some(this) => fill(vm, this, &arguments)?,
            None => return Err(vm.type_error("OSError.__new__() got a class without its fields")),
        }
        Ok(exception)
    }

    /// The exception for a number of the host's, with the host's message.
    pub fn from_host(vm: &mut Vm, error: &std::io::Error, filename: Option<&Object>) -> Raised {
        let class = vm.types.os_error.clone();
        let Some(number) = error.raw_os_error() else {
            return vm.raise_message(&class, &error.to_string());
        };
        let message = error.to_string();
        // Rust adds the number to the host's text.
        let message = message.split(" (os error").next().unwrap_or_default();
        let mut arguments = vec![vm.new_int(i64::from(number)), vm.new_str(message).into_object()];
        arguments.extend(filename.map(|filename| filename.to_ref()));
        vm.raise_with(&class, arguments)
    }
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    if !is_initialised_late(vm, object.class()) {
        return Ok(());
    }
    super::base::no_keywords(vm, object, args)?;
    let arguments = vm.new_tuple(args.positional().to_vec());
    match object.downcast::<OsError>() {
        Some(this) => fill(vm, this, &arguments),
        None => Ok(()),
    }
}

/// (errno, strerror, filename, winerror, filename2): nothing unless there are two to five.
fn fill(vm: &mut Vm, this: &Typed<OsError>, arguments: &Ref<Tuple>) -> PyResult<()> {
    let given = arguments.items();
    this.base.args.set(vm, Some(arguments.clone()));
    if !(2..=5).contains(&given.len()) {
        return Ok(());
    }
    let named =
        |position: usize, vm: &Vm| given.get(position).filter(|name| !vm.is_none(name)).cloned();
    if let Some(filename) = named(2, vm) {
        let is_number =
            filename.class().slots(vm).index.is_some() || filename.downcast::<Float>().is_some();
        if this.class_is(&vm.types.blocking_io_error) && is_number {
            let written = count(vm, &filename)?;
            this.written.set(Some(written));
        } else {
            this.filename.set(vm, Some(filename));
            let second = named(4, vm);
            this.filename2.set(vm, second);
            // Programs unpack `args` into number and message.
            let two = vm.new_tuple(given[..2].to_vec());
            this.base.args.set(vm, Some(two));
        }
    }
    this.number.set(vm, Some(given[0].clone()));
    this.message.set(vm, Some(given[1].clone()));
    Ok(())
}

fn subclass_for(vm: &Vm, number: &Object) -> Option<Ref<Type>> {
    let number = i32::try_from(number.downcast::<Int>()?.to_i64()?).ok()?;
    let types = &vm.types;
    let class = match number {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &types.blocking_io_error,
        number if number == libc::EWOULDBLOCK => &types.blocking_io_error,
        libc::EPIPE => &types.broken_pipe_error,
        #[cfg(unix)]
        libc::ESHUTDOWN => &types.broken_pipe_error,
        libc::ECHILD => &types.child_process_error,
        libc::ECONNABORTED => &types.connection_aborted_error,
        libc::ECONNREFUSED => &types.connection_refused_error,
        libc::ECONNRESET => &types.connection_reset_error,
        libc::EEXIST => &types.file_exists_error,
        libc::ENOENT => &types.file_not_found_error,
        libc::EISDIR => &types.is_a_directory_error,
        libc::ENOTDIR => &types.not_a_directory_error,
        libc::EINTR => &types.interrupted_error,
        libc::EACCES | libc::EPERM => &types.permission_error,
        libc::ESRCH => &types.process_lookup_error,
        libc::ETIMEDOUT => &types.timeout_error,
        _ => return None,
    };
    Some(class.clone())
}

fn str(vm: &mut Vm, object: &Object) -> PyResult {
    let Some(this) = object.downcast::<OsError>() else { return base_str(vm, object) };
    let (number, message) = (this.number.get(), this.message.get());
    let (first, second) = (this.filename.get(), this.filename2.get());
    if first.is_none() && (number.is_none() || message.is_none()) {
        return base_str(vm, object);
    }
    let none = vm.none();
    let number = vm.str(number.as_deref().unwrap_or(&none))?;
    let message = vm.str(message.as_deref().unwrap_or(&none))?;
    let mut text = pellucid_text::TextBuilder::new();
    text.push_str("[Errno ");
    text.push_text(number.text());
    text.push_str("] ");
    text.push_text(message.text());
    let names = first.iter().zip([": "]).chain(second.iter().zip([" -> "]));
    for (name, before) in names {
        let shown = vm.repr(name)?;
        text.push_str(before);
        text.push_text(shown.text());
    }
    Ok(vm.new_text(&text.finish()).into_object())
}

#[methods]
impl OsError {
    #[method("__reduce__(self, /)")]
    fn python_reduce(vm: &mut Vm, this: &Typed<OsError>) -> Ref<Tuple> {
        let mut given = arguments(vm, this.as_object());
        if let ([number, message], Some(filename)) = (given.items(), this.filename.get()) {
            let mut items = vec![number.clone(), message.clone(), filename];
            if let Some(second) = this.filename2.get() {
                items.extend([vm.none(), second]);
            }
            given = vm.new_tuple(items);
        }
        let state = attributes(vm, this.as_object());
        reduce(vm, this.as_object(), given, state)
    }
}
