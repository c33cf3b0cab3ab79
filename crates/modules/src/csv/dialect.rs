//! `_csv.Dialect`: how a file is written down.

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::TextBuilder;

use super::registered;

/// When fields stand in quotes. The numbers are those of the constants `QUOTE_*`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Minimal,
    All,
    Nonnumeric,
    None,
    Strings,
    NotNull,
}

impl Quoting {
    pub(super) const ALL: [(&'static str, Quoting); 6] = [
        ("QUOTE_MINIMAL", Quoting::Minimal),
        ("QUOTE_ALL", Quoting::All),
        ("QUOTE_NONNUMERIC", Quoting::Nonnumeric),
        ("QUOTE_NONE", Quoting::None),
        ("QUOTE_STRINGS", Quoting::Strings),
        ("QUOTE_NOTNULL", Quoting::NotNull),
    ];

    /// Whether an empty field without quotes stands for None.
    pub(super) fn tells_none(self) -> bool {
        matches!(self, Quoting::Strings | Quoting::NotNull)
    }
}

/// The payload of dialects; they never change.
#[derive(Trace)]
pub struct Dialect {
    pub(super) delimiter: u32,
    pub(super) quote: Option<u32>,
    pub(super) escape: Option<u32>,
    pub(super) double_quote: bool,
    pub(super) skip_initial_space: bool,
    pub(super) strict: bool,
    #[trace(skip)]
    pub(super) quoting: Quoting,
    pub(super) line_terminator: Ref<Str>,
}

/// `_csv.Dialect`
pub(super) static DIALECT: TypeSpec = TypeSpec {
    module: "_csv",
    doc: "CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, args| {
            create(vm, class, args.positional(), args.keywords()).map(Ref::into_object)
        });
    },
    methods: &[Dialect::METHODS],
    getsets: &[Dialect::GETSETS],
    ..TypeSpec::new::<Dialect>("Dialect")
};

/// The parameters after `dialect`, in the order of the arguments.
const FIELDS: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// The dialect that `base` and `keywords` ask for.
pub(super) fn dialect_of(
    vm: &mut Vm,
    base: Option<&Ref>,
    keywords: Keywords<'_>,
) -> PyResult<Ref<Dialect>> {
    let class = vm.native_type(&DIALECT)?;
    create(vm, &class, base.map_or(&[], std::slice::from_ref), keywords)
}

fn create(
    vm: &mut Vm,
    class: &Typed<Type>,
    positional: &[Ref],
    keywords: Keywords<'_>,
) -> PyResult<Ref<Dialect>> {
    let (base, mut fields) = arguments(vm, positional, keywords)?;
    if let Some(base) = base {
        let base = match base.downcast::<Str>() {
            Some(_) => registered(vm, &base)?,
            None => base,
        };
        if fields.iter().all(Option::is_none)
            && let Some(dialect) = base.downcast::<Dialect>()
        {
            return Ok(dialect.to_ref());
        }
        for (field, name) in fields.iter_mut().zip(FIELDS) {
            if field.is_none() {
                let name = vm.intern(name);
                // Whatever keeps an attribute from being read, the default serves.
                *field = vm.get_attribute(&base, &name).ok();
            }
        }
    }
    let dialect = read(vm, &fields)?;
    dialect.check(vm)?;
    Ok(vm.heap().allocate(kind_of(class), dialect))
}

/// The base dialect, and what is given for [`FIELDS`].
fn arguments(
    vm: &mut Vm,
    positional: &[Ref],
    keywords: Keywords<'_>,
) -> PyResult<(Option<Ref>, [Option<Ref>; 8])> {
    let given = positional.len() + keywords.len();
    let most = FIELDS.len() + 1;
    if given > most {
        return Err(
            vm.type_error(format!("function takes at most {most} arguments ({given} given)"))
        );
    }
    let mut base = positional.first().cloned();
    let mut fields: [Option<Ref>; 8] = Default::default();
    for (field, value) in fields.iter_mut().zip(positional.iter().skip(1)) {
        *field = Some(value.clone());
    }
    for (name, value) in keywords.iter() {
        let text = name.text();
        let position = FIELDS.iter().position(|field| text == **field);
        let place = match position {
            Some(position) => &mut fields[position],
            None if text == *"dialect" => &mut base,
            None => {
                return Err(vm.type_error(format!(
                    "this function got an unexpected keyword argument '{name}'"
                )));
            }
        };
        if place.is_some() {
            let position = position.map_or(1, |position| position + 2);
            return Err(vm.type_error(format!(
                "argument for function given by name ('{name}') and position ({position})"
            )));
        }
        *place = Some(value.to_ref());
    }
    Ok((base, fields))
}

fn read(vm: &mut Vm, fields: &[Option<Ref>; 8]) -> PyResult<Dialect> {
    let [delimiter, double, escape, terminator, quote, quoting, skip, strict] =
        fields.each_ref().map(|field| field.as_deref());
    let delimiter = match delimiter {
        Some(value) => character(vm, "delimiter", value, "")?,
        None => u32::from(','),
    };
    let double_quote = truth(vm, double, true)?;
    let escape_given = optional_character(vm, "escapechar", escape, None)?;
    let line_terminator = match terminator {
        Some(value) => match value.downcast::<Str>() {
            Some(text) => text.to_ref(),
            None => return Err(wrong_type(vm, "lineterminator", "a string", value)),
        },
        None => vm.new_str("\r\n"),
    };
    let quote_given = optional_character(vm, "quotechar", quote, Some(u32::from('"')))?;
    let without_quotes = quoting.is_none() && quote.is_some_and(|quote| vm.is_none(quote));
    let quoting = match quoting {
        Some(value) => quoting_of(vm, value)?,
        None if without_quotes => Quoting::None,
        None => Quoting::Minimal,
    };
    Ok(Dialect {
        delimiter,
        quote: quote_given,
        escape: escape_given,
        double_quote,
        skip_initial_space: truth(vm, skip, false)?,
        strict: truth(vm, strict, false)?,
        quoting,
        line_terminator,
    })
}

