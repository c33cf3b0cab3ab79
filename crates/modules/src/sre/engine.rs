//! The matcher: runs the code of a pattern with a stack of its own for what is to be tried later, so that
//! Long: one machine: its loop, its stack and what each code does.
//! backtracking never deepens the native stack. Only assertions and atomic groups nest natively, as deep as
//! they are written.

use pellucid_runtime::text::CodeUnit;
use pellucid_runtime::text::unicode;

use super::code::*;

const NONE: usize = usize::MAX;
/// Assertions may nest natively as deep as this.
const NESTING_MAX: usize = 500;
/// Backtracking may use so much memory.
const BYTES_MAX: usize = 1 << 30;

/// How a match must lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Demand {
    /// It must reach the end (`fullmatch`).
    pub whole: bool,
    /// It must not be empty where the search starts: there was an empty match already.
    pub advance: bool,
}

/// A match: where it lies, and its groups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Start and end of each group, in turn; [`usize::MAX`] where a group took no part.
    pub marks: Vec<usize>,
    /// The last group that was closed.
    pub last_group: Option<usize>,
}

/// A repetition that is under way.
#[derive(Clone, Copy)]
struct Repeat {
    /// Where its code starts (its skip).
    code: usize,
    count: i64,
    last: usize,
    outer: usize,
}

/// What is to be undone when something else is tried.
enum Undo {
    Mark(usize, usize),
    LastGroup(usize),
    Count(usize, i64),
    Last(usize, usize),
}

/// What is to be tried if all that follows fails.
#[derive(Clone, Copy)]
enum Next {
    /// The next alternative of a branch.
    Branch,
    /// A greedy repetition of one character: one less, down to this position.
    Less(usize),
    /// A lazy one: one more, as long as no more than so many.
    More(u32),
    /// Leave a greedy repetition.
    Leave,
    /// Enter a lazy repetition once more.
    Enter,
}

#[derive(Clone, Copy)]
struct Choice {
    next: Next,
    pc: usize,
    position: usize,
    repeat: usize,
    undo: usize,
    repeats: usize,
}

/// One run of a pattern over a subject.
pub struct Matcher<'a, U: CodeUnit> {
    codes: &'a [u32],
    units: &'a [U],
    /// Where the subject ends for the pattern.
    end: usize,
    demand: Demand,
    start: usize,
    marks: Vec<usize>,
    /// Whether a mark has been set since all were empty: a search tries many places where none is.
    marked: bool,
    last_group: usize,
    choices: Vec<Choice>,
    undo: Vec<Undo>,
    repeats: Vec<Repeat>,
    depth: usize,
}

type Step<T = bool> = Result<T, Trouble>;

impl<'a, U: CodeUnit> Matcher<'a, U> {
    /// A matcher of a pattern with so many groups.
    pub fn new(
        codes: &'a [u32],
        groups: usize,
        units: &'a [U],
        end: usize,
        demand: Demand,
    ) -> Self {
        Matcher {
            codes,
            units,
            end: end.min(units.len()),
            demand,
            start: 0,
            marks: vec![NONE; groups * 2],
            marked: false,
            last_group: NONE,
            choices: Vec::new(),
            undo: Vec::new(),
            repeats: Vec::new(),
            depth: 0,
        }
    }

    fn code(&self, at: usize) -> Step<u32> {
        self.codes.get(at).copied().ok_or(Trouble::Corrupt)
    }

    fn skip(&self, at: usize) -> Step<usize> {
        at.checked_add(self.code(at)? as usize).ok_or(Trouble::Corrupt)
    }

    #[inline]
    fn unit(&self, position: usize) -> Option<u32> {
        if position < self.end { Some(self.units[position].code_point()) } else { None }
    }

    fn reset(&mut self, start: usize) {
        self.start = start;
        if std::mem::take(&mut self.marked) {
            self.marks.fill(NONE);
        }
        self.last_group = NONE;
        self.choices.clear();
        self.undo.clear();
        self.repeats.clear();
    }

    /// Matches at a position.
    pub fn match_at(&mut self, start: usize) -> Step<Option<Found>> {
        self.reset(start);
        let found = self.run(0, start, NONE, true)?;
        Ok(found.map(|end| self.found(end)))
    }

