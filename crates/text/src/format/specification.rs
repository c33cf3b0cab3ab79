//! The parser of the format mini-language:
//! `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use super::{FormatError, shown_code};
use crate::text::Text;
use crate::unicode::decimal_value;

/// Where the value stands in a wider field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alignment {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: the padding stands between the sign and the digits.
    AfterSign,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sign {
    /// Nothing was said: nothing.
    #[default]
    Unspecified,
    /// `-`: nothing.
    Minus,
    /// `+`: a plus sign.
    Plus,
    /// A blank: a blank.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Grouping {
    /// Nothing.
    #[default]
    None,
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    pub fn separator(self) -> Option<char> {
        match self {
            Grouping::None => None,
            Grouping::Comma => Some(','),
            Grouping::Underscore => Some('_'),
        }
    }
}

/// A parsed format specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Specification {
    /// The code point that fills a wider field.
    pub fill: u32,
    /// Where the value stands.
    pub alignment: Alignment,
    /// What stands before a number that is not negative.
    pub sign: Sign,
    /// `z`: a negative zero becomes a positive one.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least length.
    pub width: Option<usize>,
    /// What separates groups of digits before the decimal point.
    pub grouping: Grouping,
    /// Digits after the point, significant digits, or the most characters of a text.
    pub precision: Option<usize>,
    /// What separates groups of digits after the decimal point.
    pub fraction_grouping: Grouping,
    /// The presentation type, a code point; `None` if it is left out.
    pub kind: Option<u32>,
}

/// No result may be longer than that; the heap's limit is for the caller to apply.
const LENGTH_MAX: usize = 1 << 32;
const PRECISION_MAX: usize = i32::MAX as usize;

impl Specification {
    /// Parses a specification for a number. `type_name` is the name of the value's type, for messages.
    pub fn for_number(text: Text<'_>, type_name: &str) -> Result<Self, FormatError> {
        Parser { text, position: 0 }.parse(Alignment::Right, 'd', type_name)
    }

    /// Parses a specification for a text; see [`Specification::for_number`].
    pub fn for_text(text: Text<'_>, type_name: &str) -> Result<Self, FormatError> {
        Parser { text, position: 0 }.parse(Alignment::Left, 's', type_name)
    }

    /// A bound of the padding and digits that width and precision ask for, in code points: what a caller
    /// with a memory limit checks first.
    pub fn length_bound(&self) -> usize {
        let precision = self.precision.unwrap_or(0);
        // Every third digit may be followed by a separator.
        self.width.unwrap_or(0).saturating_add(precision.saturating_add(precision / 2))
    }

    /// Fails if the width cannot be met.
    pub(super) fn check_width(&self) -> Result<(), FormatError> {
        if self.width.is_some_and(|width| width > LENGTH_MAX) {
            return Err(FormatError::TooLarge);
        }
        Ok(())
    }

    /// Fails if the precision is too large for a float.
    pub(super) fn check_precision(&self) -> Result<(), FormatError> {
        match self.precision {
            Some(precision) if precision > PRECISION_MAX => {
                Err(FormatError::value("precision too big"))
            }
            Some(PRECISION_MAX) => Err(FormatError::TooLarge),
            _ => Ok(()),
        }
    }

    /// The presentation type as ASCII; one beyond ASCII is NUL, which is no type.
    pub(super) fn kind_or(&self, default: char) -> char {
        match self.kind {
            Some(kind) => char::from_u32(kind).filter(char::is_ascii).unwrap_or('\0'),
            None => default,
        }
    }
}

struct Parser<'a> {
    text: Text<'a>,
    position: usize,
}

