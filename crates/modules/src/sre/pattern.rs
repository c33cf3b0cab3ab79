//! `re.Pattern`

use pellucid_runtime::builtins::generic_alias::Subscriptable;
use pellucid_runtime::heap::Charged;
use pellucid_runtime::heap::WeakHead;
use pellucid_runtime::object::{SearchBound, Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::engine::{Demand, Found};
use super::match_object::Match;
use super::scanner::Scanner;
use super::subject::Subject;
use super::template::Replacement;

/// A compiled pattern.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Pattern {
    /// What it was compiled from; `None` for some.
    pub pattern: Ref,
    /// The flags.
    pub flags: i64,
    /// The code.
    pub codes: Charged<Vec<u32>>,
    /// How many groups.
    pub groups: usize,
    /// Names to numbers.
    pub group_index: Ref<Dict>,
    /// Numbers to names.
    pub index_group: Ref<Tuple>,
    /// Whether the pattern is of bytes; `None` if it is of nothing.
    #[trace(skip)]
    pub of_bytes: Option<bool>,
    pub(super) weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "re",
    doc: "Compiled regular expression object.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[Pattern::METHODS, Subscriptable::METHODS],
    getsets: &[Pattern::GETSETS],
    ..TypeSpec::new::<Pattern>("Pattern")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
}

impl Pattern {
    /// Runs the pattern.
    pub fn run(
        &self,
        vm: &mut Vm,
        subject: &Subject<'_>,
        bounds: (usize, usize),
        demand: Demand,
        search: bool,
    ) -> PyResult<Option<Found>> {
        subject.run(vm, &self.codes, self.groups, bounds, demand, search)
    }

    /// All matches that do not overlap, up to a number of them.
    fn each(
        pattern: &Typed<Pattern>,
        vm: &mut Vm,
        subject: &Subject<'_>,
        (mut start, end): (usize, usize),
        most: usize,
        mut each: impl FnMut(&mut Vm, Found) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut demand = Demand::default();
        for _ in 0..most {
            let Some(found) = pattern.run(vm, subject, (start, end), demand, true)? else { break };
            demand.advance = found.end == found.start;
            start = found.end;
            each(vm, found)?;
        }
        Ok(())
    }
}

fn bounds(
    subject: &Subject<'_>,
    pos: Option<SearchBound>,
    endpos: Option<SearchBound>,
) -> (usize, usize) {
    let length = subject.len();
    let clamp = |bound: SearchBound| usize::try_from(bound.0).unwrap_or(0).min(length);
    let end = endpos.map_or(length, clamp);
    (pos.map_or(0, clamp).min(end), end)
}

fn matched(
    vm: &mut Vm,
    pattern: &Typed<Pattern>,
    string: &Object,
    (pos, endpos): (Option<SearchBound>, Option<SearchBound>),
    demand: Demand,
    search: bool,
) -> PyResult {
    let subject = Subject::new(vm, string, pattern.of_bytes)?;
    let bounds = bounds(&subject, pos, endpos);
    match pattern.run(vm, &subject, bounds, demand, search)? {
        Some(found) => Match::create(vm, pattern, string, bounds, found),
        None => Ok(vm.none()),
    }
}

/// What `findall` and `split` give of a group that took no part.
fn group_or(
    vm: &mut Vm,
    subject: &Subject<'_>,
    found: &Found,
    group: usize,
    missing: Ref,
) -> PyResult {
    match (found.marks.get(group * 2), found.marks.get(group * 2 + 1)) {
        (Some(&start), Some(&end)) if start != usize::MAX && end != usize::MAX => {
            subject.part(vm, start, end)
        }
        _ => Ok(missing),
    }
}

