//! Applying format specifications, and what to raise where they do not fit.

use pellucid_heap::{Ref, Typed};
use pellucid_text::TextBuilder;
use pellucid_text::format::{FormatError, Specification};

use crate::builtins::Str;
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// What `format` appends for a specification of the mini-language for numbers. `class` is the name of the
    /// value's type.
    pub fn format_number(
        &mut self,
        specification: &Typed<Str>,
        class: &str,
        format: impl FnOnce(&Specification, &mut TextBuilder) -> Result<(), FormatError>,
    ) -> PyResult<Ref<Str>> {
        let specification = Specification::for_number(specification.text(), class)
            .map_err(|error| self.format_error(error))?;
        self.format_with(&specification, format)
    }

    /// What `format` appends for a specification whose length has not been checked yet.
    pub fn format_with(
        &mut self,
        specification: &Specification,
        format: impl FnOnce(&Specification, &mut TextBuilder) -> Result<(), FormatError>,
    ) -> PyResult<Ref<Str>> {
        // A code point takes up to four bytes, and the text is built beside its object.
        let bytes = specification.length_bound().saturating_mul(4);
        if self.heap.admit(bytes).is_err() || Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
            return Err(self.memory_error());
        }
        let mut builder = TextBuilder::new();
        format(specification, &mut builder).map_err(|error| self.format_error(error))?;
        Str::try_from_text(self, builder.as_text()).map_err(|_| self.memory_error())
    }

    /// The exception for a value that cannot be formatted so.
    #[cold]
    pub fn format_error(&mut self, error: FormatError) -> Raised {
        match error {
            FormatError::Value(message) => self.value_error(message),
            FormatError::Overflow(message) => self.overflow_error(message),
            FormatError::TooLarge => self.memory_error(),
        }
    }
}
