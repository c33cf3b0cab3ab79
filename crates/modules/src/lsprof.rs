//! `_lsprof`: the profiler of `cProfile`. How often functions are called, by whom, and how long they take.

use std::cell::Cell;
use std::collections::HashMap;
use std::time::Instant;

use pellucid_runtime::builtins::{BuiltinFunction, FrameObject};
use pellucid_runtime::object::{ModuleSpec, Slots, StructSequence, StructSequenceSpec, TypeLookup};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{Event, Listener};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Fast profiler",
    types: &[&PROFILER],
    initialise: Some(|vm, module| {
        for (name, spec) in [("profiler_entry", &ENTRY), ("profiler_subentry", &SUBENTRY)] {
            let class = StructSequence::class(vm, spec)?.into_object();
            vm.set_in_module(module, name, class)?;
        }
        Ok(())
    }),
    ..ModuleSpec::new("_lsprof")
};

static ENTRY: StructSequenceSpec = StructSequenceSpec::new(
    "_lsprof",
    "profiler_entry",
    "",
    &[
        ("code", "code object or built-in function name"),
        ("callcount", "how many times this was called"),
        ("reccallcount", "how many times called recursively"),
        ("totaltime", "total time in this entry"),
        ("inlinetime", "inline time in this entry (not in subcalls)"),
        ("calls", "details of the calls"),
    ],
    6,
);

static SUBENTRY: StructSequenceSpec = StructSequenceSpec::new(
    "_lsprof",
    "profiler_subentry",
    "",
    &[
        ("code", "called code object or built-in function name"),
        ("callcount", "how many times this is called"),
        ("reccallcount", "how many times this is called recursively"),
        ("totaltime", "total time spent in this call"),
        ("inlinetime", "inline time (not in further subcalls)"),
    ],
    5,
);

/// How often something was called, and the seconds that took.
#[derive(Clone, Copy, Default)]
struct Calls {
    count: u64,
    recursive: u64,
    total: f64,
    inline: f64,
    /// How many of them are under way.
    level: usize,
}

impl Calls {
    fn end(&mut self, total: f64, inline: f64) {
        self.level = self.level.saturating_sub(1);
        match self.level {
            0 => self.total += total,
            _ => self.recursive += 1,
        }
        self.inline += inline;
        self.count += 1;
    }
}

/// A function that has been called.
#[derive(Trace)]
#[payload(none)]
struct Entry {
    /// Its code, or what a native function is called.
    shown: Ref,
    #[trace(skip)]
    calls: Calls,
    /// What it has called itself, by the numbers of their entries, in the order of the first calls.
    #[trace(skip)]
    called: Vec<(usize, Calls)>,
}

/// A call under way.
struct Context {
    entry: usize,
    /// The time at which it has begun, and the time that calls of its own have taken: seconds.
    began: f64,
    inner: f64,
}

/// What has been observed.
#[derive(Trace, Default)]
#[payload(none)]
struct Observed {
    entries: Vec<Entry>,
    /// The numbers of the entries by the addresses of code, and of the definitions of native functions.
    #[trace(skip)]
    numbers: HashMap<usize, usize>,
    #[trace(skip)]
    stack: Vec<Context>,
}

impl Observed {
    fn begin(&mut self, entry: usize, now: f64, subcalls: bool) {
        if subcalls && let Some(caller) = self.stack.last() {
            let called = &mut self.entries[caller.entry].called;
            match called.iter_mut().find(|(number, _)| *number == entry) {
                Some((_, calls)) => calls.level += 1,
                None => called.push((entry, Calls { level: 1, ..Calls::default() })),
            }
        }
        self.entries[entry].calls.level += 1;
        self.stack.push(Context { entry, began: now, inner: 0.0 });
    }

    /// Ends the innermost call. What began before anybody looked is not known.
    fn end(&mut self, now: f64) {
        let Some(context) = self.stack.pop() else { return };
        let total = now - context.began;
        let inline = total - context.inner;
        self.entries[context.entry].calls.end(total, inline);
        let Some(caller) = self.stack.last_mut() else { return };
        caller.inner += total;
        let called = &mut self.entries[caller.entry].called;
        if let Some((_, calls)) = called.iter_mut().find(|(number, _)| *number == context.entry) {
            calls.end(total, inline);
        }
    }
}

