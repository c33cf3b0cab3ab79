//! `str.format`, `str.format_map`, `str.__format__`, and the parser of replacement fields, which the module
//! `_string` shows to `string.Formatter`.

use std::ops::Range;

use pellucid_text::format::{Specification, format_text};
use pellucid_text::{Text, TextBuilder, unicode};

use super::percent::stands_alone;
use crate::prelude::*;

const NESTING_MAX: usize = 2;

/// A replacement field, by positions in the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupField {
    /// The field name.
    pub name: Range<usize>,
    /// What stands behind the colon.
    pub specification: Range<usize>,
    /// The character behind `!`.
    pub conversion: Option<u32>,
    /// Whether the specification has fields of its own.
    pub nested: bool,
}

/// Literal text and the field behind it, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup {
    /// The literal text; doubled braces are single in it.
    pub literal: Range<usize>,
    /// The field.
    pub field: Option<MarkupField>,
}

/// Reads a format part by part. An error is the message of a ValueError.
pub struct MarkupIterator<'a> {
    text: Text<'a>,
    position: usize,
    end: usize,
}

impl<'a> MarkupIterator<'a> {
    /// A reader of a part of a text.
    pub fn new(text: Text<'a>, range: Range<usize>) -> Self {
        MarkupIterator { text, position: range.start, end: range.end }
    }

    /// Where the reader stands.
    pub fn position(&self) -> usize {
        self.position
    }

    fn peek(&self) -> Option<char> {
        if self.position >= self.end {
            return None;
        }
        // What is no character is none that means anything here.
        Some(self.text.get(self.position).and_then(char::from_u32).unwrap_or('\u{FFFD}'))
    }

    fn take(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.position += 1;
        Some(found)
    }

    fn field(&mut self) -> Result<MarkupField, &'static str> {
        let start = self.position;
        let mut last = None;
        while let Some(char) = self.take() {
            last = Some(char);
            match char {
                '{' => return Err("unexpected '{' in field name"),
                '[' => {
                    while self.peek().is_some_and(|char| char != ']') {
                        self.position += 1;
                    }
                }
                '}' | ':' | '!' => break,
                _ => {}
            }
        }
        let name = start..self.position.saturating_sub(1).max(start);
        let mut field = MarkupField { name, specification: 0..0, conversion: None, nested: false };
        match last {
            Some('}') => return Ok(field),
            Some(':') => {}
            Some('!') => {
                field.conversion =
                    self.text.get(self.position).filter(|_| self.position < self.end);
                if field.conversion.is_none() {
                    return Err("end of string while looking for conversion specifier");
                }
                self.position += 1;
                match self.take() {
                    Some('}') => return Ok(field),
                    Some(':') | None => {}
                    Some(_) => return Err("expected ':' after conversion specifier"),
                }
            }
            _ => return Err("expected '}' before end of string"),
        }
        self.specification(field)
    }

    fn specification(&mut self, mut field: MarkupField) -> Result<MarkupField, &'static str> {
        let start = self.position;
        let mut depth = 1;
        while let Some(char) = self.take() {
            match char {
                '{' => {
                    field.nested = true;
                    depth += 1;
                }
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        field.specification = start..self.position - 1;
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err("unmatched '{' in format spec")
    }
}

impl Iterator for MarkupIterator<'_> {
    type Item = Result<Markup, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.position >= self.end {
            return None;
        }
        let start = self.position;
        let brace = loop {
            match self.take() {
                Some(brace @ ('{' | '}')) => break Some(brace),
                Some(_) => {}
                None => break None,
            }
        };
        let Some(brace) = brace else {
            return Some(Ok(Markup { literal: start..self.position, field: None }));
        };
        let doubled = self.peek() == Some(brace);
        if brace == '}' && !doubled {
            return Some(Err("Single '}' encountered in format string"));
        }
        if self.peek().is_none() {
            return Some(Err("Single '{' encountered in format string"));
        }
        if doubled {
            self.position += 1;
            return Some(Ok(Markup { literal: start..self.position - 1, field: None }));
        }
        let literal = start..self.position - 1;
        Some(self.field().map(|field| Markup { literal, field: Some(field) }))
    }
}

/// A field name, read part by part: the first name, then attributes and items.
pub struct FieldName<'a> {
    text: Text<'a>,
    position: usize,
    end: usize,
    /// The first name.
    pub first: Range<usize>,
}

impl<'a> FieldName<'a> {
    /// A reader of the name in a part of a text.
    pub fn new(text: Text<'a>, range: Range<usize>) -> Self {
        let stops = |index: &usize| matches!(text.get(*index), Some(0x2E | 0x5B));
        let stop = range.clone().find(stops).unwrap_or(range.end);
        FieldName { text, position: stop, end: range.end, first: range.start..stop }
    }

