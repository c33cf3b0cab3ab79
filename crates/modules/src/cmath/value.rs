//! Complex numbers while they are worked with.

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    pub re: f64,
    pub im: f64,
}

/// Why a function has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The function is not defined there.
    Domain,
    /// The value is too large.
    Range,
}

/// The value of a function.
pub type Outcome = Result<Number, Failure>;

impl Number {
    pub fn new(re: f64, im: f64) -> Number {
        Number { re, im }
    }

    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// `i * z`: a quarter turn, exact whatever the parts are.
    pub fn turned(self) -> Number {
        Number::new(-self.im, self.re)
    }

    /// `-i * z`
    pub fn turned_back(self) -> Number {
        Number::new(self.im, -self.re)
    }

    /// The value, unless finite parts of an argument have made an infinite one.
    pub fn within_range(self) -> Outcome {
        match self.re.is_infinite() || self.im.is_infinite() {
            true => Err(Failure::Range),
            false => Ok(self),
        }
    }

    /// `abs(z)`
    pub fn modulus(self) -> Result<f64, Failure> {
        let modulus = self.re.hypot(self.im);
        match self.is_finite() && modulus.is_infinite() {
            true => Err(Failure::Range),
            false => Ok(modulus),
        }
    }
}
