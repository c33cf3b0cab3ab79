//! `_csv.writer`: records as lines.

use pellucid_runtime::object::kind_of;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::{Text, TextBuilder};

use super::dialect::{Dialect, Quoting, dialect_of, is_line_break};
use super::{error, new_text};
use crate::itertools::is_number;

/// Writes records to a file.
#[derive(Trace)]
pub struct Writer {
    /// The file's `write`.
    write: Ref,
    dialect: Ref<Dialect>,
}

/// `_csv.writer`
pub(super) static WRITER: TypeSpec = TypeSpec {
    module: "_csv",
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::NOT_INSTANTIABLE),

    methods: &[Writer::METHODS],
    getsets: &[Writer::GETSETS],
    ..TypeSpec::new::<Writer>("writer")
};

/// `_csv.writer(file, dialect, **parameters)`
pub(super) fn create(
    vm: &mut Vm,
    file: &Object,
    dialect: Option<&Ref>,
    parameters: Keywords<'_>,
) -> PyResult {
    let name = vm.intern("write");
    let write = vm.find_attribute(file, &name)?;
    let Some(write) = write.filter(|write| vm.is_callable(write)) else {
        return Err(vm.type_error("argument 1 must have a \"write\" method"));
    };
    let dialect = dialect_of(vm, dialect, parameters)?;
    let class = vm.native_type(&WRITER)?;
    Ok(vm.heap().allocate(kind_of(&class), Writer { write, dialect }).into_object())
}

/// A line that is being put together.
struct Line<'a> {
    dialect: &'a Dialect,
    text: TextBuilder,
    fields: usize,
}

impl Line<'_> {
    /// Adds a field; `None` stands for None.
    fn add(&mut self, vm: &mut Vm, field: Option<Text<'_>>, mut quoted: bool) -> PyResult<()> {
        let dialect = self.dialect;
        let text = field.unwrap_or(Text::latin1(b""));
        let would_be_skipped =
            dialect.delimiter == u32::from(' ') && dialect.skip_initial_space && text.is_empty();
        if would_be_skipped {
            if !self.may_quote(field.is_none()) {
                return Err(error(
                    vm,
                    "empty field must be quoted if delimiter is a space and skipinitialspace is true",
                ));
            }
            quoted = true;
        }
        if self.fields > 0 {
            self.text.push(dialect.delimiter);
        }
        self.fields += 1;
        let plain = !text.code_points().any(|code| is_special(dialect, code));
        let mut escaped = TextBuilder::new();
        if !plain {
            for code in text.code_points() {
                quoted |= push_escaped(vm, dialect, &mut escaped, code)?;
            }
        }
        let quote = dialect.quote.filter(|_| quoted);
        self.text.extend(quote);
        self.text.push_text(if plain { text } else { escaped.as_text() });
        self.text.extend(quote);
        Ok(())
    }

    /// Whether an empty field may stand in quotes.
    fn may_quote(&self, is_none: bool) -> bool {
        let quoting = self.dialect.quoting;
        quoting != Quoting::None && !(is_none && quoting.tells_none())
    }
}

fn is_special(dialect: &Dialect, code: u32) -> bool {
    code == dialect.delimiter
        || Some(code) == dialect.escape
        || Some(code) == dialect.quote
        || is_line_break(code)
        || dialect.ends_lines(code)
}

/// Adds a character of a field. Gives whether the field needs quotes for it.
fn push_escaped(
    vm: &mut Vm,
    dialect: &Dialect,
    text: &mut TextBuilder,
    code: u32,
) -> PyResult<bool> {
    let special = is_special(dialect, code);
    let is_quote = Some(code) == dialect.quote;
    let escaped = special
        && match dialect.quoting {
            Quoting::None => true,
            _ if is_quote => !dialect.double_quote,
            _ => Some(code) == dialect.escape,
        };
    if escaped {
        let Some(escape) = dialect.escape else {
            return Err(error(vm, "need to escape, but no escapechar set"));
        };
        text.push(escape);
    } else if special && is_quote {
        text.push(code);
    }
    text.push(code);
    Ok(special && !escaped)
}

fn write_row(vm: &mut Vm, writer: &Typed<Writer>, row: &Object) -> PyResult {
    let dialect: &Dialect = &writer.dialect;
    let fields = match vm.iterate(row) {
        Ok(fields) => fields,
        Err(raised) if raised.is_instance(vm, &vm.types.type_error) => {
            let class = row.class().name(vm);
            return Err(error(vm, &format!("iterable expected, not {class}")));
        }
        Err(raised) => return Err(raised),
    };
    let mut line = Line { dialect, text: TextBuilder::new(), fields: 0 };
    let mut last_is_none = false;
    while let Some(field) = vm.next(&fields)? {
        last_is_none = vm.is_none(&field);
        let quoted = match dialect.quoting {
            Quoting::Nonnumeric => !is_number(vm, &field),
            Quoting::All => true,
            Quoting::Strings => field.downcast::<Str>().is_some(),
            Quoting::NotNull => !last_is_none,
            Quoting::Minimal | Quoting::None => false,
        };
        if last_is_none {
            line.add(vm, None, quoted)?;
        } else if let Some(text) = field.downcast::<Str>() {
            line.add(vm, Some(text.text()), quoted)?;
        } else {
            let text = vm.str(&field)?;
            line.add(vm, Some(text.text()), quoted)?;
        }
    }
    if line.fields > 0 && line.text.is_empty() {
        if !line.may_quote(last_is_none) {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.add(vm, None, true)?;
    }
    line.text.push_text(dialect.line_terminator.text());
    let text = new_text(vm, &line.text.finish())?;
    vm.call_positional(&writer.write, &[text.as_object()])
}

#[methods]
impl Writer {
    /// writerow(iterable)
    ///
    /// Construct and write a CSV record from an iterable of fields.  Non-string
    /// elements will be converted to string.
    #[method("writerow(self, row, /)", hidden)]
    fn writerow(vm: &mut Vm, this: &Typed<Writer>, row: &Object) -> PyResult {
        write_row(vm, this, row)
    }

    /// writerows(iterable of iterables)
    ///
    /// Construct and write a series of iterables to a csv file.  Non-string
    /// elements will be converted to string.
    #[method("writerows(self, rows, /)", hidden)]
    fn writerows(vm: &mut Vm, this: &Typed<Writer>, rows: &Object) -> PyResult<()> {
        let rows = vm.iterate(rows)?;
        while let Some(row) = vm.next(&rows)? {
            write_row(vm, this, &row)?;
        }
        Ok(())
    }

    #[member("dialect")]
    fn dialect(_: &mut Vm, this: &Typed<Writer>) -> Ref<Dialect> {
        this.dialect.clone()
    }
}