    fn found(&mut self, end: usize) -> Found {
        let last_group = (self.last_group != NONE).then_some(self.last_group);
        Found { start: self.start, end, marks: self.marks.clone(), last_group }
    }

    /// Searches from a position on.
    pub fn search(&mut self, start: usize) -> Step<Option<Found>> {
        if start > self.end {
            return Ok(None);
        }
        let mut pc = 0;
        let mut prefix = 0..0;
        let mut charset = None;
        let mut last = self.end;
        if self.code(0)? == INFO {
            let flags = self.code(2)?;
            let least = self.code(3)? as usize;
            if self.end - start < least {
                return Ok(None);
            }
            last = self.end - least;
            if flags & info::PREFIX != 0 {
                prefix = 7..7 + self.code(5)? as usize;
            } else if flags & info::CHARSET != 0 {
                charset = Some(5);
            }
            pc = self.skip(1)?;
        }
        let anchored = self.code(pc)? == AT && matches!(self.code(pc + 1)?, 0 | 2);
        let prefix = self.codes.get(prefix).ok_or(Trouble::Corrupt)?;
        let mut position = start;
        while position <= last {
            if let Some(first) = prefix.first() {
                let Some(found) = self.units[position..self.end]
                    .iter()
                    .position(|unit| unit.code_point() == *first)
                else {
                    return Ok(None);
                };
                position += found;
                let rest = self
                    .units
                    .get(position..(position + prefix.len()).min(self.end))
                    .unwrap_or(&[]);
                if !rest.iter().map(|unit| unit.code_point()).eq(prefix.iter().copied()) {
                    position += 1;
                    continue;
                }
            } else if let Some(set) = charset {
                while position < self.end
                    && !in_charset(self.codes, set, self.units[position].code_point())?
                {
                    position += 1;
                }
                if position >= self.end {
                    return Ok(None);
                }
            }
            if position > last {
                break;
            }
            self.demand.advance &= position == start;
            self.reset(position);
            if let Some(end) = self.run(pc, position, NONE, true)? {
                return Ok(Some(self.found(end)));
            }
            if anchored {
                return Ok(None);
            }
            position += 1;
        }
        Ok(None)
    }

    fn push(&mut self, next: Next, pc: usize, position: usize, repeat: usize) -> Step<()> {
        let full = self.choices.len() == self.choices.capacity();
        if full {
            let bytes =
                self.choices.len() * size_of::<Choice>() + self.undo.len() * size_of::<Undo>();
            if bytes > BYTES_MAX || self.choices.try_reserve(64).is_err() {
                return Err(Trouble::Memory);
            }
        }
        let (undo, repeats) = (self.undo.len(), self.repeats.len());
        self.choices.push(Choice { next, pc, position, repeat, undo, repeats });
        Ok(())
    }

    fn record(&mut self, undo: Undo) -> Step<()> {
        if self.undo.len() == self.undo.capacity()
            && (self.undo.len() * size_of::<Undo>() > BYTES_MAX
                || self.undo.try_reserve(64).is_err())
        {
            return Err(Trouble::Memory);
        }
        self.undo.push(undo);
        Ok(())
    }

    fn roll_back(&mut self, length: usize) {
        while self.undo.len() > length {
            match self.undo.pop() {
                Some(Undo::Mark(mark, old)) => self.marks[mark] = old,
                Some(Undo::LastGroup(old)) => self.last_group = old,
                Some(Undo::Count(repeat, old)) => {
                    if let Some(repeat) = self.repeats.get_mut(repeat) {
                        repeat.count = old;
                    }
                }
                Some(Undo::Last(repeat, old)) => {
                    if let Some(repeat) = self.repeats.get_mut(repeat) {
                        repeat.last = old;
                    }
                }
                None => return,
            }
        }
    }

    /// Runs code that ends with `SUCCESS` on its own: what it leaves to be tried later is forgotten.
    fn run_nested(&mut self, pc: usize, position: usize, repeat: usize) -> Step<Option<usize>> {
        if self.depth >= NESTING_MAX {
            return Err(Trouble::Memory);
        }
        self.depth += 1;
        let result = self.run(pc, position, repeat, false);
        self.depth -= 1;
        result
    }

