//! `strftime` of dates and times: what `time.strftime` does not know is put into the format first.

use pellucid_runtime::prelude::*;
use pellucid_text::TextBuilder;

use super::date_time::DateTime;
use super::time::Time;
use super::tzinfo::{utc_offset, zone_name};
use super::write;

/// What is written.
struct Writer<'a> {
    /// The date or time.
    object: &'a Object,
    /// Its fields, as `time.strftime` takes them.
    tuple: &'a Object,
    /// What zones are asked about: a `datetime` or `None`.
    subject: &'a Object,
    /// The format for `time.strftime`.
    format: TextBuilder,
}

/// The object written as a format says.
pub fn written(
    vm: &mut Vm,
    object: &Object,
    format: &Typed<Str>,
    tuple: &Object,
    subject: &Object,
) -> PyResult {
    let mut writer = Writer { object, tuple, subject, format: TextBuilder::new() };
    vm.check_room(format.len().saturating_mul(4))?;
    let codes: Vec<u32> = format.text().code_points().collect();
    let mut position = 0;
    while let Some(&code) = codes.get(position) {
        position += 1;
        if code != u32::from('%') {
            writer.format.push(code);
            continue;
        }
        let next = |offset: usize| codes.get(position + offset).copied().and_then(char::from_u32);
        match (next(0), next(1)) {
            (Some(':'), Some('z')) => {
                writer.offset(vm, ":")?;
                position += 2;
            }
            (Some(letter), _) if writer.directive(vm, letter)? => position += 1,
            // A directive of the host, or none.
            _ => {
                writer.format.push(code);
                if let Some(&letter) = codes.get(position) {
                    writer.format.push(letter);
                    position += 1;
                }
            }
        }
    }
    let format = vm.try_owned_text(&writer.format.finish())?;
    let function = vm.import_attribute("time", "strftime")?;
    vm.call_positional(&function, &[format.as_object(), tuple])
}

impl Writer<'_> {
    /// Writes what stands for a directive into the format; `false` if `time.strftime` does that.
    fn directive(&mut self, vm: &mut Vm, letter: char) -> PyResult<bool> {
        match letter {
            'f' => {
                let mut text = String::new();
                write::digits(&mut text, self.microsecond(), 6);
                self.format.push_str(&text);
            }
            'z' => self.offset(vm, "")?,
            'Z' => self.name(vm)?,
            'Y' | 'G' | 'F' | 'C' => return self.year(vm, letter),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn microsecond(&self) -> i64 {
        let time = self.object.downcast::<Time>().map(|time| time.clock());
        let datetime = self.object.downcast::<DateTime>().map(|datetime| datetime.clock());
        time.or(datetime).map_or(0, |clock| clock.microsecond())
    }

    fn zone(&self) -> Option<Ref> {
        match self.object.downcast::<DateTime>() {
            Some(datetime) => datetime.zone(),
            None => self.object.downcast::<Time>().and_then(|time| time.zone()),
        }
    }

    fn offset(&mut self, vm: &mut Vm, separator: &str) -> PyResult<()> {
        let zone = self.zone();
        if let Some(offset) = utc_offset(vm, zone.as_deref(), self.subject)? {
            let mut text = String::new();
            write::offset(&mut text, offset.span(), separator);
            self.format.push_str(&text);
        }
        Ok(())
    }

    fn name(&mut self, vm: &mut Vm) -> PyResult<()> {
        let zone = self.zone();
        let Some(name) = zone_name(vm, zone.as_deref(), self.subject)? else { return Ok(()) };
        // It becomes a part of a format.
        let method = vm.intern("replace");
        let (sign, escaped) = (vm.new_str("%"), vm.new_str("%%"));
        let name =
            vm.call_method(name.as_object(), &method, &[sign.as_object(), escaped.as_object()])?;
        let Some(name) = name.downcast::<Str>() else {
            return Err(vm.type_error("tzname.replace() did not return a string"));
        };
        vm.check_room(name.len().saturating_mul(4))?;
        self.format.push_text(name.text());
        Ok(())
    }

    /// Years before 1000 have four digits here; the host writes as few as there are.
    fn year(&mut self, vm: &mut Vm, letter: char) -> PyResult<bool> {
        let item = |index: usize| {
            let item =
                self.tuple.downcast::<Tuple>()?.items().get(index)?.downcast::<Int>()?.to_i64();
            item.filter(|item| (0..1000).contains(item))
        };
        let (Some(mut year), Some(month), Some(day)) = (item(0), item(1), item(2)) else {
            return Ok(false);
        };
        if letter == 'G' {
            let function = vm.import_attribute("time", "strftime")?;
            let format = vm.new_str("%G");
            let text = vm.call_positional(&function, &[format.as_object(), self.tuple])?;
            let text = text.downcast::<Str>().map(|text| text.to_string()).unwrap_or_default();
            match text.parse::<i64>() {
                Ok(number) if number >= 0 => year = number,
                _ => return Ok(false),
            }
        }
        let mut text = String::new();
        match letter {
            'C' => write::digits(&mut text, year / 100, 2),
            _ => write::digits(&mut text, year, 4),
        }
        if letter == 'F' {
            for part in [month, day] {
                text.push('-');
                write::digits(&mut text, part, 2);
            }
        }
        self.format.push_str(&text);
        Ok(true)
    }
}