impl Parser<'_> {
    fn parse(
        &mut self,
        alignment: Alignment,
        default_kind: char,
        type_name: &str,
    ) -> Result<Specification, FormatError> {
        let (fill, given) = self.alignment();
        let mut specification = Specification {
            fill: fill.unwrap_or(u32::from(' ')),
            alignment: given.unwrap_or(alignment),
            sign: self.sign(),
            no_negative_zero: self.take('z'),
            alternate: self.take('#'),
            width: None,
            grouping: Grouping::None,
            precision: None,
            fraction_grouping: Grouping::None,
            kind: None,
        };
        if fill.is_none() && self.take('0') {
            specification.fill = u32::from('0');
            if given.is_none() && alignment == Alignment::Right {
                specification.alignment = Alignment::AfterSign;
            }
        }
        specification.width = self.number()?;
        specification.grouping = self.grouping()?;
        if self.take('.') {
            specification.precision = self.number()?;
            specification.fraction_grouping = self.grouping()?;
            if specification.precision.is_none()
                && specification.fraction_grouping == Grouping::None
            {
                return Err(FormatError::value("Format specifier missing precision"));
            }
        }
        specification.kind = self.kind(type_name)?;
        check_grouping(&specification, default_kind)?;
        Ok(specification)
    }

    fn peek(&self, offset: usize) -> Option<char> {
        char::from_u32(self.text.get(self.position.checked_add(offset)?)?)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek(0) == Some(wanted);
        self.position += usize::from(found);
        found
    }

    fn alignment(&mut self) -> (Option<u32>, Option<Alignment>) {
        let alignment = |char: Option<char>| match char? {
            '<' => Some(Alignment::Left),
            '>' => Some(Alignment::Right),
            '^' => Some(Alignment::Center),
            '=' => Some(Alignment::AfterSign),
            _ => None,
        };
        if let Some(found) = alignment(self.peek(1)) {
            let fill = self.text.get(self.position);
            self.position += 2;
            return (fill, Some(found));
        }
        let found = alignment(self.peek(0));
        self.position += usize::from(found.is_some());
        (None, found)
    }

    fn sign(&mut self) -> Sign {
        let sign = match self.peek(0) {
            Some('-') => Sign::Minus,
            Some('+') => Sign::Plus,
            Some(' ') => Sign::Space,
            _ => return Sign::Unspecified,
        };
        self.position += 1;
        sign
    }

    /// A number in digits of any script.
    fn number(&mut self) -> Result<Option<usize>, FormatError> {
        let mut number: Option<usize> = None;
        while let Some(digit) = self.text.get(self.position).and_then(decimal_value) {
            number = number
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|number| number.checked_add(usize::from(digit)))
                .filter(|number| *number <= isize::MAX as usize);
            if number.is_none() {
                return Err(FormatError::value("Too many decimal digits in format string"));
            }
            self.position += 1;
        }
        Ok(number)
    }

    fn grouping(&mut self) -> Result<Grouping, FormatError> {
        let comma = self.take(',');
        let underscore = self.take('_');
        if underscore && (comma || self.peek(0) == Some(',')) {
            return Err(FormatError::value("Cannot specify both ',' and '_'."));
        }
        Ok(match (comma, underscore) {
            (true, _) => Grouping::Comma,
            (_, true) => Grouping::Underscore,
            _ => Grouping::None,
        })
    }

    fn kind(&mut self, type_name: &str) -> Result<Option<u32>, FormatError> {
        if self.text.len() > self.position + 1 {
            let shown = self.text.to_utf8_lossy();
            return Err(FormatError::value(format!(
                "Invalid format specifier '{shown}' for object of type '{type_name}'"
            )));
        }
        Ok(self.text.get(self.position))
    }
}

fn check_grouping(specification: &Specification, default_kind: char) -> Result<(), FormatError> {
    let kind = specification.kind_or(default_kind);
    let allowed = match kind {
        'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' => true,
        'b' | 'o' | 'x' | 'X' => specification.grouping == Grouping::Underscore,
        _ => false,
    };
    let refused = match specification.fraction_grouping {
        _ if !allowed && specification.grouping != Grouping::None => specification.grouping,
        grouping if kind == 'n' => grouping,
        _ => Grouping::None,
    };
    match refused.separator() {
        Some(separator) => {
            let kind = shown_code(specification.kind.unwrap_or(u32::from(default_kind)));
            Err(FormatError::value(format!("Cannot specify '{separator}' with '{kind}'.")))
        }
        None => Ok(()),
    }
}
