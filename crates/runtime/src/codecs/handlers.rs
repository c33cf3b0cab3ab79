//! Running error handlers: the built-in ones directly, registered ones by a call.

use pellucid_text::OwnedText;
use pellucid_text::codec::{Failure, Handler, Replacement};

use super::errors::Wrong;
use crate::prelude::*;

/// An error handler, by name.
pub struct ErrorHandler {
    name: String,
    native: Option<Handler>,
}

impl ErrorHandler {
    /// `strict`
    pub const STRICT: ErrorHandler =
        ErrorHandler { name: String::new(), native: Some(Handler::Strict) };

    /// The handler of this name; `None` means `strict`. A name that is not known is an error only when the
    /// handler is needed.
    pub fn new(name: Option<&str>) -> ErrorHandler {
        match name {
            None => ErrorHandler::STRICT,
            Some(name) => ErrorHandler { name: name.to_owned(), native: Handler::from_name(name) },
        }
    }
}

impl Vm {
    /// What stands for code points that cannot be encoded, and where encoding goes on.
    pub fn handle_encoding(
        &mut self,
        handler: &ErrorHandler,
        text: &Typed<Str>,
        wrong: &Wrong<'_>,
        failure: &Failure,
    ) -> PyResult<(Replacement, usize)> {
        if let Some(native) = handler.native {
            return match native.encoding(wrong.encoding, text.text(), failure) {
                Some(replacement) => Ok((replacement, failure.end)),
                None => Err(self.unicode_encode_error(wrong.name, text, failure)),
            };
        }
        let function = self.lookup_error_handler(&handler.name)?;
        let raised = self.unicode_encode_error(wrong.name, text, failure);
        if !raised.is_instance(self, &self.types.unicode_encode_error) {
            return Err(raised);
        }
        let result = self.call_positional(&function, &[raised.0.as_object()])?;
        let (replacement, next) = self
            .handler_result(&result, "encoding error handler must return (str/bytes, int) tuple")?;
        let next = self.handler_position(&next, text.len())?;
        if let Some(bytes) = replacement.downcast::<Bytes>() {
            return Ok((Replacement::Bytes(bytes.as_slice().to_vec()), next));
        }
        match replacement.downcast::<Str>() {
            Some(text) => Ok((Replacement::Text(text.text().to_owned()), next)),
            None => {
                Err(self.type_error("encoding error handler must return (str/bytes, int) tuple"))
            }
        }
    }

    /// What stands for bytes that cannot be decoded, where decoding goes on, and other bytes if the handler
    /// has put such into the exception.
    pub fn handle_decoding(
        &mut self,
        handler: &ErrorHandler,
        bytes: &[u8],
        wrong: &Wrong<'_>,
        failure: &Failure,
    ) -> PyResult<(OwnedText, usize, Option<Vec<u8>>)> {
        if let Some(native) = handler.native {
            return match native.decoding(wrong.encoding, bytes, failure) {
                Some((text, next)) => Ok((text, next, None)),
                None => Err(self.unicode_decode_error(wrong.name, bytes, failure)),
            };
        }
        let function = self.lookup_error_handler(&handler.name)?;
        let raised = self.unicode_decode_error(wrong.name, bytes, failure);
        if !raised.is_instance(self, &self.types.unicode_decode_error) {
            return Err(raised);
        }
        let exception = raised.0.as_object().to_ref();
        let result = self.call_positional(&function, &[&exception])?;
        let (replacement, next) =
            self.handler_result(&result, "decoding error handler must return (str, int) tuple")?;
        let name = self.intern("object");
        let object = self.get_attribute(&exception, &name)?;
        let Some(now) = object.downcast::<Bytes>() else {
            return Err(self.type_error("object attribute must be bytes"));
        };
        let other = (now.as_slice() != bytes).then(|| now.as_slice().to_vec());
        let next = self.handler_position(&next, now.as_slice().len())?;
        match replacement.downcast::<Str>() {
            Some(text) => Ok((text.text().to_owned(), next, other)),
            None => Err(self.type_error("decoding error handler must return (str, int) tuple")),
        }
    }

    /// The two parts of what a handler gives back.
    pub fn handler_result(&mut self, result: &Object, message: &str) -> PyResult<(Ref, Ref)> {
        match result.downcast::<Tuple>().map(|tuple| tuple.items()) {
            Some([replacement, position]) if position.holds::<Int>() => {
                Ok((replacement.clone(), position.clone()))
            }
            _ => Err(self.type_error(message)),
        }
    }

    /// The position that a handler gives back; a negative one counts from the end.
    pub fn handler_position(&mut self, position: &Object, length: usize) -> PyResult<usize> {
        let position = self.index_saturating(position)?;
        let place = if position < 0 { position.saturating_add(length as isize) } else { position };
        match usize::try_from(place) {
            Ok(place) if place <= length => Ok(place),
            _ => {
                Err(self
                    .index_error(format!("position {position} from error handler out of bounds")))
            }
        }
    }
}
