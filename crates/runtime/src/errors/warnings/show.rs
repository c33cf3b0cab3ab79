//! Showing a warning: by `warnings._showwarnmsg`, or natively before `warnings` is imported.

use super::filter::python_part;
use super::place::Place;
use crate::object::as_type;
use crate::prelude::*;

pub(super) fn show(
    vm: &mut Vm,
    message: &Object,
    category: &Object,
    text: &Object,
    place: &Place,
    source: Option<&Object>,
) -> PyResult<()> {
    let Some(function) = python_part(vm, "_showwarnmsg")? else {
        return show_natively(vm, category, text, place);
    };
    if !vm.is_callable(&function) {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = python_part(vm, "WarningMessage")? else {
        return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
    };
    let (none, line) = (vm.none(), vm.new_int(place.line));
    let source = source.unwrap_or(&none);
    let details = [message, category, &place.filename, &line, &none, &none, source];
    let details = vm.call_positional(&class, &details)?;
    vm.call_positional(&function, &[&details])?;
    Ok(())
}

/// `file:line: Category: text`, and the line of the source.
fn show_natively(vm: &mut Vm, category: &Object, text: &Object, place: &Place) -> PyResult<()> {
    let stderr = vm.names.stderr.clone();
    let stderr = match vm.system_module() {
        Some(sys) => vm.find_attribute(&sys, &stderr)?,
        None => None,
    };
    if stderr.as_ref().is_some_and(|stderr| vm.is_none(stderr)) {
        return Ok(());
    }
    let category = as_type(category).map_or_else(|| "Warning".to_owned(), |class| class.name(vm));
    let (file, text) = (vm.str(&place.filename)?, vm.str(text)?);
    let mut shown = format!("{}:{}: {category}: {}\n", &*file, place.line, &*text);
    if let Some(source) =
        vm.source_line(&file.to_string(), usize::try_from(place.line).unwrap_or(0))
    {
        shown.push_str(&format!("  {}\n", source.trim()));
    }
    match stderr {
        Some(stderr) => {
            let write = vm.names.write.clone();
            let shown = vm.new_str(&shown);
            vm.call_method(&stderr, &write, &[shown.as_object()]).map(drop)
        }
        None => {
            vm.write_stderr(&shown);
            Ok(())
        }
    }
}
