//! Making child processes of the running program, and what programs do around it.

use pellucid_runtime::prelude::*;

use crate::imp::import_lock;

/// The name under which the machine keeps the functions that are called around `fork`.
const CALLBACKS: &str = "fork callbacks";

/// When a function is called; the places in the list that is kept.
#[derive(Clone, Copy)]
enum Moment {
    Before,
    InChild,
    InParent,
}

/// Forks: 0 in the child, the child's number in the parent. The functions of `os.register_at_fork` are called.
pub fn fork_program(vm: &mut Vm) -> PyResult<i32> {
    run(vm, Moment::Before);
    // No other thread may be in the midst of an import: in the child it would never be finished.
    let imports = import_lock(vm)?;
    imports.enter_again(vm)?;
    let forked = vm.fork();
    imports.leave(vm);
    match forked {
        Ok(0) => {
            run(vm, Moment::InChild);
            Ok(0)
        }
        Ok(child) => {
            run(vm, Moment::InParent);
            Ok(child)
        }
        Err(errno) => {
            run(vm, Moment::InParent);
            Err(vm.os_error(errno, None))
        }
    }
}

fn callbacks(vm: &mut Vm, moment: Moment) -> Option<Ref<List>> {
    let kept = vm.module_state(CALLBACKS)?;
    kept.downcast::<Tuple>()?.items()[moment as usize].clone().downcast_ref().ok()
}

/// Calls the functions of a moment; those before the fork in reverse order.
fn run(vm: &mut Vm, moment: Moment) {
    let Some(list) = callbacks(vm, moment) else { return };
    let mut functions = list.items(vm).to_vec();
    if matches!(moment, Moment::Before) {
        functions.reverse();
    }
    for function in functions {
        if let Err(raised) = vm.call(&function, Args::EMPTY) {
            vm.report_unraisable(raised, &function);
        }
    }
}

fn keep(vm: &mut Vm, moment: Moment, function: &Object) -> PyResult<()> {
    if vm.module_state(CALLBACKS).is_none() {
        let mut lists = Vec::new();
        for _ in 0..3 {
            lists.push(vm.new_list(Vec::new())?.into_object());
        }
        let lists = vm.new_tuple(lists).into_object();
        vm.set_module_state(CALLBACKS, lists);
    }
    match callbacks(vm, moment) {
        Some(list) => list.push(vm, function.to_ref()),
        None => Ok(()),
    }
}

/// The functions about forking.
pub struct Forks;

#[methods(owner = "posix")]
impl Forks {
    /// Fork a child process.
    ///
    /// Return 0 to child process and PID of child to parent process.
    #[function("fork()")]
    fn fork(vm: &mut Vm) -> PyResult<i32> {
        fork_program(vm)
    }

    /// Register callables to be called when forking a new process.
    ///
    ///   before
    ///     A callable to be called in the parent before the fork() syscall.
    ///   after_in_child
    ///     A callable to be called in the child after fork().
    ///   after_in_parent
    ///     A callable to be called in the parent after fork().
    ///
    /// 'before' callbacks are called in reverse order.
    /// 'after_in_child' and 'after_in_parent' callbacks are called in order.
    #[function(
        "register_at_fork(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
        hidden
    )]
    fn register_at_fork(
        vm: &mut Vm,
        before: Option<&Object>,
        after_in_child: Option<&Object>,
        after_in_parent: Option<&Object>,
    ) -> PyResult<()> {
        let given = [
            ("before", before, Moment::Before),
            ("after_in_child", after_in_child, Moment::InChild),
            ("after_in_parent", after_in_parent, Moment::InParent),
        ];
        if given.iter().all(|(_, function, _)| function.is_none()) {
            return Err(vm.type_error("At least one argument is required."));
        }
        for (name, function, _) in given {
            if let Some(function) = function.filter(|function| !vm.is_callable(function)) {
                let class = function.class().name(vm);
                return Err(vm.type_error(format!("'{name}' must be callable, not {class}")));
            }
        }
        for (_, function, moment) in given {
            if let Some(function) = function {
                keep(vm, moment, function)?;
            }
        }
        Ok(())
    }
}
