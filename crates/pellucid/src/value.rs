//! Plain data on its way between Python and the embedding program.

use pellucid_runtime::prelude::*;

/// How deep values may be nested.
const DEPTH_MAX: usize = 200;

/// Plain data, without identity: what JSON knows, and bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// An int of 64 bits.
    Int(i64),
    /// A float; from Python also an int that is longer.
    Float(f64),
    /// A str. Code points that are no characters (surrogates) cannot be passed.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list; from Python also a tuple.
    List(Vec<Value>),
    /// A dict with str for keys, in its order. Keys that are no str become their `str()`.
    Dict(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl Value {
    /// The entry of a dict.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Dict(entries) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a str.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an int.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The Python object.
    pub(crate) fn into_object(self, vm: &mut Vm) -> PyResult {
        Ok(match self {
            Value::None => vm.none(),
            Value::Bool(value) => vm.new_bool(value),
            Value::Int(value) => vm.new_int(value),
            Value::Float(value) => vm.new_float(value),
            Value::Str(text) => vm.new_str(&text).into_object(),
            Value::Bytes(bytes) => vm.new_bytes(&bytes).into_object(),
            Value::List(items) => {
                let items: PyResult<Vec<Ref>> =
                    items.into_iter().map(|item| item.into_object(vm)).collect();
                vm.new_list(items?)?.into_object()
            }
            Value::Dict(entries) => {
                let dict = vm.new_dict();
                for (key, value) in entries {
                    let (key, value) = (vm.new_str(&key), value.into_object(vm)?);
                    dict.set_str(vm, &key, value);
                }
                dict.into_object()
            }
        })
    }

    /// The data in an object; TypeError if it is no plain data, ValueError if it is nested too deeply.
    pub(crate) fn from_object(vm: &mut Vm, object: &Object) -> PyResult<Value> {
        convert(vm, object, DEPTH_MAX)
    }
}

fn convert(vm: &mut Vm, object: &Object, depth: usize) -> PyResult<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(vm.value_error("the value is nested too deeply for the host"));
    };
    if vm.is_none(object) {
        return Ok(Value::None);
    }
    if object.class_is(&vm.types.bool) {
        return vm.is_true(object).map(Value::Bool);
    }
    if let Some(number) = object.downcast::<Int>() {
        return match number.to_i64() {
            Some(number) => Ok(Value::Int(number)),
            None => vm.as_f64(object).map(Value::Float),
        };
    }
    if let Some(number) = object.downcast::<Float>() {
        return Ok(Value::Float(number.to_f64()));
    }
    if let Some(text) = object.downcast::<Str>() {
        return match text.to_utf8() {
            Some(text) => Ok(Value::Str(text)),
            None => Err(vm.value_error("the text has surrogates, which the host cannot take")),
        };
    }
    if let Some(bytes) = object.downcast::<Bytes>() {
        return Ok(Value::Bytes(bytes.as_slice().to_vec()));
    }
    if let Some(dict) = object.downcast::<Dict>() {
        let mut entries = Vec::new();
        let dict = Dict::copy_of(vm, dict)?;
        for (key, value) in dict.pairs(vm) {
            entries.push((vm.str(&key)?.to_string(), convert(vm, &value, depth)?));
        }
        return Ok(Value::Dict(entries));
    }
    if object.holds::<List>() || object.holds::<Tuple>() {
        let items = vm.collect(object)?;
        let values: PyResult<Vec<Value>> =
            items.iter().map(|item| convert(vm, item, depth)).collect();
        return values.map(Value::List);
    }
    let class = object.class().name(vm);
    Err(vm.type_error(format!("the host cannot take a value of type '{class}'")))
}
