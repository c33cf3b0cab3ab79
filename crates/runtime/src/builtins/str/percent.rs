//! `format % values` of strings, and what bytes share of it: fetching the values, numbers.

use pellucid_text::integer::{Radix, to_radix};
use pellucid_text::percent::{
    self, Conversion, Item, Length, NOT_ENOUGH, Parser, PercentError, STAR_WANTS_INTEGER,
    not_all_converted,
};
use pellucid_text::{Text, TextBuilder};

use crate::object::saturated;
use crate::prelude::*;

/// The values of a format: a tuple's items, or one value, which may be a mapping.
pub(crate) struct Values<'a> {
    value: &'a Object,
    items: Option<&'a [Ref]>,
    next: usize,
    /// Whether the value may be asked for keys.
    pub mapping: bool,
}

impl<'a> Values<'a> {
    /// The values on the right of `%`. `text` tells whether a value counts as text and so not as mapping.
    pub fn new(vm: &Vm, value: &'a Object, text: bool) -> Values<'a> {
        let items = value.downcast::<Tuple>().map(|tuple| tuple.items());
        let mapping = items.is_none() && !text && value.class().slots(vm).get_item.is_some();
        Values { value, items, next: 0, mapping }
    }

    /// The next value; that of a key stands alone.
    fn next(&mut self, vm: &mut Vm, keyed: Option<&Ref>) -> PyResult<Ref> {
        let found = match (self.items, keyed) {
            (Some(items), None) => items.get(self.next).cloned(),
            (_, keyed) => (self.next == 0).then(|| keyed.map_or(self.value, |it| it).to_ref()),
        };
        self.next += 1;
        found.ok_or_else(|| vm.type_error(NOT_ENOUGH))
    }

    /// TypeError if there are values left that have not been used.
    pub fn finish(&self, vm: &mut Vm, format_type: &str) -> PyResult<()> {
        let count = self.items.map_or(1, <[Ref]>::len);
        if self.next < count && !self.mapping {
            return Err(vm.type_error(not_all_converted(format_type)));
        }
        Ok(())
    }

    fn star(&mut self, vm: &mut Vm, keyed: Option<&Ref>) -> PyResult<Ref<Int>> {
        let value = self.next(vm, keyed)?;
        value.downcast_ref::<Int>().map_err(|_| vm.type_error(STAR_WANTS_INTEGER))
    }

    /// Width, precision and value of a conversion; a negative width sets its flag.
    pub fn fetch(
        &mut self,
        vm: &mut Vm,
        conversion: &mut Conversion,
        key: Option<Ref>,
        bytes: bool,
    ) -> PyResult<(usize, Option<usize>, Ref)> {
        let keyed = match key {
            Some(key) => Some(vm.get_item(self.value, &key)?),
            None => None,
        };
        let keyed = keyed.as_ref();
        if keyed.is_some() {
            self.next = 0;
        }
        let width = match conversion.width {
            None => 0,
            Some(Length::Given(width)) => width,
            Some(Length::Star) => {
                let width = self.star(vm, keyed)?;
                let Some(width) = width.to_i64() else {
                    return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
                };
                conversion.flags.left |= width < 0;
                usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX)
            }
        };
        let precision = match conversion.precision {
            None => None,
            Some(Length::Given(precision)) => Some(precision),
            Some(Length::Star) => {
                let precision = saturated(&*self.star(vm, keyed)?);
                if i32::try_from(precision).is_err() {
                    return Err(vm.overflow_error("Python int too large to convert to C int"));
                }
                Some(usize::try_from(precision).unwrap_or(0))
            }
        };
        let _ = bytes;
        vm.check_room(width.saturating_add(precision.unwrap_or(0)).saturating_mul(2))?;
        let value = self.next(vm, keyed)?;
        Ok((width, precision, value))
    }
}

impl Vm {
    /// The exception for what is wrong with a printf-style format.
    pub(crate) fn percent_error(&mut self, error: PercentError) -> Raised {
        match error {
            PercentError::NoMapping => self.type_error(error.message()),
            PercentError::ByteOutOfRange => self.overflow_error(error.message()),
            PercentError::TooLarge => self.memory_error(),
            _ => self.value_error(error.message()),
        }
    }
}

/// The value of a `d`, `i`, `u`, `o`, `x` or `X` as an int.
fn integer(vm: &mut Vm, letter: char, value: &Object) -> PyResult<Ref<Int>> {
    if let Some(int) = value.downcast::<Int>() {
        return Ok(int.to_ref());
    }
    let index_wanted = matches!(letter, 'o' | 'x' | 'X');
    let slots = value.class().slots(vm);
    let made = match (index_wanted, slots.int, slots.index) {
        (false, Some(int), _) => int(vm, value),
        (_, _, Some(index)) => index(vm, value),
        _ => Err(vm.type_error("")),
    };
    match made.map(Ref::downcast_ref::<Int>) {
        Ok(Ok(int)) => Ok(int),
        Err(raised) if !raised.is_instance(vm, &vm.types.type_error) => Err(raised),
        _ => {
            let class = value.class().name(vm);
            let wanted = if index_wanted { "an integer" } else { "a real number" };
            Err(vm.type_error(format!("%{letter} format: {wanted} is required, not {class}")))
        }
    }
}

