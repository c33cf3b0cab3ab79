//! `_csv.reader`: the records of lines.

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::dialect::{Dialect, dialect_of};
use super::error;
use super::parser::Parser;

/// Reads records from an iterator of lines.
#[derive(Trace)]
pub struct Reader {
    lines: Ref,
    dialect: Ref<Dialect>,
    line_number: TokenCell<u64>,
}

/// `_csv.reader`
pub(super) static READER: TypeSpec = TypeSpec {
    module: "_csv",
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::NOT_INSTANTIABLE),
    slots: |slots: &mut Slots| {
        slots.iter = Some(|_, reader| Ok(reader.to_ref()));
        slots.next = Some(next);
    },
    getsets: &[Reader::GETSETS],
    ..TypeSpec::new::<Reader>("reader")
};

/// `_csv.reader(iterable, dialect, **parameters)`
pub(super) fn create(
    vm: &mut Vm,
    iterable: &Object,
    dialect: Option<&Ref>,
    parameters: Keywords<'_>,
) -> PyResult {
    let lines = vm.iterate(iterable)?;
    let dialect = dialect_of(vm, dialect, parameters)?;
    let class = vm.native_type(&READER)?;
    let reader = Reader { lines, dialect, line_number: TokenCell::new(0) };
    Ok(vm.heap().allocate(kind_of(&class), reader).into_object())
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(reader) = object.downcast::<Reader>() else {
        return Err(vm.type_error("a reader is needed"));
    };
    let mut record = Parser::new(vm, &reader.dialect);
    loop {
        let complete = match vm.next(&reader.lines)? {
            Some(line) => {
                let Some(line) = line.downcast::<Str>() else {
                    let class = line.class().name(vm);
                    return Err(error(
                        vm,
                        &format!(
                            "iterator should return strings, not {class} (the file should be opened in text mode)"
                        ),
                    ));
                };
                *reader.line_number.get_mut(vm) += 1;
                record.line(vm, line)?
            }
            None if record.end(vm)? => true,
            None => return Ok(None),
        };
        if complete {
            return Ok(Some(vm.new_list(record.into_fields())?.into_object()));
        }
    }
}

#[methods]
impl Reader {
    #[member("dialect")]
    fn dialect(_: &mut Vm, this: &Typed<Reader>) -> Ref<Dialect> {
        this.dialect.clone()
    }

    #[member("line_num")]
    fn line_number(vm: &mut Vm, this: &Typed<Reader>) -> u64 {
        *this.line_number.get(vm)
    }
}
