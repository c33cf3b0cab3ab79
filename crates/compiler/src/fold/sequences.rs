//! Strings, bytes and tuples as constants: concatenation, repetition, items.

use pellucid_bytecode::Constant;

use crate::literal::wtf8_constant;

/// Longest string that repetition makes.
const STRING_MAX: usize = 4096;
/// Longest tuple that repetition makes.
const COLLECTION_MAX: usize = 256;
/// How many items a repeated tuple may hold in all, nested ones included.
const ITEMS_MAX: i64 = 1024;

pub(super) fn concatenate(left: &Constant, right: &Constant) -> Option<Constant> {
    match (left, right) {
        (Constant::Str { wtf8: left, .. }, Constant::Str { wtf8: right, .. }) => {
            Some(wtf8_constant([&**left, &**right].concat()))
        }
        (Constant::Bytes(left), Constant::Bytes(right)) => {
            Some(Constant::Bytes([&**left, &**right].concat().into()))
        }
        (Constant::Tuple(left), Constant::Tuple(right)) => {
            Some(Constant::Tuple([&**left, &**right].concat().into()))
        }
        _ => None,
    }
}

pub(super) fn repeat(sequence: &Constant, count: &Constant) -> Option<Constant> {
    let count = match count {
        Constant::Int(count) => usize::try_from(*count).ok()?,
        Constant::Bool(count) => usize::from(*count),
        _ => return None,
    };
    match sequence {
        Constant::Str { wtf8, .. } => {
            let length = characters(wtf8).count();
            (length == 0 || count <= STRING_MAX / length)
                .then(|| wtf8_constant(if length == 0 { Vec::new() } else { wtf8.repeat(count) }))
        }
        Constant::Bytes(bytes) => {
            let length = bytes.len();
            (length == 0 || count <= STRING_MAX / length).then(|| {
                let repeated = if length == 0 { Vec::new() } else { bytes.repeat(count) };
                Constant::Bytes(repeated.into())
            })
        }
        Constant::Tuple(items) => {
            if items.is_empty() {
                return Some(Constant::Tuple(Box::default()));
            }
            let fits = count <= COLLECTION_MAX / items.len();
            let limit = if count == 0 { ITEMS_MAX } else { ITEMS_MAX / count as i64 };
            (fits && complexity(sequence, limit) >= 0).then(|| {
                Constant::Tuple(
                    std::iter::repeat_n(items.iter(), count).flatten().cloned().collect(),
                )
            })
        }
        _ => None,
    }
}

/// What is left of `limit` after the items of a constant are counted.
fn complexity(constant: &Constant, limit: i64) -> i64 {
    let Constant::Tuple(items) = constant else { return limit };
    let mut limit = limit - items.len() as i64;
    for item in items {
        if limit < 0 {
            break;
        }
        limit = complexity(item, limit);
    }
    limit
}

/// The code points of (generalised) UTF-8, each as its bytes.
fn characters(wtf8: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = wtf8.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().skip(1).take_while(|&&byte| byte & 0xc0 == 0x80).count() + 1;
        start += length;
        Some(&rest[..length])
    })
}

/// `object[index]`
pub(super) fn item(object: &Constant, index: &Constant) -> Option<Constant> {
    if let Constant::Slice(parts) = index {
        return slice(object, parts);
    }
    let index = match index {
        Constant::Int(index) => *index,
        Constant::Bool(index) => i64::from(*index),
        _ => return None,
    };
    let place = |length: usize| {
        let index = if index < 0 { index.checked_add(length as i64)? } else { index };
        usize::try_from(index).ok().filter(|&index| index < length)
    };
    match object {
        Constant::Str { wtf8, .. } => {
            let all: Vec<&[u8]> = characters(wtf8).collect();
            Some(wtf8_constant(all[place(all.len())?].to_vec()))
        }
        Constant::Bytes(bytes) => Some(Constant::Int(i64::from(bytes[place(bytes.len())?]))),
        Constant::Tuple(items) => Some(items[place(items.len())?].clone()),
        _ => None,
    }
}

fn slice(object: &Constant, parts: &[Constant; 3]) -> Option<Constant> {
    Some(match object {
        Constant::Str { wtf8, .. } => {
            let all: Vec<&[u8]> = characters(wtf8).collect();
            let chosen = places(all.len(), parts)?.into_iter().map(|place| all[place]);
            wtf8_constant(chosen.collect::<Vec<_>>().concat())
        }
        Constant::Bytes(bytes) => {
            let chosen = places(bytes.len(), parts)?.into_iter().map(|place| bytes[place]);
            Constant::Bytes(chosen.collect())
        }
        Constant::Tuple(items) => {
            let chosen = places(items.len(), parts)?.into_iter().map(|place| items[place].clone());
            Constant::Tuple(chosen.collect())
        }
        _ => return None,
    })
}

/// The places of a sequence that a slice of integers names.
fn places(length: usize, parts: &[Constant; 3]) -> Option<Vec<usize>> {
    let number = |part: &Constant| match part {
        Constant::None => Some(None),
        Constant::Int(value) => Some(Some(*value)),
        Constant::Bool(value) => Some(Some(i64::from(*value))),
        _ => None,
    };
    let length = i64::try_from(length).ok()?;
    let (start, stop, step) = (number(&parts[0])?, number(&parts[1])?, number(&parts[2])?);
    let step = step.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let (least, most) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let bound = |given: i64| {
        let given = if given < 0 { given.saturating_add(length) } else { given };
        given.clamp(least, most)
    };
    let start = start.map_or(if step < 0 { most } else { least }, bound);
    let stop = stop.map_or(if step < 0 { least } else { most }, bound);
    let mut places = Vec::new();
    let mut next = start;
    while if step < 0 { next > stop } else { next < stop } {
        places.push(usize::try_from(next).ok()?);
        next = next.saturating_add(step);
    }
    Some(places)
}
