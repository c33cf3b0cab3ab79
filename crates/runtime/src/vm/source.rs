//! From source as a program gives it to a code object: decoding, compiling, errors and warnings.

use pellucid_compiler::{ErrorKind, Options, SyntaxError, Warning, WarningKind};
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Bytes, Code, ConstantObjects, Str};
use crate::object::{ObjectExt, TypeLookup};
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// Compiles source to a code object; warnings are issued.
    pub fn compile_source(
        &mut self,
        source: &str,
        file_name: &str,
        options: &Options,
    ) -> PyResult<Ref<Code>> {
        self.compile_to_run(source, file_name, options).map(|(code, _)| code)
    }

    /// Compiles source that is run at once: also gives the objects of its literals, if the options ask for them. CPython
    /// holds these until the end of the run, which shows in their counts.
    pub fn compile_to_run(
        &mut self,
        source: &str,
        file_name: &str,
        options: &Options,
    ) -> PyResult<(Ref<Code>, Vec<Ref>)> {
        self.check_room(pellucid_compiler::room_for(source))?;
        let output = match pellucid_compiler::compile(source, file_name, options) {
            Ok(output) => output,
            Err(error) => return Err(self.raise_syntax_error(&error, file_name)),
        };
        self.issue_syntax_warnings(&output.warnings, file_name)?;
        let mut constants = ConstantObjects::of_file(self.intern(file_name));
        for literal in output.literals {
            constants.make(self, literal)?;
        }
        let code = Code::of_constants(self, output.unit, &constants)?;
        Ok((code, constants.into_known()))
    }

    /// Issues the warnings of the compiler.
    pub(crate) fn issue_syntax_warnings(
        &mut self,
        warnings: &[Warning],
        file_name: &str,
    ) -> PyResult<()> {
        for warning in warnings {
            let category = match warning.kind {
                WarningKind::Syntax => self.types.syntax_warning.clone(),
                WarningKind::Deprecation => self.types.deprecation_warning.clone(),
            };
            let line = i64::from(warning.position.line);
            let file = self.new_str(file_name).into_object();
            let Err(raised) = self.warn_at(&category, &warning.message, &file, line) else {
                continue;
            };
            if warning.kind == WarningKind::Deprecation || !raised.is_instance(self, &category) {
                return Err(raised);
            }
            // A warning that is to be an error is one of the syntax, with its place.
            let error = SyntaxError {
                kind: ErrorKind::Syntax,
                message: warning.message_of_error(),
                line: warning.position.line,
                column: warning.position.column as i32 + 1,
                end_line: warning.position.end_line,
                end_column: warning.position.end_column as i32 + 1,
                text: None,
            };
            return Err(self.raise_syntax_error(&error, file_name));
        }
        Ok(())
    }

    /// The Python exception for an error of the compiler.
    pub fn raise_syntax_error(&mut self, error: &SyntaxError, file_name: &str) -> Raised {
        let class = match error.kind {
            ErrorKind::Syntax => self.types.syntax_error.clone(),
            ErrorKind::Indentation => self.types.indentation_error.clone(),
            ErrorKind::Tab => self.types.tab_error.clone(),
            ErrorKind::Incomplete => self.types.incomplete_input_error.clone(),
            ErrorKind::Value => return self.value_error(&error.message),
            ErrorKind::Memory => return self.memory_error(),
            ErrorKind::Recursion => return self.recursion_error(&error.message),
            ErrorKind::Overflow => return self.overflow_error(&error.message),
        };
        let in_file = |vm: &Vm| vm.source_line(file_name, error.line as usize);
        let text = match error.text.clone().or_else(|| in_file(self).map(|line| line + "\n")) {
            Some(text) => self.new_str(&text).into_object(),
            None => self.none(),
        };
        let mut place = vec![
            self.new_str(file_name).into_object(),
            self.new_int(i64::from(error.line)),
            self.new_int(i64::from(error.column)),
            text,
        ];
        if error.end_line != 0 {
            place.push(self.new_int(i64::from(error.end_line)));
            place.push(self.new_int(i64::from(error.end_column)));
        }
        let place = self.new_tuple(place).into_object();
        let message = self.new_str(&error.message).into_object();
        self.raise_with(&class, vec![message, place])
    }

    /// A SyntaxError that is about no place.
    pub fn syntax_error(&mut self, message: &str) -> Raised {
        let class = self.types.syntax_error.clone();
        self.raise_message(&class, message)
    }

    /// Text without lone surrogates; UnicodeEncodeError if there are any.
    pub fn encodable(&mut self, text: &Typed<Str>) -> PyResult<String> {
        match text.to_utf8() {
            Some(text) => Ok(text),
            None => {
                // The error of the codec is the one to raise.
                self.encode_text(text, None, None)?;
                Err(self.value_error("text is not encodable"))
            }
        }
    }

    /// The source text in an argument of `compile` and its like.
    pub(crate) fn source_text(
        &mut self,
        source: &Object,
        wrong: &str,
        file_name: &str,
    ) -> PyResult<String> {
        let text = match (source.downcast::<Str>(), source.downcast::<Bytes>()) {
            (Some(text), _) => self.encodable(text)?,
            (_, Some(bytes)) => self.decode_source(bytes.as_slice(), file_name)?,
            _ => match self.buffer_bytes(source)? {
                Some(bytes) => self.decode_source(&bytes, file_name)?,
                None => return Err(self.type_error(wrong)),
            },
        };
        if text.contains('\0') {
            return Err(self.syntax_error("source code string cannot contain null bytes"));
        }
        Ok(text)
    }

    /// The bytes of an object that is not `bytes` but may be made so.
    fn buffer_bytes(&mut self, source: &Object) -> PyResult<Option<Vec<u8>>> {
        let class = source.class().name(self);
        if class != "bytearray" && class != "memoryview" {
            return Ok(None);
        }
        let class = self.types.bytes.clone();
        let bytes = self.call_positional(class.as_object(), &[source])?;
        Ok(bytes.downcast::<Bytes>().map(|bytes| bytes.as_slice().to_vec()))
    }

    /// Decodes source bytes: UTF-8, or what a byte-order mark or a coding cookie says (PEP 263).
    pub fn decode_source(&mut self, bytes: &[u8], file_name: &str) -> PyResult<String> {
        let (marked, bytes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let encoding = cookie(bytes).map(|name| normal(&name));
        match encoding.as_deref() {
            None | Some("utf-8") => self.decode_utf8(bytes, file_name, encoding.is_some()),
            Some(other) if marked => {
                Err(self.syntax_error(&format!("encoding problem: {other} with BOM")))
            }
            Some("iso-8859-1") => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Some(other) => {
                let (data, name) = (self.new_bytes(bytes), self.new_str(other));
                let decode = self.intern("decode");
                match self.call_method(data.as_object(), &decode, &[name.as_object()]) {
                    Ok(text) => Ok(self.str(&text)?.to_string()),
                    Err(raised) if raised.is_instance(self, &self.types.lookup_error) => {
                        Err(self.syntax_error(&format!("unknown encoding: {other}")))
                    }
                    Err(raised) => Err(raised),
                }
            }
        }
    }

    fn decode_utf8(&mut self, bytes: &[u8], file_name: &str, declared: bool) -> PyResult<String> {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(text.to_owned()),
            Err(error) => error,
        };
        let position = error.valid_up_to();
        let byte = bytes[position];
        if file_name == "<string>" || declared {
            let reason = match error.error_len() {
                None => "unexpected end of data",
                Some(_) if (0x80..0xc2).contains(&byte) || byte >= 0xf5 => "invalid start byte",
                Some(_) => "invalid continuation byte",
            };
            return Err(self.syntax_error(&format!(
                "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {position}: {reason}"
            )));
        }
        let line = bytes[..position].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let error = SyntaxError {
            kind: ErrorKind::Syntax,
            message: format!(
                "Non-UTF-8 code starting with '\\x{byte:02x}' in file {file_name} on line {line}, but no encoding declared; \
                 see https://peps.python.org/pep-0263/ for details"
            ),
            line: line as u32,
            column: 0,
            end_line: 0,
            end_column: 0,
            text: None,
        };
        Err(self.raise_syntax_error(&error, file_name))
    }
}

/// The encoding that a comment in the first two lines declares.
fn cookie(bytes: &[u8]) -> Option<String> {
    for (index, line) in bytes.split(|&byte| byte == b'\n').take(2).enumerate() {
        let line: String = line.iter().map(|&byte| char::from(byte)).collect();
        let line = line.trim_matches([' ', '\t', '\x0c', '\r']);
        let Some(comment) = line.strip_prefix('#') else {
            if index == 0 && line.is_empty() {
                continue;
            }
            return None;
        };
        let Some(start) = comment.find("coding") else { continue };
        let rest = &comment[start + "coding".len()..];
        let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
        let name: String = rest
            .trim_start_matches([' ', '\t'])
            .chars()
            .take_while(|char| char.is_ascii_alphanumeric() || "-_.".contains(*char))
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

/// The encoding's usual name.
fn normal(name: &str) -> String {
    let lower = name.to_lowercase().replace('_', "-");
    match &*lower {
        "utf-8" | "utf8" => "utf-8".to_owned(),
        other if other.starts_with("utf-8-") => "utf-8".to_owned(),
        "latin-1" | "iso-8859-1" | "iso-latin-1" => "iso-8859-1".to_owned(),
        _ => name.to_owned(),
    }
}
