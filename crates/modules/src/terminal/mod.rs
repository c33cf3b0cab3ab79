//! `_pellucid_terminal`: reading statements from a terminal, with a history, completion and colours.

mod colours;
mod editor;

use std::cell::RefCell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use rustyline::error::ReadlineError;
use rustyline::history::{FileHistory, History};

use editor::{Statement, read};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Reading statements from a terminal.",
    functions: &[Terminal::METHODS],
    initialise: Some(|_: &mut Vm, _: &Typed<Module>| Ok(())),
    ..ModuleSpec::new("_pellucid_terminal")
};

/// What was typed before.
#[derive(Default)]
struct Remembered(RefCell<Option<FileHistory>>);

fn host_error(vm: &mut Vm, error: &std::io::Error) -> Raised {
    pellucid_runtime::errors::OsError::from_host(vm, error, None)
}

fn raise(vm: &mut Vm, error: ReadlineError) -> Raised {
    match error {
        ReadlineError::Eof => {
            let class = vm.types.eof_error.clone();
            vm.raise_with(&class, Vec::new())
        }
        ReadlineError::Io(error) => host_error(vm, &error),
        ReadlineError::Errno(errno) => {
            host_error(vm, &std::io::Error::from_raw_os_error(errno as i32))
        }
        _ => {
            let class = vm.types.keyboard_interrupt.clone();
            vm.raise_with(&class, Vec::new())
        }
    }
}

/// The functions of the module.
pub struct Terminal;

#[methods(owner = "_pellucid_terminal")]
impl Terminal {
    /// Read a statement.
    ///
    ///   prompt
    ///     What stands before its first line.
    ///   is_incomplete
    ///     Is asked at the end of a line whether the text so far needs another one.
    ///   complete
    ///     Gives the possible continuations of a name or attribute, in full.
    ///   colours
    ///     Whether to show it in colours.
    #[function("read(prompt, is_incomplete, complete, colours, /)")]
    fn read(
        vm: &mut Vm,
        prompt: &Typed<Str>,
        is_incomplete: &Object,
        complete: &Object,
        colours: bool,
    ) -> PyResult<String> {
        let prompt = prompt.to_string();
        let history = vm.interpreter().native_state::<Remembered>().0.take();
        let history = history.unwrap_or_default();
        let (result, history) = vm.blocking_with(|outside| {
            read(Statement { outside, is_incomplete, complete, colours }, &prompt, history)
        });
        vm.interpreter().native_state::<Remembered>().0.replace(history);
        vm.check_signals()?;
        result.map_err(|error| raise(vm, error))
    }

    /// Add what an earlier session has typed.
    #[function("load_history(path, /)")]
    fn load_history(vm: &mut Vm, path: &Object) -> PyResult<()> {
        let path = vm.host_path(path)?;
        let mut history = FileHistory::new();
        // A file that is not there, or is no history, means that there is none.
        let _ = history.load(&path);
        vm.interpreter().native_state::<Remembered>().0.replace(Some(history));
        Ok(())
    }

    /// Keep what was typed for later sessions.
    #[function("save_history(path, /)")]
    fn save_history(vm: &mut Vm, path: &Object) -> PyResult<()> {
        let path = vm.host_path(path)?;
        let history = vm.interpreter().native_state::<Remembered>().0.take();
        if let Some(mut history) = history {
            // Nobody can do anything about a history that cannot be kept.
            let _ = history.save(&path);
            vm.interpreter().native_state::<Remembered>().0.replace(Some(history));
        }
        Ok(())
    }
}