/// A profiler.
#[derive(Trace)]
pub struct Profiler {
    observed: TokenCell<Observed>,
    /// A clock of the program's own, and the seconds of its unit if it counts whole ones.
    timer: Slot,
    #[trace(skip)]
    unit: Cell<f64>,
    #[trace(skip)]
    subcalls: Cell<bool>,
    #[trace(skip)]
    builtins: Cell<bool>,
    #[trace(skip)]
    enabled: Cell<bool>,
    #[trace(skip)]
    made: Instant,
}

static PROFILER: TypeSpec = TypeSpec {
    module: "_lsprof",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| {
            let profiler = Profiler {
                observed: TokenCell::new(Observed::default()),
                timer: Slot::empty(),
                unit: Cell::new(0.0),
                subcalls: Cell::new(true),
                builtins: Cell::new(true),
                enabled: Cell::new(false),
                made: Instant::now(),
            };
            Ok(vm.new_object(class, profiler).into_object())
        });
        slots.init = Some(Profiler::INIT);
    },
    methods: &[Profiler::METHODS],
    ..TypeSpec::new::<Profiler>("Profiler")
};

#[methods(owner = "Profiler")]
impl Profiler {
    /// Build a profiler object using the specified timer function.
    ///
    /// The default timer is a fast built-in one based on real time.
    /// For custom timer functions returning integers, 'timeunit' can
    /// be a float specifying a scale (that is, how long each integer unit
    /// is, in seconds).
    #[initializer("Profiler(timer=None, timeunit=0.0, subcalls=True, builtins=True)")]
    fn init(
        vm: &mut Vm,
        this: &Typed<Profiler>,
        timer: Option<&Object>,
        timeunit: Option<f64>,
        subcalls: Option<bool>,
        builtins: Option<bool>,
    ) -> PyResult<()> {
        let timer = timer.filter(|timer| !vm.is_none(timer)).map(Object::to_ref);
        this.timer.set(vm, timer);
        this.unit.set(timeunit.unwrap_or(0.0));
        this.subcalls.set(subcalls.unwrap_or(true));
        this.builtins.set(builtins.unwrap_or(true));
        Ok(())
    }

    /// Start collecting profiling information.
    ///
    ///   subcalls
    ///     If True, also records for each function
    ///     statistics separated according to its current caller.
    ///   builtins
    ///     If True, records the time spent in
    ///     built-in functions separately from their caller.
    #[method("enable(self, /, subcalls=True, builtins=True)")]
    fn enable(
        vm: &mut Vm,
        this: &Typed<Profiler>,
        subcalls: Option<bool>,
        builtins: Option<bool>,
    ) -> PyResult<()> {
        if vm.profiler().is_some() {
            // As the tool of `sys.monitoring` that CPython's is.
            return Err(vm.value_error("tool 2 is already in use"));
        }
        this.subcalls.set(subcalls.unwrap_or(true));
        this.builtins.set(builtins.unwrap_or(true));
        this.enabled.set(true);
        let object = this.as_object().to_ref();
        vm.set_profiler(Some(Listener { object, tell }))
    }

    /// Stop collecting profiling information.
    #[method("disable(self, /)")]
    fn disable(vm: &mut Vm, this: &Typed<Profiler>) -> PyResult<()> {
        if !this.enabled.replace(false) {
            return Ok(());
        }
        if vm.profiler().is_some_and(|listener| listener.object.is(this.as_object())) {
            vm.set_profiler(None)?;
        }
        let now = this.now(vm);
        let observed = this.observed.get_mut(vm);
        while !observed.stack.is_empty() {
            observed.end(now);
        }
        Ok(())
    }

