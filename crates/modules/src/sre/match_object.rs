//! `re.Match`

use pellucid_runtime::builtins::generic_alias::Subscriptable;
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::engine::Found;
use super::pattern::Pattern;
use super::subject::Subject;
use super::template::{Template, compile_template};

/// A match of a pattern.
#[derive(Trace)]
pub struct Match {
    pattern: Ref<Pattern>,
    string: Ref,
    #[trace(skip)]
    found: Found,
    pos: usize,
    endpos: usize,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "re",
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[Match::METHODS, Subscriptable::METHODS],
    getsets: &[Match::GETSETS],
    ..TypeSpec::new::<Match>("Match")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.get_item = Some(|vm, object, key| match object.downcast::<Match>() {
        Some(found) => found.group_of(vm, key),
        None => Ok(vm.none()),
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(found) = object.downcast::<Match>() else { return Ok(vm.none()) };
    let (start, end) = (found.found.start, found.found.end);
    let text = found.part(vm, start, end)?;
    let text = vm.repr(&text)?;
    let class = object.class().name(vm);
    let head = vm.new_str(&format!("<{class} object; span=({start}, {end}), match=")).into_object();
    let close = vm.new_str(">").into_object();
    Ok(Str::concatenate(vm, &[head, text.into_object(), close])?.into_object())
}

impl Match {
    /// A match object.
    pub fn create(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        (pos, endpos): (usize, usize),
        found: Found,
    ) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let value =
            Match { pattern: pattern.to_ref(), string: string.to_ref(), found, pos, endpos };
        Ok(vm.new_object(&class, value).into_object())
    }

    fn part(&self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        let string = self.string.clone();
        let subject = Subject::new(vm, &string, self.pattern.of_bytes)?;
        subject.part(vm, start, end)
    }

    /// Where a group lies; `None` if it took no part.
    fn span_of(&self, group: usize) -> Option<(usize, usize)> {
        let Some(index) = group.checked_sub(1) else {
            return Some((self.found.start, self.found.end));
        };
        let (start, end) =
            (*self.found.marks.get(index * 2)?, *self.found.marks.get(index * 2 + 1)?);
        (start != usize::MAX && end != usize::MAX).then_some((start, end))
    }

    fn text_of(&self, vm: &mut Vm, group: usize, missing: Ref) -> PyResult {
        match self.span_of(group) {
            Some((start, end)) => self.part(vm, start, end),
            None => Ok(missing),
        }
    }

    /// The number of the group that a key means.
    fn number_of(&self, vm: &mut Vm, key: &Object) -> PyResult<usize> {
        let number = if key.class().slots(vm).index.is_some() {
            usize::try_from(vm.index_saturating(key)?).ok()
        } else {
            let index = self.pattern.group_index.clone();
            match vm.get_item(index.as_object(), key) {
                Ok(number) => usize::try_from(vm.index_saturating(&number)?).ok(),
                Err(raised) if raised.is_instance(vm, &vm.types.lookup_error) => None,
                Err(raised) if raised.is_instance(vm, &vm.types.type_error) => None,
                Err(raised) => return Err(raised),
            }
        };
        match number.filter(|number| *number <= self.pattern.groups) {
            Some(number) => Ok(number),
            None => Err(vm.index_error("no such group")),
        }
    }

    fn group_of(&self, vm: &mut Vm, key: &Object) -> PyResult {
        let number = self.number_of(vm, key)?;
        let none = vm.none();
        self.text_of(vm, number, none)
    }

    fn span_by_key(&self, vm: &mut Vm, key: Option<&Object>) -> PyResult<(i64, i64)> {
        let number = match key {
            Some(key) => self.number_of(vm, key)?,
            None => 0,
        };
        Ok(self.span_of(number).map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
    }
}

#[methods]
impl Match {
    /// Size of object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, found: &Typed<Match>) -> usize {
        let (class, marks) = (found.class(), 2 * (found.pattern.groups + 1));
        vm.basic_size(class) + marks * vm.item_size(class)
    }

    /// group([group1, ...]) -> str or tuple.
    ///
    /// Return subgroup(s) of the match by indices or names.
    /// For 0 returns the entire match.
    #[method("group(self, /, *args)", hidden)]
    fn group(vm: &mut Vm, found: &Typed<Match>, args: &[Ref]) -> PyResult {
        match args {
            [] => found.part(vm, found.found.start, found.found.end),
            [single] => found.group_of(vm, single),
            several => {
                let mut parts = Vec::with_capacity(several.len());
                for key in several {
                    parts.push(found.group_of(vm, key)?);
                }
                Ok(vm.new_tuple(parts).into_object())
            }
        }
    }

    /// Return a tuple containing all the subgroups of the match, from 1.
    ///
    ///   default
    ///     Is used for groups that did not participate in the match.
    #[method("groups(self, /, default=None)")]
    fn groups(vm: &mut Vm, found: &Typed<Match>, default: Option<&Object>) -> PyResult<Ref<Tuple>> {
        let missing = default.map_or_else(|| vm.none(), |default| default.to_ref());
        let mut parts = Vec::with_capacity(found.pattern.groups);
        for group in 1..=found.pattern.groups {
            parts.push(found.text_of(vm, group, missing.clone())?);
        }
        Ok(vm.new_tuple(parts))
    }

    /// Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.
    ///
    ///   default
    ///     Is used for groups that did not participate in the match.
    #[method("groupdict(self, /, default=None)")]
    fn group_dict(
        vm: &mut Vm,
        found: &Typed<Match>,
        default: Option<&Object>,
    ) -> PyResult<Ref<Dict>> {
        let missing = default.map_or_else(|| vm.none(), |default| default.to_ref());
        let index = found.pattern.group_index.clone();
        let names = vm.collect(index.as_object())?;
        let groups = vm.new_dict();
        for name in names {
            let number = found.number_of(vm, &name)?;
            let text = found.text_of(vm, number, missing.clone())?;
            vm.set_item(groups.as_object(), &name, Some(&text))?;
        }
        Ok(groups)
    }

    /// Return index of the start of the substring matched by group.
    #[method("start(self, group=0, /)")]
    fn start(vm: &mut Vm, found: &Typed<Match>, group: Option<&Object>) -> PyResult<i64> {
        Ok(found.span_by_key(vm, group)?.0)
    }

    /// Return index of the end of the substring matched by group.
    #[method("end(self, group=0, /)")]
    fn end(vm: &mut Vm, found: &Typed<Match>, group: Option<&Object>) -> PyResult<i64> {
        Ok(found.span_by_key(vm, group)?.1)
    }

    /// For match object m, return the 2-tuple (m.start(group), m.end(group)).
    #[method("span(self, group=0, /)")]
    fn span(vm: &mut Vm, found: &Typed<Match>, group: Option<&Object>) -> PyResult<(i64, i64)> {
        found.span_by_key(vm, group)
    }

    /// Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.
    #[method("expand(self, /, template)")]
    fn expand(vm: &mut Vm, found: &Typed<Match>, template: &Object) -> PyResult {
        let pattern = found.pattern.clone();
        let made = compile_template(vm, &pattern, template)?;
        let Some(template) = made.downcast::<Template>() else { return Ok(made) };
        let string = found.string.clone();
        let subject = Subject::new(vm, &string, pattern.of_bytes)?;
        template.expand(vm, &subject, &found.found)
    }

    #[method("__copy__(self, /)")]
    fn copy<'a>(_: &mut Vm, found: &'a Typed<Match>) -> &'a Typed<Match> {
        found
    }

    #[method("__deepcopy__(self, memo, /)")]
    fn deep_copy<'a>(_: &mut Vm, found: &'a Typed<Match>, _memo: &Object) -> &'a Typed<Match> {
        found
    }

    /// The string passed to match() or search().
    #[getter("string")]
    fn string(_: &mut Vm, found: &Typed<Match>) -> Ref {
        found.string.clone()
    }

    /// The regular expression object.
    #[getter("re")]
    fn pattern(_: &mut Vm, found: &Typed<Match>) -> Ref<Pattern> {
        found.pattern.clone()
    }

    /// The index into the string at which the RE engine started looking for a match.
    #[getter("pos")]
    fn pos(_: &mut Vm, found: &Typed<Match>) -> usize {
        found.pos
    }

    /// The index into the string beyond which the RE engine will not go.
    #[getter("endpos")]
    fn endpos(_: &mut Vm, found: &Typed<Match>) -> usize {
        found.endpos
    }

    /// The integer index of the last matched capturing group.
    #[getter("lastindex")]
    fn last_index(_: &mut Vm, found: &Typed<Match>) -> Option<usize> {
        found.found.last_group
    }

    /// The name of the last matched capturing group.
    #[getter("lastgroup")]
    fn last_group(_: &mut Vm, found: &Typed<Match>) -> Option<Ref> {
        let names = found.pattern.index_group.clone();
        found.found.last_group.and_then(|group| names.items().get(group).cloned())
    }

    #[getter("regs")]
    fn regions(vm: &mut Vm, found: &Typed<Match>) -> Ref<Tuple> {
        let mut spans = Vec::with_capacity(found.pattern.groups + 1);
        for group in 0..=found.pattern.groups {
            let span =
                found.span_of(group).map_or((-1, -1), |(start, end)| (start as i64, end as i64));
            let pair = vec![vm.new_int(span.0), vm.new_int(span.1)];
            spans.push(vm.new_tuple(pair).into_object());
        }
        vm.new_tuple(spans)
    }
}
