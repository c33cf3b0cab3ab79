//! Frames, handled exceptions and limits of the running thread.

use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

use super::functions::Functions;

static ASYNC_GENERATOR_HOOKS: StructSequenceSpec = StructSequenceSpec::new(
    "builtins",
    "asyncgen_hooks",
    "asyncgen_hooks: immutable structure with hooks for asynchronous generators",
    &[("firstiter", ""), ("finalizer", "")],
    2,
);

/// The functions about the running thread.
pub struct Frames;

#[methods(owner = "sys")]
impl Frames {
    /// Return the current exception.
    #[function("exception()")]
    fn exception(vm: &mut Vm) -> Ref {
        vm.handled_exception().map_or_else(|| vm.none(), |exception| exception.into_object())
    }

    /// Return current exception information: (type, value, traceback).
    #[function("exc_info()")]
    fn exc_info(vm: &mut Vm) -> Ref {
        let none = vm.none();
        let items = match vm.handled_exception() {
            None => vec![none.clone(), none.clone(), none],
            Some(exception) => {
                let class = exception.class().as_object().to_ref();
                let traceback = exception.traceback.get();
                let traceback = traceback.map_or(none, |traceback| traceback.as_object().to_ref());
                vec![class, exception.into_object(), traceback]
            }
        };
        vm.new_tuple(items).into_object()
    }

    /// Return a frame object from the call stack.
    #[function("_getframe(depth=0, /)")]
    fn get_frame(vm: &mut Vm, depth: Option<i32>) -> PyResult {
        let depth = usize::try_from(depth.unwrap_or(0)).unwrap_or(0);
        match vm.frame_object_at(depth) {
            Some(frame) => Ok(frame.into_object()),
            None => Err(vm.value_error("call stack is not deep enough")),
        }
    }

    /// Return a dict mapping each thread's thread id to its current stack frame.
    ///
    /// This function should be used for specialized purposes only.
    #[function("_current_frames()")]
    fn current_frames(vm: &mut Vm) -> PyResult<Ref<Dict>> {
        let frames = vm.current_frames();
        let dict = vm.new_dict();
        for (identity, frame) in frames {
            let identity = vm.new_int(identity as i64);
            dict.set(vm, &identity, frame)?;
        }
        Ok(dict)
    }

    /// Return a dict mapping each thread's identifier to its current raised exception.
    ///
    /// This function should be used for specialized purposes only.
    #[function("_current_exceptions()")]
    fn current_exceptions(vm: &mut Vm) -> PyResult<Ref<Dict>> {
        let exceptions = vm.current_exceptions();
        let dict = vm.new_dict();
        for (identity, exception) in exceptions {
            let identity = vm.new_int(identity as i64);
            let exception = exception.map_or_else(|| vm.none(), Ref::into_object);
            dict.set(vm, &identity, exception)?;
        }
        Ok(dict)
    }

    /// Call func(*args), while tracing is enabled.
    ///
    /// The tracing state is saved, and restored afterwards.  This is intended
    /// to be called from a debugger from a checkpoint, to recursively debug
    /// some other code.
    #[function("call_tracing(func, args, /)")]
    fn call_tracing(vm: &mut Vm, func: &Object, args: &Typed<Tuple>) -> PyResult {
        let arguments = args.to_ref();
        vm.call_listened(func, Args::from_positional(arguments.items()))
    }

    /// Return the name of the module for a calling frame.
    #[function("_getframemodulename(depth=0)")]
    fn get_frame_module_name(vm: &mut Vm, depth: Option<i32>) -> PyResult {
        let depth = usize::try_from(depth.unwrap_or(0)).unwrap_or(0);
        let Some(frame) = vm.frame_object_at(depth) else { return Ok(vm.none()) };
        let (globals, name) = (vm.intern("f_globals"), vm.names.__name__.clone());
        let globals = vm.get_attribute(frame.as_object(), &globals)?;
        let found = globals.downcast::<Dict>().and_then(|globals| globals.get_str(vm, &name));
        Ok(found.unwrap_or_else(|| vm.none()))
    }

    /// The number of processors given by `-X cpu_count`; -1 for none.
    #[function("_get_cpu_count_config()")]
    fn get_cpu_count_config(_: &mut Vm) -> i64 {
        -1
    }

    /// Return the current value of the recursion limit.
    #[function("getrecursionlimit()")]
    fn get_recursion_limit(vm: &mut Vm) -> usize {
        vm.recursion_limit()
    }

