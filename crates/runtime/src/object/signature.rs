//! Signatures of native functions, and the binding of arguments to their parameters.

use pellucid_heap::{Object, Ref, Typed, View};

use crate::object::convert::Place;
use crate::object::{Args, FromArgument, GetSetDef, Keywords, Type, TypeLookup};
use crate::{PyResult, Raised, Vm};

/// How a parameter can be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterKind {
    /// By position.
    PositionalOnly,
    /// By position or by name.
    PositionalOrKeyword,
    /// `*args`
    Variadic,
    /// By name.
    KeywordOnly,
    /// `**kwargs`
    VariadicKeywords,
}

/// One parameter of a native function.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// How it is given.
    pub kind: ParameterKind,
    /// Whether it may be left out.
    pub has_default: bool,
    /// Whether its default is `None`, so that giving `None` is the same as leaving it out.
    pub none_default: bool,
}

/// What a native function takes; made by `#[methods]`. The receiver is not among the parameters.
#[derive(Debug)]
pub struct Signature {
    /// The function's name.
    pub name: &'static str,
    /// The name with that of the type (`list.append`) or module (`math.sqrt`), as messages have it.
    pub qualified: &'static str,
    /// The parameters; `*args` and `**kwargs` stand last.
    pub parameters: &'static [Parameter],
    /// How many parameters are given by position only.
    pub positional_only: usize,
    /// How many parameters can be given by position, without `*args`.
    pub positional: usize,
    /// How many of these must be given.
    pub required: usize,
    /// Whether there is `*args`.
    pub variadic: bool,
    /// How many parameters are given by name only, without `**kwargs`.
    pub keyword_only: usize,
    /// Whether there is `**kwargs`.
    pub variadic_keywords: bool,
    /// Whether this is the call of a class, whose messages are worded in their own way.
    pub is_construction: bool,
    /// `__text_signature__`
    pub text: Option<&'static str>,
}

impl Signature {
    /// Any arguments at all; the function looks at them itself.
    pub const ANY: Signature = Signature {
        name: "",
        qualified: "",
        parameters: &[],
        positional_only: 0,
        positional: 0,
        required: 0,
        variadic: true,
        keyword_only: 0,
        variadic_keywords: true,
        is_construction: false,
        text: Some("($self, /, *args, **kwargs)"),
    };
}

/// The arguments of one call, each with its parameter.
pub struct Bound<'a, const N: usize> {
    /// One value for each parameter but `*args` and `**kwargs`; `None` if it was not given.
    pub values: [Option<&'a Object>; N],
    /// `*args`
    pub variadic: &'a [Ref],
    /// `**kwargs`
    pub keywords: Keywords<'a>,
}

impl<'a, const N: usize> Bound<'a, N> {
    /// Converts the argument of a parameter without a default.
    #[inline(always)]
    pub fn required<T: FromArgument<'a>>(
        &self,
        vm: &mut Vm,
        signature: &'static Signature,
        index: usize,
    ) -> PyResult<T> {
        let value = self.values[index].expect("binding fills every required parameter");
        T::from_argument(vm, value, Place { signature, index })
    }

    /// Converts the argument of a parameter with a default, if it was given.
    #[inline(always)]
    pub fn optional<T: FromArgument<'a>>(
        &self,
        vm: &mut Vm,
        signature: &'static Signature,
        index: usize,
    ) -> PyResult<Option<T>> {
        match self.values[index] {
            None => Ok(None),
            Some(value) if signature.parameters[index].none_default && vm.is_none(value) => {
                Ok(None)
            }
            Some(value) => T::from_argument(vm, value, Place { signature, index }).map(Some),
        }
    }
}

