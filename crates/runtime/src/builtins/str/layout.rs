//! The methods of `str` that pad, join and rearrange: columns, tabs, translation tables.

use pellucid_text::TextBuilder;

use super::build::BYTES_MAX;
use crate::object::{FromArgument, Place, saturated};
use crate::prelude::*;

/// The character that fills a column.
struct Fill(u32);

impl<'a> FromArgument<'a> for Fill {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        let Some(text) = value.downcast::<Str>() else {
            let class = value.class().name(vm);
            let message = format!("The fill character must be a unicode character, not {class}");
            return Err(vm.type_error(message));
        };
        match (text.len(), text.text().get(0)) {
            (1, Some(code)) => Ok(Fill(code)),
            _ => Err(vm.type_error("The fill character must be exactly one character long")),
        }
    }
}

/// The text with so many fill characters at its sides.
fn padded(
    vm: &mut Vm,
    text: &Typed<Str>,
    left: usize,
    right: usize,
    fill: u32,
) -> PyResult<Ref<Str>> {
    if left == 0 && right == 0 {
        return Str::unchanged(vm, text);
    }
    let length = left.checked_add(right).and_then(|pad| pad.checked_add(text.len()));
    let Some(length) = length.filter(|length| *length <= BYTES_MAX) else {
        return Err(vm.memory_error());
    };
    let width =
        text.text().width().max(if fill > 0xFFFF { 4 } else { 1 + usize::from(fill > 0xFF) });
    vm.check_room(length.saturating_mul(width * 2))?;
    let mut builder = TextBuilder::with_capacity(length);
    builder.push_repeated(fill, left);
    builder.push_text(text.text());
    builder.push_repeated(fill, right);
    vm.try_unshared_text(builder.finish().as_text())
}

/// How much a text lacks of a width.
fn lacking(text: &Str, width: isize) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(text.len())
}

const SPACE: Fill = Fill(b' ' as u32);

#[methods(LAYOUT)]
impl Str {
    /// Return a centered string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method("center(self, width, fillchar=' ', /)")]
    fn center(
        vm: &mut Vm,
        text: &Typed<Str>,
        width: isize,
        fill: Option<Fill>,
    ) -> PyResult<Ref<Str>> {
        let pad = lacking(text, width);
        let left = pad / 2 + (pad & width as usize & 1);
        padded(vm, text, left, pad - left, fill.unwrap_or(SPACE).0)
    }

    /// Return a left-justified string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method("ljust(self, width, fillchar=' ', /)")]
    fn ljust(
        vm: &mut Vm,
        text: &Typed<Str>,
        width: isize,
        fill: Option<Fill>,
    ) -> PyResult<Ref<Str>> {
        let pad = lacking(text, width);
        padded(vm, text, 0, pad, fill.unwrap_or(SPACE).0)
    }

    /// Return a right-justified string of length width.
    ///
    /// Padding is done using the specified fill character (default is a space).
    #[method("rjust(self, width, fillchar=' ', /)")]
    fn rjust(
        vm: &mut Vm,
        text: &Typed<Str>,
        width: isize,
        fill: Option<Fill>,
    ) -> PyResult<Ref<Str>> {
        let pad = lacking(text, width);
        padded(vm, text, pad, 0, fill.unwrap_or(SPACE).0)
    }

    /// Pad a numeric string with zeros on the left, to fill a field of the given width.
    ///
    /// The string is never truncated.
    #[method("zfill(self, width, /)")]
    fn zfill(vm: &mut Vm, text: &Typed<Str>, width: isize) -> PyResult<Ref<Str>> {
        let pad = lacking(text, width);
        let sign = text.text().get(0).filter(|code| [b'+', b'-'].map(u32::from).contains(code));
        if pad == 0 || sign.is_none() {
            return padded(vm, text, pad, 0, u32::from(b'0'));
        }
        vm.check_room(pad.saturating_add(text.len()).saturating_mul(8))?;
        let mut builder = TextBuilder::with_capacity(pad + text.len());
        sign.into_iter().for_each(|sign| builder.push(sign));
        builder.push_repeated(u32::from(b'0'), pad);
        builder.push_text(text.text().slice(1..text.len()));
        vm.try_owned_text(&builder.finish())
    }