    /// Runs code from a position; gives where it ends.
    fn run(&mut self, pc: usize, position: usize, repeat: usize, top: bool) -> Step<Option<usize>> {
        let base = self.choices.len();
        let mut at = Place { pc, position, repeat };
        loop {
            match self.step(&mut at, top)? {
                Outcome::Go => {}
                Outcome::Success => {
                    self.choices.truncate(base);
                    return Ok(Some(at.position));
                }
                Outcome::Failure => loop {
                    if self.choices.len() == base {
                        return Ok(None);
                    }
                    if self.resume(&mut at)? {
                        break;
                    }
                },
            }
        }
    }

    /// Takes the last choice; gives whether there is something to go on with.
    fn resume(&mut self, at: &mut Place) -> Step {
        let Some(choice) = self.choices.pop() else { return Ok(false) };
        self.roll_back(choice.undo);
        self.repeats.truncate(choice.repeats);
        *at = Place { pc: choice.pc, position: choice.position, repeat: choice.repeat };
        match choice.next {
            Next::Branch => self.branch(at),
            Next::Less(least) => self.less(at, least),
            Next::More(left) => self.more(at, left),
            Next::Leave => {
                at.repeat = self.outer_of(choice.repeat)?;
                Ok(true)
            }
            Next::Enter => self.enter_again(at),
        }
    }

    fn outer_of(&self, repeat: usize) -> Step<usize> {
        self.repeats.get(repeat).map(|repeat| repeat.outer).ok_or(Trouble::Corrupt)
    }

    /// `at.pc` is the skip of an alternative.
    fn branch(&mut self, at: &mut Place) -> Step {
        loop {
            if self.code(at.pc)? == 0 {
                return Ok(false);
            }
            let next = self.skip(at.pc)?;
            let body = at.pc + 1;
            // An alternative that begins with another character need not be tried.
            let unfit = match self.code(body)? {
                LITERAL => self.unit(at.position) != Some(self.code(body + 1)?),
                IN => match self.unit(at.position) {
                    Some(unit) => !in_charset(self.codes, body + 2, unit)?,
                    None => true,
                },
                _ => false,
            };
            if unfit {
                at.pc = next;
                continue;
            }
            if self.code(next)? != 0 {
                self.push(Next::Branch, next, at.position, at.repeat)?;
            }
            at.pc = body;
            return Ok(true);
        }
    }

    /// `at.pc` is the tail of a greedy repetition, `at.position` its end.
    fn less(&mut self, at: &mut Place, least: usize) -> Step {
        let literal = if self.code(at.pc)? == LITERAL { Some(self.code(at.pc + 1)?) } else { None };
        let mut position = at.position;
        if let Some(literal) = literal {
            while self.unit(position) != Some(literal) {
                if position <= least {
                    return Ok(false);
                }
                position -= 1;
            }
        }
        if position > least {
            self.push(Next::Less(least), at.pc, position - 1, at.repeat)?;
        }
        at.position = position;
        Ok(true)
    }

    /// `at.pc` is the skip of a lazy repetition: takes one more character, then tries the tail.
    fn more(&mut self, at: &mut Place, left: u32) -> Step {
        if left == 0 {
            return Ok(false);
        }
        let Some(unit) = self.unit(at.position) else { return Ok(false) };
        if !self.single(at.pc + 3, unit)? {
            return Ok(false);
        }
        at.position += 1;
        let left = if left == REPEAT_MAX { left } else { left - 1 };
        self.push(Next::More(left), at.pc, at.position, at.repeat)?;
        at.pc = self.skip(at.pc)?;
        Ok(true)
    }

    /// `at.pc` is behind a `MIN_UNTIL` whose tail has failed.
    fn enter_again(&mut self, at: &mut Place) -> Step {
        let repeat = *self.repeats.get(at.repeat).ok_or(Trouble::Corrupt)?;
        let most = self.code(repeat.code + 2)?;
        let count = repeat.count + 1;
        if (most != REPEAT_MAX && count >= i64::from(most)) || repeat.last == at.position {
            return Ok(false);
        }
        self.enter(at, repeat, count, true)
    }