impl Signature {
    /// Gives each argument to its parameter, or raises the TypeError that CPython raises. `N` is the number
    /// of parameters without `*args` and `**kwargs`; the receiver must have been taken off.
    #[inline(always)]
    pub fn bind<'a, const N: usize>(
        &'static self,
        vm: &mut Vm,
        args: Args<'a>,
    ) -> PyResult<Bound<'a, N>> {
        let (keywords, given) = (Keywords::beyond(args, self), args.values());
        if args.keywords_are_empty()
            && given.len() >= self.required
            && (given.len() <= self.positional || self.variadic)
            && self.names_are_optional()
        {
            let (fixed, variadic) = given.split_at(given.len().min(self.positional));
            let mut values = [None; N];
            for (index, place) in values.iter_mut().enumerate() {
                *place = fixed.get(index).map(|value| &**value);
            }
            return Ok(Bound { values, variadic, keywords });
        }
        let mut values = [None; N];
        let variadic = self.bind_slowly(vm, args, &mut values)?;
        Ok(Bound { values, variadic, keywords })
    }

    /// Whether every parameter that is given by name only has a default.
    #[inline(always)]
    fn names_are_optional(&self) -> bool {
        self.keyword_only == 0
            || self.parameters[self.positional..][..self.keyword_only]
                .iter()
                .all(|parameter| parameter.has_default)
    }

    /// A `__new__` that takes no keywords leaves them to the `__init__` of a Python class.
    #[doc(hidden)]
    pub fn without_keywords_of_init<'a>(
        &self,
        vm: &Vm,
        class: &Typed<Type>,
        args: Args<'a>,
    ) -> Args<'a> {
        self.without_keywords(vm, class, args, |class, vm| {
            class.slots(vm).init.map(|function| function as usize)
        })
    }

    /// An `__init__` that takes no keywords leaves them to the `__new__` of a Python class.
    #[doc(hidden)]
    pub fn without_keywords_of_new<'a>(
        &self,
        vm: &Vm,
        class: &Typed<Type>,
        args: Args<'a>,
    ) -> Args<'a> {
        self.without_keywords(vm, class, args, |class, vm| {
            class.slots(vm).new.map(|function| function as usize)
        })
    }

    fn without_keywords<'a>(
        &self,
        vm: &Vm,
        class: &Typed<Type>,
        args: Args<'a>,
        other_half: impl Fn(&Typed<Type>, &Vm) -> Option<usize>,
    ) -> Args<'a> {
        if args.keywords_are_empty() || self.takes_keywords() {
            return args;
        }
        let native = class.payload_base();
        match other_half(class, vm) == other_half(&native, vm) {
            true => args,
            false => Args::from_positional(args.positional()),
        }
    }

    /// Fills `values` and gives what is left for `*args`.
    fn bind_slowly<'a>(
        &self,
        vm: &mut Vm,
        args: Args<'a>,
        values: &mut [Option<&'a Object>],
    ) -> PyResult<&'a [Ref]> {
        if self.takes_keywords() {
            self.check_counts(vm, args)?;
        } else {
            self.check_positional(vm, args)?;
        }
        let (fixed, variadic) =
            args.positional().split_at(args.positional().len().min(self.positional));
        for (place, value) in values.iter_mut().zip(fixed) {
            *place = Some(&**value);
        }
        if self.takes_keywords() {
            self.bind_keywords(vm, args, values, fixed.len())?;
        }
        Ok(variadic)
    }

    fn takes_keywords(&self) -> bool {
        self.positional_only < self.positional || self.keyword_only > 0 || self.variadic_keywords
    }

    /// A function that takes no keywords at all.
    fn check_positional(&self, vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
        let (name, qualified, given) = (self.name, self.qualified, args.positional().len());
        let (least, most) = (self.required, self.positional);
        if !args.keywords_are_empty() {
            return Err(vm.type_error(format!("{qualified}() takes no keyword arguments")));
        }
        if given >= least && (given <= most || self.variadic) {
            return Ok(());
        }
        let limit = if given < least { least } else { most };
        Err(vm.type_error(if most == 0 && self.is_construction {
            format!("{name}() takes no arguments")
        } else if most == 0 {
            format!("{qualified}() takes no arguments ({given} given)")
        } else if (least, most) == (1, 1) && !self.variadic && !self.is_construction {
            format!("{qualified}() takes exactly one argument ({given} given)")
        } else {
            let bound = match (least == most && !self.variadic, given < least) {
                (true, _) => "",
                (false, true) => "at least ",
                (false, false) => "at most ",
            };
            format!("{name} expected {bound}{limit} argument{}, got {given}", plural(limit))
        }))
    }

    /// A function that takes keywords: whether there are too many arguments, or too few positional ones.
    fn check_counts(&self, vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
        let (name, total, given) = (self.name, args.len(), args.positional().len());
        let limit = self.positional + self.keyword_only;
        if total > limit && !self.variadic && !self.variadic_keywords {
            let keyword = if given == 0 { "keyword " } else { "" };
            return Err(vm.type_error(format!(
                "{name}() takes at most {limit} {keyword}argument{} ({total} given)",
                plural(limit)
            )));
        }
        let most = self.positional;
        if given > most && !self.variadic {
            if most == 0 {
                return Err(vm.type_error(format!("{name}() takes no positional arguments")));
            }
            let bound = if self.required < most { "at most" } else { "exactly" };
            return Err(vm.type_error(format!(
                "{name}() takes {bound} {most} positional argument{} ({given} given)",
                plural(most)
            )));
        }
        let least = self.positional_only.min(self.required);
        if given < least {
            let bound = if least < most || self.variadic { "at least" } else { "exactly" };
            return Err(vm.type_error(format!(
                "{name}() takes {bound} {least} positional argument{} ({given} given)",
                plural(least)
            )));
        }
        Ok(())
    }

    /// Gives the keyword arguments to the parameters after the first `filled`.
    fn bind_keywords<'a>(
        &self,
        vm: &mut Vm,
        args: Args<'a>,
        values: &mut [Option<&'a Object>],
        filled: usize,
    ) -> PyResult<()> {
        let mut left = args.names().len();
        #[allow(clippy::needless_range_loop)] // Both arrays are indexed.
        for index in filled.max(self.positional_only)..values.len() {
            let parameter = &self.parameters[index];
            if left > 0
                && let Some(value) = args.keyword(parameter.name)
            {
                values[index] = Some(value);
                left -= 1;
            } else if !parameter.has_default {
                return Err(vm.type_error(format!(
                    "{}() missing required argument '{}' (pos {})",
                    self.name,
                    parameter.name,
                    index + 1
                )));
            }
        }
        if left > 0 {
            for index in self.positional_only..filled {
                let parameter = self.parameters[index].name;
                if args.keyword_index(parameter).is_some() {
                    return Err(vm.type_error(format!(
                        "argument for {}() given by name ('{parameter}') and position ({})",
                        self.name,
                        index + 1
                    )));
                }
            }
            if !self.variadic_keywords {
                return Err(self.unexpected_keyword(vm, args));
            }
        }
        Ok(())
    }

    #[cold]
    fn unexpected_keyword(&self, vm: &mut Vm, args: Args<'_>) -> Raised {
        let candidates = || {
            let parameters = self.parameters.iter().filter(|parameter| {
                use ParameterKind::{KeywordOnly, PositionalOrKeyword};
                matches!(parameter.kind, PositionalOrKeyword | KeywordOnly)
            });
            parameters.map(|parameter| parameter.name)
        };
        let names = args.keywords().iter().map(|(name, _)| name.to_string());
        let wrong = names.into_iter().find(|name| !candidates().any(|known| known == name));
        let wrong = wrong.unwrap_or_default();
        let mut message = format!("{}() got an unexpected keyword argument '{wrong}'", self.name);
        if let Some(meant) = pellucid_text::suggest(&wrong, candidates()) {
            message.push_str(&format!(". Did you mean '{meant}'?"));
        }
        vm.type_error(message)
    }

    /// Takes the receiver of a method or class method off the arguments.
    #[doc(hidden)]
    #[inline(always)]
    pub fn split_receiver<'a, T: View>(
        &self,
        vm: &mut Vm,
        args: Args<'a>,
    ) -> PyResult<(&'a Typed<T>, Args<'a>)> {
        match args.split_first() {
            Some((first, rest)) => Ok((self.receiver(vm, first)?, rest)),
            None => Err(self.no_receiver(vm)),
        }
    }

    #[cold]
    fn no_receiver(&self, vm: &mut Vm) -> Raised {
        vm.type_error(format!("unbound method {}() needs an argument", self.qualified))
    }

    /// The receiver as the type that the Rust function takes.
    #[doc(hidden)]
    #[inline(always)]
    pub fn receiver<'a, T: View>(&self, vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<T>> {
        GetSetDef::receiver(vm, object, self.name)
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