    /// Set the maximum depth of the Python interpreter stack to n.
    #[function("setrecursionlimit(limit, /)")]
    fn set_recursion_limit(vm: &mut Vm, limit: i32) -> PyResult<()> {
        let Some(limit) = usize::try_from(limit).ok().filter(|limit| *limit > 0) else {
            return Err(vm.value_error("recursion limit must be greater or equal than 1"));
        };
        let depth = vm.recursion_depth();
        if depth >= limit {
            return Err(vm.recursion_error(format!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
            )));
        }
        vm.set_recursion_limit(limit);
        Ok(())
    }

    /// Return the global debug tracing function set with sys.settrace.
    #[function("gettrace()")]
    fn get_trace(vm: &mut Vm) -> Option<Ref> {
        vm.trace_function()
    }

    /// Set the global debug tracing function.
    ///
    /// It will be called on each function call.  See the debugger chapter
    /// in the library manual.
    #[function("settrace(function, /)")]
    fn set_trace(vm: &mut Vm, function: &Object) -> PyResult<()> {
        Functions::audit_event(vm, "sys.settrace")?;
        vm.set_trace_function(listener(vm, function))
    }

    /// Set the global debug tracing function in all running threads belonging to the current interpreter.
    ///
    /// It will be called on each function call. See the debugger chapter
    /// in the library manual.
    #[function("_settraceallthreads(function, /)")]
    fn set_trace_everywhere(vm: &mut Vm, function: &Object) -> PyResult<()> {
        Functions::audit_event(vm, "sys.settrace")?;
        vm.set_trace_function_everywhere(listener(vm, function))
    }

    /// Return the profiling function set with sys.setprofile.
    ///
    /// See the profiler chapter in the library manual.
    #[function("getprofile()")]
    fn get_profile(vm: &mut Vm) -> Option<Ref> {
        vm.profiler().map(|listener| listener.object)
    }

    /// Set the profiling function.
    ///
    /// It will be called on each function call and return.  See the profiler
    /// chapter in the library manual.
    #[function("setprofile(function, /)")]
    fn set_profile(vm: &mut Vm, function: &Object) -> PyResult<()> {
        Functions::audit_event(vm, "sys.setprofile")?;
        vm.set_profile_function(listener(vm, function))
    }

    /// Set the profiling function in all running threads belonging to the current interpreter.
    ///
    /// It will be called on each function call and return.  See the profiler
    /// chapter in the library manual.
    #[function("_setprofileallthreads(function, /)")]
    fn set_profile_everywhere(vm: &mut Vm, function: &Object) -> PyResult<()> {
        Functions::audit_event(vm, "sys.setprofile")?;
        vm.set_profile_function_everywhere(listener(vm, function))
    }

    /// Return the installed asynchronous generators hooks.
    #[function("get_asyncgen_hooks()")]
    fn get_async_generator_hooks(vm: &mut Vm) -> PyResult<Ref<Tuple>> {
        let (first, last) = vm.async_generator_hooks();
        let items = vec![first.unwrap_or_else(|| vm.none()), last.unwrap_or_else(|| vm.none())];
        StructSequence::instance(vm, &ASYNC_GENERATOR_HOOKS, items)
    }

    /// Set a finalizer for async generators objects.
    #[function("set_asyncgen_hooks(firstiter=..., finalizer=...)")]
    fn set_async_generator_hooks(
        vm: &mut Vm,
        firstiter: Option<&Object>,
        finalizer: Option<&Object>,
    ) -> PyResult<()> {
        for (name, given) in [("finalizer", finalizer), ("firstiter", firstiter)] {
            if let Some(given) = given
                && !vm.is_none(given)
                && !vm.is_callable(given)
            {
                let class = given.class().name(vm);
                return Err(vm.type_error(format!("callable {name} expected, got {class}")));
            }
        }
        let (mut first, mut last) = vm.async_generator_hooks();
        let hook = |vm: &Vm, given: &Object| (!vm.is_none(given)).then(|| given.to_ref());
        if let Some(given) = firstiter {
            first = hook(vm, given);
        }
        if let Some(given) = finalizer {
            last = hook(vm, given);
        }
        vm.set_async_generator_hooks(first, last);
        Ok(())
    }

    /// Check status of origin tracking for coroutine objects in this thread.
    #[function("get_coroutine_origin_tracking_depth()")]
    fn get_coroutine_origin_tracking_depth(vm: &mut Vm) -> usize {
        vm.coroutine_origin_depth()
    }

    /// Enable or disable origin tracking for coroutine objects in this thread.
    #[function("set_coroutine_origin_tracking_depth(depth)")]
    fn set_coroutine_origin_tracking_depth(vm: &mut Vm, depth: i32) -> PyResult<()> {
        match usize::try_from(depth) {
            Ok(depth) => {
                vm.set_coroutine_origin_depth(depth);
                Ok(())
            }
            Err(_) => Err(vm.value_error("depth must be >= 0")),
        }
    }
}

/// `None` stands for nobody.
fn listener(vm: &Vm, function: &Object) -> Option<Ref> {
    (!vm.is_none(function)).then(|| function.to_ref())
}
