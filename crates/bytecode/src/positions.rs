//! Where the words of a unit come from in the source, packed: most programs never ask.
//!
//! A run of words with one position is five LEB128 numbers: how many words, then line, end line, column and end column
//! as differences (zigzag, so that small ones of either sign are short).

use crate::number::{Numbers, push_difference, push_number};
use crate::serialise::Malformed;

/// Where a word comes from in the source. Lines count from 1, columns are UTF-8 bytes from 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Position {
    /// First line; 0 = none.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// Column of the start.
    pub column: u32,
    /// Column of the end.
    pub end_column: u32,
}

/// One position a word. To find one takes time in proportion to those before it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Positions(Box<[u8]>);

impl Positions {
    /// Bytes that they take.
    pub fn held_bytes(&self) -> usize {
        self.0.len()
    }

    /// Those of so many words that were packed as these bytes.
    pub(crate) fn from_bytes(bytes: &[u8], words: usize) -> Result<Positions, Malformed> {
        let mut runs = Runs::new(bytes);
        let passed = runs.try_fold(0usize, |passed, (count, _)| passed.checked_add(count));
        if passed != Some(words) && !bytes.is_empty() || runs.numbers.left() != 0 {
            return Err(Malformed);
        }
        Ok(Positions(bytes.into()))
    }

    /// Whether nothing is known of any word.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How they are packed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The position of a word.
    pub fn get(&self, word: usize) -> Option<Position> {
        let mut runs = Runs::new(&self.0);
        let mut passed = 0;
        runs.find_map(|(count, position)| {
            passed += count;
            (word < passed).then_some(position)
        })
    }

    /// The positions of all words.
    pub fn iter(&self) -> impl Iterator<Item = Position> {
        Runs::new(&self.0).flat_map(|(count, position)| std::iter::repeat_n(position, count))
    }

    /// Runs of words of the same position.
    pub fn runs(&self) -> impl Iterator<Item = (usize, Position)> {
        Runs::new(&self.0)
    }
}

impl FromIterator<Position> for Positions {
    fn from_iter<I: IntoIterator<Item = Position>>(positions: I) -> Positions {
        let mut bytes = Vec::new();
        let mut last = Position::default();
        let mut positions = positions.into_iter().peekable();
        while let Some(position) = positions.next() {
            let mut run = 1;
            while positions.next_if_eq(&position).is_some() {
                run += 1;
            }
            push_number(&mut bytes, run);
            push_difference(&mut bytes, last.line, position.line);
            push_difference(&mut bytes, position.line, position.end_line);
            push_difference(&mut bytes, last.column, position.column);
            push_difference(&mut bytes, position.column, position.end_column);
            last = position;
        }
        Positions(bytes.into())
    }
}

/// Reads the runs one after the other.
struct Runs<'a> {
    numbers: Numbers<'a>,
    last: Position,
}

impl<'a> Runs<'a> {
    fn new(bytes: &'a [u8]) -> Runs<'a> {
        Runs { numbers: Numbers::new(bytes), last: Position::default() }
    }
}

impl Iterator for Runs<'_> {
    type Item = (usize, Position);

    fn next(&mut self) -> Option<(usize, Position)> {
        let run = self.numbers.small().ok()?;
        let line = self.numbers.difference(self.last.line).ok()?;
        let end_line = self.numbers.difference(line).ok()?;
        let column = self.numbers.difference(self.last.column).ok()?;
        let end_column = self.numbers.difference(column).ok()?;
        self.last = Position { line, end_line, column, end_column };
        Some((run, self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, end_line: line + column % 2, column, end_column: column + 3 }
    }

    #[test]
    fn what_was_packed_is_found_again() {
        let all = [at(7, 4), at(7, 4), at(9, 300), at(2, 0), at(2, 0), Position::default()];
        let packed: Positions = all.into_iter().collect();
        assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        for (word, position) in all.into_iter().enumerate() {
            assert_eq!(packed.get(word), Some(position));
        }
        assert_eq!(packed.get(all.len()), None);
        assert_eq!(packed.runs().map(|(count, _)| count).collect::<Vec<_>>(), [2, 1, 2, 1]);
    }

    #[test]
    fn damaged_bytes_are_no_positions() {
        let one = [1, 2, 0, 8, 4];
        assert!(Positions::from_bytes(&one, 1).is_ok());
        assert_eq!(Positions::from_bytes(&one, 2), Err(Malformed));
        assert_eq!(Positions::from_bytes(&one[..4], 1), Err(Malformed));
        assert_eq!(Positions::from_bytes(&[0xff; 40], 1), Err(Malformed));
        let mut many = Vec::new();
        push_number(&mut many, u64::MAX);
        many.extend([0; 4]);
        assert_eq!(Positions::from_bytes(&many.repeat(2), 3), Err(Malformed));
    }
}