fn substituted(
    vm: &mut Vm,
    pattern: &Typed<Pattern>,
    repl: &Object,
    string: &Object,
    count: Option<isize>,
) -> PyResult<(Ref, usize)> {
    let subject = Subject::new(vm, string, pattern.of_bytes)?;
    let replacement = Replacement::new(vm, pattern, repl)?;
    let most =
        usize::try_from(count.unwrap_or(0)).ok().filter(|count| *count > 0).unwrap_or(usize::MAX);
    let whole = (0, subject.len());
    let mut pieces = Vec::new();
    let (mut number, mut position) = (0, 0);
    Pattern::each(pattern, vm, &subject, whole, most, |vm, found| {
        if found.start > position {
            let before = subject.part(vm, position, found.start)?;
            vm.push_item(&mut pieces, before)?;
        }
        position = found.end;
        number += 1;
        let piece = replacement.expand(vm, pattern, &subject, whole, found)?;
        if !vm.is_none(&piece) {
            vm.push_item(&mut pieces, piece)?;
        }
        Ok(())
    })?;
    if number == 0 {
        return Ok((subject.part(vm, 0, whole.1)?, 0));
    }
    if position < whole.1 {
        pieces.push(subject.part(vm, position, whole.1)?);
    }
    let empty = subject.empty(vm);
    let pieces = vm.new_list(pieces)?;
    let join = vm.names.join.clone();
    Ok((vm.call_method(&empty, &join, &[pieces.as_object()])?, number))
}

#[methods]
impl Pattern {
    /// Size of object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, pattern: &Typed<Pattern>) -> usize {
        let class = pattern.class();
        vm.basic_size(class) + pattern.codes.len() * vm.item_size(class)
    }

    /// Matches zero or more characters at the beginning of the string.
    #[method("match(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn match_start(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult {
        matched(vm, pattern, string, (pos, endpos), Demand::default(), false)
    }

    /// Matches against all of the string.
    #[method("fullmatch(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn full_match(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult {
        matched(vm, pattern, string, (pos, endpos), Demand { whole: true, advance: false }, false)
    }

    /// Scan through string looking for a match, and return a corresponding match object instance.
    ///
    /// Return None if no position in the string matches.
    #[method("search(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn search(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult {
        matched(vm, pattern, string, (pos, endpos), Demand::default(), true)
    }

    /// Return a list of all non-overlapping matches of pattern in string.
    #[method("findall(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn find_all(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult<Vec<Ref>> {
        let subject = Subject::new(vm, string, pattern.of_bytes)?;
        let bounds = bounds(&subject, pos, endpos);
        let mut items = Vec::new();
        Pattern::each(pattern, vm, &subject, bounds, usize::MAX, |vm, found| {
            let empty = subject.empty(vm);
            let item = match pattern.groups {
                0 => subject.part(vm, found.start, found.end)?,
                1 => group_or(vm, &subject, &found, 0, empty)?,
                count => {
                    let mut parts = Vec::with_capacity(count);
                    for group in 0..count {
                        parts.push(group_or(vm, &subject, &found, group, empty.clone())?);
                    }
                    vm.new_tuple(parts).into_object()
                }
            };
            vm.push_item(&mut items, item)?;
            Ok(())
        })?;
        Ok(items)
    }

    /// Return an iterator over all non-overlapping matches for the RE pattern in string.
    ///
    /// For each match, the iterator returns a match object.
    #[method("finditer(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn find_iter(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult {
        let scanner = Self::scanner(vm, pattern, string, pos, endpos)?;
        let name = vm.intern("search");
        let search = vm.get_attribute(&scanner, &name)?;
        let none = vm.none();
        let iter = vm.builtin("iter")?;
        vm.call_positional(&iter, &[&search, &none])
    }

    #[method("scanner(self, /, string, pos=0, endpos=sys.maxsize)")]
    fn scanner(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        pos: Option<SearchBound>,
        endpos: Option<SearchBound>,
    ) -> PyResult {
        let subject = Subject::new(vm, string, pattern.of_bytes)?;
        let bounds = bounds(&subject, pos, endpos);
        Scanner::create(vm, pattern, string, bounds)
    }

    /// Split string by the occurrences of pattern.
    #[method("split(self, /, string, maxsplit=0)")]
    fn split(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        maxsplit: Option<isize>,
    ) -> PyResult<Vec<Ref>> {
        let subject = Subject::new(vm, string, pattern.of_bytes)?;
        let whole = (0, subject.len());
        let most = match maxsplit.unwrap_or(0) {
            0 => usize::MAX,
            most => usize::try_from(most).unwrap_or(0),
        };
        let mut items = Vec::new();
        let mut position = 0;
        Pattern::each(pattern, vm, &subject, whole, most, |vm, found| {
            let before = subject.part(vm, position, found.start)?;
            vm.push_item(&mut items, before)?;
            for group in 0..pattern.groups {
                let none = vm.none();
                let group = group_or(vm, &subject, &found, group, none)?;
                vm.push_item(&mut items, group)?;
            }
            position = found.end;
            Ok(())
        })?;
        items.push(subject.part(vm, position, whole.1)?);
        Ok(items)
    }

    /// Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.
    #[method("sub(self, /, repl, string, count=0)")]
    fn sub(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        repl: &Object,
        string: &Object,
        count: Option<isize>,
    ) -> PyResult {
        Ok(substituted(vm, pattern, repl, string, count)?.0)
    }

    /// Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.
    #[method("subn(self, /, repl, string, count=0)")]
    fn subn(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        repl: &Object,
        string: &Object,
        count: Option<isize>,
    ) -> PyResult<(Ref, usize)> {
        substituted(vm, pattern, repl, string, count)
    }

    #[method("__copy__(self, /)")]
    fn copy<'a>(_: &mut Vm, pattern: &'a Typed<Pattern>) -> &'a Typed<Pattern> {
        pattern
    }

    #[method("__deepcopy__(self, memo, /)")]
    fn deep_copy<'a>(
        _: &mut Vm,
        pattern: &'a Typed<Pattern>,
        _memo: &Object,
    ) -> &'a Typed<Pattern> {
        pattern
    }

    /// The pattern string from which the RE object was compiled.
    #[getter("pattern")]
    fn source(_: &mut Vm, pattern: &Typed<Pattern>) -> Ref {
        pattern.pattern.clone()
    }

    /// The regex matching flags.
    #[getter("flags")]
    fn flags(_: &mut Vm, pattern: &Typed<Pattern>) -> i64 {
        pattern.flags
    }

    /// The number of capturing groups in the pattern.
    #[getter("groups")]
    fn group_count(_: &mut Vm, pattern: &Typed<Pattern>) -> usize {
        pattern.groups
    }

    /// A dictionary mapping group names to group numbers.
    #[getter("groupindex")]
    fn group_index(vm: &mut Vm, pattern: &Typed<Pattern>) -> PyResult {
        let class = vm.types.mapping_proxy.clone();
        vm.call_positional(class.as_object(), &[pattern.group_index.as_object()])
    }
}