    fn enter(&mut self, at: &mut Place, repeat: Repeat, count: i64, keep: bool) -> Step {
        self.record(Undo::Count(at.repeat, repeat.count))?;
        if keep {
            self.record(Undo::Last(at.repeat, repeat.last))?;
        }
        let live = self.repeats.get_mut(at.repeat).ok_or(Trouble::Corrupt)?;
        live.count = count;
        if keep {
            live.last = at.position;
        }
        at.pc = repeat.code + 3;
        Ok(true)
    }

    /// Whether a character matches the single-character operator at `pc`.
    fn single(&self, pc: usize, unit: u32) -> Step {
        let operator = self.code(pc)?;
        let argument = || self.code(pc + 1);
        Ok(match operator {
            ANY => unit != 0x0A,
            ANY_ALL => true,
            LITERAL => unit == argument()?,
            NOT_LITERAL => unit != argument()?,
            IN => in_charset(self.codes, pc + 2, unit)?,
            IN_IGNORE | IN_LOCALE | IN_UNICODE => {
                in_charset_ignoring(self.codes, pc + 2, unit, operator)?
            }
            CATEGORY => in_category(argument()?, unit)?,
            LITERAL_IGNORE => lower_ascii(unit) == argument()?,
            NOT_LITERAL_IGNORE => lower_ascii(unit) != argument()?,
            LITERAL_UNICODE => unicode::simple_lower(unit) == argument()?,
            NOT_LITERAL_UNICODE => unicode::simple_lower(unit) != argument()?,
            LITERAL_LOCALE => same_in_locale(argument()?, unit),
            NOT_LITERAL_LOCALE => !same_in_locale(argument()?, unit),
            FAILURE => false,
            _ => return Err(Trouble::Corrupt),
        })
    }

    /// How many characters from a position on match an operator.
    fn count(&self, pc: usize, position: usize, most: u32) -> Step<usize> {
        let left = self.end.saturating_sub(position);
        let most = if most == REPEAT_MAX { left } else { left.min(most as usize) };
        let units = &self.units[position.min(self.end)..position.min(self.end) + most];
        let run = |stops: &dyn Fn(u32) -> bool| {
            units.iter().position(|unit| stops(unit.code_point())).unwrap_or(most)
        };
        match self.code(pc)? {
            ANY_ALL => return Ok(most),
            ANY => return Ok(run(&|unit| unit == 0x0A)),
            LITERAL => {
                let literal = self.code(pc + 1)?;
                return Ok(run(&|unit| unit != literal));
            }
            NOT_LITERAL => {
                let literal = self.code(pc + 1)?;
                return Ok(run(&|unit| unit == literal));
            }
            _ => {}
        }
        for (index, unit) in units.iter().enumerate() {
            if !self.single(pc, unit.code_point())? {
                return Ok(index);
            }
        }
        Ok(most)
    }

    fn at_position(&self, what: u32, position: usize) -> Step {
        let before = position.checked_sub(1).map(|index| self.units[index].code_point());
        let after = self.unit(position);
        Ok(match what {
            0 | 2 => position == 0,
            1 => before.is_none_or(|unit| unit == 0x0A),
            5 => after.is_none() || (after == Some(0x0A) && position + 1 == self.end),
            6 => after.is_none_or(|unit| unit == 0x0A),
            7 => after.is_none(),
            3 | 4 | 8..=11 => {
                let unicode_rules = what >= 10;
                let word =
                    |unit: Option<u32>| unit.is_some_and(|unit| is_word(unicode_rules, unit));
                let boundary = word(before) != word(after);
                boundary == matches!(what, 3 | 8 | 10)
            }
            _ => return Err(Trouble::Corrupt),
        })
    }

