//! Binding the arguments of Python functions, in place.

use pellucid_bytecode::CodeFlags;
use pellucid_heap::{Ref, Typed};

use crate::builtins::{Code, Dict, Function, Str};
use crate::vm::stack::Register;
use crate::{PyResult, Raised, Vm};

/// The registers of a callee whose arguments are being bound.
#[derive(Clone, Copy)]
struct Parameters {
    base: *mut Register,
}

impl Parameters {
    fn take(self, index: usize) -> Register {
        // SAFETY: the caller of `bind` says that the registers are there.
        unsafe { (*self.base.wrapping_add(index)).take() }
    }

    fn put(self, index: usize, value: Ref) {
        // SAFETY: as above.
        drop(unsafe { (*self.base.wrapping_add(index)).replace(value) });
    }

    fn is_bound(self, index: usize) -> bool {
        // SAFETY: as above.
        unsafe { (*self.base.wrapping_add(index)).is_some() }
    }
}

impl Vm {
    /// Binds the `given` arguments that lie from `base` on, the last of them by the `names`, to the parameters of a
    /// function. After an error the registers are empty.
    ///
    /// # Safety
    /// From `base` on there must be room for all arguments and for the registers of the code.
    #[inline(never)]
    pub(crate) unsafe fn bind_arguments(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        base: *mut Register,
        given: usize,
        names: &[Ref],
    ) -> PyResult<()> {
        let place = Parameters { base };
        let result = self.bind_parameters(function, code, place, given, names);
        if result.is_err() {
            for index in 0..given.max(code.parameters as usize) {
                drop(place.take(index));
            }
        }
        result
    }

    fn bind_parameters(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        place: Parameters,
        given: usize,
        names: &[Ref],
    ) -> PyResult<()> {
        let positional_given = given - names.len();
        let positional = code.positional as usize;
        let named = positional + code.unit.keyword_only as usize;
        let by_name: Vec<Ref> =
            (positional_given..given).filter_map(|index| place.take(index)).collect();
        let mut beyond: Vec<Ref> =
            (positional..positional_given).filter_map(|index| place.take(index)).collect();
        let beyond_count = beyond.len();
        let flags = code.flags();
        if flags.contains(CodeFlags::VARARGS) {
            let rest = self.new_tuple(std::mem::take(&mut beyond));
            place.put(named, rest.into_object());
        }
        let keywords = flags.contains(CodeFlags::VARKEYWORDS).then(|| self.new_dict());
        for (name, value) in names.iter().zip(by_name) {
            self.bind_keyword(function, code, place, (name, names), value, keywords.as_deref())?;
        }
        if let Some(keywords) = keywords {
            place.put(code.parameters as usize - 1, keywords.into_object());
        }
        if beyond_count != 0 && !flags.contains(CodeFlags::VARARGS) {
            return Err(self.too_many_positional(function, code, place, positional_given));
        }
        if positional_given < positional {
            self.bind_defaults(function, code, place, positional_given)?;
        }
        self.bind_keyword_defaults(function, code, place)
    }

    fn bind_keyword(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        place: Parameters,
        (name, names): (&Ref, &[Ref]),
        value: Ref,
        keywords: Option<&Typed<Dict>>,
    ) -> PyResult<()> {
        let Some(text) = name.downcast::<Str>() else {
            return Err(self.type_error(format!(
                "{}() keywords must be strings",
                function.qualified_name_text()
            )));
        };
        let first = code.unit.positional_only as usize;
        let named = code.positional as usize + code.unit.keyword_only as usize;
        let candidates = &code.locals[first..named];
        let found = candidates
            .iter()
            .position(|own| own.is(text))
            .or_else(|| candidates.iter().position(|own| own.same_text(text)));
        match (found, keywords) {
            (Some(index), _) if place.is_bound(first + index) => {
                let function = function.qualified_name_text();
                Err(self
                    .type_error(format!("{function}() got multiple values for argument '{text}'")))
            }
            (Some(index), _) => {
                place.put(first + index, value);
                Ok(())
            }
            (None, Some(keywords)) => keywords.set(self, name, value),
            (None, None) => Err(self.unexpected_keyword(function, code, text, names)),
        }
    }

