//! `str.encode`

use crate::prelude::*;

#[methods(ENCODE)]
impl Str {
    /// Encode the string using the codec registered for encoding.
    ///
    ///   encoding
    ///     The encoding in which to encode the string.
    ///   errors
    ///     The error handling scheme to use for encoding errors.
    ///     The default is 'strict' meaning that encoding errors raise a
    ///     UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and
    ///     'xmlcharrefreplace' as well as any other name registered with
    ///     codecs.register_error that can handle UnicodeEncodeErrors.
    #[method("encode(self, /, encoding='utf-8', errors='strict')")]
    fn encode(
        vm: &mut Vm,
        text: &Typed<Str>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult<Ref<Bytes>> {
        let encoding = vm.codec_name(encoding)?;
        let errors = vm.codec_name(errors)?;
        vm.encode_text(text, encoding.as_deref(), errors.as_deref())
    }
}