    /// Whether the text of a group stands here again; gives where it ends.
    fn group_again(&self, operator: u32, group: usize, position: usize) -> Step<Option<usize>> {
        let (Some(&start), Some(&end)) = (self.marks.get(group * 2), self.marks.get(group * 2 + 1))
        else {
            return Err(Trouble::Corrupt);
        };
        if start == NONE || end == NONE || end < start {
            return Ok(None);
        }
        for (offset, index) in (start..end).enumerate() {
            let Some(unit) = self.unit(position + offset) else { return Ok(None) };
            let wanted = self.units[index].code_point();
            let same = match operator {
                GROUP_REF => unit == wanted,
                GROUP_REF_IGNORE => lower_ascii(unit) == lower_ascii(wanted),
                GROUP_REF_UNICODE => unicode::simple_lower(unit) == unicode::simple_lower(wanted),
                _ => same_in_locale(lower_ascii(unit), lower_ascii(wanted)),
            };
            if !same {
                return Ok(None);
            }
        }
        Ok(Some(position + (end - start)))
    }

    fn set_mark(&mut self, mark: usize, position: usize) -> Step<()> {
        let old = *self.marks.get(mark).ok_or(Trouble::Corrupt)?;
        self.record(Undo::Mark(mark, old))?;
        self.marks[mark] = position;
        self.marked = true;
        if mark % 2 == 1 {
            self.record(Undo::LastGroup(self.last_group))?;
            self.last_group = mark / 2 + 1;
        }
        Ok(())
    }

    /// One instruction.
    fn step(&mut self, at: &mut Place, top: bool) -> Step<Outcome> {
        let operator = self.code(at.pc)?;
        let argument = at.pc + 1;
        let going = match operator {
            FAILURE => false,
            SUCCESS => {
                let refused = top
                    && ((self.demand.whole && at.position != self.end)
                        || (self.demand.advance && at.position == self.start));
                return Ok(if refused { Outcome::Failure } else { Outcome::Success });
            }
            MARK => {
                self.set_mark(self.code(argument)? as usize, at.position)?;
                at.pc += 2;
                true
            }
            AT => {
                let fits = self.at_position(self.code(argument)?, at.position)?;
                at.pc += 2;
                fits
            }
            JUMP => {
                at.pc = self.skip(argument)?;
                true
            }
            INFO => {
                at.pc = self.skip(argument)?;
                true
            }
            ANY
            | ANY_ALL
            | LITERAL
            | NOT_LITERAL
            | IN
            | CATEGORY
            | IN_IGNORE..=NOT_LITERAL_IGNORE
            | IN_LOCALE..=NOT_LITERAL_LOCALE
            | IN_UNICODE..=NOT_LITERAL_UNICODE => {
                let Some(unit) = self.unit(at.position) else { return Ok(Outcome::Failure) };
                if !self.single(at.pc, unit)? {
                    return Ok(Outcome::Failure);
                }
                at.position += 1;
                at.pc = match operator {
                    ANY | ANY_ALL => argument,
                    IN | IN_IGNORE | IN_LOCALE | IN_UNICODE => self.skip(argument)?,
                    _ => argument + 1,
                };
                true
            }
            GROUP_REF | GROUP_REF_IGNORE | GROUP_REF_LOCALE | GROUP_REF_UNICODE => {
                match self.group_again(operator, self.code(argument)? as usize, at.position)? {
                    Some(end) => at.position = end,
                    None => return Ok(Outcome::Failure),
                }
                at.pc += 2;
                true
            }
            GROUP_REF_EXISTS => {
                let group = self.code(argument)? as usize;
                let end = self.marks.get(group * 2 + 1).copied().ok_or(Trouble::Corrupt)?;
                let start = self.marks[group * 2];
                let exists = start != NONE && end != NONE && end >= start;
                at.pc = if exists {
                    argument + 2
                } else {
                    argument
                        .checked_add(self.code(argument + 1)? as usize)
                        .ok_or(Trouble::Corrupt)?
                };
                true
            }
            BRANCH => {
                at.pc = argument;
                self.branch(at)?
            }
            _ => self.step_nested(operator, at)?,
        };
        Ok(if going { Outcome::Go } else { Outcome::Failure })
    }

