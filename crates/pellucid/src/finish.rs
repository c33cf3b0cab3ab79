//! Taking an interpreter down: threads, `atexit`, streams, modules, garbage.

use pellucid_modules::atexit;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::builtins::weak_reference::WeakRef;
use pellucid_runtime::heap::Roots;
use pellucid_runtime::prelude::*;

use crate::Interpreter;

/// How an interpreter has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish {
    /// Whether everything could be written to the standard streams.
    pub flushed: bool,
    /// What is wrong with the heap, one problem a line, if the settings asked for a check
    /// ([`Settings::verify`](crate::Settings::verify), [`Settings::stress`](crate::Settings::stress)).
    pub heap_problems: Vec<String>,
}

impl Interpreter {
    /// Ends the interpreter in CPython's order.
    pub fn finish(mut self) -> Finish {
        let vm = &mut *self.vm;
        vm.heap().set_stress(None);
        vm.heap().set_limit(None);
        join_threads(vm);
        atexit::run(vm);
        let mut clean = flush_streams(vm);
        vm.interpreter().finalizing.set(true);
        vm.close_threads();
        vm.run_pending();
        vm.collect_garbage(2);
        take_down_modules(vm);
        clean &= flush_streams(vm);
        vm.let_go_of_program();
        let mut heap_problems = vm.interpreter().heap_problems.replace(vm, Vec::new());
        let roots = if vm.has_abandoned_threads() { Roots::Some } else { Roots::All };
        if vm.settings.get(vm).verify
            && let Err(problems) = vm.verify_heap(roots)
        {
            heap_problems.push(problems);
        }
        if vm.settings.get(vm).verify && !vm.has_abandoned_threads() {
            let left = vm.describe_left();
            if !left.is_empty() {
                heap_problems.push(format!("left at the end:\n{left}"));
            }
        }
        Finish { flushed: clean, heap_problems }
    }
}

fn join_threads(vm: &mut Vm) {
    let name = vm.intern("threading");
    let Some(threading) = vm.modules.get_str(vm, &name) else { return };
    let shutdown = vm.intern("_shutdown");
    if let Err(raised) = vm.call_method(&threading, &shutdown, &[]) {
        vm.report_unraisable(raised, &threading);
    }
}

fn flush_streams(vm: &mut Vm) -> bool {
    let mut clean = true;
    for name in ["stdout", "stderr"] {
        let Ok(Some(stream)) = vm.sys_attribute(name) else { continue };
        if vm.is_none(&stream) {
            continue;
        }
        let closed = vm.intern("closed");
        if let Ok(Some(closed)) = vm.find_attribute(&stream, &closed)
            && vm.is_true(&closed).unwrap_or(false)
        {
            continue;
        }
        let flush = vm.names.flush.clone();
        if let Err(raised) = vm.call_method(&stream, &flush, &[]) {
            clean = false;
            if name == "stdout" {
                vm.report_unraisable_with(raised, "Exception ignored while flushing sys.stdout");
            }
        }
    }
    clean
}

/// What `sys` loses before its module does.
const ENDING_SYSTEM_NAMES: [&str; 11] = [
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
];

/// Takes the modules out of `sys.modules` one by one, collects, then clears the namespaces of those that live on, the
/// youngest first; `sys` and `builtins` stay.
fn take_down_modules(vm: &mut Vm) {
    let none = vm.none();
    let underscore = vm.intern("_");
    vm.builtins.clone().set_str(vm, &underscore, none.clone());
    if let Some(system) = vm.system_module() {
        for name in ENDING_SYSTEM_NAMES {
            let name = vm.intern(name);
            let _ = vm.set_attribute(&system, &name, Some(&none));
        }
    }
    let modules = vm.modules.clone();
    let entries: Vec<(Ref, Ref)> = modules.pairs(vm);
    let namespaces = entries.iter().filter_map(|(_, module)| Module::dict(vm, module)).collect();
    vm.set_ending_namespaces(namespaces);
    let mut alive: Vec<Ref<WeakRef>> = Vec::new();
    let kind = vm.types.weak_reference.clone();
    for (key, module) in entries {
        let name = key.downcast::<Str>().map(|name| name.to_string());
        let stays = matches!(name.as_deref(), Some("sys" | "builtins"));
        if module.holds::<Module>() && !stays {
            let weak = WeakRef::create(vm, &kind, &module, None);
            alive.extend(weak.ok().and_then(|weak| weak.downcast_ref().ok()));
        }
        if modules.set(vm, &key, none.clone()).is_ok() {
            drop(module);
            vm.run_pending();
        }
    }
    modules.clear(vm);
    vm.run_pending();
    vm.restore_builtins();
    vm.collect_garbage(2);
    for weak in alive.into_iter().rev() {
        if let Some(module) = weak.target() {
            clear_namespace(vm, &module);
        }
    }
    vm.collect_garbage(2);
}

/// Sets the names of a module to None: first those with one underscore, then all but `__builtins__`.
fn clear_namespace(vm: &mut Vm, module: &Object) {
    let Some(dict) = Module::dict(vm, module) else { return };
    for private in [true, false] {
        for (key, value) in dict.pairs(vm) {
            let Some(text) = key.downcast::<Str>() else { continue };
            let name = text.to_string();
            let own = name.starts_with('_') && !name.starts_with("__");
            if own != private || name == "__builtins__" || vm.is_none(&value) {
                continue;
            }
            let none = vm.none();
            dict.set_str(vm, text, none);
            drop(value);
            vm.run_pending();
        }
    }
}
