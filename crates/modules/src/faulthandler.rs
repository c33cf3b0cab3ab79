//! `faulthandler`: tracebacks without the help of Python code. There is no code here that the host's fatal signals
//! would have to be watched for, so being enabled is only remembered.

use std::cell::Cell;
use std::fmt::Write as _;

use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "faulthandler module.",
    functions: &[Faults::METHODS],
    ..ModuleSpec::new("faulthandler")
};

#[derive(Default)]
struct Enabled(Cell<bool>);

/// More frames than this are not shown.
const FRAMES_MAX: usize = 100;

fn text_of(vm: &mut Vm, object: &Object, name: &str) -> PyResult<Ref> {
    let name = vm.intern(name);
    vm.get_attribute(object, &name)
}

fn add_frames(vm: &mut Vm, text: &mut String, innermost: &Object) -> PyResult<()> {
    let mut frame = innermost.to_ref();
    for _ in 0..FRAMES_MAX {
        let code = text_of(vm, &frame, "f_code")?;
        let file = text_of(vm, &code, "co_filename")?;
        let name = text_of(vm, &code, "co_name")?;
        let line = text_of(vm, &frame, "f_lineno")?;
        let (file, name, line) = (vm.str(&file)?, vm.str(&name)?, vm.str(&line)?);
        let _ = writeln!(text, "  File \"{file}\", line {line} in {name}");
        frame = text_of(vm, &frame, "f_back")?;
        if vm.is_none(&frame) {
            return Ok(());
        }
    }
    text.push_str("  ...\n");
    Ok(())
}

fn target(vm: &mut Vm, file: Option<&Object>) -> PyResult<i32> {
    let file = match file {
        Some(file) => file.to_ref(),
        None => match vm.sys_attribute("stderr")? {
            Some(stream) if !vm.is_none(&stream) => stream,
            _ => return Err(vm.runtime_error("sys.stderr is None")),
        },
    };
    if let Some(number) = file.downcast::<Int>() {
        return match number.to_i64().and_then(|number| i32::try_from(number).ok()) {
            Some(number) if number >= 0 => Ok(number),
            _ => Err(vm.value_error("file is not a valid file descripter")),
        };
    }
    let (flush, fileno) = (vm.intern("flush"), vm.intern("fileno"));
    let number = vm.call_method(&file, &fileno, &[])?;
    // Errors while flushing are of no interest here.
    let _ = vm.call_method(&file, &flush, &[]);
    match vm.index(&number)?.to_i64().and_then(|number| i32::try_from(number).ok()) {
        Some(number) => Ok(number),
        None => Err(vm.runtime_error("file.fileno() is not a valid file descriptor")),
    }
}

/// The functions of `faulthandler`.
pub struct Faults;

#[methods(owner = "faulthandler")]
impl Faults {
    /// Enable the fault handler.
    #[function("enable(file=sys.stderr, all_threads=True, c_stack=True)", hidden)]
    fn enable(
        vm: &mut Vm,
        file: Option<&Object>,
        all_threads: Option<bool>,
        c_stack: Option<bool>,
    ) -> PyResult<()> {
        let _ = (all_threads, c_stack);
        target(vm, file)?;
        vm.interpreter().native_state::<Enabled>().0.set(true);
        Ok(())
    }

    /// Disable the fault handler.
    #[function("disable()")]
    fn disable(vm: &mut Vm) -> bool {
        vm.interpreter().native_state::<Enabled>().0.replace(false)
    }

    /// Check if the handler is enabled.
    #[function("is_enabled()")]
    fn is_enabled(vm: &mut Vm) -> bool {
        vm.interpreter().native_state::<Enabled>().0.get()
    }

    /// Cancel the previous call to dump_traceback_later().
    ///
    /// There is none: without a watchdog that function is missing.
    #[function("cancel_dump_traceback_later()")]
    fn cancel_dump_traceback_later(_: &mut Vm) {}

    /// Dump the traceback of the current thread, or of all threads if all_threads is True,
    /// into file.
    #[function("dump_traceback(file=sys.stderr, all_threads=True)", hidden)]
    fn dump_traceback(
        vm: &mut Vm,
        file: Option<&Object>,
        all_threads: Option<bool>,
    ) -> PyResult<()> {
        let descriptor = target(vm, file)?;
        let own = vm.thread_identity();
        let mut frames = vm.current_frames();
        // The running thread comes first in the list, last in the dump.
        frames.reverse();
        let mut text = String::new();
        for (identity, frame) in frames {
            if identity != own && all_threads == Some(false) {
                continue;
            }
            let which = match (identity == own, all_threads) {
                (true, Some(false)) => "Stack".to_owned(),
                (true, _) => format!("Current thread {identity:#018x}"),
                (false, _) => format!("Thread {identity:#018x}"),
            };
            let _ = writeln!(text, "{which} (most recent call first):");
            add_frames(vm, &mut text, &frame)?;
            if identity != own {
                text.push('\n');
            }
        }
        vm.system_call(None, || nix::unistd::write(descriptor_of(descriptor)?, text.as_bytes()))?;
        Ok(())
    }
}
