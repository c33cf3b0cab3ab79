//! `_json.make_scanner`: reading documents.

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::{CodeUnit, with_units};

use super::{decode_error, strings};

/// What a document is read with.
#[derive(Trace)]
pub struct Scanner {
    strict: bool,
    object_hook: Option<Ref>,
    object_pairs_hook: Option<Ref>,
    /// `None` for `float` and `int` themselves.
    parse_float: Option<Ref>,
    parse_int: Option<Ref>,
    parse_constant: Ref,
}

/// `_json.Scanner`
pub static SCANNER: TypeSpec = TypeSpec {
    module: "_json",
    doc: "JSON scanner object",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(Scanner::NEW);
        slots.call = Some(call);
    },
    methods: &[Scanner::METHODS],
    getsets: &[Scanner::GETSETS],
    ..TypeSpec::new::<Scanner>("Scanner")
};

#[methods]
impl Scanner {
    #[constructor("make_scanner(context)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, context: &Object) -> PyResult {
        let field = |vm: &mut Vm, name: &str| {
            let name = vm.intern(name);
            vm.get_attribute(context, &name)
        };
        let strict = field(vm, "strict")?;
        let strict = vm.is_true(&strict)?;
        let hook = |vm: &mut Vm, name: &str| -> PyResult<Option<Ref>> {
            let hook = field(vm, name)?;
            Ok((!vm.is_none(&hook)).then_some(hook))
        };
        let (object_hook, object_pairs_hook) =
            (hook(vm, "object_hook")?, hook(vm, "object_pairs_hook")?);
        let (float, int) = (field(vm, "parse_float")?, field(vm, "parse_int")?);
        let scanner = Scanner {
            strict,
            object_hook,
            object_pairs_hook,
            parse_float: (!float.is(vm.types.float.as_object())).then_some(float),
            parse_int: (!int.is(vm.types.int.as_object())).then_some(int),
            parse_constant: field(vm, "parse_constant")?,
        };
        Ok(vm.heap().allocate(kind_of(class), scanner).into_object())
    }

    /// strict
    #[getter("strict")]
    fn strict(_: &mut Vm, this: &Typed<Scanner>) -> bool {
        this.strict
    }

    /// object_hook
    #[getter("object_hook")]
    fn object_hook(_: &mut Vm, this: &Typed<Scanner>) -> Option<Ref> {
        this.object_hook.clone()
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let (Some(scanner), [document, position]) = (object.downcast::<Scanner>(), args.positional())
    else {
        return Err(vm.type_error("scan_once() takes a string and an index"));
    };
    let Some(document) = document.downcast::<Str>() else {
        let class = document.class().name(vm);
        return Err(vm.type_error(format!("first argument must be a string, not {class}")));
    };
    let position = vm.index(position)?;
    let Some(start) = position.to_usize() else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    let names = vm.new_dict();
    let (value, end) = with_units!(document.text(), units => {
        Document { scanner, text: document, units, names: &names }.value(vm, start)
    })?;
    let end = vm.new_int(end as i64);
    Ok(vm.new_tuple(vec![value, end]).into_object())
}

/// A document that is being read.
struct Document<'a, U> {
    scanner: &'a Typed<Scanner>,
    text: &'a Typed<Str>,
    units: &'a [U],
    /// Names of objects that have been seen: each is one string.
    names: &'a Typed<Dict>,
}