const FLAG_NAMES: [(&str, i64); 8] = [
    ("re.IGNORECASE", 2),
    ("re.LOCALE", 4),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", 256),
    ("re.UNICODE", 32),
];

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    const SHOWN: usize = 200;
    let Some(pattern) = object.downcast::<Pattern>() else { return Ok(vm.none()) };
    let mut flags = pattern.flags;
    // Patterns of text have this flag unless something else is said.
    if pattern.pattern.holds::<Str>() && flags & (4 | 256 | 32) == 32 {
        flags &= !32;
    }
    let mut names: Vec<String> = Vec::new();
    for (name, bit) in FLAG_NAMES {
        if flags & bit != 0 {
            names.push(name.to_owned());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let source = vm.repr(&pattern.pattern)?;
    let shown = source.text().slice(0..SHOWN).to_utf8_lossy();
    let text = match names.is_empty() {
        true => format!("re.compile({shown})"),
        false => format!("re.compile({shown}, {})", names.join("|")),
    };
    Ok(vm.new_str(&text).into_object())
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(pattern) = object.downcast::<Pattern>() else { return Ok(0) };
    let codes: Vec<u8> = pattern.codes.iter().flat_map(|code| code.to_ne_bytes()).collect();
    let mut hash = vm.hash(&pattern.pattern)? ^ vm.hash_key.hash_bytes(&codes);
    hash ^= pattern.flags ^ pattern.groups as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    comparison: pellucid_runtime::bytecode::Comparison,
) -> PyResult<Ref> {
    use pellucid_runtime::bytecode::Comparison;
    let wanted = match comparison {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return Ok(vm.not_implemented()),
    };
    let (Some(a), Some(b)) = (left.downcast::<Pattern>(), right.downcast::<Pattern>()) else {
        return Ok(vm.not_implemented());
    };
    let same = left.is(right)
        || (a.flags == b.flags
            && a.of_bytes == b.of_bytes
            && *a.codes == *b.codes
            && vm.equal(&a.pattern, &b.pattern)?);
    Ok(vm.new_bool(same == wanted))
}
