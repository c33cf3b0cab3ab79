//! What the filters say of a warning.

use crate::builtins::{List, Tuple};
use crate::prelude::*;

/// What is compared with the filters.
pub(super) struct Candidate<'a> {
    pub text: &'a Object,
    pub category: &'a Object,
    pub module: &'a Object,
    pub line: i64,
}

/// What becomes of a warning, and the filter that says so.
pub(super) struct Verdict {
    pub action: Ref<Str>,
    pub filter: Option<Ref>,
}

/// An attribute of `warnings`, if that has been imported.
pub(super) fn python_part(vm: &mut Vm, name: &str) -> PyResult<Option<Ref>> {
    let warnings = vm.intern("warnings");
    let Some(module) = vm.modules.get_str(vm, &warnings) else { return Ok(None) };
    let name = vm.intern(name);
    vm.find_attribute(&module, &name)
}

impl Vm {
    /// The filters of `_warnings`; those of a release build at first.
    pub(super) fn warning_filters(&mut self) -> PyResult<Ref<List>> {
        if let Some(filters) = self.interpreter().warnings.filters.get() {
            return Ok(filters);
        }
        let types = &self.types;
        let rows = [
            ("default", types.deprecation_warning.clone(), Some("__main__")),
            ("ignore", types.deprecation_warning.clone(), None),
            ("ignore", types.pending_deprecation_warning.clone(), None),
            ("ignore", types.import_warning.clone(), None),
            ("ignore", types.resource_warning.clone(), None),
        ];
        let mut filters = Vec::new();
        for (action, category, module) in rows {
            let module = match module {
                Some(module) => self.new_str(module).into_object(),
                None => self.none(),
            };
            let fields = vec![
                self.intern(action).into_object(),
                self.none(),
                category.into_object(),
                module,
                self.new_int(0),
            ];
            filters.push(self.new_tuple(fields).into_object());
        }
        let filters = self.new_list(filters)?;
        self.interpreter().warnings.filters.set(self, Some(filters.clone()));
        Ok(filters)
    }
}

/// The filters in force.
fn filters(vm: &mut Vm) -> PyResult<Ref> {
    if let Some(in_context) = python_part(vm, "_use_context")?
        && vm.is_true(&in_context)?
        && let Some(function) = python_part(vm, "_get_filters")?
    {
        return vm.call_positional(&function, &[]);
    }
    match python_part(vm, "filters")? {
        Some(filters) => Ok(filters),
        None => Ok(vm.warning_filters()?.into_object()),
    }
}

/// The action of the first filter that fits, or else the default.
pub(super) fn judge(vm: &mut Vm, candidate: &Candidate<'_>) -> PyResult<Verdict> {
    let filters = filters(vm)?;
    let Some(list) = filters.downcast::<List>() else {
        return Err(vm.value_error("_warnings.filters must be a list"));
    };
    for position in 0.. {
        let Some(item) = list.items(vm).get(position).cloned() else { break };
        let fields = match item.downcast::<Tuple>().map(|item| item.items()) {
            Some([action, message, category, module, line]) => {
                (action, message, category, module, line)
            }
            _ => {
                return Err(
                    vm.value_error(format!("warnings.filters item {position} isn't a 5-tuple"))
                );
            }
        };
        let (action, message, category, module, line) = fields;
        let Some(action) = action.downcast::<Str>() else {
            let class = action.class().name(vm);
            return Err(vm.type_error(format!("action must be a string, not '{class}'")));
        };
        let line = vm.index(line)?.to_i64().unwrap_or(-1);
        if matches(vm, message, candidate.text)?
            && vm.is_subclass(candidate.category, category)?
            && matches(vm, module, candidate.module)?
            && (line == 0 || line == candidate.line)
        {
            return Ok(Verdict { action: action.to_ref(), filter: Some(item.clone()) });
        }
    }
    Ok(Verdict { action: default_action(vm)?, filter: None })
}

fn default_action(vm: &mut Vm) -> PyResult<Ref<Str>> {
    let Some(action) = python_part(vm, "defaultaction")? else { return Ok(vm.intern("default")) };
    action.downcast_ref::<Str>().map_err(|other| {
        let class = other.class().name(vm);
        vm.type_error(format!("_warnings.defaultaction must be a string, not '{class}'"))
    })
}

/// A filter's pattern is `None`, a text, or something with a `match` method.
fn matches(vm: &mut Vm, pattern: &Object, text: &Object) -> PyResult<bool> {
    if vm.is_none(pattern) {
        return Ok(true);
    }
    if pattern.class_is(&vm.types.str) {
        return vm.equal(pattern, text);
    }
    let name = vm.intern("match");
    let result = vm.call_method(pattern, &name, &[text])?;
    vm.is_true(&result)
}
