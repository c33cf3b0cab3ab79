//! Arguments of the functions that take them by hand, converting one after the other.
//!
//! CPython's constructors of dates know no name of their own (messages say "function"), and convert each argument before
//! they look whether the next one is there.

use pellucid_runtime::object::OwnedArgs;
use pellucid_runtime::prelude::*;

use super::tzinfo::TzInfo;

/// What a function takes, by position or by name.
pub struct Parameters {
    /// The name that messages have; none is "function".
    pub function: Option<&'static str>,
    /// The names of the parameters.
    pub names: &'static [&'static str],
    /// How many must be given.
    pub required: usize,
    /// How many can be given by position.
    pub positional: usize,
}

impl Parameters {
    fn called(&self) -> String {
        self.function.map_or_else(|| "function".to_owned(), |name| format!("{name}()"))
    }

    /// Hands each argument to `take` with the index of its parameter.
    pub fn bind<'a>(
        &self,
        vm: &mut Vm,
        args: Args<'a>,
        mut take: impl FnMut(&mut Vm, usize, &'a Object) -> PyResult<()>,
    ) -> PyResult<()> {
        let positional = args.positional();
        self.check_counts(vm, args)?;
        let mut keywords = args.names().len();
        for (index, name) in self.names.iter().enumerate() {
            let value = match positional.get(index) {
                Some(value) => Some(&**value),
                None if keywords > 0 => args.keyword(name).inspect(|_| keywords -= 1),
                None => None,
            };
            match value {
                Some(value) => take(vm, index, value)?,
                None if index < self.required => {
                    let (called, place) = (self.called(), index + 1);
                    return Err(vm.type_error(format!(
                        "{called} missing required argument '{name}' (pos {place})"
                    )));
                }
                None => {}
            }
        }
        if keywords > 0 { Err(self.wrong_keyword(vm, args)) } else { Ok(()) }
    }

    fn check_counts(&self, vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
        let plural = |count| if count == 1 { "" } else { "s" };
        let (most, given) = (self.names.len(), args.len());
        if given > most {
            let keyword = if args.positional().is_empty() { "keyword " } else { "" };
            return Err(vm.type_error(format!(
                "{} takes at most {most} {keyword}argument{} ({given} given)",
                self.called(),
                plural(most)
            )));
        }
        let (most, given) = (self.positional, args.positional().len());
        if given > most {
            return Err(vm.type_error(format!(
                "{} takes at most {most} positional argument{} ({given} given)",
                self.called(),
                plural(most)
            )));
        }
        Ok(())
    }

    #[cold]
    fn wrong_keyword(&self, vm: &mut Vm, args: Args<'_>) -> Raised {
        let given = args.positional().len();
        for (index, name) in self.names.iter().enumerate().take(given) {
            if args.keyword(name).is_some() {
                let (called, place) = (self.called(), index + 1);
                return vm.type_error(format!(
                    "argument for {called} given by name ('{name}') and position ({place})"
                ));
            }
        }
        let names = args.keywords().iter().map(|(name, _)| name.to_string());
        let wrong = names.into_iter().find(|name| !self.names.contains(&name.as_str()));
        let wrong = wrong.unwrap_or_default();
        let called = match self.function {
            Some(_) => self.called(),
            None => "this function".to_owned(),
        };
        let mut message = format!("{called} got an unexpected keyword argument '{wrong}'");
        if let Some(meant) = pellucid_text::suggest(&wrong, self.names.iter().copied()) {
            message.push_str(&format!(". Did you mean '{meant}'?"));
        }
        vm.type_error(message)
    }
}

/// The arguments of a function that takes exactly `N`, by position. `qualified` is its name, with that of the type in front
/// if it is a method.
pub fn exactly<'a, const N: usize>(
    vm: &mut Vm,
    qualified: &str,
    arguments: &'a [Ref],
    keywords: Keywords<'_>,
) -> PyResult<&'a [Ref; N]> {
    if !keywords.is_empty() {
        return Err(vm.type_error(format!("{qualified}() takes no keyword arguments")));
    }
    <&[Ref; N]>::try_from(arguments).map_err(|_| {
        let (plural, given) = (if N == 1 { "" } else { "s" }, arguments.len());
        let function = qualified.rsplit('.').next().unwrap_or(qualified);
        vm.type_error(format!("{function}() takes exactly {N} argument{plural} ({given} given)"))
    })
}

/// A new instance by the constructor of a class: it is given numbers, a zone or `None`, and `fold` if that is set.
pub fn construct(
    vm: &mut Vm,
    class: &Typed<Type>,
    numbers: &[i64],
    zone: Option<Ref>,
    fold: bool,
) -> PyResult {
    let mut arguments = OwnedArgs::new();
    arguments.extend(numbers.iter().map(|&number| vm.new_int(number)));
    arguments.push(zone.unwrap_or_else(|| vm.none()));
    if fold {
        let (name, value) = (vm.intern("fold"), vm.new_int(1));
        // It is the only keyword.
        let _ = arguments.push_keyword(name, value);
    }
    vm.call(class.as_object(), arguments.as_args())
}

/// An argument as a C int, in the words of the functions that parse their arguments by hand.
pub fn int(vm: &mut Vm, value: &Object) -> PyResult<i64> {
    let number = vm.index(value)?;
    match number.to_i64() {
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
        Some(number) if number > i64::from(i32::MAX) => {
            Err(vm.overflow_error("signed integer is greater than maximum"))
        }
        Some(number) if number < i64::from(i32::MIN) => {
            Err(vm.overflow_error("signed integer is less than minimum"))
        }
        Some(number) => Ok(number),
    }
}

/// TypeError: the argument of a function has another type.
#[cold]
pub fn mismatch(
    vm: &mut Vm,
    function: &str,
    position: usize,
    expected: &str,
    value: &Object,
) -> Raised {
    let found = if vm.is_none(value) { "None".to_owned() } else { value.class().name(vm) };
    vm.type_error(format!("{function}() argument {position} must be {expected}, not {found}"))
}

/// An argument that is a text.
pub fn text<'a>(
    vm: &mut Vm,
    function: &str,
    position: usize,
    value: &'a Object,
) -> PyResult<&'a Typed<Str>> {
    value.downcast().ok_or_else(|| mismatch(vm, function, position, "str", value))
}

/// The zone that is given: `None` gives nothing, and where there is no argument it is `own`.
pub fn zone_or(vm: &mut Vm, given: Option<&Object>, own: Option<Ref>) -> PyResult<Option<Ref>> {
    let Some(value) = given else { return Ok(own) };
    if vm.is_none(value) {
        return Ok(None);
    }
    if value.holds::<TzInfo>() {
        return Ok(Some(value.to_ref()));
    }
    let class = value.class().name(vm);
    Err(vm.type_error(format!(
        "tzinfo argument must be None or of a tzinfo subclass, not type '{class}'"
    )))
}
