//! Substring search: vectorised for bytes, the two-way algorithm of Crochemore and Perrin for wider units,
//! which needs neither tables nor more than linear time.

use memchr::memmem;

use crate::text::CodeUnit;

/// A needle prepared for searching forwards.
pub struct Finder<'n, U: CodeUnit> {
    needle: &'n [U],
    method: Method<memmem::Finder<'n>>,
}

/// A needle prepared for searching backwards.
pub struct ReverseFinder<'n, U: CodeUnit> {
    needle: &'n [U],
    method: Method<memmem::FinderRev<'n>>,
}

enum Method<Bytes> {
    Empty,
    Single,
    Bytes(Bytes),
    TwoWay(TwoWay),
}

impl<'n, U: CodeUnit> Finder<'n, U> {
    /// Prepares a needle.
    pub fn new(needle: &'n [U]) -> Self {
        let method = match needle {
            [] => Method::Empty,
            _ if size_of::<U>() == 1 => {
                Method::Bytes(memmem::Finder::new(bytemuck::cast_slice(needle)))
            }
            [_] => Method::Single,
            _ => Method::TwoWay(TwoWay::new(needle.len(), |index| needle[index])),
        };
        Finder { needle, method }
    }

    /// Where the needle stands first.
    pub fn find(&self, units: &[U]) -> Option<usize> {
        let needle = self.needle;
        match &self.method {
            Method::Empty => Some(0),
            Method::Single => units.iter().position(|unit| *unit == needle[0]),
            Method::Bytes(finder) => finder.find(bytemuck::cast_slice(units)),
            Method::TwoWay(search) => {
                search.find(units.len(), |index| units[index], |index| needle[index])
            }
        }
    }

    /// Where the needle stands without overlapping. An empty needle is found nowhere.
    pub fn matches<'f>(&'f self, units: &'f [U]) -> impl Iterator<Item = usize> + 'f {
        let mut position = 0;
        std::iter::from_fn(move || {
            if self.needle.is_empty() {
                return None;
            }
            let found = position + self.find(units.get(position..)?)?;
            position = found + self.needle.len();
            Some(found)
        })
    }
}

impl<'n, U: CodeUnit> ReverseFinder<'n, U> {
    /// Prepares a needle.
    pub fn new(needle: &'n [U]) -> Self {
        let last = needle.len().wrapping_sub(1);
        let method = match needle {
            [] => Method::Empty,
            _ if size_of::<U>() == 1 => {
                Method::Bytes(memmem::FinderRev::new(bytemuck::cast_slice(needle)))
            }
            [_] => Method::Single,
            _ => Method::TwoWay(TwoWay::new(needle.len(), |index| needle[last - index])),
        };
        ReverseFinder { needle, method }
    }

    /// Where the needle stands last.
    pub fn rfind(&self, units: &[U]) -> Option<usize> {
        let needle = self.needle;
        match &self.method {
            Method::Empty => Some(units.len()),
            Method::Single => units.iter().rposition(|unit| *unit == needle[0]),
            Method::Bytes(finder) => finder.rfind(bytemuck::cast_slice::<U, u8>(units)),
            Method::TwoWay(search) => {
                let (units_end, needle_end) = (units.len(), needle.len());
                let unit = |index: usize| units[units_end - 1 - index];
                let found = search.find(units_end, unit, |index| needle[needle_end - 1 - index])?;
                Some(units_end - needle_end - found)
            }
        }
    }

    /// Where the needle stands without overlapping, from the last place. An empty needle is found nowhere.
    pub fn matches<'f>(&'f self, units: &'f [U]) -> impl Iterator<Item = usize> + 'f {
        let mut end = units.len();
        std::iter::from_fn(move || {
            if self.needle.is_empty() {
                return None;
            }
            end = self.rfind(&units[..end])?;
            Some(end)
        })
    }
}

/// The needle cut where its local period is its global one.
struct TwoWay {
    length: usize,
    cut: usize,
    period: usize,
    /// The needle repeats itself with the period, so what has matched need not be looked at again.
    periodic: bool,
}

impl TwoWay {
    fn new<U: Ord>(length: usize, needle: impl Fn(usize) -> U) -> Self {
        let rising = maximal_suffix(length, |a, b| needle(a).cmp(&needle(b)));
        let falling = maximal_suffix(length, |a, b| needle(b).cmp(&needle(a)));
        let (cut, period) = rising.max(falling);
        let periodic = (0..cut).all(|index| needle(index) == needle(index + period));
        let period = if periodic { period } else { cut.max(length - cut) + 1 };
        TwoWay { length, cut, period, periodic }
    }

    fn find<U: Eq>(
        &self,
        end: usize,
        unit: impl Fn(usize) -> U,
        needle: impl Fn(usize) -> U,
    ) -> Option<usize> {
        let mut position = 0;
        // How much of the needle's beginning is known to match.
        let mut known = 0;
        while end.checked_sub(self.length)? >= position {
            let differs = |index: &usize| needle(*index) != unit(position + *index);
            if let Some(index) = (self.cut.max(known)..self.length).find(differs) {
                position += index - self.cut + 1;
                known = 0;
            } else if (known..self.cut).rev().any(|index| differs(&index)) {
                position += self.period;
                known = if self.periodic { self.length - self.period } else { 0 };
            } else {
                return Some(position);
            }
        }
        None
    }
}

/// Where the greatest suffix in an order begins, and its period.
fn maximal_suffix(
    length: usize,
    compare: impl Fn(usize, usize) -> std::cmp::Ordering,
) -> (usize, usize) {
    let (mut left, mut right, mut offset, mut period) = (0, 1, 0, 1);
    while right + offset < length {
        match compare(right + offset, left + offset) {
            std::cmp::Ordering::Less => {
                right += offset + 1;
                offset = 0;
                period = right - left;
            }
            std::cmp::Ordering::Equal if offset + 1 == period => {
                right += period;
                offset = 0;
            }
            std::cmp::Ordering::Equal => offset += 1,
            std::cmp::Ordering::Greater => {
                left = right;
                right += 1;
                offset = 0;
                period = 1;
            }
        }
    }
    (left, period)
}
