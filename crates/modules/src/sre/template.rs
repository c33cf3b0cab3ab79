//! Replacements: literal text, templates with groups, and functions.

use pellucid_runtime::object::{TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::engine::Found;
use super::match_object::Match;
use super::pattern::Pattern;
use super::subject::Subject;

/// A parsed replacement: literal text, then groups each with the literal text behind it.
#[derive(Trace)]
pub struct Template {
    literal: Ref,
    parts: Vec<(usize, Ref)>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_sre",
    flags: TypeFlags::NOT_INSTANTIABLE,
    ..TypeSpec::new::<Template>("SRE_Template")
};

impl Template {
    /// A template from the list that `re._parser.parse_template` gives: literals and group numbers in turn.
    pub fn create(vm: &mut Vm, pattern: &Object, list: &Object) -> PyResult {
        let _ = pattern;
        let items = vm.collect(list)?;
        let Some((literal, rest)) = items.split_first().filter(|(_, rest)| rest.len() % 2 == 0)
        else {
            return Err(vm.type_error("invalid template"));
        };
        let mut parts = Vec::with_capacity(rest.len() / 2);
        for pair in rest.chunks_exact(2) {
            let group = vm.index_saturating(&pair[0])?;
            let Ok(group) = usize::try_from(group) else {
                return Err(vm.type_error("invalid template"));
            };
            parts.push((group, pair[1].clone()));
        }
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, Template { literal: literal.clone(), parts }).into_object())
    }

    /// The text of the template for a match.
    pub fn expand(&self, vm: &mut Vm, subject: &Subject<'_>, found: &Found) -> PyResult {
        let mut pieces = vec![self.literal.clone()];
        for (group, literal) in &self.parts {
            let (start, end) = match group.checked_sub(1) {
                None => (found.start, found.end),
                Some(index) => match (found.marks.get(index * 2), found.marks.get(index * 2 + 1)) {
                    (Some(&start), Some(&end)) => (start, end),
                    _ => return Err(vm.index_error("no such group")),
                },
            };
            if start != usize::MAX && end != usize::MAX {
                pieces.push(subject.part(vm, start, end)?);
            }
            pieces.push(literal.clone());
        }
        pieces.retain(|piece| match (piece.downcast::<Str>(), piece.downcast::<Bytes>()) {
            (Some(text), _) => !text.is_empty(),
            (_, Some(bytes)) => !bytes.as_slice().is_empty(),
            _ => true,
        });
        let empty = subject.empty(vm);
        let pieces = vm.new_list(pieces)?;
        let join = vm.names.join.clone();
        vm.call_method(&empty, &join, &[pieces.as_object()])
    }
}

/// What a match is replaced with.
pub enum Replacement {
    /// The same text for every match.
    Literal(Ref),
    /// Text with groups of the match.
    Template(Ref<Template>),
    /// What a function makes of the match.
    Function(Ref),
}

impl Replacement {
    /// What the argument `repl` of `sub` means.
    pub fn new(vm: &mut Vm, pattern: &Typed<Pattern>, repl: &Object) -> PyResult<Replacement> {
        if vm.is_callable(repl) {
            return Ok(Replacement::Function(repl.to_ref()));
        }
        let has_escape = match repl.downcast::<Str>() {
            Some(text) => Some(text.text().code_points().any(|code| code == u32::from(b'\\'))),
            None => vm.try_bytes_of(repl)?.map(|bytes| bytes.contains(&b'\\')),
        };
        if has_escape == Some(false) {
            return Ok(Replacement::Literal(repl.to_ref()));
        }
        let made = compile_template(vm, pattern, repl)?;
        match made.downcast_ref::<Template>() {
            Ok(template) if template.parts.is_empty() => {
                Ok(Replacement::Literal(template.literal.clone()))
            }
            Ok(template) => Ok(Replacement::Template(template)),
            Err(literal) => Ok(Replacement::Literal(literal)),
        }
    }

    /// What stands for a match.
    pub fn expand(
        &self,
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        subject: &Subject<'_>,
        bounds: (usize, usize),
        found: Found,
    ) -> PyResult {
        match self {
            Replacement::Literal(literal) => Ok(literal.clone()),
            Replacement::Template(template) => template.expand(vm, subject, &found),
            Replacement::Function(function) => {
                let found = Match::create(vm, pattern, subject.object, bounds, found)?;
                vm.call_positional(function, &[&found])
            }
        }
    }
}

/// `re._compile_template(pattern, repl)`
pub fn compile_template(vm: &mut Vm, pattern: &Typed<Pattern>, repl: &Object) -> PyResult {
    let import = vm.builtin("__import__")?;
    let name = vm.new_str("re");
    let module = vm.call_positional(&import, &[name.as_object()])?;
    let name = vm.intern("_compile_template");
    vm.call_method(&module, &name, &[pattern.as_object(), repl])
}