    /// Clear all profiling information collected so far.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, this: &Typed<Profiler>) {
        let observed = this.observed.replace(vm, Observed::default());
        drop(observed);
    }

    /// Return a list of profiler_entry objects: what has been called, how often and how long.
    #[method("getstats(self, /)")]
    fn getstats(vm: &mut Vm, this: &Typed<Profiler>) -> PyResult<Ref<List>> {
        if this.enabled.get() {
            Self::disable(vm, this)?;
            Self::enable(vm, this, Some(this.subcalls.get()), Some(this.builtins.get()))?;
        }
        let observed = this.observed.get(vm);
        let shown: Vec<Ref> = observed.entries.iter().map(|entry| entry.shown.clone()).collect();
        let rows: Vec<_> =
            observed.entries.iter().map(|entry| (entry.calls, entry.called.clone())).collect();
        let list = vm.new_list(Vec::new())?;
        for (number, (calls, called)) in rows.into_iter().enumerate() {
            if calls.count == 0 {
                continue;
            }
            let mut items = fields(vm, &shown[number], calls);
            let mut details = Vec::new();
            for (callee, calls) in called {
                let items = fields(vm, &shown[callee], calls);
                details.push(StructSequence::instance(vm, &SUBENTRY, items)?.into_object());
            }
            items.push(match details.is_empty() {
                true => vm.none(),
                false => vm.new_list(details)?.into_object(),
            });
            let entry = StructSequence::instance(vm, &ENTRY, items)?.into_object();
            list.push(vm, entry)?;
        }
        Ok(list)
    }
}

fn fields(vm: &mut Vm, shown: &Ref, calls: Calls) -> Vec<Ref> {
    vec![
        shown.clone(),
        vm.new_int(calls.count as i64),
        vm.new_int(calls.recursive as i64),
        vm.new_float(calls.total),
        vm.new_float(calls.inline),
    ]
}

impl Profiler {
    /// The time in seconds. What is wrong with the program's clock is reported, and counts as no time.
    fn now(&self, vm: &mut Vm) -> f64 {
        let Some(timer) = self.timer.get() else { return self.made.elapsed().as_secs_f64() };
        let told = vm.call(&timer, Args::EMPTY).and_then(|time| {
            let scale = if self.unit.get() > 0.0 { self.unit.get() } else { 1.0 };
            vm.as_f64(&time).map(|time| time * scale)
        });
        told.unwrap_or_else(|raised| {
            vm.report_unraisable_while(raised, "calling profiler's timer", &timer);
            0.0
        })
    }

    /// The number of the entry for something, which is made if there is none.
    fn entry(
        &self,
        vm: &mut Vm,
        address: usize,
        show: impl FnOnce(&mut Vm) -> PyResult<Ref>,
    ) -> PyResult<usize> {
        if let Some(number) = self.observed.get(vm).numbers.get(&address) {
            return Ok(*number);
        }
        let shown = show(vm)?;
        let observed = self.observed.get_mut(vm);
        let number = observed.entries.len();
        observed.entries.push(Entry { shown, calls: Calls::default(), called: Vec::new() });
        observed.numbers.insert(address, number);
        Ok(number)
    }
}

/// Tells a profiler of an event.
fn tell(
    vm: &mut Vm,
    profiler: &Object,
    frame: &Typed<FrameObject>,
    event: Event<'_>,
) -> PyResult<()> {
    let Some(this) = profiler.downcast::<Profiler>() else { return Ok(()) };
    let entry = match event {
        Event::Start | Event::Resume | Event::Throw(_) => {
            let code = frame.code().to_ref();
            Some(this.entry(vm, code.address(), |_| Ok(code.into_object()))?)
        }
        Event::Call(..) | Event::CallReturn(..) | Event::CallRaise(..) if !this.builtins.get() => {
            return Ok(());
        }
        Event::Call(function, _) => match function.downcast::<BuiltinFunction>() {
            Some(native) => Some(this.entry(vm, native.identity(), |vm| shown(vm, native))?),
            None => return Ok(()),
        },
        _ => None,
    };
    let (now, subcalls) = (this.now(vm), this.subcalls.get());
    let observed = this.observed.get_mut(vm);
    match entry {
        Some(entry) => observed.begin(entry, now, subcalls),
        None => observed.end(now),
    }
    Ok(())
}

/// What a native function is called in the report.
fn shown(vm: &mut Vm, function: &Typed<BuiltinFunction>) -> PyResult<Ref> {
    let (receiver, module, name) = function.origin();
    if let Some(receiver) = receiver {
        let key = vm.intern(name);
        if let Some(method) = receiver.class().lookup(vm, &key) {
            return vm.repr(&method).map(Ref::into_object);
        }
    }
    let text = match module {
        Some(module) => format!("<built-in method {module}.{name}>"),
        None => format!("<built-in method {name}>"),
    };
    Ok(vm.new_str(&text).into_object())
}