    /// The value of a part that consists of decimal digits; an error is the message of a ValueError.
    pub fn number(text: Text<'a>, range: Range<usize>) -> Result<Option<usize>, &'static str> {
        if range.is_empty() {
            return Ok(None);
        }
        let mut value: usize = 0;
        for code in text.slice(range).code_points() {
            let Some(digit) = unicode::decimal_value(code) else { return Ok(None) };
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit)))
                .filter(|value| *value <= isize::MAX as usize)
                .ok_or("Too many decimal digits in format string")?;
        }
        Ok(Some(value))
    }
}

impl Iterator for FieldName<'_> {
    /// Whether it is an attribute, and its name or the text between the brackets.
    type Item = Result<(bool, Range<usize>), &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.position >= self.end {
            return None;
        }
        let sign = self.text.get(self.position);
        self.position += 1;
        let start = self.position;
        let is = |index: usize, wanted: &[u8]| {
            self.text
                .get(index)
                .is_some_and(|code| wanted.iter().any(|byte| u32::from(*byte) == code))
        };
        let (attribute, range) = match sign {
            Some(0x2E) => {
                let stop = (start..self.end).find(|index| is(*index, b".[")).unwrap_or(self.end);
                self.position = stop;
                (true, start..stop)
            }
            Some(0x5B) => {
                let Some(stop) = (start..self.end).find(|index| is(*index, b"]")) else {
                    return Some(Err("Missing ']' in format string"));
                };
                self.position = stop + 1;
                (false, start..stop)
            }
            _ => return Some(Err("Only '.' or '[' may follow ']' in format field specifier")),
        };
        if range.is_empty() {
            return Some(Err("Empty attribute in format string"));
        }
        Some(Ok((attribute, range)))
    }
}

/// Whether fields without a number and such with one have been met: they must not be mixed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

/// One call of `format` or `format_map`.
struct Formatting<'a> {
    format: &'a Typed<Str>,
    positional: Option<&'a [Ref]>,
    keywords: Keywordlike<'a>,
    numbering: Numbering,
    /// The text of a value that is all of the result so far.
    all: Option<Ref<Str>>,
}