    fn bind_defaults(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        place: Parameters,
        given: usize,
    ) -> PyResult<()> {
        let positional = code.positional as usize;
        let defaults = function.defaults.get();
        let defaults: &[Ref] = defaults.as_ref().map_or(&[], |defaults| defaults.items());
        let required = positional.saturating_sub(defaults.len());
        let missing: Vec<usize> =
            (given..required).filter(|&index| !place.is_bound(index)).collect();
        if !missing.is_empty() {
            return Err(self.missing(function, code, &missing, "positional"));
        }
        for index in given.max(required)..positional {
            if !place.is_bound(index) {
                place.put(index, defaults[index + defaults.len() - positional].clone());
            }
        }
        Ok(())
    }

    fn bind_keyword_defaults(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        place: Parameters,
    ) -> PyResult<()> {
        let first = code.positional as usize;
        let mut missing = Vec::new();
        for index in first..first + code.unit.keyword_only as usize {
            if place.is_bound(index) {
                continue;
            }
            let defaults = function.keyword_defaults.get();
            match defaults.and_then(|defaults| defaults.get_str(self, &code.locals[index])) {
                Some(value) => place.put(index, value),
                None => missing.push(index),
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing(function, code, &missing, "keyword-only"))
        }
    }

    #[cold]
    fn missing(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        missing: &[usize],
        kind: &str,
    ) -> Raised {
        let names: Vec<String> =
            missing.iter().map(|&index| format!("'{}'", code.parameter_name(index))).collect();
        let list = match names.as_slice() {
            [only] => only.clone(),
            [first, second] => format!("{first} and {second}"),
            [start @ .., last] => format!("{}, and {last}", start.join(", ")),
            [] => String::new(),
        };
        let (count, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        let function = function.qualified_name_text();
        self.type_error(format!(
            "{function}() missing {count} required {kind} argument{plural}: {list}"
        ))
    }

    #[cold]
    fn too_many_positional(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        place: Parameters,
        given: usize,
    ) -> Raised {
        let positional = code.positional as usize;
        let keyword_only = positional..positional + code.unit.keyword_only as usize;
        let by_name = keyword_only.filter(|&index| place.is_bound(index)).count();
        let defaults = function.defaults.get().map_or(0, |defaults| defaults.items().len());
        let (signature, plural) = if defaults > 0 {
            (format!("from {} to {positional}", positional.saturating_sub(defaults)), true)
        } else {
            (positional.to_string(), positional != 1)
        };
        let s = |plural: bool| if plural { "s" } else { "" };
        let extra = if by_name > 0 {
            format!(
                " positional argument{} (and {by_name} keyword-only argument{})",
                s(given != 1),
                s(by_name != 1)
            )
        } else {
            String::new()
        };
        let verb = if given == 1 && by_name == 0 { "was" } else { "were" };
        let (function, plural) = (function.qualified_name_text(), s(plural));
        self.type_error(format!(
            "{function}() takes {signature} positional argument{plural} but {given}{extra} {verb} given"
        ))
    }

    #[cold]
    fn unexpected_keyword(
        &mut self,
        function: &Typed<Function>,
        code: &Typed<Code>,
        name: &Typed<Str>,
        names: &[Ref],
    ) -> Raised {
        let positional_only = &code.locals[..code.unit.positional_only as usize];
        let function = function.qualified_name_text();
        let is_given = |own: &&Ref<Str>| {
            names.iter().filter_map(|name| name.downcast::<Str>()).any(|name| own.same_text(name))
        };
        let wrong: Vec<String> =
            positional_only.iter().filter(is_given).map(|own| own.to_string()).collect();
        if !wrong.is_empty() {
            let wrong = wrong.join(", ");
            return self.type_error(format!(
                "{function}() got some positional-only arguments passed as keyword arguments: '{wrong}'"
            ));
        }
        let named = code.positional as usize + code.unit.keyword_only as usize;
        let candidates: Vec<String> =
            code.locals[positional_only.len()..named].iter().map(|own| own.to_string()).collect();
        let wanted = name.to_string();
        let hint = match pellucid_text::suggest(&wanted, candidates.iter().map(String::as_str)) {
            Some(similar) => format!(". Did you mean '{similar}'?"),
            None => String::new(),
        };
        self.type_error(format!("{function}() got an unexpected keyword argument '{wanted}'{hint}"))
    }
}
