//! `_json.make_encoder`: writing documents.

use std::collections::HashSet;

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::{TextBuilder, float};

use super::quote;

/// How strings are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    Ascii,
    Plain,
    /// By a function of the program.
    Other,
}

/// What a document is written with.
#[derive(Trace)]
pub struct Encoder {
    markers: Ref,
    default: Ref,
    encoder: Ref,
    indent: Option<Ref<Str>>,
    key_separator: Ref<Str>,
    item_separator: Ref<Str>,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
    #[trace(skip)]
    quoting: Quoting,
}

/// `_json.Encoder`
pub static ENCODER: TypeSpec = TypeSpec {
    module: "_json",
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(Encoder::NEW);
        slots.call = Some(call);
    },
    methods: &[Encoder::METHODS],
    getsets: &[Encoder::GETSETS],
    ..TypeSpec::new::<Encoder>("Encoder")
};

fn quoting_of(vm: &mut Vm, encoder: &Object) -> PyResult<Quoting> {
    let module = vm.import("_json")?;
    for (name, quoting) in
        [("encode_basestring_ascii", Quoting::Ascii), ("encode_basestring", Quoting::Plain)]
    {
        let name = vm.intern(name);
        if vm.find_attribute(&module, &name)?.is_some_and(|own| own.is(encoder)) {
            return Ok(quoting);
        }
    }
    Ok(Quoting::Other)
}

#[methods]
impl Encoder {
    #[constructor(
        "make_encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)"
    )]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        markers: &Object,
        default: &Object,
        encoder: &Object,
        indent: NoneOr<&Typed<Str>>,
        key_separator: &Typed<Str>,
        item_separator: &Typed<Str>,
        sort_keys: bool,
        skipkeys: bool,
        allow_nan: bool,
    ) -> PyResult {
        if !vm.is_none(markers) && !markers.holds::<Dict>() {
            let class = markers.class().name(vm);
            return Err(vm.type_error(format!(
                "make_encoder() argument 1 must be dict or None, not {class}"
            )));
        }
        let encoder = Encoder {
            quoting: quoting_of(vm, encoder)?,
            markers: markers.to_ref(),
            default: default.to_ref(),
            encoder: encoder.to_ref(),
            indent: indent.value().map(|indent| indent.to_ref()),
            key_separator: key_separator.to_ref(),
            item_separator: item_separator.to_ref(),
            sort_keys,
            skip_keys: skipkeys,
            allow_nan,
        };
        Ok(vm.heap().allocate(kind_of(class), encoder).into_object())
    }

    /// markers
    #[getter("markers")]
    fn markers(_: &mut Vm, this: &Typed<Encoder>) -> Ref {
        this.markers.clone()
    }

    /// default
    #[getter("default")]
    fn default(_: &mut Vm, this: &Typed<Encoder>) -> Ref {
        this.default.clone()
    }

    /// encoder
    #[getter("encoder")]
    fn encoder(_: &mut Vm, this: &Typed<Encoder>) -> Ref {
        this.encoder.clone()
    }

    /// key_separator
    #[getter("key_separator")]
    fn key_separator(_: &mut Vm, this: &Typed<Encoder>) -> Ref {
        this.key_separator.clone().into_object()
    }

    /// item_separator
    #[getter("item_separator")]
    fn item_separator(_: &mut Vm, this: &Typed<Encoder>) -> Ref {
        this.item_separator.clone().into_object()
    }

    /// skipkeys
    #[getter("skipkeys")]
    fn skip_keys(_: &mut Vm, this: &Typed<Encoder>) -> bool {
        this.skip_keys
    }

    /// sort_keys
    #[getter("sort_keys")]
    fn sort_keys(_: &mut Vm, this: &Typed<Encoder>) -> bool {
        this.sort_keys
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let (Some(encoder), [value, level]) = (object.downcast::<Encoder>(), args.positional()) else {
        return Err(vm.type_error("_iterencode() takes an object and an indentation level"));
    };
    let level = vm.index(level)?.to_usize().unwrap_or(0);
    let checks = !vm.is_none(&encoder.markers);
    let open = checks.then(HashSet::new);
    let mut document = Document { encoder, text: TextBuilder::new(), open };
    document.value(vm, value, level)?;
    let text = vm.new_text(&document.text.finish()).into_object();
    Ok(vm.new_tuple(vec![text]).into_object())
}

/// A document that is being written.
struct Document<'a> {
    encoder: &'a Typed<Encoder>,
    text: TextBuilder,
    /// Containers that are being written, by address, if circles are to be found.
    open: Option<HashSet<usize>>,
}