impl<U: CodeUnit> Document<'_, U> {
    fn code(&self, index: usize) -> Option<u32> {
        self.units.get(index).map(|unit| (*unit).into())
    }

    fn ascii(&self, index: usize) -> u8 {
        self.code(index).and_then(|code| u8::try_from(code).ok()).unwrap_or(0)
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.ascii(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        at
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.bytes().enumerate().all(|(index, byte)| self.ascii(at + index) == byte)
    }

    fn error<T>(&self, vm: &mut Vm, message: &str, at: usize) -> PyResult<T> {
        Err(decode_error(vm, message, self.text, at))
    }

    /// There is no value at a place.
    #[cold]
    fn stop<T>(&self, vm: &mut Vm, at: usize) -> PyResult<T> {
        let class = vm.types.stop_iteration.clone();
        let at = vm.new_int(at as i64);
        Err(vm.raise_with(&class, vec![at]))
    }

    /// Reads the value at a place; gives it and the place behind it.
    fn value(&self, vm: &mut Vm, at: usize) -> PyResult<(Ref, usize)> {
        match self.ascii(at) {
            b'"' => {
                let (text, end) =
                    strings::scan(vm, self.text, self.units, at + 1, self.scanner.strict)?;
                Ok((text.into_object(), end))
            }
            b'{' => {
                vm.check_native_stack(" while decoding a JSON object from a unicode string")?;
                self.object(vm, at + 1)
            }
            b'[' => {
                vm.check_native_stack(" while decoding a JSON array from a unicode string")?;
                self.array(vm, at + 1)
            }
            b'n' if self.starts_with(at, "null") => Ok((vm.none(), at + 4)),
            b't' if self.starts_with(at, "true") => Ok((vm.new_bool(true), at + 4)),
            b'f' if self.starts_with(at, "false") => Ok((vm.new_bool(false), at + 5)),
            b'N' if self.starts_with(at, "NaN") => self.constant(vm, "NaN", at),
            b'I' if self.starts_with(at, "Infinity") => self.constant(vm, "Infinity", at),
            b'-' if self.starts_with(at, "-Infinity") => self.constant(vm, "-Infinity", at),
            _ => self.number(vm, at),
        }
    }

    fn constant(&self, vm: &mut Vm, name: &str, at: usize) -> PyResult<(Ref, usize)> {
        let text = vm.new_str(name);
        let value = vm.call_positional(&self.scanner.parse_constant, &[text.as_object()])?;
        Ok((value, at + name.len()))
    }

    fn array(&self, vm: &mut Vm, start: usize) -> PyResult<(Ref, usize)> {
        let list = vm.new_list(Vec::new())?;
        let mut at = self.skip_blanks(start);
        if self.ascii(at) == b']' {
            return Ok((list.into_object(), at + 1));
        }
        loop {
            let (value, end) = self.value(vm, at)?;
            list.push(vm, value)?;
            at = self.skip_blanks(end);
            match self.ascii(at) {
                b']' => return Ok((list.into_object(), at + 1)),
                b',' => {}
                _ => return self.error(vm, "Expecting ',' delimiter", at),
            }
            let comma = at;
            at = self.skip_blanks(at + 1);
            if self.ascii(at) == b']' {
                return self.error(vm, "Illegal trailing comma before end of array", comma);
            }
        }
    }

    fn object(&self, vm: &mut Vm, start: usize) -> PyResult<(Ref, usize)> {
        let as_pairs = self.scanner.object_pairs_hook.is_some();
        let (dict, mut pairs) = (vm.new_dict(), Vec::new());
        let mut at = self.skip_blanks(start);
        let mut more = self.ascii(at) != b'}';
        while more {
            if self.ascii(at) != b'"' {
                let message = "Expecting property name enclosed in double quotes";
                return self.error(vm, message, at);
            }
            let (name, end) = self.name(vm, at + 1)?;
            at = self.skip_blanks(end);
            if self.ascii(at) != b':' {
                return self.error(vm, "Expecting ':' delimiter", at);
            }
            at = self.skip_blanks(at + 1);
            let (value, end) = self.value(vm, at)?;
            if as_pairs {
                pairs.push(vm.new_tuple(vec![name.into_object(), value]).into_object());
            } else {
                dict.set_str(vm, &name, value);
            }
            at = self.skip_blanks(end);
            match self.ascii(at) {
                b'}' => more = false,
                b',' => {
                    let comma = at;
                    at = self.skip_blanks(at + 1);
                    if self.ascii(at) == b'}' {
                        let message = "Illegal trailing comma before end of object";
                        return self.error(vm, message, comma);
                    }
                }
                _ => return self.error(vm, "Expecting ',' delimiter", at),
            }
        }
        let value = match (&self.scanner.object_pairs_hook, &self.scanner.object_hook) {
            (Some(hook), _) => {
                let pairs = vm.new_list(pairs)?;
                vm.call_positional(hook, &[pairs.as_object()])?
            }
            (None, Some(hook)) => vm.call_positional(hook, &[dict.as_object()])?,
            (None, None) => dict.into_object(),
        };
        Ok((value, at + 1))
    }

    /// Reads the name of an item.
    fn name(&self, vm: &mut Vm, start: usize) -> PyResult<(Ref<Str>, usize)> {
        let (name, end) = strings::scan(vm, self.text, self.units, start, self.scanner.strict)?;
        if let Some(known) = self.names.get_str(vm, &name)
            && let Ok(known) = known.downcast_ref::<Str>()
        {
            return Ok((known, end));
        }
        self.names.set_str(vm, &name, name.clone().into_object());
        Ok((name, end))
    }

    fn digits(&self, mut at: usize) -> usize {
        while self.ascii(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    fn number(&self, vm: &mut Vm, start: usize) -> PyResult<(Ref, usize)> {
        let first = start + usize::from(self.ascii(start) == b'-');
        let mut end = match self.ascii(first) {
            b'0' => first + 1,
            b'1'..=b'9' => self.digits(first + 1),
            _ => return self.stop(vm, start),
        };
        let whole = end;
        if self.ascii(end) == b'.' && self.ascii(end + 1).is_ascii_digit() {
            end = self.digits(end + 2);
        }
        if matches!(self.ascii(end), b'e' | b'E') {
            let sign = usize::from(matches!(self.ascii(end + 1), b'+' | b'-'));
            let behind = self.digits(end + 1 + sign);
            if behind > end + 1 + sign {
                end = behind;
            }
        }
        let value =
            if end == whole { self.integer(vm, start, end) } else { self.float(vm, start, end) };
        Ok((value?, end))
    }

    fn slice(&self, vm: &mut Vm, start: usize, end: usize) -> Ref<Str> {
        vm.new_text_slice(self.text.text().slice(start..end))
    }

    fn integer(&self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        const SAFE_DIGITS: usize = 18;
        if let Some(parse) = &self.scanner.parse_int {
            let text = self.slice(vm, start, end);
            return vm.call_positional(parse, &[text.as_object()]);
        }
        if end - start <= SAFE_DIGITS {
            let negative = self.ascii(start) == b'-';
            let digits = start + usize::from(negative)..end;
            let value =
                digits.fold(0i64, |value, at| value * 10 + i64::from(self.ascii(at) - b'0'));
            return Ok(vm.new_int(if negative { -value } else { value }));
        }
        let (text, class) = (self.slice(vm, start, end), vm.types.int.clone());
        vm.call_positional(class.as_object(), &[text.as_object()])
    }

    fn float(&self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        if let Some(parse) = &self.scanner.parse_float {
            let text = self.slice(vm, start, end);
            return vm.call_positional(parse, &[text.as_object()]);
        }
        let text = self.text.text().slice(start..end);
        match pellucid_runtime::text::float::parse(text) {
            Some(value) => Ok(vm.new_float(value)),
            None => self.stop(vm, start),
        }
    }
}
