//! Issuing a warning: registries, actions, and handing it on to be shown.

use super::filter::{Candidate, judge};
use super::place::Place;
use super::show::show;
use crate::builtins::Dict;
use crate::errors::BaseException;
use crate::object::as_type;
use crate::prelude::*;

/// A warning on its way.
pub(super) struct Warning<'a> {
    pub message: &'a Object,
    pub category: Ref,
    pub place: Place,
    /// What the warning is about, for `tracemalloc`.
    pub source: Option<Ref>,
}

impl<'a> Warning<'a> {
    /// A warning that is about no particular object.
    pub fn at(message: &'a Object, category: Ref, place: Place) -> Warning<'a> {
        Warning { message, category, place, source: None }
    }
}

/// The category: that of the message if it is a warning itself, `UserWarning` if none is given.
pub(super) fn category_of(
    vm: &mut Vm,
    message: &Object,
    category: Option<&Object>,
) -> PyResult<Ref> {
    let warning = vm.types.warning.clone();
    if vm.is_instance(message, warning.as_object())? {
        return Ok(message.class().as_object().to_ref());
    }
    let category = match category.filter(|category| !vm.is_none(category)) {
        Some(category) => category.to_ref(),
        None => vm.types.user_warning.clone().into_object(),
    };
    if as_type(&category).is_none() || !vm.is_subclass(&category, warning.as_object())? {
        let class = category.class().name(vm);
        return Err(vm.type_error(format!("category must be a Warning subclass, not '{class}'")));
    }
    Ok(category)
}

/// Issues it: raises, remembers or shows it as the filters say.
pub(super) fn issue(vm: &mut Vm, warning: Warning<'_>) -> PyResult<()> {
    let Warning { message, mut category, place, source } = warning;
    if vm.is_none(&place.module) {
        return Ok(());
    }
    let registry = registry_of(vm, &place)?;
    let class = vm.types.warning.clone();
    let (text, message) = if vm.is_instance(message, class.as_object())? {
        category = message.class().as_object().to_ref();
        (vm.str(message)?.into_object(), message.to_ref())
    } else {
        (message.to_ref(), vm.call_positional(&category, &[message])?)
    };
    let key = vec![text.clone(), category.clone(), vm.new_int(place.line)];
    let key = vm.new_tuple(key).into_object();
    if let Some(registry) = &registry
        && is_known(vm, registry, &key, false)?
    {
        return Ok(());
    }
    let candidate =
        Candidate { text: &text, category: &category, module: &place.module, line: place.line };
    let verdict = judge(vm, &candidate)?;
    let action = verdict.action.to_string();
    let known = match action.as_str() {
        "error" => return Err(raised(vm, message)),
        "ignore" => return Ok(()),
        "always" | "all" => false,
        "default" => {
            remember(vm, registry.as_deref(), &key)?;
            false
        }
        "once" => {
            remember(vm, registry.as_deref(), &key)?;
            let registry = vm.once_registry();
            is_summary_known(vm, &registry, &text, &category, false)?
        }
        "module" => {
            remember(vm, registry.as_deref(), &key)?;
            match &registry {
                Some(registry) => is_summary_known(vm, registry, &text, &category, true)?,
                None => false,
            }
        }
        _ => {
            let filter = verdict.filter.unwrap_or_else(|| vm.none());
            let (action, filter) = (vm.repr(verdict.action.as_object())?, vm.repr(&filter)?);
            return Err(vm.runtime_error(format!(
                "Unrecognized action ({}) in warnings.filters:\n {}",
                &*action, &*filter
            )));
        }
    };
    if known { Ok(()) } else { show(vm, &message, &category, &text, &place, source.as_deref()) }
}

fn raised(vm: &mut Vm, message: Ref) -> Raised {
    match message.downcast_ref::<BaseException>() {
        Ok(exception) => Raised(exception),
        Err(_) => vm.type_error("exceptions must derive from BaseException"),
    }
}

fn registry_of(vm: &mut Vm, place: &Place) -> PyResult<Option<Ref<Dict>>> {
    let Some(registry) = place.registry.clone().filter(|registry| !vm.is_none(registry)) else {
        return Ok(None);
    };
    match registry.downcast_ref::<Dict>() {
        Ok(registry) => Ok(Some(registry)),
        Err(other) => {
            let class = other.class().name(vm);
            Err(vm.type_error(format!("'registry' must be a dict or None, not '{class}'")))
        }
    }
}

fn remember(vm: &mut Vm, registry: Option<&Typed<Dict>>, key: &Object) -> PyResult<()> {
    match registry {
        Some(registry) => {
            let truth = vm.new_bool(true);
            registry.set(vm, key, truth)
        }
        None => Ok(()),
    }
}

/// Whether the registry has the key. One of an old version of the filters is emptied.
fn is_known(
    vm: &mut Vm,
    registry: &Typed<Dict>,
    key: &Object,
    remembering: bool,
) -> PyResult<bool> {
    let name = vm.intern("version");
    let current = vm.interpreter().warnings.version.get();
    let version = registry.get_str(vm, &name);
    let version = version.and_then(|version| version.downcast::<Int>()?.to_i64());
    if version == Some(current) {
        if let Some(known) = registry.get(vm, key)?
            && vm.is_true(&known)?
        {
            return Ok(true);
        }
    } else {
        registry.clear(vm);
        let version = vm.new_int(current);
        registry.set_str(vm, &name, version);
    }
    if remembering {
        remember(vm, Some(registry), key)?;
    }
    Ok(false)
}

/// Whether a warning of this text and category has been given anywhere, or in the module.
fn is_summary_known(
    vm: &mut Vm,
    registry: &Typed<Dict>,
    text: &Object,
    category: &Object,
    in_module: bool,
) -> PyResult<bool> {
    let mut key = vec![text.to_ref(), category.to_ref()];
    if in_module {
        key.push(vm.new_int(0));
    }
    let key = vm.new_tuple(key).into_object();
    is_known(vm, registry, &key, true)
}

impl Vm {
    /// `_warnings._onceregistry`
    pub(super) fn once_registry(&mut self) -> Ref<Dict> {
        if let Some(registry) = self.interpreter().warnings.once_registry.get() {
            return registry;
        }
        let registry = self.new_dict();
        self.interpreter().warnings.once_registry.set(self, Some(registry.clone()));
        registry
    }
}