    /// Return a copy where all tab characters are expanded using spaces.
    ///
    /// If tabsize is not given, a tab size of 8 characters is assumed.
    #[method("expandtabs(self, /, tabsize=8)")]
    fn expand_tabs(vm: &mut Vm, text: &Typed<Str>, tabsize: Option<i32>) -> PyResult<Ref<Str>> {
        let size = usize::try_from(tabsize.unwrap_or(8)).unwrap_or(0);
        let tabs = text.text().code_points().filter(|code| *code == 9).count();
        if tabs == 0 {
            return Str::unchanged(vm, text);
        }
        let length = tabs.checked_mul(size).and_then(|pad| pad.checked_add(text.len()));
        let Some(length) = length.filter(|length| *length <= BYTES_MAX) else {
            return Err(vm.overflow_error("new string is too long"));
        };
        vm.check_room(length.saturating_mul(text.text().width() * 2))?;
        let mut builder = TextBuilder::new();
        let mut column = 0;
        for code in text.text().code_points() {
            match code {
                9 => {
                    let pad = if size == 0 { 0 } else { size - column % size };
                    builder.push_repeated(u32::from(b' '), pad);
                    column += pad;
                }
                _ => {
                    column = if matches!(code, 10 | 13) { 0 } else { column + 1 };
                    builder.push(code);
                }
            }
        }
        vm.try_owned_text(&builder.finish())
    }

    /// Concatenate any number of strings.
    ///
    /// The string whose method is called is inserted in between each given string.
    /// The result is returned as a new string.
    ///
    /// Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'
    #[method("join(self, iterable, /)")]
    fn join_iterable(vm: &mut Vm, text: &Typed<Str>, iterable: &Object) -> PyResult<Ref<Str>> {
        let slots = iterable.class().slots(vm);
        if slots.iter.is_none() && slots.get_item.is_none() {
            return Err(vm.type_error("can only join an iterable"));
        }
        // A list is made of what is none yet, which asks for its length.
        if !iterable.holds::<List>() && !iterable.holds::<Tuple>() {
            vm.length_hint(iterable, 0)?;
        }
        let parts = vm.collect(iterable)?;
        for (index, part) in parts.iter().enumerate() {
            if !part.holds::<Str>() {
                let class = part.class().name(vm);
                let message =
                    format!("sequence item {index}: expected str instance, {class} found");
                return Err(vm.type_error(message));
            }
        }
        Str::join(vm, text.text(), &parts)
    }

    /// Replace each character in the string using the given translation table.
    ///
    ///   table
    ///     Translation table, which must be a mapping of Unicode ordinals to
    ///     Unicode ordinals, strings, or None.
    ///
    /// The table must implement lookup/indexing via __getitem__, for instance a
    /// dictionary or list.  If this operation raises LookupError, the character is
    /// left untouched.  Characters mapped to None are deleted.
    #[method("translate(self, table, /)")]
    fn translate(vm: &mut Vm, text: &Typed<Str>, table: &Object) -> PyResult<Ref<Str>> {
        let mut builder = TextBuilder::new();
        // What the table says of ASCII characters is asked once.
        let mut known: [Option<Translation>; 128] = [const { None }; 128];
        for index in 0..text.len() {
            let Some(code) = text.text().get(index) else { break };
            let slot = known.get(code as usize).and_then(Option::as_ref);
            let fresh;
            let translation = match slot {
                Some(translation) => translation,
                None => {
                    fresh = translated(vm, table, code)?;
                    match known.get_mut(code as usize) {
                        Some(slot) => &*slot.insert(fresh),
                        None => &fresh,
                    }
                }
            };
            match translation {
                Translation::Deleted => {}
                Translation::Code(code) => builder.push(*code),
                Translation::Text(text) => {
                    let bytes = builder.len().saturating_add(text.len()).saturating_mul(4);
                    vm.check_room(if bytes > 1 << 24 { bytes } else { 0 })?;
                    builder.push_text(text.text());
                }
            }
        }
        vm.try_owned_text(&builder.finish())
    }

