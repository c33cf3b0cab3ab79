//! The methods of `str` that look for something in it, and those that split and replace what they find.

use std::ops::Range;

use pellucid_text::Text;
use pellucid_text::search::{self, Alphabet};

use super::build::BYTES_MAX;
use crate::object::{SearchBound, clamp_range};
use crate::prelude::*;

type Bound = Option<SearchBound>;

/// The part of a text that bounds mean; `None` if the start lies beyond the end.
fn part(
    text: &Str,
    start: Option<SearchBound>,
    end: Option<SearchBound>,
) -> Option<(usize, Text<'_>)> {
    let range = clamp_range(start, end, text.len());
    (range.start <= range.end).then(|| (range.start, text.text().slice(range)))
}

fn found(
    text: &Str,
    needle: &Str,
    start: Bound,
    end: Bound,
    find: fn(Text<'_>, Text<'_>) -> Option<usize>,
) -> i64 {
    part(text, start, end)
        .and_then(|(offset, part)| find(part, needle.text()).map(|index| offset + index))
        .map_or(-1, |index| index as i64)
}

fn expect_found(vm: &mut Vm, index: i64) -> PyResult<i64> {
    if index < 0 { Err(vm.value_error("substring not found")) } else { Ok(index) }
}

/// `startswith` and `endswith`: one text or a tuple of them.
fn has_affix(
    vm: &mut Vm,
    text: &Typed<Str>,
    affix: &Object,
    bounds: (Bound, Bound),
    method: &str,
    test: fn(Text<'_>, Text<'_>) -> bool,
) -> PyResult<bool> {
    let part = part(text, bounds.0, bounds.1);
    let matches = |affix: &Str| part.is_some_and(|(_, part)| test(part, affix.text()));
    if let Some(tuple) = affix.downcast::<Tuple>() {
        for item in tuple.items() {
            let Some(item) = item.downcast::<Str>() else {
                let class = item.class().name(vm);
                let message = format!("tuple for {method} must only contain str, not {class}");
                return Err(vm.type_error(message));
            };
            if matches(item) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match affix.downcast::<Str>() {
        Some(affix) => Ok(matches(affix)),
        None => {
            let class = affix.class().name(vm);
            let message = format!("{method} first arg must be str or a tuple of str, not {class}");
            Err(vm.type_error(message))
        }
    }
}

/// The pieces of a text.
fn pieces_of(
    vm: &mut Vm,
    text: &Typed<Str>,
    pieces: Option<Vec<Range<usize>>>,
) -> PyResult<Vec<Ref>> {
    let Some(pieces) = pieces else { return Err(vm.memory_error()) };
    let mut items = Vec::new();
    items.try_reserve_exact(pieces.len()).map_err(|_| vm.memory_error())?;
    for piece in pieces {
        items.push(Str::part(vm, text, piece)?.into_object());
    }
    Ok(items)
}

fn split_by(
    vm: &mut Vm,
    text: &Typed<Str>,
    separator: Option<&Object>,
    most: Option<isize>,
    by_text: fn(Text<'_>, Text<'_>, usize) -> Option<Vec<Range<usize>>>,
    by_space: fn(Text<'_>, usize, Alphabet) -> Option<Vec<Range<usize>>>,
) -> PyResult<Ref<List>> {
    let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let Some(separator) = separator else {
        let pieces = by_space(text.text(), most, Alphabet::Text);
        let (items, room) = (pieces_of(vm, text, pieces)?, text.len().saturating_sub(1) / 2 + 1);
        return List::of_parts(vm, items, room.min(most));
    };
    let Some(separator) = separator.downcast::<Str>() else {
        let class = separator.class().name(vm);
        return Err(vm.type_error(format!("must be str or None, not {class}")));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let pieces = by_text(text.text(), separator.text(), most);
    let items = pieces_of(vm, text, pieces)?;
    let room = if text.is_empty() { 0 } else { text.len() / separator.len() + 1 };
    List::of_parts(vm, items, room.min(most))
}

fn partitioned(
    vm: &mut Vm,
    text: &Typed<Str>,
    separator: &Object,
    find: fn(Text<'_>, Text<'_>) -> Option<usize>,
    missing_first: bool,
) -> PyResult<(Ref<Str>, Ref<Str>, Ref<Str>)> {
    let Some(separator) = separator.downcast::<Str>() else {
        let class = separator.class().name(vm);
        return Err(vm.type_error(format!("must be str, not {class}")));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let empty = vm.singletons.empty_str.clone();
    let Some(place) = find(text.text(), separator.text()) else {
        let whole = Str::unchanged(vm, text)?;
        return Ok(if missing_first {
            (empty.clone(), empty, whole)
        } else {
            (whole, empty.clone(), empty)
        });
    };
    let before = Str::part(vm, text, 0..place)?;
    let middle = Str::unchanged(vm, separator)?;
    let after = Str::part(vm, text, place + separator.len()..text.len())?;
    Ok((before, middle, after))
}

fn trimmed(
    vm: &mut Vm,
    text: &Typed<Str>,
    characters: Option<&Object>,
    (left, right): (bool, bool),
    method: &str,
) -> PyResult<Ref<Str>> {
    let range = match characters {
        None => search::trim_whitespace(text.text(), left, right, Alphabet::Text),
        Some(characters) => match characters.downcast::<Str>() {
            Some(characters) => search::trim(text.text(), characters.text(), left, right),
            None => return Err(vm.type_error(format!("{method} arg must be None or str"))),
        },
    };
    Str::part(vm, text, range)
}

#[methods(SEARCH)]
impl Str {
    /// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    #[method("count(self, sub, start=None, end=None, /)")]
    fn count(
        _: &mut Vm,
        text: &Typed<Str>,
        sub: &Typed<Str>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> usize {
        part(text, start, end).map_or(0, |(_, part)| search::count(part, sub.text()))
    }

    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Return -1 on failure.
    #[method("find(self, sub, start=None, end=None, /)")]
    fn find(
        _: &mut Vm,
        text: &Typed<Str>,
        sub: &Typed<Str>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> i64 {
        found(text, sub, start, end, search::find)
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Return -1 on failure.
    #[method("rfind(self, sub, start=None, end=None, /)")]
    fn rfind(
        _: &mut Vm,
        text: &Typed<Str>,
        sub: &Typed<Str>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> i64 {
        found(text, sub, start, end, search::rfind)
    }

    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Raises ValueError when the substring is not found.
    #[method("index(self, sub, start=None, end=None, /)")]
    fn index(
        vm: &mut Vm,
        text: &Typed<Str>,
        sub: &Typed<Str>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<i64> {
        expect_found(vm, found(text, sub, start, end, search::find))
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    ///
    /// Optional arguments start and end are interpreted as in slice notation.
    /// Raises ValueError when the substring is not found.
    #[method("rindex(self, sub, start=None, end=None, /)")]
    fn rindex(
        vm: &mut Vm,
        text: &Typed<Str>,
        sub: &Typed<Str>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<i64> {
        expect_found(vm, found(text, sub, start, end, search::rfind))
    }

    /// Return True if the string starts with the specified prefix, False otherwise.
    ///
    ///   prefix
    ///     A string or a tuple of strings to try.
    ///   start
    ///     Optional start position. Default: start of the string.
    ///   end
    ///     Optional stop position. Default: end of the string.
    #[method("startswith(self, prefix, start=None, end=None, /)")]
    fn starts_with(
        vm: &mut Vm,
        text: &Typed<Str>,
        prefix: &Object,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<bool> {
        has_affix(vm, text, prefix, (start, end), "startswith", search::starts_with)
    }

    /// Return True if the string ends with the specified suffix, False otherwise.
    ///
    ///   suffix
    ///     A string or a tuple of strings to try.
    ///   start
    ///     Optional start position. Default: start of the string.
    ///   end
    ///     Optional stop position. Default: end of the string.
    #[method("endswith(self, suffix, start=None, end=None, /)")]
    fn ends_with(
        vm: &mut Vm,
        text: &Typed<Str>,
        suffix: &Object,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<bool> {
        has_affix(vm, text, suffix, (start, end), "endswith", search::ends_with)
    }

    /// Return a copy with all occurrences of substring old replaced by new.
    ///
    ///   count
    ///     Maximum number of occurrences to replace.
    ///     -1 (the default value) means replace all occurrences.
    ///
    /// If the optional argument count is given, only the first count occurrences are
    /// replaced.
    #[method("replace(self, old, new, /, count=-1)")]
    fn replace(
        vm: &mut Vm,
        text: &Typed<Str>,
        old: &Typed<Str>,
        new: &Typed<Str>,
        count: Option<isize>,
    ) -> PyResult<Ref<Str>> {
        let most = count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
        let places = match new.len() > old.len() {
            true => search::count(text.text(), old.text()).min(most),
            false => 0,
        };
        let added = (new.len().saturating_sub(old.len())).checked_mul(places);
        match added.and_then(|added| added.checked_add(text.len())).filter(|len| *len <= BYTES_MAX)
        {
            Some(len) => {
                vm.check_room(len.saturating_mul(text.text().width().max(new.text().width())))?
            }
            None => return Err(vm.overflow_error("replace string is too long")),
        }
        match search::replace(text.text(), old.text(), new.text(), most, BYTES_MAX) {
            // Taking characters away can leave a text narrower than its builder.
            Ok(Some(replaced)) => vm.try_unshared_text(replaced.as_text()),
            Ok(None) => Str::unchanged(vm, text),
            Err(_) => Err(vm.overflow_error("replace string is too long")),
        }
    }

    /// Return a str with the given prefix string removed if present.
    ///
    /// If the string starts with the prefix string, return string[len(prefix):].
    /// Otherwise, return a copy of the original string.
    #[method("removeprefix(self, prefix, /)")]
    fn remove_prefix(vm: &mut Vm, text: &Typed<Str>, prefix: &Typed<Str>) -> PyResult<Ref<Str>> {
        let found = search::starts_with(text.text(), prefix.text());
        Str::part(vm, text, if found { prefix.len() } else { 0 }..text.len())
    }

    /// Return a str with the given suffix string removed if present.
    ///
    /// If the string ends with the suffix string and that suffix is not empty,
    /// return string[:-len(suffix)]. Otherwise, return a copy of the original
    /// string.
    #[method("removesuffix(self, suffix, /)")]
    fn remove_suffix(vm: &mut Vm, text: &Typed<Str>, suffix: &Typed<Str>) -> PyResult<Ref<Str>> {
        let found = search::ends_with(text.text(), suffix.text());
        Str::part(vm, text, 0..text.len() - if found { suffix.len() } else { 0 })
    }

    /// Partition the string into three parts using the given separator.
    ///
    /// This will search for the separator in the string.  If the separator is found,
    /// returns a 3-tuple containing the part before the separator, the separator
    /// itself, and the part after it.
    ///
    /// If the separator is not found, returns a 3-tuple containing the original string
    /// and two empty strings.
    #[method("partition(self, sep, /)")]
    fn partition(
        vm: &mut Vm,
        text: &Typed<Str>,
        separator: &Object,
    ) -> PyResult<(Ref<Str>, Ref<Str>, Ref<Str>)> {
        partitioned(vm, text, separator, search::find, false)
    }

    /// Partition the string into three parts using the given separator.
    ///
    /// This will search for the separator in the string, starting at the end. If
    /// the separator is found, returns a 3-tuple containing the part before the
    /// separator, the separator itself, and the part after it.
    ///
    /// If the separator is not found, returns a 3-tuple containing two empty strings
    /// and the original string.
    #[method("rpartition(self, sep, /)")]
    fn rpartition(
        vm: &mut Vm,
        text: &Typed<Str>,
        separator: &Object,
    ) -> PyResult<(Ref<Str>, Ref<Str>, Ref<Str>)> {
        partitioned(vm, text, separator, search::rfind, true)
    }

    /// Return a list of the substrings in the string, using sep as the separator string.
    ///
    ///   sep
    ///     The separator used to split the string.
    ///
    ///     When set to None (the default value), will split on any whitespace
    ///     character (including \n \r \t \f and spaces) and will discard
    ///     empty strings from the result.
    ///   maxsplit
    ///     Maximum number of splits.
    ///     -1 (the default value) means no limit.
    ///
    /// Splitting starts at the front of the string and works to the end.
    ///
    /// Note, str.split() is mainly useful for data that has been intentionally
    /// delimited.  With natural text that includes punctuation, consider using
    /// the regular expression module.
    #[method("split(self, /, sep=None, maxsplit=-1)")]
    fn split(
        vm: &mut Vm,
        text: &Typed<Str>,
        sep: Option<&Object>,
        maxsplit: Option<isize>,
    ) -> PyResult<Ref<List>> {
        split_by(vm, text, sep, maxsplit, search::split, search::split_whitespace)
    }

    /// Return a list of the substrings in the string, using sep as the separator string.
    ///
    ///   sep
    ///     The separator used to split the string.
    ///
    ///     When set to None (the default value), will split on any whitespace
    ///     character (including \n \r \t \f and spaces) and will discard
    ///     empty strings from the result.
    ///   maxsplit
    ///     Maximum number of splits.
    ///     -1 (the default value) means no limit.
    ///
    /// Splitting starts at the end of the string and works to the front.
    #[method("rsplit(self, /, sep=None, maxsplit=-1)")]
    fn rsplit(
        vm: &mut Vm,
        text: &Typed<Str>,
        sep: Option<&Object>,
        maxsplit: Option<isize>,
    ) -> PyResult<Ref<List>> {
        split_by(vm, text, sep, maxsplit, search::rsplit, search::rsplit_whitespace)
    }

    /// Return a list of the lines in the string, breaking at line boundaries.
    ///
    /// Line breaks are not included in the resulting list unless keepends is given and
    /// true.
    #[method("splitlines(self, /, keepends=False)")]
    fn split_lines(vm: &mut Vm, text: &Typed<Str>, keepends: Option<bool>) -> PyResult<Ref<List>> {
        let lines = search::split_lines(text.text(), keepends.unwrap_or(false), Alphabet::Text);
        let items = pieces_of(vm, text, lines)?;
        let list = vm.new_list(Vec::new())?;
        list.append_all(vm, items)?;
        Ok(list)
    }

    /// Return a copy of the string with leading and trailing whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method("strip(self, chars=None, /)")]
    fn strip(vm: &mut Vm, text: &Typed<Str>, chars: Option<&Object>) -> PyResult<Ref<Str>> {
        trimmed(vm, text, chars, (true, true), "strip")
    }

    /// Return a copy of the string with leading whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method("lstrip(self, chars=None, /)")]
    fn lstrip(vm: &mut Vm, text: &Typed<Str>, chars: Option<&Object>) -> PyResult<Ref<Str>> {
        trimmed(vm, text, chars, (true, false), "lstrip")
    }

    /// Return a copy of the string with trailing whitespace removed.
    ///
    /// If chars is given and not None, remove characters in chars instead.
    #[method("rstrip(self, chars=None, /)")]
    fn rstrip(vm: &mut Vm, text: &Typed<Str>, chars: Option<&Object>) -> PyResult<Ref<Str>> {
        trimmed(vm, text, chars, (false, true), "rstrip")
    }
}

/// Whether a needle is in a text; used by the operator `in`.
pub(super) fn contains(text: &Str, needle: &Str) -> bool {
    search::contains(text.text(), needle.text())
}
