//! `_json`: what the module `json` wants done fast.

mod encoder;
mod quote;
mod scanner;
mod strings;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::TextBuilder;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "json speedups\n",
    functions: &[Functions::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_json")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let scanner = vm.native_type(&scanner::SCANNER)?.into_object();
    vm.set_in_module(module, "make_scanner", scanner)?;
    let encoder = vm.native_type(&encoder::ENCODER)?.into_object();
    vm.set_in_module(module, "make_encoder", encoder)
}

/// JSONDecodeError about a place in a document.
#[cold]
fn decode_error(vm: &mut Vm, message: &str, document: &Typed<Str>, position: usize) -> Raised {
    let class = vm.import("json.decoder").and_then(|module| {
        let name = vm.intern("JSONDecodeError");
        vm.get_attribute(&module, &name)
    });
    let class = match class.map(|class| class.downcast_ref::<Type>()) {
        Ok(Ok(class)) => class,
        Ok(Err(_)) => return vm.type_error("json.decoder.JSONDecodeError is not a class"),
        Err(raised) => return raised,
    };
    let arguments = vec![
        vm.new_str(message).into_object(),
        document.as_object().to_ref(),
        vm.new_int(position as i64),
    ];
    vm.raise_with(&class, arguments)
}

fn string_argument<'a>(vm: &mut Vm, value: &'a Object) -> PyResult<&'a Typed<Str>> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = value.class().name(vm);
            Err(vm.type_error(format!("first argument must be a string, not {class}")))
        }
    }
}

/// The functions of `_json`.
pub struct Functions;

#[methods(owner = "_json")]
impl Functions {
    /// encode_basestring_ascii(string) -> string
    ///
    /// Return an ASCII-only JSON representation of a Python string
    #[function("encode_basestring_ascii(string, /)", hidden)]
    fn encode_ascii(vm: &mut Vm, string: &Object) -> PyResult<Ref<Str>> {
        let text = string_argument(vm, string)?;
        let mut result = TextBuilder::new();
        match quote::push_ascii(&mut result, text.text()) {
            true => vm.try_owned_text(&result.finish()),
            false => Err(vm.memory_error()),
        }
    }

    /// encode_basestring(string) -> string
    ///
    /// Return a JSON representation of a Python string
    #[function("encode_basestring(string, /)", hidden)]
    fn encode(vm: &mut Vm, string: &Object) -> PyResult<Ref<Str>> {
        let text = string_argument(vm, string)?;
        let mut result = TextBuilder::new();
        match quote::push(&mut result, text.text()) {
            true => vm.try_owned_text(&result.finish()),
            false => Err(vm.memory_error()),
        }
    }

    /// scanstring(string, end, strict=True) -> (string, end)
    ///
    /// Scan the string s for a JSON string. End is the index of the
    /// character in s after the quote that started the JSON string.
    /// Unescapes all valid JSON string escape sequences and raises ValueError
    /// on attempt to decode an invalid string. If strict is False then literal
    /// control characters are allowed in the string.
    ///
    /// Returns a tuple of the decoded string and the index of the character in s
    /// after the end quote.
    #[function("scanstring(string, end, strict=True, /)", hidden)]
    fn scanstring(
        vm: &mut Vm,
        string: &Object,
        end: isize,
        strict: Option<bool>,
    ) -> PyResult<(Ref<Str>, usize)> {
        let text = string_argument(vm, string)?;
        let start = usize::try_from(end).ok().filter(|start| *start <= text.len());
        let Some(start) = start else { return Err(vm.value_error("end is out of bounds")) };
        strings::scan_text(vm, text, start, strict.unwrap_or(true))
    }
}
