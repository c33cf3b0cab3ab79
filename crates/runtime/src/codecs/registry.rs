//! The registry of codecs: search functions, what they have found, and error handlers by name.

use std::collections::HashMap;

use crate::prelude::*;
use pellucid_heap::Charge;

/// What has been registered in an interpreter.
#[derive(Trace)]
#[payload(none)]
pub struct Registry {
    search: TokenCell<Vec<Ref>>,
    found: TokenCell<HashMap<String, Ref<Tuple>>>,
    handlers: TokenCell<HashMap<String, (Ref, Charge)>>,
}

impl Default for Registry {
    fn default() -> Self {
        Registry {
            search: TokenCell::new(Vec::new()),
            found: TokenCell::new(HashMap::new()),
            handlers: TokenCell::new(HashMap::new()),
        }
    }
}

impl Registry {
    /// Forgets all codecs and handlers that programs have registered.
    pub(crate) fn clear(&self, vm: &mut Vm) {
        drop(self.search.replace(vm, Vec::new()));
        drop(self.found.replace(vm, HashMap::new()));
        drop(self.handlers.replace(vm, HashMap::new()));
    }
}

/// Which half of a codec is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Half {
    Encoder = 0,
    Decoder = 1,
}

/// The name of a codec as it is looked up: lower case, with an underscore for each run of other characters.
pub fn normalized(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut gap = false;
    for char in name.chars() {
        if char.is_ascii_alphanumeric() || char == '.' {
            if gap && !normal.is_empty() {
                normal.push('_');
            }
            gap = false;
            normal.push(char.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    normal
}

impl Vm {
    /// `codecs.register(search_function)`
    pub fn register_codecs(&mut self, search: &Object) -> PyResult<()> {
        if !self.is_callable(search) {
            return Err(self.type_error("argument must be callable"));
        }
        let search = search.to_ref();
        self.interpreter().codecs.search.get_mut(self).push(search);
        Ok(())
    }

    /// `codecs.unregister(search_function)`
    pub fn unregister_codecs(&mut self, search: &Object) {
        let functions = self.interpreter().codecs.search.get_mut(self);
        let Some(index) = functions.iter().position(|function| function.is(search)) else { return };
        functions.remove(index);
        self.interpreter().codecs.found.get_mut(self).clear();
    }

    /// `codecs.lookup(encoding)`: a tuple of encoder, decoder, stream reader and stream writer.
    pub fn lookup_codec(&mut self, encoding: &str) -> PyResult<Ref<Tuple>> {
        let name = normalized(encoding);
        if let Some(found) = self.interpreter().codecs.found.get(self).get(&name) {
            return Ok(found.clone());
        }
        if self.interpreter().codecs.search.get(self).is_empty() {
            self.import_encodings()?;
        }
        let argument = self.new_str(&name);
        for index in 0.. {
            let Some(search) = self.interpreter().codecs.search.get(self).get(index).cloned()
            else {
                break;
            };
            let found = self.call_positional(&search, &[argument.as_object()])?;
            if self.is_none(&found) {
                continue;
            }
            let Some(tuple) = found.downcast::<Tuple>().filter(|tuple| tuple.items().len() == 4)
            else {
                return Err(self.type_error("codec search functions must return 4-tuples"));
            };
            let tuple = tuple.to_ref();
            self.interpreter().codecs.found.get_mut(self).insert(name, tuple.clone());
            return Ok(tuple);
        }
        Err(self.lookup_error(format!("unknown encoding: {encoding}")))
    }

    /// Imports the package that registers the codecs of the standard library, as far as importing works yet.
    fn import_encodings(&mut self) -> PyResult<()> {
        let (builtins, name) = (self.builtins.clone(), self.names.__import__.clone());
        let Some(import) = builtins.get_str(self, &name) else { return Ok(()) };
        let package = self.new_str("encodings");
        self.call_positional(&import, &[package.as_object()])?;
        Ok(())
    }

    /// `codecs.register_error(name, handler)`
    pub fn register_error_handler(&mut self, name: &str, handler: &Object) -> PyResult<()> {
        if !self.is_callable(handler) {
            return Err(self.type_error("handler must be callable"));
        }
        let entry = size_of::<(String, Ref, Charge)>() + name.len();
        let handler = (handler.to_ref(), self.charge(entry)?);
        self.interpreter().codecs.handlers.get_mut(self).insert(name.to_owned(), handler);
        Ok(())
    }

    /// Forgets a handler; gives whether there was one.
    pub fn unregister_error_handler(&mut self, name: &str) -> bool {
        self.interpreter().codecs.handlers.get_mut(self).remove(name).is_some()
    }

    /// The registered handler of this name, if there is one.
    pub fn registered_error_handler(&self, name: &str) -> Option<Ref> {
        self.interpreter().codecs.handlers.get(self).get(name).map(|(handler, _)| handler.clone())
    }

    /// `codecs.lookup_error(name)`
    pub fn lookup_error_handler(&mut self, name: &str) -> PyResult<Ref> {
        match self.registered_error_handler(name) {
            Some(handler) => Ok(handler),
            None => Err(self.lookup_error(format!("unknown error handler name '{name}'"))),
        }
    }

    /// A codec that turns text into bytes and back, as the methods of `str` and `bytes` want it.
    fn lookup_text_codec(&mut self, encoding: &str, half: Half) -> PyResult<Ref<Tuple>> {
        let codec = self.lookup_codec(encoding)?;
        if !codec.class_is(&self.types.tuple) {
            let name = self.intern("_is_text_encoding");
            let is_text = match self.find_attribute(codec.as_object(), &name)? {
                Some(value) => self.is_true(&value)?,
                None => true,
            };
            if !is_text {
                let instead =
                    if half == Half::Encoder { "codecs.encode()" } else { "codecs.decode()" };
                return Err(self.lookup_error(format!(
                    "'{encoding}' is not a text encoding; use {instead} to handle arbitrary codecs"
                )));
            }
        }
        Ok(codec)
    }

    /// Calls one half of a codec and gives the first part of its result.
    fn call_codec(
        &mut self,
        codec: &Typed<Tuple>,
        half: Half,
        object: &Object,
        errors: Option<&str>,
    ) -> PyResult<Ref> {
        let function = codec.items()[half as usize].clone();
        let errors = errors.map(|errors| self.new_str(errors));
        let result = match &errors {
            Some(errors) => self.call_positional(&function, &[object, errors.as_object()])?,
            None => self.call_positional(&function, &[object])?,
        };
        match result.downcast::<Tuple>().map(|tuple| tuple.items()) {
            Some([made, _]) => Ok(made.clone()),
            _ => Err(self.type_error(match half {
                Half::Encoder => "encoder must return a tuple (object, integer)",
                Half::Decoder => "decoder must return a tuple (object,integer)",
            })),
        }
    }

    /// `codecs.encode(object, encoding, errors)`
    pub fn encode_any(
        &mut self,
        object: &Object,
        encoding: &str,
        errors: Option<&str>,
    ) -> PyResult<Ref> {
        let codec = self.lookup_codec(encoding)?;
        self.call_codec(&codec, Half::Encoder, object, errors)
    }

    /// `codecs.decode(object, encoding, errors)`
    pub fn decode_any(
        &mut self,
        object: &Object,
        encoding: &str,
        errors: Option<&str>,
    ) -> PyResult<Ref> {
        let codec = self.lookup_codec(encoding)?;
        self.call_codec(&codec, Half::Decoder, object, errors)
    }

    pub(super) fn encode_by_registry(
        &mut self,
        text: &Typed<Str>,
        encoding: &str,
        errors: Option<&str>,
    ) -> PyResult<Ref<Bytes>> {
        let codec = self.lookup_text_codec(encoding, Half::Encoder)?;
        let made = self.call_codec(&codec, Half::Encoder, text.as_object(), errors)?;
        if let Some(array) = made.downcast::<crate::builtins::ByteArray>() {
            let bytes = array.items(self).to_vec();
            return self.try_bytes(&bytes);
        }
        made.downcast_ref::<Bytes>().map_err(|made| {
            let class = made.class().name(self);
            self.type_error(format!(
                "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
            ))
        })
    }

    pub(super) fn decode_by_registry(
        &mut self,
        bytes: &[u8],
        object: Option<&Object>,
        encoding: &str,
        errors: Option<&str>,
    ) -> PyResult<Ref<Str>> {
        let codec = self.lookup_text_codec(encoding, Half::Decoder)?;
        let object = match object {
            Some(object) => object.to_ref(),
            None => self.try_bytes(bytes)?.into_object(),
        };
        let made = self.call_codec(&codec, Half::Decoder, &object, errors)?;
        made.downcast_ref::<Str>().map_err(|made| {
            let class = made.class().name(self);
            self.type_error(format!(
                "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
            ))
        })
    }
}
