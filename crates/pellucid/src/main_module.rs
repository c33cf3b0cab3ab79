//! Running programs in `__main__`.

use pellucid_compiler::Options;
use pellucid_modules::sys;
use pellucid_runtime::builtins::Code;
use pellucid_runtime::errors::BaseException;
use pellucid_runtime::prelude::*;

use crate::Interpreter;

/// How a program has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The exit status.
    pub status: i32,
    /// Whether it was a KeyboardInterrupt that nobody has caught: the process should end as the signal ends it.
    pub interrupted: bool,
}

/// Code that is run at once, and the literals that it holds meanwhile.
type Program = (Ref<Code>, Vec<Ref>);

impl Outcome {
    /// The end with a status.
    pub fn exit(status: i32) -> Outcome {
        Outcome { status, interrupted: false }
    }
}

impl Interpreter {
    /// Runs source text in `__main__`; what it does not catch is shown, as the interpreter's command does.
    pub fn run_source(&mut self, source: &[u8], file_name: &str) -> Outcome {
        let result = self.exec_in_main(source, file_name);
        self.outcome(result)
    }

    /// Runs the source of `-c` in `__main__`; `linecache` knows its lines.
    pub fn run_command(&mut self, source: &[u8]) -> Outcome {
        let result = self.exec_command(source);
        self.outcome(result)
    }

    fn exec_command(&mut self, source: &[u8]) -> PyResult<()> {
        let name = "<string>";
        let (program, text) = self.compile_for_main(source, name)?;
        let vm = &mut *self.vm;
        // Without the module tracebacks have no lines.
        if let Ok(register) = vm.import_attribute("linecache", "_register_code") {
            let (text, name) = (vm.new_str(&text), vm.new_str(name));
            let _ = vm.call_positional(
                &register,
                &[program.0.as_object(), text.as_object(), name.as_object()],
            );
        }
        self.exec_code_in_main(program)
    }

    /// Runs a file in `__main__`.
    pub fn run_file(&mut self, path: &str, source: &[u8]) -> Outcome {
        let file = self.vm.decode_file_name(path.as_bytes()).into_object();
        let result = self.set_main("__file__", file).and_then(|()| self.exec_in_main(source, path));
        self.outcome(result)
    }

    /// Runs a module by `runpy`. With `alter` its name is a module's and `sys.argv[0]` is set.
    pub fn run_module(&mut self, module: &str, alter: bool) -> Outcome {
        let result = self.run_by_runpy(module, alter);
        self.outcome(result)
    }

    /// Reads statements and runs them in `__main__`, until there are no more or one ends the program.
    pub fn interact(&mut self) -> Outcome {
        let result = self.run_console();
        self.outcome(result)
    }

    fn run_console(&mut self) -> PyResult<()> {
        let vm = &mut *self.vm;
        let console = vm.import("_pellucid_console")?;
        let interact = vm.intern("interact");
        vm.call_method(&console, &interact, &[]).map(drop)
    }

    fn run_by_runpy(&mut self, module: &str, alter: bool) -> PyResult<()> {
        let vm = &mut *self.vm;
        let runpy = vm.import("runpy")?;
        let (function, name) = (vm.intern("_run_module_as_main"), vm.new_str(module));
        let alter = vm.new_bool(alter);
        vm.call_method(&runpy, &function, &[name.as_object(), &alter]).map(drop)
    }

    /// `__main__.name = value`.
    pub fn set_main(&mut self, name: &str, value: Ref) -> PyResult<()> {
        let vm = &mut *self.vm;
        let main = vm.import("__main__")?;
        let name = vm.intern(name);
        vm.set_attribute(&main, &name, Some(&value))
    }

    /// Puts a folder at the start of `sys.path`.
    pub fn prepend_path(&mut self, folder: &str) {
        let vm = &mut *self.vm;
        if let Ok(Some(path)) = vm.sys_attribute("path") {
            let folder = vm.decode_file_name(folder.as_bytes()).into_object();
            let (insert, first) = (vm.names.insert.clone(), vm.new_int(0));
            // A program cannot have replaced the list yet.
            let _ = vm.call_method(&path, &insert, &[&first, &folder]);
        }
    }

