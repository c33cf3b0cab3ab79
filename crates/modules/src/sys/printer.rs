//! The stream that stands in for `sys.stdout` and `sys.stderr` until `io` is there, as CPython's `stderrprinter`.

use pellucid_runtime::object::{TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

/// Writes to one of the host's standard streams, unbuffered.
#[derive(Trace)]
pub struct Printer {
    #[trace(skip)]
    error: bool,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    methods: &[Printer::METHODS],
    getsets: &[Printer::GETSETS],
    ..TypeSpec::new::<Printer>("stderrprinter")
};

impl Printer {
    /// A printer to standard output, or to standard error.
    pub fn create(vm: &mut Vm, error: bool) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, Printer { error }).into_object())
    }
}

#[methods(owner = "stderrprinter")]
impl Printer {
    #[method("write(self, text, /)")]
    fn write(vm: &mut Vm, printer: &Typed<Printer>, text: &Typed<Str>) -> PyResult<usize> {
        let bytes = text.text().to_utf8_lossy().into_bytes();
        let host = vm.interpreter().host.get(vm);
        if printer.error {
            host.write_stderr(&bytes);
        } else if let Err(error) = host.write_stdout(&bytes) {
            let (number, message) = (error.raw_os_error().unwrap_or(5), error.to_string());
            let arguments = vec![vm.new_int(i64::from(number)), vm.new_str(&message).into_object()];
            let class = vm.types.os_error.clone();
            return Err(vm.raise_with(&class, arguments));
        }
        Ok(text.len())
    }

    #[method("flush(self, /)")]
    fn flush(_: &mut Vm, _: &Typed<Printer>) {}

    #[method("close(self, /)")]
    fn close(_: &mut Vm, _: &Typed<Printer>) {}

    #[method("isatty(self, /)")]
    fn is_terminal(_: &mut Vm, _: &Typed<Printer>) -> bool {
        false
    }

    #[method("fileno(self, /)")]
    fn file_number(_: &mut Vm, printer: &Typed<Printer>) -> i64 {
        if printer.error { 2 } else { 1 }
    }

    #[getter("encoding")]
    fn encoding(_: &mut Vm, _: &Typed<Printer>) -> &'static str {
        "utf-8"
    }

    #[getter("errors")]
    fn errors(_: &mut Vm, _: &Typed<Printer>) -> &'static str {
        "backslashreplace"
    }

    #[getter("mode")]
    fn mode(_: &mut Vm, _: &Typed<Printer>) -> &'static str {
        "w"
    }

    #[getter("closed")]
    fn closed(_: &mut Vm, _: &Typed<Printer>) -> bool {
        false
    }
}
