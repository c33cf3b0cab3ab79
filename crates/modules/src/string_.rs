//! `_string`: the parser of format strings, for `string.Formatter`.

use pellucid_runtime::builtins::str::{FieldName, MarkupIterator};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "string helper module",
    functions: &[StringHelpers::METHODS],
    ..ModuleSpec::new("_string")
};

/// The functions of `_string`.
pub struct StringHelpers;

#[methods(owner = "_string")]
impl StringHelpers {
    /// parse the argument as a format string
    #[function("formatter_parser(format_string, /)")]
    fn formatter_parser(vm: &mut Vm, format_string: &Object) -> PyResult {
        let text = expect_str(vm, format_string)?;
        let mut items = Vec::new();
        for markup in MarkupIterator::new(text.text(), 0..text.len()) {
            let markup = markup.map_err(|message| vm.value_error(message))?;
            let literal = vm.try_text(text.text().slice(markup.literal))?.into_object();
            let parts = match markup.field {
                None => [literal, vm.none(), vm.none(), vm.none()],
                Some(field) => {
                    let name = vm.try_text(text.text().slice(field.name))?.into_object();
                    let specification =
                        vm.try_text(text.text().slice(field.specification))?.into_object();
                    let conversion = match field.conversion {
                        None => vm.none(),
                        Some(code) => {
                            vm.try_text(pellucid_runtime::text::Text::Ucs4(&[code]))?.into_object()
                        }
                    };
                    [literal, name, specification, conversion]
                }
            };
            items.push(vm.new_tuple(parts.to_vec()).into_object());
        }
        let list = vm.new_list(items)?;
        vm.iterate(list.as_object())
    }

    /// split the argument as a field name
    #[function("formatter_field_name_split(field_name, /)")]
    fn formatter_field_name_split(vm: &mut Vm, field_name: &Object) -> PyResult<(Ref, Ref)> {
        let text = expect_str(vm, field_name)?;
        let name = FieldName::new(text.text(), 0..text.len());
        let first = part(vm, text, name.first.clone(), true)?;
        let mut items = Vec::new();
        for piece in name {
            let (attribute, range) = piece.map_err(|message| vm.value_error(message))?;
            let value = part(vm, text, range, !attribute)?;
            let pair = vec![vm.new_bool(attribute), value];
            items.push(vm.new_tuple(pair).into_object());
        }
        let list = vm.new_list(items)?;
        let iterator = vm.iterate(list.as_object())?;
        Ok((first, iterator))
    }
}

fn expect_str<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<Str>> {
    match object.downcast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("expected str, got {class}")))
        }
    }
}

fn part(vm: &mut Vm, text: &Typed<Str>, range: std::ops::Range<usize>, numeric: bool) -> PyResult {
    let number = if numeric { FieldName::number(text.text(), range.clone()) } else { Ok(None) };
    match number.map_err(|message| vm.value_error(message))? {
        Some(number) => Ok(vm.new_int(number as i64)),
        None => Ok(vm.try_text(text.text().slice(range))?.into_object()),
    }
}