fn truth(vm: &mut Vm, value: Option<&Object>, default: bool) -> PyResult<bool> {
    value.map_or(Ok(default), |value| vm.is_true(value))
}

#[cold]
fn wrong_type(vm: &mut Vm, name: &str, wanted: &str, value: &Object) -> Raised {
    let class = value.class().full_name(vm);
    vm.type_error(format!("\"{name}\" must be {wanted}, not {class}"))
}

fn character(vm: &mut Vm, name: &str, value: &Object, or_none: &str) -> PyResult<u32> {
    let Some(text) = value.downcast::<Str>() else {
        return Err(wrong_type(vm, name, &format!("a unicode character{or_none}"), value));
    };
    match (text.text().len(), text.text().get(0)) {
        (1, Some(code)) => Ok(code),
        (length, _) => Err(vm.type_error(format!(
            "\"{name}\" must be a unicode character{or_none}, not a string of length {length}"
        ))),
    }
}

fn optional_character(
    vm: &mut Vm,
    name: &str,
    value: Option<&Object>,
    default: Option<u32>,
) -> PyResult<Option<u32>> {
    match value {
        None => Ok(default),
        Some(value) if vm.is_none(value) => Ok(None),
        Some(value) => character(vm, name, value, " or None").map(Some),
    }
}

fn quoting_of(vm: &mut Vm, value: &Object) -> PyResult<Quoting> {
    if !value.class_is(&vm.types.int) {
        return Err(wrong_type(vm, "quoting", "an integer", value));
    }
    let number = vm.index(value)?.to_i64().and_then(|number| i32::try_from(number).ok());
    let Some(number) = number else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    let quoting = usize::try_from(number).ok().and_then(|number| Quoting::ALL.get(number));
    match quoting {
        Some((_, quoting)) => Ok(*quoting),
        None => Err(vm.type_error("bad \"quoting\" value")),
    }
}

impl Dialect {
    /// Whether the parts agree with one another.
    fn check(&self, vm: &mut Vm) -> PyResult<()> {
        if self.quoting != Quoting::None && self.quote.is_none() {
            return Err(vm.type_error("quotechar must be set if quoting enabled"));
        }
        let delimiter = ("delimiter", Some(self.delimiter));
        let escape = ("escapechar", self.escape);
        let quote = ("quotechar", self.quote);
        self.check_character(vm, delimiter, true)?;
        self.check_character(vm, escape, !self.skip_initial_space)?;
        self.check_character(vm, quote, !self.skip_initial_space)?;
        for (first, second) in [(delimiter, escape), (delimiter, quote), (escape, quote)] {
            if first.1.is_some() && first.1 == second.1 {
                let message = format!("bad {} or {} value", first.0, second.0);
                return Err(vm.value_error(message));
            }
        }
        Ok(())
    }

    fn check_character(
        &self,
        vm: &mut Vm,
        (name, code): (&str, Option<u32>),
        may_be_space: bool,
    ) -> PyResult<()> {
        let Some(code) = code else { return Ok(()) };
        if is_line_break(code) || (code == u32::from(' ') && !may_be_space) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        if self.ends_lines(code) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
        Ok(())
    }

    /// Whether the line terminator contains a character.
    pub(super) fn ends_lines(&self, code: u32) -> bool {
        self.line_terminator.text().code_points().any(|other| other == code)
    }
}

/// Whether a character is `\r` or `\n`.
pub(super) fn is_line_break(code: u32) -> bool {
    code == u32::from('\r') || code == u32::from('\n')
}

fn shown(vm: &Vm, code: u32) -> Ref<Str> {
    vm.new_text(&TextBuilder::from_iter([code]).finish())
}

#[methods]
impl Dialect {
    #[getter("delimiter")]
    fn delimiter(vm: &mut Vm, this: &Typed<Dialect>) -> Ref<Str> {
        shown(vm, this.delimiter)
    }

    #[getter("escapechar")]
    fn escape(vm: &mut Vm, this: &Typed<Dialect>) -> Option<Ref<Str>> {
        this.escape.map(|code| shown(vm, code))
    }

    #[getter("lineterminator")]
    fn line_terminator(_: &mut Vm, this: &Typed<Dialect>) -> Ref<Str> {
        this.line_terminator.clone()
    }

    #[getter("quotechar")]
    fn quote(vm: &mut Vm, this: &Typed<Dialect>) -> Option<Ref<Str>> {
        this.quote.map(|code| shown(vm, code))
    }

    #[getter("quoting")]
    fn quoting(_: &mut Vm, this: &Typed<Dialect>) -> i64 {
        this.quoting as i64
    }

    #[member("doublequote")]
    fn double_quote(_: &mut Vm, this: &Typed<Dialect>) -> bool {
        this.double_quote
    }

    #[member("skipinitialspace")]
    fn skip_initial_space(_: &mut Vm, this: &Typed<Dialect>) -> bool {
        this.skip_initial_space
    }

    #[member("strict")]
    fn strict(_: &mut Vm, this: &Typed<Dialect>) -> bool {
        this.strict
    }

    /// raises an exception to avoid pickling
    #[method("__reduce__(self, /, *args)", hidden)]
    #[method("__reduce_ex__(self, /, *args)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Dialect>, _args: &[Ref]) -> PyResult<()> {
        let class = this.class().qualified_name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }
}