    fn exec_in_main(&mut self, source: &[u8], file_name: &str) -> PyResult<()> {
        let (program, _) = self.compile_for_main(source, file_name)?;
        self.exec_code_in_main(program)
    }

    /// A program, and its source as text.
    fn compile_for_main(&mut self, source: &[u8], file_name: &str) -> PyResult<(Program, String)> {
        let vm = &mut *self.vm;
        let text = vm.decode_source(source, file_name)?;
        if text.contains('\0') {
            return Err(vm.syntax_error("source code cannot contain null bytes"));
        }
        let optimize = vm.interpreter().settings.get(vm).flags.optimize.clamp(0, 2) as u8;
        let options = Options { optimize, literals: true, ..Options::default() };
        let program = vm.compile_to_run(&text, file_name, &options)?;
        Ok((program, text))
    }

    fn exec_code_in_main(&mut self, (code, literals): Program) -> PyResult<()> {
        let vm = &mut *self.vm;
        let main = vm.import("__main__")?;
        let Some(globals) = pellucid_runtime::builtins::Module::dict(vm, &main) else {
            return Err(vm.runtime_error("__main__ has no namespace"));
        };
        let result = vm.exec_code(&code, &globals, None).map(drop);
        drop(literals);
        result
    }

    /// The exit status for a result; an exception is shown.
    pub fn outcome(&mut self, result: PyResult<()>) -> Outcome {
        let Err(raised) = result else { return Outcome::exit(0) };
        let vm = &mut *self.vm;
        if raised.is_instance(vm, &vm.types.system_exit) {
            return exit_status(vm, &raised.0);
        }
        let interrupted = raised.is_instance(vm, &vm.types.keyboard_interrupt);
        show(vm, &raised.0);
        Outcome { status: if interrupted { 130 } else { 1 }, interrupted }
    }
}

fn exit_status(vm: &mut Vm, exception: &Typed<BaseException>) -> Outcome {
    let name = vm.intern("code");
    let code = vm.get_attribute(exception.as_object(), &name).unwrap_or_else(|_| vm.none());
    if vm.is_none(&code) {
        return Outcome::exit(0);
    }
    if let Some(number) = code.downcast::<Int>() {
        return Outcome::exit(number.to_i64().map_or(-1, |number| number as i32));
    }
    if let Ok(text) = vm.str(&code) {
        vm.write_text_to_stderr(&text);
    }
    vm.write_to_stderr("\n");
    Outcome::exit(1)
}

/// Shows an exception by `sys.excepthook`.
fn show(vm: &mut Vm, exception: &Ref<BaseException>) {
    let value = exception.clone().into_object();
    let (last, class) = (vm.intern("last_exc"), exception.class().as_object().to_ref());
    let traceback = exception.traceback.get().unwrap_or_else(|| vm.none());
    let Some(system) = vm.system_module() else { return };
    let fields = [("last_type", &class), ("last_value", &value), ("last_traceback", &traceback)];
    for (name, field) in fields {
        let name = vm.intern(name);
        let _ = vm.set_attribute(&system, &name, Some(field));
    }
    let _ = vm.set_attribute(&system, &last, Some(&value));
    match vm.sys_attribute("excepthook") {
        Ok(Some(hook)) => {
            if let Err(second) = vm.call_positional(&hook, &[&class, &value, &traceback]) {
                if second.is_instance(vm, &vm.types.system_exit) {
                    return;
                }
                vm.write_to_stderr("Error in sys.excepthook:\n");
                sys::display_exception(vm, second.0.as_object());
                vm.write_to_stderr("\nOriginal exception was:\n");
                sys::display_exception(vm, &value);
            }
        }
        _ => {
            vm.write_to_stderr("sys.excepthook is missing\n");
            sys::display_exception(vm, &value);
        }
    }
}
