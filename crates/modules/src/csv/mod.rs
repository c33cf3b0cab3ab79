//! `_csv`: reading and writing tables as text.

mod dialect;
mod parser;
mod reader;
mod writer;

use std::cell::Cell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::errors::hierarchy::EXCEPTION;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::OwnedText;

use crate::exception::{exception, raise_native};
use dialect::{DIALECT, Quoting, dialect_of};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "CSV parsing and writing.\n",
    functions: &[Csv::METHODS],
    types: &[&DIALECT, &ERROR],
    initialise: Some(initialise),
    ..ModuleSpec::new("_csv")
};

static ERROR: TypeSpec = exception("Error", "_csv", &EXCEPTION);

/// Where an interpreter keeps its registered dialects.
const DIALECTS: &str = "_csv._dialects";

/// How long a field may be.
struct FieldLimit(Cell<isize>);

impl Default for FieldLimit {
    fn default() -> FieldLimit {
        FieldLimit(Cell::new(128 * 1024))
    }
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, quoting) in Quoting::ALL {
        let value = vm.new_int(quoting as i64);
        vm.set_in_module(module, name, value)?;
    }
    for (name, class) in [("Reader", &reader::READER), ("Writer", &writer::WRITER)] {
        let class = vm.native_type(class)?.into_object();
        vm.set_in_module(module, name, class)?;
    }
    let dialects = dialects(vm).into_object();
    vm.set_in_module(module, "_dialects", dialects)
}

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    raise_native(vm, &ERROR, message)
}

/// A string as long as the program's data makes it.
fn new_text(vm: &mut Vm, text: &OwnedText) -> PyResult<Ref<Str>> {
    Str::try_from_text(vm, text.as_text()).map_err(|_| vm.memory_error())
}

fn field_limit(vm: &Vm) -> isize {
    vm.interpreter().native_state::<FieldLimit>().0.get()
}

/// The registered dialects, by name.
fn dialects(vm: &mut Vm) -> Ref<Dict> {
    if let Some(known) = vm.module_state(DIALECTS).and_then(|known| known.downcast_ref().ok()) {
        return known;
    }
    let dialects = vm.new_dict();
    vm.set_module_state(DIALECTS, dialects.clone().into_object());
    dialects
}

/// The dialect of this name.
fn registered(vm: &mut Vm, name: &Object) -> PyResult {
    match dialects(vm).get(vm, name)? {
        Some(dialect) => Ok(dialect),
        None => Err(error(vm, "unknown dialect")),
    }
}

/// The one or two positional arguments of a function.
fn one_or_two<'a>(
    vm: &mut Vm,
    function: &str,
    args: &'a [Ref],
) -> PyResult<(&'a Ref, Option<&'a Ref>)> {
    match args {
        [] => Err(vm.type_error(format!("{function} expected at least 1 argument, got 0"))),
        [first] => Ok((first, None)),
        [first, second] => Ok((first, Some(second))),
        more => {
            let count = more.len();
            Err(vm.type_error(format!("{function} expected at most 2 arguments, got {count}")))
        }
    }
}

/// The functions of the module.
pub struct Csv;

#[methods(owner = "_csv")]
impl Csv {
    ///     csv_reader = reader(iterable [, dialect='excel']
    ///                         [optional keyword args])
    ///     for row in csv_reader:
    ///         process(row)
    ///
    /// The "iterable" argument can be any object that returns a line
    /// of input for each iteration, such as a file object or a list.  The
    /// optional "dialect" parameter is discussed below.  The function
    /// also accepts optional keyword arguments which override settings
    /// provided by the dialect.
    ///
    /// The returned object is an iterator.  Each iteration returns a row
    /// of the CSV file (which can span multiple input lines).
    #[function("reader(*args, **parameters)", hidden)]
    fn reader(vm: &mut Vm, args: &[Ref], parameters: Keywords<'_>) -> PyResult {
        let (iterable, dialect) = one_or_two(vm, "reader", args)?;
        reader::create(vm, iterable, dialect, parameters)
    }

    ///     csv_writer = csv.writer(fileobj [, dialect='excel']
    ///                             [optional keyword args])
    ///     for row in sequence:
    ///         csv_writer.writerow(row)
    ///
    ///     [or]
    ///
    ///     csv_writer = csv.writer(fileobj [, dialect='excel']
    ///                             [optional keyword args])
    ///     csv_writer.writerows(rows)
    ///
    /// The "fileobj" argument can be any object that supports the file API.
    #[function("writer(*args, **parameters)", hidden)]
    fn writer(vm: &mut Vm, args: &[Ref], parameters: Keywords<'_>) -> PyResult {
        let (file, dialect) = one_or_two(vm, "writer", args)?;
        writer::create(vm, file, dialect, parameters)
    }

    /// Create a mapping from a string name to a dialect class.
    ///     dialect = csv.register_dialect(name[, dialect[, **fmtparams]])
    #[function("register_dialect(*args, **parameters)", hidden)]
    fn register_dialect(vm: &mut Vm, args: &[Ref], parameters: Keywords<'_>) -> PyResult<()> {
        let (name, dialect) = one_or_two(vm, "register_dialect", args)?;
        if name.downcast::<Str>().is_none() {
            return Err(vm.type_error("dialect name must be a string"));
        }
        let dialect = dialect_of(vm, dialect, parameters)?.into_object();
        dialects(vm).set(vm, name, dialect)
    }

    /// Delete the name/dialect mapping associated with a string name.
    ///
    ///     csv.unregister_dialect(name)
    #[function("unregister_dialect(name)")]
    fn unregister_dialect(vm: &mut Vm, name: &Object) -> PyResult<()> {
        match dialects(vm).remove(vm, name)? {
            Some(_) => Ok(()),
            None => Err(error(vm, "unknown dialect")),
        }
    }

    /// Return the dialect instance associated with name.
    ///
    ///     dialect = csv.get_dialect(name)
    #[function("get_dialect(name)")]
    fn get_dialect(vm: &mut Vm, name: &Object) -> PyResult {
        registered(vm, name)
    }

    /// Return a list of all known dialect names.
    ///
    ///     names = csv.list_dialects()
    #[function("list_dialects()")]
    fn list_dialects(vm: &mut Vm) -> Vec<Ref> {
        dialects(vm).keys(vm)
    }

    /// Sets an upper limit on parsed fields.
    ///
    ///     csv.field_size_limit([limit])
    ///
    /// Returns old limit. If limit is not given, no new limit is set and
    /// the old limit is returned
    #[function("field_size_limit(new_limit=<unrepresentable>)")]
    fn field_size_limit(vm: &mut Vm, new_limit: Option<&Object>) -> PyResult<isize> {
        let old = field_limit(vm);
        if let Some(limit) = new_limit {
            if !limit.class_is(&vm.types.int) {
                return Err(vm.type_error("limit must be an integer"));
            }
            let limit = vm.index(limit)?.to_i64().and_then(|limit| isize::try_from(limit).ok());
            let Some(limit) = limit else {
                return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
            };
            vm.interpreter().native_state::<FieldLimit>().0.set(limit);
        }
        Ok(old)
    }
}
