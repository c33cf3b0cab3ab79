//! What is searched: a string, or the bytes of an object.

use std::borrow::Cow;

use pellucid_runtime::prelude::*;
use pellucid_runtime::text::Text;

use super::code::Trouble;
use super::engine::{Demand, Found, Matcher};

/// A string or bytes-like object and its characters.
pub struct Subject<'a> {
    /// The object.
    pub object: &'a Object,
    bytes: Option<Cow<'a, [u8]>>,
}

impl<'a> Subject<'a> {
    /// A subject for a pattern of bytes or text; `None` as kind stands for a pattern that has no say.
    pub fn new(vm: &mut Vm, object: &'a Object, of_bytes: Option<bool>) -> PyResult<Subject<'a>> {
        if object.holds::<Str>() {
            if of_bytes == Some(true) {
                return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
            }
            return Ok(Subject { object, bytes: None });
        }
        let Some(bytes) = vm.try_bytes_of(object)? else {
            let class = object.class().name(vm);
            return Err(
                vm.type_error(format!("expected string or bytes-like object, got '{class}'"))
            );
        };
        if of_bytes == Some(false) {
            return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
        }
        Ok(Subject { object, bytes: Some(bytes) })
    }

    /// The characters.
    pub fn text(&self) -> Text<'_> {
        match (&self.bytes, self.object.downcast::<Str>()) {
            (Some(bytes), _) => Text::Latin1(bytes),
            (None, Some(text)) => text.value().text(),
            (None, None) => Text::Latin1(&[]),
        }
    }

    /// How many characters.
    pub fn len(&self) -> usize {
        self.text().len()
    }

    /// A part as an object: the subject itself if it is all of an exact `str` or `bytes`.
    pub fn part(&self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        let end = end.min(self.len());
        let start = start.min(end);
        match (&self.bytes, self.object.downcast::<Str>()) {
            (Some(bytes), _) => {
                if start == 0 && end == bytes.len() && self.object.class_is(&vm.types.bytes) {
                    return Ok(self.object.to_ref());
                }
                Ok(vm.try_bytes(&bytes[start..end])?.into_object())
            }
            (None, Some(text)) => Ok(Str::part(vm, text, start..end)?.into_object()),
            (None, None) => Ok(vm.none()),
        }
    }

    /// An empty string or bytes.
    pub fn empty(&self, vm: &Vm) -> Ref {
        match self.bytes {
            Some(_) => vm.singletons.empty_bytes.clone().into_object(),
            None => vm.singletons.empty_str.clone().into_object(),
        }
    }

    /// Runs a pattern over the subject.
    pub fn run(
        &self,
        vm: &mut Vm,
        codes: &[u32],
        groups: usize,
        (start, end): (usize, usize),
        demand: Demand,
        search: bool,
    ) -> PyResult<Option<Found>> {
        let result = match self.text() {
            Text::Latin1(units) => {
                go(Matcher::new(codes, groups, units, end, demand), start, search)
            }
            Text::Ucs2(units) => go(Matcher::new(codes, groups, units, end, demand), start, search),
            Text::Ucs4(units) => go(Matcher::new(codes, groups, units, end, demand), start, search),
        };
        result.map_err(|trouble| match trouble {
            Trouble::Memory => vm.memory_error(),
            Trouble::Corrupt => vm.runtime_error("invalid SRE code"),
        })
    }
}

fn go<U: pellucid_runtime::text::CodeUnit>(
    mut matcher: Matcher<'_, U>,
    start: usize,
    search: bool,
) -> Result<Option<Found>, Trouble> {
    if search { matcher.search(start) } else { matcher.match_at(start) }
}