impl Document<'_> {
    fn value(&mut self, vm: &mut Vm, value: &Object, level: usize) -> PyResult<()> {
        if let Some(text) = value.downcast::<Str>() {
            return self.string(vm, text);
        }
        if let Some(word) = constant(vm, value) {
            self.text.push_str(word);
            return Ok(());
        }
        if value.holds::<Int>() || value.holds::<Float>() {
            return self.number(vm, value);
        }
        vm.check_native_stack(" while encoding a JSON object")?;
        if value.holds::<List>() || value.holds::<Tuple>() {
            return self.within(vm, value, |own, vm| own.sequence(vm, value, level));
        }
        if let Some(dict) = value.downcast::<Dict>() {
            return self.within(vm, value, |own, vm| own.mapping(vm, dict, level));
        }
        self.within(vm, value, |own, vm| {
            let replaced = vm.call_positional(&own.encoder.default, &[value])?;
            own.value(vm, &replaced, level).map_err(|raised| {
                let class = value.class().name(vm);
                with_note(vm, raised, &format!("when serializing {class} object"))
            })
        })
    }

    /// Writes a container, unless it is being written already.
    fn within(
        &mut self,
        vm: &mut Vm,
        value: &Object,
        write: impl FnOnce(&mut Self, &mut Vm) -> PyResult<()>,
    ) -> PyResult<()> {
        if let Some(open) = &mut self.open
            && !open.insert(value.address())
        {
            return Err(vm.value_error("Circular reference detected"));
        }
        write(self, vm)?;
        if let Some(open) = &mut self.open {
            open.remove(&value.address());
        }
        Ok(())
    }

    fn string(&mut self, vm: &mut Vm, text: &Typed<Str>) -> PyResult<()> {
        match self.encoder.quoting {
            Quoting::Ascii if quote::push_ascii(&mut self.text, text.text()) => {}
            Quoting::Plain if quote::push(&mut self.text, text.text()) => {}
            Quoting::Ascii | Quoting::Plain => return Err(vm.memory_error()),
            Quoting::Other => {
                let quoted = vm.call_positional(&self.encoder.encoder, &[text.as_object()])?;
                let Some(quoted) = quoted.downcast::<Str>() else {
                    let class = quoted.class().name(vm);
                    return Err(
                        vm.type_error(format!("encoder() must return a string, not {class}"))
                    );
                };
                self.text.push_text(quoted.text());
            }
        }
        Ok(())
    }

    fn number(&mut self, vm: &mut Vm, value: &Object) -> PyResult<()> {
        match (value.downcast::<Int>(), value.downcast::<Float>()) {
            (Some(number), _) => match number.to_i64() {
                Some(number) => self.text.push_str(&number.to_string()),
                None => {
                    let plain = pellucid_runtime::builtins::Int::from_big(vm, number.to_big());
                    let shown = vm.repr(plain.as_object())?;
                    self.text.push_text(shown.text());
                }
            },
            (_, Some(number)) => {
                let text = self.float(vm, number.to_f64(), value)?;
                self.text.push_str(&text);
            }
            _ => {}
        }
        Ok(())
    }

    fn float(&self, vm: &mut Vm, number: f64, value: &Object) -> PyResult<String> {
        if number.is_finite() {
            return Ok(float::repr(number));
        }
        if !self.encoder.allow_nan {
            let shown = vm.repr(value)?;
            return Err(vm.value_error(format!(
                "Out of range float values are not JSON compliant: {shown}"
            )));
        }
        let text = if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        Ok(text.to_owned())
    }

    fn new_line(&mut self, level: usize) {
        if let Some(indent) = &self.encoder.indent {
            self.text.push_str("\n");
            for _ in 0..level {
                self.text.push_text(indent.text());
            }
        }
    }

    fn sequence(&mut self, vm: &mut Vm, value: &Object, level: usize) -> PyResult<()> {
        // The list may change while its items are written.
        let item_at =
            |vm: &Vm, index: usize| match (value.downcast::<List>(), value.downcast::<Tuple>()) {
                (Some(list), _) => list.items(vm).get(index).cloned(),
                (_, Some(tuple)) => tuple.items().get(index).cloned(),
                _ => None,
            };
        if item_at(vm, 0).is_none() {
            self.text.push_str("[]");
            return Ok(());
        }
        self.text.push_str("[");
        let mut index = 0;
        while let Some(item) = item_at(vm, index) {
            if index > 0 {
                self.text.push_text(self.encoder.item_separator.text());
            }
            self.new_line(level + 1);
            if let Err(raised) = self.value(vm, &item, level + 1) {
                let class = value.class().name(vm);
                return Err(with_note(
                    vm,
                    raised,
                    &format!("when serializing {class} item {index}"),
                ));
            }
            index += 1;
        }
        self.new_line(level);
        self.text.push_str("]");
        Ok(())
    }

    fn mapping(&mut self, vm: &mut Vm, dict: &Typed<Dict>, level: usize) -> PyResult<()> {
        self.text.push_str("{");
        let mut first = true;
        if self.encoder.sort_keys || !dict.class_is(&vm.types.dict) {
            for (key, value) in self.items(vm, dict)? {
                self.item(vm, dict, (&key, &value), level, &mut first)?;
            }
        } else {
            let mut position = 0;
            while let Some((next, key, _, value)) = dict.next_entry(vm, position) {
                position = next;
                self.item(vm, dict, (&key, &value), level, &mut first)?;
            }
        }
        if !first {
            self.new_line(level);
        }
        self.text.push_str("}");
        Ok(())
    }

    /// The items of a mapping, sorted if that is wanted.
    fn items(&self, vm: &mut Vm, dict: &Typed<Dict>) -> PyResult<Vec<(Ref, Ref)>> {
        let name = vm.intern("items");
        let items = vm.call_method(dict.as_object(), &name, &[])?;
        let items = vm.collect(&items)?;
        let list = vm.new_list(items)?;
        if self.encoder.sort_keys {
            let sort = vm.intern("sort");
            vm.call_method(list.as_object(), &sort, &[])?;
        }
        let mut pairs = Vec::new();
        for item in list.items(vm).to_vec() {
            let pair = item.downcast::<Tuple>().and_then(|item| match item.items() {
                [key, value] => Some((key.clone(), value.clone())),
                _ => None,
            });
            match pair {
                Some(pair) => pairs.push(pair),
                None => return Err(vm.value_error("items must return 2-tuples")),
            }
        }
        Ok(pairs)
    }

    fn item(
        &mut self,
        vm: &mut Vm,
        dict: &Typed<Dict>,
        (key, value): (&Object, &Object),
        level: usize,
        first: &mut bool,
    ) -> PyResult<()> {
        let other = if key.holds::<Str>() { None } else { self.key_text(vm, key)? };
        if other.is_none() && !key.holds::<Str>() {
            return Ok(());
        }
        if !std::mem::replace(first, false) {
            self.text.push_text(self.encoder.item_separator.text());
        }
        self.new_line(level + 1);
        match key.downcast::<Str>().or(other.as_deref()) {
            Some(name) => self.string(vm, name)?,
            None => return Ok(()),
        }
        self.text.push_text(self.encoder.key_separator.text());
        self.value(vm, value, level + 1).map_err(|raised| {
            let class = dict.class().name(vm);
            match vm.repr(key) {
                Ok(key) => with_note(vm, raised, &format!("when serializing {class} item {key}")),
                Err(_) => raised,
            }
        })
    }

    /// What a key that is no string is written as; `None` if it is left out.
    fn key_text(&self, vm: &mut Vm, key: &Object) -> PyResult<Option<Ref<Str>>> {
        if let Some(word) = constant(vm, key) {
            return Ok(Some(vm.new_str(word)));
        }
        if let Some(number) = key.downcast::<Float>() {
            let text = self.float(vm, number.to_f64(), key)?;
            return Ok(Some(vm.new_str(&text)));
        }
        if let Some(number) = key.downcast::<Int>() {
            let plain = pellucid_runtime::builtins::Int::from_big(vm, number.to_big());
            return vm.repr(plain.as_object()).map(Some);
        }
        if self.encoder.skip_keys {
            return Ok(None);
        }
        let class = key.class().name(vm);
        Err(vm.type_error(format!("keys must be str, int, float, bool or None, not {class}")))
    }
}

fn constant(vm: &Vm, value: &Object) -> Option<&'static str> {
    if vm.is_none(value) {
        Some("null")
    } else if value.is(&*vm.singletons.true_) {
        Some("true")
    } else if value.is(&*vm.singletons.false_) {
        Some("false")
    } else {
        None
    }
}

/// The exception with a note of where in the document it happened.
#[cold]
fn with_note(vm: &mut Vm, raised: Raised, note: &str) -> Raised {
    let (name, note) = (vm.intern("add_note"), vm.new_str(note));
    match vm.call_method(raised.0.as_object(), &name, &[note.as_object()]) {
        Ok(_) => raised,
        Err(second) => second,
    }
}
