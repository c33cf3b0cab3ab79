//! Private name mangling: `__x` in class `C` is `_C__x`.

use std::borrow::Cow;
use std::rc::Rc;

use ruff_python_ast::StmtClassDef;

/// A generic class and the names of its type parameters: between its name and its body those names are private to it,
/// while all others are still private to the class around.
pub(crate) type ClassParameters = Option<(Rc<str>, Vec<Rc<str>>)>;

/// The class parameters of a class statement.
pub(crate) fn class_parameters(class: &StmtClassDef) -> ClassParameters {
    let parameters = class.type_params.as_deref()?;
    let names = parameters.type_params.iter().map(|it| Rc::from(it.name().as_str())).collect();
    Some((Rc::from(class.name.as_str()), names))
}

/// The class that a name is private to.
pub(crate) fn owner<'c>(
    class: Option<&'c str>,
    parameters: &'c ClassParameters,
    name: &str,
) -> Option<&'c str> {
    match parameters {
        Some((generic, names)) if names.iter().any(|own| **own == *name) => Some(generic),
        _ => class,
    }
}

/// The name as it is stored, given the name of the innermost class.
pub(crate) fn mangle<'n>(class: Option<&str>, name: &'n str) -> Cow<'n, str> {
    let Some(class) = class else { return Cow::Borrowed(name) };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return Cow::Borrowed(name);
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("_{class}{name}"))
}
