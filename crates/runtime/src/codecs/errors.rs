//! The three Unicode exceptions, made by codecs and read by error handlers.

use pellucid_text::codec::{Encoding, Failure};

use crate::prelude::*;

/// Which codec met the error.
#[derive(Clone, Copy)]
pub struct Wrong<'a> {
    /// The attribute `encoding` of the exception.
    pub name: &'a str,
    /// The codec, if it is one that needs no table.
    pub encoding: Option<Encoding>,
}

/// What an exception says of itself, for a handler.
pub struct Coding {
    /// The kind of exception.
    pub kind: CodingKind,
    /// `object`: a `str` or `bytes`.
    pub object: Ref,
    /// `encoding`; empty when translating.
    pub encoding: String,
    /// `start` and `end`, within the object.
    pub failure: Failure,
}

/// Which of the three exceptions it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodingKind {
    /// UnicodeEncodeError
    Encode,
    /// UnicodeDecodeError
    Decode,
    /// UnicodeTranslateError
    Translate,
}

impl Vm {
    /// UnicodeEncodeError for a failure in a text.
    #[cold]
    pub fn unicode_encode_error(
        &mut self,
        name: &str,
        text: &Typed<Str>,
        failure: &Failure,
    ) -> Raised {
        let class = self.types.unicode_encode_error.clone();
        let arguments = vec![
            self.new_str(name).into_object(),
            text.as_object().to_ref(),
            self.new_int(failure.start as i64),
            self.new_int(failure.end as i64),
            self.new_str(failure.reason).into_object(),
        ];
        self.raise_with(&class, arguments)
    }

    /// UnicodeDecodeError for a failure in bytes.
    #[cold]
    pub fn unicode_decode_error(&mut self, name: &str, bytes: &[u8], failure: &Failure) -> Raised {
        let class = self.types.unicode_decode_error.clone();
        let bytes = match self.try_bytes(bytes) {
            Ok(bytes) => bytes.into_object(),
            Err(raised) => return raised,
        };
        let arguments = vec![
            self.new_str(name).into_object(),
            bytes,
            self.new_int(failure.start as i64),
            self.new_int(failure.end as i64),
            self.new_str(failure.reason).into_object(),
        ];
        self.raise_with(&class, arguments)
    }

    /// What a Unicode exception says; TypeError for anything else.
    pub fn read_coding_error(&mut self, exception: &Object) -> PyResult<Coding> {
        let class = exception.class();
        let kind = if class.is_subclass_of(self, &self.types.unicode_encode_error) {
            CodingKind::Encode
        } else if class.is_subclass_of(self, &self.types.unicode_decode_error) {
            CodingKind::Decode
        } else if class.is_subclass_of(self, &self.types.unicode_translate_error) {
            CodingKind::Translate
        } else {
            return Err(self.wrong_exception(exception));
        };
        let attribute = |vm: &mut Vm, name: &str| {
            let name = vm.intern(name);
            vm.get_attribute(exception, &name)
        };
        let object = attribute(self, "object")?;
        let encoding = match kind {
            CodingKind::Translate => String::new(),
            _ => attribute(self, "encoding")?
                .downcast::<Str>()
                .map_or_else(String::new, |name| name.to_string()),
        };
        let length = match (object.downcast::<Str>(), object.downcast::<Bytes>()) {
            (Some(text), _) => text.len(),
            (_, Some(bytes)) => bytes.as_slice().len(),
            _ => return Err(self.type_error("object attribute must be bytes or str")),
        };
        let start = attribute(self, "start")?;
        let end = attribute(self, "end")?;
        let start = usize::try_from(self.index_saturating(&start)?).unwrap_or(0);
        let end = usize::try_from(self.index_saturating(&end)?).unwrap_or(0);
        let start = start.min(length.saturating_sub(1));
        let end = end.max(1).min(length).max(start);
        Ok(Coding { kind, object, encoding, failure: Failure { start, end, reason: "" } })
    }

    /// TypeError for an exception that a handler cannot handle.
    #[cold]
    pub fn wrong_exception(&mut self, exception: &Object) -> Raised {
        let class = exception.class().name(self);
        self.type_error(format!("don't know how to handle {class} in error callback"))
    }
}
