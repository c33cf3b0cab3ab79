//! The arguments of a call, as they travel: positional values, then keyword values with their names.

use pellucid_heap::{Object, Ref, Typed};
use smallvec::SmallVec;

use crate::builtins::{Dict, Str};
use crate::object::{ParameterKind, Signature};
use crate::{PyResult, Vm};

/// Borrowed arguments. The last `names.len()` of `values` are keyword values; `names` are `str` objects, no
/// two alike (whoever makes a call sees to both).
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    values: &'a [Ref],
    names: &'a [Ref],
}

impl<'a> Args<'a> {
    /// No arguments.
    pub const EMPTY: Args<'static> = Args { values: &[], names: &[] };

    /// Positional arguments only.
    #[inline(always)]
    pub fn from_positional(values: &'a [Ref]) -> Args<'a> {
        Args { values, names: &[] }
    }

    /// Positional and keyword arguments.
    ///
    /// # Panics
    /// If there are more names than values.
    #[inline]
    pub fn new(values: &'a [Ref], names: &'a [Ref]) -> Args<'a> {
        assert!(names.len() <= values.len(), "every keyword has a value");
        Args { values, names }
    }

    /// How many arguments there are, positional and keyword.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// All values: positional, then keyword.
    #[inline(always)]
    pub fn values(self) -> &'a [Ref] {
        self.values
    }

    /// The names of the keyword arguments.
    #[inline(always)]
    pub fn names(self) -> &'a [Ref] {
        self.names
    }

    /// The positional arguments.
    #[inline(always)]
    pub fn positional(self) -> &'a [Ref] {
        // `new` has checked that there are at least as many values as names.
        &self.values[..self.values.len() - self.names.len()]
    }

    /// Whether no argument was given by name.
    #[inline(always)]
    pub fn keywords_are_empty(self) -> bool {
        self.names.is_empty()
    }

    /// The keyword arguments, in the order they were given.
    pub fn keywords(self) -> Keywords<'a> {
        Keywords { args: self, signature: None }
    }

    /// The keyword argument of this name.
    pub fn keyword(self, name: &str) -> Option<&'a Object> {
        let index = self.keyword_index(name)?;
        Some(&*self.values[self.values.len() - self.names.len() + index])
    }

    /// Which keyword argument has this name.
    pub(crate) fn keyword_index(self, name: &str) -> Option<usize> {
        self.names.iter().position(|candidate| is_named(candidate, name))
    }

    /// The first positional argument, and the arguments after it; `None` if there is none.
    #[inline(always)]
    pub fn split_first(self) -> Option<(&'a Ref, Args<'a>)> {
        if self.values.len() == self.names.len() {
            return None;
        }
        let (first, values) = self.values.split_first()?;
        Some((first, Args { values, names: self.names }))
    }

    /// The arguments after the first positional one; the same arguments if there is none.
    #[inline(always)]
    pub fn without_first(self) -> Args<'a> {
        self.split_first().map_or(self, |(_, rest)| rest)
    }
}

fn is_named(candidate: &Object, name: &str) -> bool {
    candidate.downcast::<Str>().is_some_and(|candidate| candidate.text() == *name)
}

/// The keyword arguments that no parameter has taken: `**kwargs`.
#[derive(Clone, Copy)]
pub struct Keywords<'a> {
    args: Args<'a>,
    signature: Option<&'static Signature>,
}

impl<'a> Keywords<'a> {
    /// What is left when the parameters of `signature` have taken theirs.
    pub(crate) fn beyond(args: Args<'a>, signature: &'static Signature) -> Keywords<'a> {
        Keywords { args, signature: Some(signature) }
    }

    /// Names and values, in the order they were given.
    pub fn iter(self) -> impl Iterator<Item = (&'a Typed<Str>, &'a Object)> {
        let first = self.args.values.len() - self.args.names.len();
        let values = self.args.values[first..].iter();
        self.args.names.iter().zip(values).filter_map(move |(name, value)| {
            let name = name.downcast::<Str>()?;
            (!self.is_taken(name)).then_some((name, &**value))
        })
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.args.names.is_empty() || self.iter().next().is_none()
    }

    /// The value of the argument with this name.
    pub fn get(self, name: &str) -> Option<&'a Object> {
        self.iter().find(|(candidate, _)| candidate.text() == *name).map(|(_, value)| value)
    }

    fn is_taken(self, name: &Typed<Str>) -> bool {
        self.signature.is_some_and(|signature| {
            signature.parameters.iter().any(|parameter| {
                let by_name = matches!(
                    parameter.kind,
                    ParameterKind::PositionalOrKeyword | ParameterKind::KeywordOnly
                );
                by_name && name.text() == *parameter.name
            })
        })
    }
}

/// Arguments put together piece by piece, to be lent as [`Args`].
#[derive(Clone, Debug, Default)]
pub struct OwnedArgs {
    values: ArgumentValues,
    names: Vec<Ref>,
}

/// Values of arguments that are copied for a call: mostly so few that they need no allocation.
pub(crate) type ArgumentValues = SmallVec<[Ref; 6]>;

impl OwnedArgs {
    /// No arguments yet.
    pub fn new() -> OwnedArgs {
        OwnedArgs::default()
    }

    /// `first` in front of `args`, as a method call has its receiver.
    pub fn with_first(first: &Object, args: Args<'_>) -> OwnedArgs {
        let mut values = ArgumentValues::new();
        values.push(first.to_ref());
        values.extend(args.values.iter().cloned());
        OwnedArgs { values, names: args.names.to_vec() }
    }

    /// Adds a positional argument, after the positional ones that are there.
    pub fn push(&mut self, value: Ref) {
        self.values.insert(self.values.len() - self.names.len(), value);
    }

    /// Adds positional arguments, after the positional ones that are there.
    pub fn extend(&mut self, values: impl IntoIterator<Item = Ref>) {
        let end = self.values.len() - self.names.len();
        self.values.insert_many(end, values);
    }

    /// Adds a keyword argument. Gives `false`, and changes nothing, if there is one of that name.
    #[must_use = "an argument given twice is an error"]
    pub fn push_keyword(&mut self, name: Ref<Str>, value: Ref) -> bool {
        let taken = self.names.iter().any(|other| {
            other.is(&*name)
                || other.downcast::<Str>().is_some_and(|other| other.text() == name.text())
        });
        if !taken {
            self.names.push(name.into_object());
            self.values.push(value);
        }
        !taken
    }

    /// Adds the items of `dict` as keyword arguments: `function(**dict)`. `function` is what messages call it.
    pub fn extend_keywords(
        &mut self,
        vm: &mut Vm,
        function: &str,
        dict: &Typed<Dict>,
    ) -> PyResult<()> {
        for (name, value) in dict.pairs(vm) {
            let Ok(name) = name.downcast_ref::<Str>() else {
                return Err(vm.type_error("keywords must be strings"));
            };
            if !self.push_keyword(name.clone(), value) {
                return Err(vm.type_error(format!(
                    "{function}() got multiple values for keyword argument '{}'",
                    &*name
                )));
            }
        }
        Ok(())
    }

    /// Lends the arguments.
    #[inline]
    pub fn as_args(&self) -> Args<'_> {
        Args::new(&self.values, &self.names)
    }
}

impl From<Args<'_>> for OwnedArgs {
    fn from(args: Args<'_>) -> OwnedArgs {
        OwnedArgs { values: args.values.iter().cloned().collect(), names: args.names.to_vec() }
    }
}
