//! "Did you mean ...?": the known name that is nearest to a wrong one, by CPython's measure.

/// What it costs to insert, delete or replace a character.
const MOVE: usize = 2;
/// What it costs to change the case of a letter.
const CASE: usize = 1;
/// Longer names, once what both share at the ends is taken away, are not compared.
const LENGTH_MAXIMUM: usize = 40;
/// With this many names to choose from, none is looked for.
const CANDIDATES_MAXIMUM: usize = 750;

/// The candidate nearest to `wrong`, if one is near enough. Names are compared by their UTF-8 bytes.
pub fn suggest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().take(CANDIDATES_MAXIMUM).collect();
    if candidates.len() == CANDIDATES_MAXIMUM {
        return None;
    }
    let mut best: Option<(&str, usize)> = None;
    for candidate in candidates {
        if candidate == wrong {
            continue;
        }
        let mut maximum = (wrong.len() + candidate.len() + 3) * MOVE / 6;
        if let Some((_, distance)) = best {
            maximum = maximum.min(distance.saturating_sub(1));
        }
        if let Some(distance) = distance(wrong.as_bytes(), candidate.as_bytes(), maximum) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(candidate, _)| candidate)
}

fn replacement(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// The weighted Levenshtein distance, if it is no more than `maximum`.
fn distance<'a>(mut a: &'a [u8], mut b: &'a [u8], maximum: usize) -> Option<usize> {
    let shared = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[shared..], &b[shared..]);
    let shared = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[..a.len() - shared], &b[..b.len() - shared]);
    if a.is_empty() || b.is_empty() {
        return Some((a.len() + b.len()) * MOVE).filter(|&distance| distance <= maximum);
    }
    if a.len() > LENGTH_MAXIMUM || b.len() > LENGTH_MAXIMUM {
        return None;
    }
    if b.len() < a.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if (b.len() - a.len()) * MOVE > maximum {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|index| index * MOVE).collect();
    let mut result = 0;
    for (b_index, &b_byte) in b.iter().enumerate() {
        result = b_index * MOVE;
        let mut diagonal = result;
        let mut least = usize::MAX;
        for (cell, &a_byte) in row.iter_mut().zip(a) {
            let replaced = diagonal + replacement(b_byte, a_byte);
            diagonal = *cell;
            result = replaced.min(result.min(diagonal) + MOVE);
            *cell = result;
            least = least.min(result);
        }
        if least > maximum {
            return None;
        }
    }
    Some(result).filter(|&distance| distance <= maximum)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn the_nearest_name_is_found() {
        let keywords = ["sep", "maxsplit"];
        assert_eq!(suggest("max_split", keywords), Some("maxsplit"));
        assert_eq!(suggest("SEP", keywords), Some("sep"));
        assert_eq!(suggest("foo", keywords), None);
        assert_eq!(suggest("encodin", ["encoding", "errors"]), Some("encoding"));
        assert_eq!(suggest("bluch", ["blech", "bluchin", "pxxx"]), Some("blech"));
    }
}