/// Where named values come from.
enum Keywordlike<'a> {
    Arguments(Keywords<'a>),
    Mapping(&'a Object),
}

impl Formatting<'_> {
    fn render(
        &mut self,
        vm: &mut Vm,
        range: Range<usize>,
        depth: usize,
        builder: &mut TextBuilder,
    ) -> PyResult<()> {
        if depth == 0 {
            return Err(vm.value_error("Max string recursion exceeded"));
        }
        let format = self.format;
        for markup in MarkupIterator::new(format.text(), range) {
            let markup = markup.map_err(|message| vm.value_error(message))?;
            builder.push_text(format.text().slice(markup.literal));
            let first = builder.is_empty();
            let text = match markup.field {
                Some(field) => Some(self.field(vm, field, depth, builder)?),
                None => None,
            };
            if depth == NESTING_MAX {
                self.all = text.filter(|_| first);
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        vm: &mut Vm,
        field: MarkupField,
        depth: usize,
        builder: &mut TextBuilder,
    ) -> PyResult<Ref<Str>> {
        let value = self.value(vm, field.name)?;
        let value = match field.conversion {
            None => value,
            Some(0x72) => vm.repr(&value)?.into_object(),
            Some(0x73) => vm.str(&value)?.into_object(),
            Some(0x61) => vm.ascii(&value)?.into_object(),
            Some(code) => {
                let shown = match code {
                    33..127 => char::from(code as u8).to_string(),
                    _ => format!("\\x{code:x}"),
                };
                return Err(vm.value_error(format!("Unknown conversion specifier {shown}")));
            }
        };
        let specification = if field.nested {
            let mut nested = TextBuilder::new();
            self.render(vm, field.specification, depth - 1, &mut nested)?;
            vm.try_owned_text(&nested.finish())?
        } else {
            vm.try_text(self.format.text().slice(field.specification))?
        };
        let text = match value.downcast_ref::<Str>() {
            Ok(text) if specification.is_empty() && text.class_is(&vm.types.str) => text,
            Ok(text) => vm.format(text.as_object(), specification.as_object())?,
            Err(value) => vm.format(&value, specification.as_object())?,
        };
        builder.push_text(text.text());
        Ok(text)
    }

    /// The object that a field name means.
    fn value(&mut self, vm: &mut Vm, range: Range<usize>) -> PyResult<Ref> {
        let text = self.format.text();
        let mut name = FieldName::new(text, range);
        let number = FieldName::number(text, name.first.clone());
        let mut number = number.map_err(|message| vm.value_error(message))?;
        if number.is_some() || name.first.is_empty() {
            number = Some(self.count(vm, number)?);
        }
        let mut value = match number {
            Some(index) => self.positional(vm, index)?,
            None => {
                let key = vm.try_text(text.slice(name.first.clone()))?;
                self.named(vm, &key)?
            }
        };
        for part in name.by_ref() {
            let (attribute, range) = part.map_err(|message| vm.value_error(message))?;
            let number = if attribute { Ok(None) } else { FieldName::number(text, range.clone()) };
            let number = number.map_err(|message| vm.value_error(message))?;
            value = match number {
                Some(index) => {
                    let index = vm.new_int(index as i64);
                    vm.get_item(&value, &index)?
                }
                None => {
                    let key = vm.try_text(text.slice(range))?;
                    if attribute {
                        let key = vm.intern_str(&key);
                        vm.get_attribute(&value, &key)?
                    } else {
                        vm.get_item(&value, key.as_object())?
                    }
                }
            };
        }
        Ok(value)
    }

    /// The number of a field: the one it has, or the next one.
    fn count(&mut self, vm: &mut Vm, number: Option<usize>) -> PyResult<usize> {
        match (self.numbering, number) {
            (Numbering::Unknown | Numbering::Manual, Some(number)) => {
                self.numbering = Numbering::Manual;
                Ok(number)
            }
            (Numbering::Unknown, None) => {
                self.numbering = Numbering::Automatic(1);
                Ok(0)
            }
            (Numbering::Automatic(next), None) => {
                self.numbering = Numbering::Automatic(next + 1);
                Ok(next)
            }
            (Numbering::Automatic(_), Some(_)) => Err(vm.value_error(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (Numbering::Manual, None) => Err(vm.value_error(
                "cannot switch from manual field specification to automatic field numbering",
            )),
        }
    }

    fn positional(&self, vm: &mut Vm, index: usize) -> PyResult<Ref> {
        let Some(values) = self.positional else {
            return Err(vm.value_error("Format string contains positional fields"));
        };
        match values.get(index) {
            Some(value) => Ok(value.clone()),
            None => Err(vm.index_error(format!(
                "Replacement index {index} out of range for positional args tuple"
            ))),
        }
    }

    fn named(&self, vm: &mut Vm, key: &Typed<Str>) -> PyResult<Ref> {
        match &self.keywords {
            Keywordlike::Mapping(mapping) => vm.get_item(mapping, key.as_object()),
            Keywordlike::Arguments(keywords) => {
                let named =
                    |name: &Object| name.downcast::<Str>().is_some_and(|name| name.same_text(key));
                match keywords.iter().find(|(name, _)| named(name.as_object())) {
                    Some((_, value)) => Ok(value.to_ref()),
                    None => Err(vm.key_error(key.as_object())),
                }
            }
        }
    }
}

fn formatted(vm: &mut Vm, mut formatting: Formatting<'_>) -> PyResult<Ref<Str>> {
    let mut builder = TextBuilder::new();
    let whole = 0..formatting.format.len();
    formatting.render(vm, whole, NESTING_MAX, &mut builder)?;
    if let Some(all) = formatting.all.filter(|all| stands_alone(vm, all)) {
        return Ok(all);
    }
    vm.try_owned_text(&builder.finish())
}

#[methods(FORMAT)]
impl Str {
    /// Return a formatted version of the string, using substitutions from args and kwargs.
    ///
    /// The substitutions are identified by braces ('{' and '}').
    #[method("format(self, /, *args, **kwargs)")]
    fn format(
        vm: &mut Vm,
        format: &Typed<Str>,
        args: &[Ref],
        kwargs: Keywords<'_>,
    ) -> PyResult<Ref<Str>> {
        let keywords = Keywordlike::Arguments(kwargs);
        let numbering = Numbering::Unknown;
        formatted(vm, Formatting { format, positional: Some(args), keywords, numbering, all: None })
    }

    /// Return a formatted version of the string, using substitutions from mapping.
    ///
    /// The substitutions are identified by braces ('{' and '}').
    #[method("format_map(self, mapping, /)")]
    fn format_map(vm: &mut Vm, format: &Typed<Str>, mapping: &Object) -> PyResult<Ref<Str>> {
        let keywords = Keywordlike::Mapping(mapping);
        let numbering = Numbering::Unknown;
        formatted(vm, Formatting { format, positional: None, keywords, numbering, all: None })
    }

    /// Return a formatted version of the string as described by format_spec.
    #[method("__format__(self, format_spec, /)")]
    fn format_self(vm: &mut Vm, text: &Typed<Str>, format_spec: &Typed<Str>) -> PyResult<Ref<Str>> {
        if format_spec.is_empty() {
            return vm.str(text.as_object());
        }
        let class = text.class().name(vm);
        let specification = Specification::for_text(format_spec.text(), &class);
        let specification = specification.map_err(|error| vm.format_error(error))?;
        vm.check_room(specification.length_bound().saturating_mul(4))?;
        let mut builder = TextBuilder::new();
        let result = format_text(text.text(), &specification, &class, &mut builder);
        result.map_err(|error| vm.format_error(error))?;
        vm.try_owned_text(&builder.finish())
    }
}
