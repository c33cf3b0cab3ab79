//! What a tree must fulfil besides the grammar before it can be compiled.

use pellucid_bytecode::Constant;

use super::{Kind, Node, Value};

/// Why a tree cannot be compiled: the message of a `ValueError` or a `TypeError`.
#[derive(Clone, Debug)]
pub enum Invalid {
    /// `ValueError`
    Value(String),
    /// `TypeError`
    Type(String),
}

type Check = Result<(), Invalid>;

fn value<T>(message: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid::Value(message.into()))
}

/// Checks a whole tree.
pub fn validate(root: &Node) -> Check {
    node(root, Kind::Load)
}

fn list(node: &Node, index: usize) -> &[Value] {
    match node.fields.get(index) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn child(node: &Node, index: usize) -> Option<&Node> {
    match node.fields.get(index) {
        Some(Value::Node(child)) => Some(child),
        _ => None,
    }
}

fn not_empty(node: &Node, index: usize) -> Check {
    if !list(node, index).is_empty() {
        return Ok(());
    }
    let field = node.kind.fields().nth(index).map_or("", |field| field.name);
    value(format!("empty {field} on {}", node.kind.name()))
}

/// The context of the expressions in a field of a node that stands in a context itself.
fn context_of(kind: Kind, field: &str, own: Kind) -> Kind {
    match (kind, field) {
        (Kind::Delete, "targets") => Kind::Del,
        (Kind::TypeAlias, "name") | (_, "target" | "targets" | "optional_vars") => Kind::Store,
        (Kind::Starred | Kind::List | Kind::Tuple, _) => own,
        _ => Kind::Load,
    }
}

fn node(it: &Node, context: Kind) -> Check {
    if it.kind.sum().name == "expr" {
        check_context(it, context)?;
    }
    let is_late = it.kind == Kind::Arguments;
    if !is_late {
        check(it)?;
    }
    let mut fields: Vec<_> = it.kind.fields().zip(&it.fields).collect();
    // What a comprehension loops over comes before what it collects.
    fields.sort_by_key(|(field, _)| field.name != "generators");
    for (field, held) in fields {
        let context = context_of(it.kind, field.name, context);
        let children = match held {
            Value::List(items) => items.as_slice(),
            single => std::slice::from_ref(single),
        };
        for child in children {
            if let Value::Node(child) = child {
                node(child, context)?;
            }
        }
    }
    if is_late { check(it) } else { Ok(()) }
}

fn check_context(it: &Node, wanted: Kind) -> Check {
    let own = it.kind.fields().position(|field| field.name == "ctx");
    match own.and_then(|index| child(it, index)) {
        Some(own) if own.kind != wanted => value(format!(
            "expression must have {} context but has {} instead",
            wanted.name(),
            own.kind.name()
        )),
        None if wanted != Kind::Load => {
            value(format!("expression which can't be assigned to in {} context", wanted.name()))
        }
        _ => Ok(()),
    }
}

fn check_name(name: Option<&Value>) -> Check {
    match name {
        Some(Value::Text(name)) if matches!(&**name, "None" | "True" | "False") => {
            value(format!("identifier field can't represent '{name}' constant"))
        }
        _ => Ok(()),
    }
}

fn check(it: &Node) -> Check {
    let is_some = |index: usize| !matches!(it.fields.get(index), Some(Value::None));
    match it.kind {
        Kind::FunctionDef | Kind::AsyncFunctionDef => not_empty(it, 2),
        Kind::ClassDef => not_empty(it, 3),
        Kind::Delete | Kind::Assign | Kind::Import | Kind::Global | Kind::Nonlocal => {
            not_empty(it, 0)
        }
        Kind::For | Kind::AsyncFor => not_empty(it, 2),
        Kind::While | Kind::If => not_empty(it, 1),
        Kind::With | Kind::AsyncWith => {
            not_empty(it, 0)?;
            not_empty(it, 1)
        }
        Kind::Match => not_empty(it, 1),
        Kind::MatchCase | Kind::ExceptHandler => not_empty(it, 2),
        Kind::TypeAlias if child(it, 0).is_some_and(|name| name.kind != Kind::Name) => {
            Err(Invalid::Type("TypeAlias with non-Name name".to_owned()))
        }
        Kind::AnnAssign => {
            let is_simple = matches!(it.fields.get(3), Some(Value::Int(simple)) if *simple != 0);
            match is_simple && child(it, 0).is_some_and(|target| target.kind != Kind::Name) {
                true => Err(Invalid::Type("AnnAssign with simple non-Name target".to_owned())),
                false => Ok(()),
            }
        }
        Kind::Raise if is_some(1) && !is_some(0) => value("Raise with cause but no exception"),
        Kind::Try | Kind::TryStar => {
            not_empty(it, 0)?;
            let name = it.kind.name();
            if list(it, 1).is_empty() && list(it, 3).is_empty() {
                return value(format!("{name} has neither except handlers nor finalbody"));
            }
            if list(it, 1).is_empty() && !list(it, 2).is_empty() {
                return value(format!("{name} has orelse but no except handlers"));
            }
            Ok(())
        }
        Kind::ImportFrom => {
            if matches!(it.fields.get(2), Some(Value::Int(level)) if *level < 0) {
                return value("Negative ImportFrom level");
            }
            not_empty(it, 1)
        }
        Kind::BoolOp if list(it, 1).len() < 2 => value("BoolOp with less than 2 values"),
        Kind::Dict if list(it, 0).len() != list(it, 1).len() => {
            value("Dict doesn't have the same number of keys as values")
        }
        Kind::ListComp | Kind::SetComp | Kind::GeneratorExp if list(it, 1).is_empty() => {
            value("comprehension with no generators")
        }
        Kind::DictComp if list(it, 2).is_empty() => value("comprehension with no generators"),
        Kind::Compare if list(it, 2).is_empty() => value("Compare has no comparators"),
        Kind::Compare if list(it, 1).len() != list(it, 2).len() => {
            value("Compare has a different number of comparators and operands")
        }
        Kind::Name => check_name(it.fields.first()),
        Kind::Arguments => {
            if list(it, 6).len() > list(it, 0).len() + list(it, 1).len() {
                return value("more positional defaults than args on arguments");
            }
            if list(it, 3).len() != list(it, 4).len() {
                return value("length of kwonlyargs is not the same as kw_defaults on arguments");
            }
            Ok(())
        }
        _ => pattern(it),
    }
}

fn check_capture(name: Option<&Value>) -> Check {
    match name {
        Some(Value::Text(name)) if &**name == "_" => value("can't capture name '_' in patterns"),
        name => check_name(name),
    }
}

fn pattern(it: &Node) -> Check {
    match it.kind {
        Kind::MatchValue => match child(it, 0) {
            Some(matched) => pattern_value(matched),
            None => Ok(()),
        },
        Kind::MatchSingleton => match it.fields.first() {
            Some(Value::Constant(Constant::None | Constant::Bool(_))) => Ok(()),
            _ => value("MatchSingleton can only contain True, False and None"),
        },
        Kind::MatchMapping => {
            if list(it, 0).len() != list(it, 1).len() {
                return value("MatchMapping doesn't have the same number of keys as patterns");
            }
            for key in list(it, 0) {
                let Value::Node(key) = key else { continue };
                // None, True and False are constants that a value pattern cannot hold.
                let is_singleton = matches!(
                    key.fields.first(),
                    Some(Value::Constant(Constant::None | Constant::Bool(_)))
                );
                if !(key.kind == Kind::Constant && is_singleton) {
                    pattern_value(key)?;
                }
            }
            check_capture(it.fields.get(2))?;
            no_star(list(it, 1))
        }
        Kind::MatchClass => {
            if list(it, 2).len() != list(it, 3).len() {
                let message =
                    "MatchClass doesn't have the same number of keyword attributes as patterns";
                return value(message);
            }
            let mut class = child(it, 0);
            while let Some(part) = class {
                match part.kind {
                    Kind::Name => break,
                    Kind::Attribute => class = child(part, 0),
                    _ => {
                        let message =
                            "MatchClass cls field can only contain Name or Attribute nodes.";
                        return value(message);
                    }
                }
            }
            list(it, 2).iter().try_for_each(|name| check_name(Some(name)))?;
            no_star(list(it, 1))?;
            no_star(list(it, 3))
        }
        Kind::MatchStar => check_capture(it.fields.first()),
        Kind::MatchAs => {
            let is_named = !matches!(it.fields.get(1), Some(Value::None));
            if child(it, 0).is_some() && !is_named {
                return value("MatchAs must specify a target name if a pattern is given");
            }
            check_capture(it.fields.get(1))?;
            no_star(it.fields.get(..1).unwrap_or_default())
        }
        Kind::MatchOr => {
            if list(it, 0).len() < 2 {
                return value("MatchOr requires at least 2 patterns");
            }
            no_star(list(it, 0))
        }
        Kind::MatchCase => no_star(it.fields.get(..1).unwrap_or_default()),
        _ => Ok(()),
    }
}

/// A starred pattern stands in sequences only.
fn no_star(patterns: &[Value]) -> Check {
    let is_star =
        |it: &Value| matches!(it, Value::Node(pattern) if pattern.kind == Kind::MatchStar);
    match patterns.iter().any(is_star) {
        true => value("can't use MatchStar here"),
        false => Ok(()),
    }
}

/// The values that patterns compare with: literals and attributes.
fn pattern_value(it: &Node) -> Check {
    match it.kind {
        Kind::Constant => match it.fields.first() {
            Some(Value::Constant(
                Constant::Int(_)
                | Constant::BigInt(..)
                | Constant::Float(_)
                | Constant::Complex(..)
                | Constant::Bytes(_)
                | Constant::Str { .. },
            )) => Ok(()),
            _ => value("unexpected constant inside of a literal pattern"),
        },
        Kind::Attribute | Kind::UnaryOp | Kind::BinOp | Kind::JoinedStr => Ok(()),
        Kind::TemplateStr => Ok(()),
        _ => value("patterns may only match literals and attribute lookups"),
    }
}