/// Appends a number, if the letter is that of one.
pub(crate) fn push_number(
    vm: &mut Vm,
    conversion: &Conversion,
    width: usize,
    precision: Option<usize>,
    value: &Object,
    builder: &mut TextBuilder,
) -> PyResult<bool> {
    let letter = char::from_u32(conversion.letter).unwrap_or('\0');
    let radix = match letter {
        'd' | 'i' | 'u' => Radix::Decimal,
        'o' => Radix::Octal,
        'x' | 'X' => Radix::Hexadecimal,
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = vm.as_f64(value)?;
            percent::push_float(number, letter, conversion.flags, width, precision, builder)
                .map_err(|error| vm.percent_error(error))?;
            return Ok(true);
        }
        _ => return Ok(false),
    };
    let int = integer(vm, letter, value)?;
    let digits = match (radix, int.to_i64()) {
        (Radix::Decimal, Some(word)) => word.to_string(),
        (Radix::Decimal, None) => decimal_digits(vm, &int)?,
        (radix, _) => to_radix(&int.to_big(), radix.base()),
    };
    percent::push_integer(
        &digits,
        radix,
        letter == 'X',
        conversion.flags,
        width,
        precision,
        builder,
    )
    .map_err(|error| vm.percent_error(error))?;
    Ok(true)
}

/// The digits of a long int, by the `repr` of `int` itself, which knows how many are allowed.
fn decimal_digits(vm: &mut Vm, int: &Typed<Int>) -> PyResult<String> {
    match vm.types.int.slots(vm).repr {
        Some(repr) => {
            let digits = repr(vm, int.as_object())?;
            Ok(digits.downcast::<Str>().map_or_else(String::new, |digits| digits.to_string()))
        }
        None => Ok(int.to_big().to_string()),
    }
}

/// The `remainder` slot of `str`.
pub(super) fn remainder(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    match left.downcast::<Str>() {
        Some(format) => Ok(formatted(vm, format, right)?.into_object()),
        None => Ok(vm.not_implemented()),
    }
}

fn formatted(vm: &mut Vm, format: &Typed<Str>, value: &Object) -> PyResult<Ref<Str>> {
    let mut values = Values::new(vm, value, value.holds::<Str>());
    let mut builder = TextBuilder::new();
    let mut all = None;
    for item in Parser::new(format.text(), values.mapping) {
        let first = builder.is_empty();
        all = match item.map_err(|error| vm.percent_error(error))? {
            Item::Literal(range) => {
                builder.push_text(format.text().slice(range));
                None
            }
            Item::Conversion(conversion) => {
                convert(vm, format, conversion, &mut values, &mut builder)?.filter(|_| first)
            }
        };
    }
    values.finish(vm, "string")?;
    // Where the text of a value is all of the result, it is the result.
    if let Some(all) = all.filter(|all| all.len() == builder.len() && stands_alone(vm, all)) {
        return Ok(all);
    }
    vm.try_owned_text(&builder.finish())
}

/// Whether a text can be a result as it is; single characters are shared.
pub(super) fn stands_alone(vm: &Vm, text: &Typed<Str>) -> bool {
    text.len() > 1 && text.class_is(&vm.types.str)
}

/// Adds the text of a value, and gives it if it is a string.
fn convert(
    vm: &mut Vm,
    format: &Typed<Str>,
    mut conversion: Conversion,
    values: &mut Values<'_>,
    builder: &mut TextBuilder,
) -> PyResult<Option<Ref<Str>>> {
    let key = match conversion.key.clone() {
        Some(key) => Some(vm.try_text(format.text().slice(key))?.into_object()),
        None => None,
    };
    let (width, precision, value) = values.fetch(vm, &mut conversion, key, false)?;
    let text = match char::from_u32(conversion.letter) {
        Some('s') => vm.str(&value)?,
        Some('r') => vm.repr(&value)?,
        Some('a') => vm.ascii(&value)?,
        Some('c') => {
            let code = [character(vm, &value)?];
            let text = Text::Ucs4(&code);
            return percent::push_text(text, conversion.flags, width, None, builder)
                .map(|()| None)
                .map_err(|error| vm.percent_error(error));
        }
        _ => {
            if push_number(vm, &conversion, width, precision, &value, builder)? {
                return Ok(None);
            }
            return Err(vm.percent_error(conversion.unsupported(false)));
        }
    };
    percent::push_text(text.text(), conversion.flags, width, precision, builder)
        .map(|()| (precision.is_none_or(|precision| precision >= text.len())).then_some(text))
        .map_err(|error| vm.percent_error(error))
}

/// The character of a `%c`.
fn character(vm: &mut Vm, value: &Object) -> PyResult<u32> {
    if let Some(text) = value.downcast::<Str>() {
        return match (text.len(), text.text().get(0)) {
            (1, Some(code)) => Ok(code),
            (length, _) => Err(vm.type_error(format!(
                "%c requires an int or a unicode character, not a string of length {length}"
            ))),
        };
    }
    if value.downcast::<Int>().is_none() && value.class().slots(vm).index.is_none() {
        let class = value.class().name(vm);
        return Err(
            vm.type_error(format!("%c requires an int or a unicode character, not {class}"))
        );
    }
    let code = vm.index_saturating(value)?;
    match u32::try_from(code) {
        Ok(code) if code < 0x11_0000 => Ok(code),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}