    /// The instructions that hold code of their own.
    fn step_nested(&mut self, operator: u32, at: &mut Place) -> Step {
        let argument = at.pc + 1;
        match operator {
            ASSERT | ASSERT_NOT => self.assert(operator == ASSERT, at),
            ATOMIC_GROUP => match self.run_nested(argument + 1, at.position, at.repeat)? {
                Some(end) => {
                    at.position = end;
                    at.pc = self.skip(argument)?;
                    Ok(true)
                }
                None => Ok(false),
            },
            REPEAT_ONE | MIN_REPEAT_ONE | POSSESSIVE_REPEAT_ONE => self.repeat_one(operator, at),
            POSSESSIVE_REPEAT => self.possessive(at),
            REPEAT => {
                let repeat = Repeat { code: argument, count: -1, last: NONE, outer: at.repeat };
                if self.repeats.len() == self.repeats.capacity()
                    && self.repeats.try_reserve(16).is_err()
                {
                    return Err(Trouble::Memory);
                }
                at.repeat = self.repeats.len();
                self.repeats.push(repeat);
                at.pc = self.skip(argument)?;
                Ok(true)
            }
            MAX_UNTIL | MIN_UNTIL => self.until(operator == MAX_UNTIL, at),
            _ => Err(Trouble::Corrupt),
        }
    }

    fn assert(&mut self, positive: bool, at: &mut Place) -> Step {
        let argument = at.pc + 1;
        let back = self.code(argument + 1)? as usize;
        let undo = self.undo.len();
        let held = match at.position.checked_sub(back) {
            Some(position) => self.run_nested(argument + 2, position, at.repeat)?.is_some(),
            None => false,
        };
        if !held || !positive {
            self.roll_back(undo);
        }
        at.pc = self.skip(argument)?;
        Ok(held == positive)
    }

    fn repeat_one(&mut self, operator: u32, at: &mut Place) -> Step {
        let argument = at.pc + 1;
        let (least, most) = (self.code(argument + 1)? as usize, self.code(argument + 2)?);
        if self.end.saturating_sub(at.position) < least {
            return Ok(false);
        }
        let item = argument + 3;
        if operator == MIN_REPEAT_ONE {
            if self.count(item, at.position, least as u32)? < least {
                return Ok(false);
            }
            at.position += least;
            let left = if most == REPEAT_MAX { most } else { most.saturating_sub(least as u32) };
            self.push(Next::More(left), argument, at.position, at.repeat)?;
            at.pc = self.skip(argument)?;
            return Ok(true);
        }
        let count = self.count(item, at.position, most)?;
        if count < least {
            return Ok(false);
        }
        let lowest = at.position + least;
        at.position += count;
        at.pc = self.skip(argument)?;
        if operator == POSSESSIVE_REPEAT_ONE { Ok(true) } else { self.less(at, lowest) }
    }

    fn possessive(&mut self, at: &mut Place) -> Step {
        let argument = at.pc + 1;
        let (least, most) = (self.code(argument + 1)?, self.code(argument + 2)?);
        let mut count = 0;
        while most == REPEAT_MAX || count < most {
            let undo = self.undo.len();
            match self.run_nested(argument + 3, at.position, at.repeat)? {
                Some(end) => {
                    let stuck = end == at.position && count >= least;
                    at.position = end;
                    count += 1;
                    if stuck {
                        break;
                    }
                }
                None => {
                    self.roll_back(undo);
                    break;
                }
            }
        }
        // The skip leads to the SUCCESS behind the item.
        at.pc = self.skip(argument)? + 1;
        Ok(count >= least)
    }

    fn until(&mut self, greedy: bool, at: &mut Place) -> Step {
        let repeat = *self.repeats.get(at.repeat).ok_or(Trouble::Corrupt)?;
        let (least, most) = (self.code(repeat.code + 1)?, self.code(repeat.code + 2)?);
        let count = repeat.count + 1;
        let tail = at.pc + 1;
        if count < i64::from(least) {
            return self.enter(at, repeat, count, false);
        }
        let room = most == REPEAT_MAX || count < i64::from(most);
        if greedy {
            if room && repeat.last != at.position {
                self.push(Next::Leave, tail, at.position, at.repeat)?;
                return self.enter(at, repeat, count, true);
            }
        } else {
            self.push(Next::Enter, tail, at.position, at.repeat)?;
        }
        at.repeat = repeat.outer;
        at.pc = tail;
        Ok(true)
    }
}

/// Where a run stands.
#[derive(Clone, Copy)]
struct Place {
    pc: usize,
    position: usize,
    repeat: usize,
}

enum Outcome {
    Go,
    Success,
    Failure,
}