    /// Return a translation table usable for str.translate().
    ///
    /// If there is only one argument, it must be a dictionary mapping Unicode
    /// ordinals (integers) or characters to Unicode ordinals, strings or None.
    /// Character keys will be then converted to ordinals.
    /// If there are two arguments, they must be strings of equal length, and
    /// in the resulting dictionary, each character in x will be mapped to the
    /// character at the same position in y. If there is a third argument, it
    /// must be a string, whose characters will be mapped to None in the result.
    #[static_method("maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)")]
    fn make_translation(
        vm: &mut Vm,
        x: &Object,
        y: Option<&Typed<Str>>,
        z: Option<&Typed<Str>>,
    ) -> PyResult<Ref<Dict>> {
        let table = vm.new_dict();
        match y {
            Some(y) => fill_from_texts(vm, &table, x, y, z)?,
            None => fill_from_dict(vm, &table, x)?,
        }
        Ok(table)
    }
}

fn fill_from_texts(
    vm: &mut Vm,
    table: &Typed<Dict>,
    x: &Object,
    y: &Typed<Str>,
    z: Option<&Typed<Str>>,
) -> PyResult<()> {
    let Some(x) = x.downcast::<Str>() else {
        let message = "first maketrans argument must be a string if there is a second argument";
        return Err(vm.type_error(message));
    };
    if x.len() != y.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in x.text().code_points().zip(y.text().code_points()) {
        let (key, value) = (vm.new_int(i64::from(from)), vm.new_int(i64::from(to)));
        vm.set_item(table.as_object(), &key, Some(&value))?;
    }
    for code in z.into_iter().flat_map(|z| z.text().code_points()) {
        let (key, none) = (vm.new_int(i64::from(code)), vm.none());
        vm.set_item(table.as_object(), &key, Some(&none))?;
    }
    Ok(())
}

fn fill_from_dict(vm: &mut Vm, table: &Typed<Dict>, x: &Object) -> PyResult<()> {
    if !x.class_is(&vm.types.dict) {
        let message = "if you give only one argument to maketrans it must be a dict";
        return Err(vm.type_error(message));
    }
    let keys = vm.collect(x)?;
    for key in keys {
        let value = vm.get_item(x, &key)?;
        let code = match (key.downcast::<Str>(), key.downcast::<Int>()) {
            (Some(text), _) => match (text.len(), text.text().get(0)) {
                (1, Some(code)) => vm.new_int(i64::from(code)),
                _ => {
                    return Err(
                        vm.value_error("string keys in translate table must be of length 1")
                    );
                }
            },
            (None, Some(_)) => key.clone(),
            (None, None) => {
                return Err(vm.type_error("keys in translate table must be strings or integers"));
            }
        };
        vm.set_item(table.as_object(), &code, Some(&value))?;
    }
    Ok(())
}

/// What a translation table says of a character.
enum Translation {
    Deleted,
    Code(u32),
    Text(Ref<Str>),
}

fn translated(vm: &mut Vm, table: &Object, code: u32) -> PyResult<Translation> {
    let key = vm.new_int(i64::from(code));
    let found = match vm.get_item(table, &key) {
        Ok(found) => found,
        Err(raised) if raised.is_instance(vm, &vm.types.lookup_error) => {
            return Ok(Translation::Code(code));
        }
        Err(raised) => return Err(raised),
    };
    if vm.is_none(&found) {
        return Ok(Translation::Deleted);
    }
    if let Some(int) = found.downcast::<Int>() {
        return match u32::try_from(saturated(int)) {
            Ok(code) if code < 0x11_0000 => Ok(Translation::Code(code)),
            _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
        };
    }
    match found.downcast_ref::<Str>() {
        Ok(text) => Ok(Translation::Text(text)),
        Err(_) => Err(vm.type_error("character mapping must return integer, None or str")),
    }
}
