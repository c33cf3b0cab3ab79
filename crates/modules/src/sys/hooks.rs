//! `displayhook`, `excepthook`, `unraisablehook`, `breakpointhook`.

use pellucid_runtime::errors::BaseException;
use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// The hooks that programs may replace.
pub struct Hooks;

/// What `sys.unraisablehook` is called with.
pub static UNRAISABLE_HOOK_ARGS: StructSequenceSpec = StructSequenceSpec::new(
    "",
    "UnraisableHookArgs",
    "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    &[
        ("exc_type", "Exception type"),
        ("exc_value", "Exception value"),
        ("exc_traceback", "Exception traceback"),
        ("err_msg", "Error message"),
        ("object", "Object causing the exception"),
    ],
    5,
);

#[methods]
impl Hooks {
    /// Print an object to sys.stdout and also save it in builtins._
    #[function("displayhook(object, /)")]
    fn displayhook(vm: &mut Vm, object: &Object) -> PyResult<()> {
        if vm.is_none(object) {
            return Ok(());
        }
        let builtins = vm.builtins.clone();
        let underscore = vm.intern("_");
        let none = vm.none();
        builtins.set_str(vm, &underscore, none);
        let Some(stdout) = vm.sys_attribute("stdout")?.filter(|stream| !vm.is_none(stream)) else {
            return Err(vm.runtime_error("lost sys.stdout"));
        };
        let text = vm.repr(object)?.into_object();
        let newline = vm.new_str("\n").into_object();
        let write = vm.names.write.clone();
        if let Err(raised) = vm.call_method(&stdout, &write, &[&text]) {
            if !raised.is_instance(vm, &vm.types.unicode_encode_error) {
                return Err(raised);
            }
            let escaped = Self::escape_for(vm, &stdout, &text)?;
            vm.call_method(&stdout, &write, &[&escaped])?;
        }
        vm.call_method(&stdout, &write, &[&newline])?;
        builtins.set_str(vm, &underscore, object.to_ref());
        Ok(())
    }

    /// Handle an exception by displaying it with a traceback on sys.stderr.
    #[function("excepthook(exctype, value, traceback, /)")]
    fn excepthook(
        vm: &mut Vm,
        exctype: &Object,
        value: &Object,
        traceback: &Object,
    ) -> PyResult<()> {
        let _ = exctype;
        if let Some(exception) = value.downcast::<BaseException>()
            && exception.traceback.get().is_none()
            && !vm.is_none(traceback)
        {
            let name = vm.intern("__traceback__");
            vm.set_attribute(value, &name, Some(traceback))?;
        }
        display_exception(vm, value);
        Ok(())
    }

    /// Handle an unraisable exception.
    ///
    /// The unraisable argument has the following attributes:
    ///
    /// * exc_type: Exception type.
    /// * exc_value: Exception value, can be None.
    /// * exc_traceback: Exception traceback, can be None.
    /// * err_msg: Error message, can be None.
    /// * object: Object causing the exception, can be None.
    #[function("unraisablehook(unraisable, /)")]
    fn unraisablehook(vm: &mut Vm, unraisable: &Object) -> PyResult<()> {
        let class = StructSequence::class(vm, &UNRAISABLE_HOOK_ARGS)?;
        if !unraisable.class_is(&class) {
            let expected = "sys.unraisablehook argument type must be UnraisableHookArgs";
            return Err(vm.type_error(expected));
        }
        let field = |vm: &mut Vm, name: &str| {
            let name = vm.intern(name);
            vm.get_attribute(unraisable, &name)
        };
        let (value, message) = (field(vm, "exc_value")?, field(vm, "err_msg")?);
        let object = field(vm, "object")?;
        let mut line = match message.downcast::<Str>() {
            Some(message) => message.to_string(),
            None => "Exception ignored".to_owned(),
        };
        if vm.is_none(&object) {
            line.push(':');
        } else {
            let joint = if vm.is_none(&message) { " in: " } else { ": " };
            let shown = match vm.repr(&object) {
                Ok(shown) => shown.to_string(),
                Err(_) => "<object repr() failed>".to_owned(),
            };
            line = format!("{line}{joint}{shown}");
        }
        vm.write_to_stderr(&format!("{line}\n"));
        match value.downcast::<BaseException>() {
            Some(exception) => {
                let text = vm.render_exception_alone(exception);
                vm.write_to_stderr(&text);
                flush_error(vm);
            }
            None => display_exception(vm, &value),
        }
        Ok(())
    }

    /// This hook function is called by built-in breakpoint().
    #[function("breakpointhook(*args, **kws)")]
    fn breakpointhook(
        vm: &mut Vm,
        args: &[Ref],
        kws: pellucid_runtime::object::Keywords<'_>,
    ) -> PyResult {
        let name = vm.intern("environ");
        let chosen = match vm.import("os") {
            Ok(os) => {
                let environ = vm.get_attribute(&os, &name)?;
                let get = vm.names.get.clone();
                let key = vm.intern("PYTHONBREAKPOINT");
                vm.call_method(&environ, &get, &[key.as_object()])?
            }
            Err(_) => vm.none(),
        };
        let chosen = chosen.downcast::<Str>().map(|text| text.to_string()).unwrap_or_default();
        let path = match &*chosen {
            "0" => return Ok(vm.none()),
            "" => "pdb.set_trace",
            other => other,
        };
        let (module, function) = path.rsplit_once('.').unwrap_or(("builtins", path));
        let found = match vm.import(module) {
            Ok(module) => {
                let function = vm.intern(function);
                vm.find_attribute(&module, &function)?
            }
            Err(raised) if raised.is_instance(vm, &vm.types.import_error) => None,
            Err(raised) => return Err(raised),
        };
        let Some(function) = found else {
            let category = vm.types.runtime_warning.clone();
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{path}\"");
            vm.warn(&category, &message, 0)?;
            return Ok(vm.none());
        };
        let mut arguments = pellucid_runtime::object::OwnedArgs::new();
        arguments.extend(args.iter().cloned());
        for (name, value) in kws.iter() {
            let _ = arguments.push_keyword(name.to_ref(), value.to_ref());
        }
        vm.call(&function, arguments.as_args())
    }
}

impl Hooks {
    /// The text with what the stream's encoding lacks as escapes.
    fn escape_for(vm: &mut Vm, stream: &Object, text: &Object) -> PyResult {
        let (encoding, encode) = (vm.names.encoding.clone(), vm.intern("encode"));
        let (decode, how) = (vm.intern("decode"), vm.new_str("backslashreplace"));
        let encoding = vm.get_attribute(stream, &encoding)?;
        let bytes = vm.call_method(text, &encode, &[&encoding, how.as_object()])?;
        let strict = vm.names.strict.clone();
        vm.call_method(&bytes, &decode, &[&encoding, strict.as_object()])
    }
}

/// Prints an exception with its traceback.
pub fn display_exception(vm: &mut Vm, value: &Object) {
    match value.downcast::<BaseException>() {
        Some(exception) => vm.display_exception(exception),
        None => {
            let class = value.class().name(vm);
            let complaint = "print_exception(): Exception expected for value";
            vm.write_to_stderr(&format!("TypeError: {complaint}, {class} found\n"));
        }
    }
    flush_error(vm);
}

fn flush_error(vm: &mut Vm) {
    if let Ok(Some(stream)) = vm.sys_attribute("stderr") {
        let flush = vm.names.flush.clone();
        let _ = vm.call_method(&stream, &flush, &[]);
    }
}
