//! Codecs that a table of one byte a character defines.

use pellucid_runtime::codecs::{ErrorHandler, Wrong};
use pellucid_runtime::object::{BytesLike, Slots, TypeSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::TextBuilder;
use pellucid_runtime::text::codec::{ByteMap, Failure, Replacement, decode_table};

use super::{DecodedText, Encoded, handler};

/// The payload of `EncodingMap` objects, which `charmap_build` makes.
#[derive(Trace)]
pub struct EncodingMap {
    #[trace(skip)]
    map: ByteMap,
    entries: usize,
}

static MAP_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[EncodingMap::METHODS],
    ..TypeSpec::new::<EncodingMap>("EncodingMap")
};

fn slots(_: &mut Slots) {}

#[methods(owner = "EncodingMap")]
impl EncodingMap {
    /// Return the size (in bytes) of this object.
    #[method("size(self, /)")]
    fn size(_: &mut Vm, map: &Typed<EncodingMap>) -> usize {
        64 + map.entries
    }
}

/// The functions about character maps.
pub struct Charmap;

const REASON: &str = "character maps to <undefined>";

#[methods(owner = "_codecs")]
impl Charmap {
    #[function("charmap_build(map, /)")]
    fn build(vm: &mut Vm, map: &Typed<Str>) -> PyResult<Ref<EncodingMap>> {
        let class = vm.native_type(&MAP_SPEC)?;
        let value = EncodingMap { map: ByteMap::new(map.text()), entries: map.len() };
        Ok(vm.new_object(&class, value))
    }

    #[function("charmap_encode(str, errors=None, mapping=None, /)")]
    fn encode(
        vm: &mut Vm,
        text: &Typed<Str>,
        errors: Option<&Typed<Str>>,
        mapping: Option<&Object>,
    ) -> Encoded {
        let handler = handler(vm, errors)?;
        let length = text.len();
        let wrong = Wrong { name: "charmap", encoding: None };
        let bytes = match mapping.map(|mapping| (mapping, mapping.downcast::<EncodingMap>())) {
            None => {
                let encoding = pellucid_runtime::text::codec::Encoding::Latin1;
                vm.encode_native(text, encoding, &handler)?
            }
            Some((_, Some(map))) => {
                vm.encode_steps(text, wrong, 1, &handler, |text, start, out| {
                    map.map.encode(text, start, out)
                })?
            }
            Some((mapping, None)) => encode_by_mapping(vm, text, mapping, &handler)?,
        };
        Ok((vm.try_bytes(&bytes)?, length))
    }

    #[function("charmap_decode(data, errors=None, mapping=None, /)")]
    fn decode(
        vm: &mut Vm,
        data: BytesLike<'_>,
        errors: Option<&Typed<Str>>,
        mapping: Option<&Object>,
    ) -> DecodedText {
        let handler = handler(vm, errors)?;
        let wrong = Wrong { name: "charmap", encoding: None };
        match mapping.map(|mapping| (mapping, mapping.downcast::<Str>())) {
            None => {
                let encoding = pellucid_runtime::text::codec::Encoding::Latin1;
                vm.decode_native(&data, encoding, &handler, true)
            }
            Some((_, Some(table))) => {
                vm.decode_steps(&data, 0, wrong, &handler, |bytes, start, sink| {
                    decode_table(bytes, start, table.text(), sink)
                })
            }
            Some((mapping, None)) => decode_by_mapping(vm, &data, mapping, &handler),
        }
    }
}

/// What a mapping gives for a number; `None` for what is undefined.
fn mapped(vm: &mut Vm, mapping: &Object, key: u32) -> PyResult<Option<Ref>> {
    let key = vm.new_int(i64::from(key));
    match vm.get_item(mapping, &key) {
        Ok(value) if vm.is_none(&value) => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.is_instance(vm, &vm.types.lookup_error) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// The bytes of a character; `None` if it has none.
fn encoded_by(vm: &mut Vm, mapping: &Object, code: u32) -> PyResult<Option<Vec<u8>>> {
    let Some(value) = mapped(vm, mapping, code)? else { return Ok(None) };
    if let Some(bytes) = value.downcast::<Bytes>() {
        return Ok(Some(bytes.as_slice().to_vec()));
    }
    let Some(int) = value.downcast::<Int>() else {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!(
            "character mapping must return integer, bytes or None, not {class}"
        )));
    };
    match int.to_i64().and_then(|value| u8::try_from(value).ok()) {
        Some(byte) => Ok(Some(vec![byte])),
        None => Err(vm.type_error("character mapping must be in range(256)")),
    }
}

fn encode_by_mapping(
    vm: &mut Vm,
    text: &Typed<Str>,
    mapping: &Object,
    handler: &ErrorHandler,
) -> PyResult<Vec<u8>> {
    let wrong = Wrong { name: "charmap", encoding: None };
    let mut out = Vec::new();
    let mut position = 0;
    while let Some(code) = text.text().get(position) {
        if let Some(bytes) = encoded_by(vm, mapping, code)? {
            out.extend_from_slice(&bytes);
            position += 1;
            continue;
        }
        let mut end = position + 1;
        while let Some(code) = text.text().get(end) {
            if encoded_by(vm, mapping, code)?.is_some() {
                break;
            }
            end += 1;
        }
        let failure = Failure { start: position, end, reason: REASON };
        let (replacement, next) = vm.handle_encoding(handler, text, &wrong, &failure)?;
        match replacement {
            Replacement::Bytes(bytes) => out.extend_from_slice(&bytes),
            Replacement::Text(replacement) => {
                for code in replacement.as_text().code_points() {
                    match encoded_by(vm, mapping, code)? {
                        Some(bytes) => out.extend_from_slice(&bytes),
                        None => return Err(vm.unicode_encode_error("charmap", text, &failure)),
                    }
                }
            }
        }
        position = next;
    }
    Ok(out)
}

fn decode_by_mapping(
    vm: &mut Vm,
    bytes: &[u8],
    mapping: &Object,
    handler: &ErrorHandler,
) -> DecodedText {
    let wrong = Wrong { name: "charmap", encoding: None };
    let mut sink = TextBuilder::new();
    let mut input = bytes.to_vec();
    let mut position = 0;
    while let Some(&byte) = input.get(position) {
        let value = mapped(vm, mapping, u32::from(byte))?;
        let done = match &value {
            None => false,
            Some(value) => match (value.downcast::<Str>(), value.downcast::<Int>()) {
                (Some(text), _) => {
                    let undefined = text.len() == 1 && text.text().get(0) == Some(0xFFFE);
                    if !undefined {
                        sink.push_text(text.text());
                    }
                    !undefined
                }
                (None, Some(int)) => match int.to_i64().and_then(|code| u32::try_from(code).ok()) {
                    Some(0xFFFE) => false,
                    Some(code) if code < 0x11_0000 => {
                        sink.push(code);
                        true
                    }
                    _ => return Err(vm.type_error("character mapping must be in range(0x110000)")),
                },
                _ => {
                    return Err(vm.type_error("character mapping must return integer, None or str"));
                }
            },
        };
        if done {
            position += 1;
            continue;
        }
        let failure = Failure { start: position, end: position + 1, reason: REASON };
        let (text, next, other) = vm.handle_decoding(handler, &input, &wrong, &failure)?;
        sink.push_text(text.as_text());
        position = next;
        if let Some(other) = other {
            input = other;
        }
    }
    Ok((vm.try_owned_text(&sink.finish())?, bytes.len()))
}
