//! The functions of `_operator` over sequences and callables.

use pellucid_runtime::builtins::Dict;
use pellucid_runtime::object::{BinaryOperator, OwnedArgs};
use pellucid_runtime::prelude::*;

/// The functions.
pub struct Sequences;

/// TypeError unless the object has items by position.
fn expect_sequence(vm: &mut Vm, object: &Object) -> PyResult<()> {
    let slots = object.class().slots(vm);
    if slots.get_item.is_some() && !object.holds::<Dict>() {
        return Ok(());
    }
    let class = object.class().name(vm);
    Err(vm.type_error(format!("'{class}' object can't be concatenated")))
}

/// The bytes of a string that may only be compared in constant time.
fn digest_bytes(vm: &mut Vm, object: &Object) -> PyResult<Option<Vec<u8>>> {
    if let Some(text) = object.downcast::<Str>() {
        return match text.as_ascii() {
            Some(ascii) => Ok(Some(ascii.as_bytes().to_vec())),
            None => {
                let message = "comparing strings with non-ASCII characters is not supported";
                Err(vm.type_error(message))
            }
        };
    }
    Ok(object.downcast::<Bytes>().map(|bytes| bytes.as_slice().to_vec()))
}

#[methods(owner = "_operator")]
impl Sequences {
    /// Same as a + b, for a and b sequences.
    #[function("concat(a, b, /)")]
    fn concat(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        expect_sequence(vm, a)?;
        vm.binary(&BinaryOperator::ADD, a, b)
    }

    /// Same as a += b, for a and b sequences.
    #[function("iconcat(a, b, /)")]
    fn iconcat(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        expect_sequence(vm, a)?;
        vm.in_place(&BinaryOperator::ADD, a, b)
    }

    /// Same as b in a (note reversed operands).
    #[function("contains(a, b, /)")]
    fn contains(vm: &mut Vm, a: &Object, b: &Object) -> PyResult<bool> {
        vm.contains(a, b)
    }

    /// Return the number of items in a which are, or which equal, b.
    #[function("countOf(a, b, /)")]
    fn count_of(vm: &mut Vm, a: &Object, b: &Object) -> PyResult<usize> {
        let mut count = 0;
        vm.for_each(a, |vm, item| {
            count += usize::from(vm.equal(&item, b)?);
            Ok(())
        })?;
        Ok(count)
    }

    /// Return the first index of b in a.
    #[function("indexOf(a, b, /)")]
    fn index_of(vm: &mut Vm, a: &Object, b: &Object) -> PyResult<usize> {
        let iterator = vm.iterate(a)?;
        let mut position = 0;
        while let Some(item) = vm.next(&iterator)? {
            if vm.equal(&item, b)? {
                return Ok(position);
            }
            position += 1;
        }
        Err(vm.value_error("sequence.index(x): x not in sequence"))
    }

    /// Same as a[b].
    #[function("getitem(a, b, /)")]
    fn getitem(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.get_item(a, b)
    }

    /// Same as a[b] = c.
    #[function("setitem(a, b, c, /)")]
    fn setitem(vm: &mut Vm, a: &Object, b: &Object, c: &Object) -> PyResult<()> {
        vm.set_item(a, b, Some(c))
    }

    /// Same as del a[b].
    #[function("delitem(a, b, /)")]
    fn delitem(vm: &mut Vm, a: &Object, b: &Object) -> PyResult<()> {
        vm.set_item(a, b, None)
    }

    /// Return an estimate of the number of items in obj.
    ///
    /// This is useful for presizing containers when building from an iterable.
    ///
    /// If the object supports len(), the result will be exact.
    /// Otherwise, it may over- or under-estimate by an arbitrary amount.
    /// The result will be an integer >= 0.
    #[function("length_hint(obj, default=0, /)")]
    fn length_hint(vm: &mut Vm, obj: &Object, default: Option<isize>) -> PyResult {
        let default = default.unwrap_or(0);
        let hint = vm.length_hint(obj, usize::MAX)?;
        if hint == usize::MAX { default.into_result(vm) } else { hint.into_result(vm) }
    }

    /// Same as obj(*args, **kwargs).
    #[function("call(obj, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, obj: &Object, args: &[Ref], keywords: Keywords<'_>) -> PyResult {
        let mut all = OwnedArgs::new();
        all.extend(args.iter().cloned());
        for (name, value) in keywords.iter() {
            // The names of a call's keywords differ.
            let _ = all.push_keyword(name.to_ref(), value.to_ref());
        }
        vm.call(obj, all.as_args())
    }

    /// Return 'a == b'.
    ///
    /// This function uses an approach designed to prevent
    /// timing analysis, making it appropriate for cryptography.
    ///
    /// a and b must both be of the same type: either str (ASCII only),
    /// or any bytes-like object.
    ///
    /// Note: If a and b are of different lengths, or if an error occurs,
    /// a timing attack could theoretically reveal information about the
    /// types and lengths of a and b--but not their values.
    #[function("_compare_digest(a, b, /)")]
    fn compare_digest(vm: &mut Vm, a: &Object, b: &Object) -> PyResult<bool> {
        let same_kind = a.holds::<Str>() == b.holds::<Str>();
        match (digest_bytes(vm, a)?, digest_bytes(vm, b)?) {
            (Some(a), Some(b)) if same_kind => {
                let differences = a.iter().zip(&b).fold(0, |all, (x, y)| all | (x ^ y));
                Ok(a.len() == b.len() && differences == 0)
            }
            _ => {
                let (x, y) = (a.class().name(vm), b.class().name(vm));
                Err(vm.type_error(format!(
                    "unsupported operand types(s) or combination of types: '{x}' and '{y}'"
                )))
            }
        }
    }
}
