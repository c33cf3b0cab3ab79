//! `_locale`: the conventions of languages and countries. There is the C locale, with UTF-8 for text.

use nix::libc;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::exception::{exception, raise_native};
use crate::posix::environment;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Support for POSIX locales.",
    functions: &[Locales::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_locale")
};

static ERROR: TypeSpec =
    exception("Error", "locale", &pellucid_runtime::errors::hierarchy::EXCEPTION);

/// The name under which the machine keeps the locales that are set, by category.
const CHOSEN: &str = "locales";

const CATEGORIES: &[(&str, i64)] = &[
    ("LC_CTYPE", libc::LC_CTYPE as i64),
    ("LC_NUMERIC", libc::LC_NUMERIC as i64),
    ("LC_TIME", libc::LC_TIME as i64),
    ("LC_COLLATE", libc::LC_COLLATE as i64),
    ("LC_MONETARY", libc::LC_MONETARY as i64),
    ("LC_MESSAGES", libc::LC_MESSAGES as i64),
    ("LC_ALL", libc::LC_ALL as i64),
];

/// `nl_langinfo`: name, number and value in the C locale.
const INFORMATION: &[(&str, i32, &str)] = &[
    ("CODESET", libc::CODESET, "UTF-8"),
    ("D_T_FMT", libc::D_T_FMT, "%a %b %e %H:%M:%S %Y"),
    ("D_FMT", libc::D_FMT, "%m/%d/%y"),
    ("T_FMT", libc::T_FMT, "%H:%M:%S"),
    ("T_FMT_AMPM", libc::T_FMT_AMPM, "%I:%M:%S %p"),
    ("AM_STR", libc::AM_STR, "AM"),
    ("PM_STR", libc::PM_STR, "PM"),
    ("DAY_1", libc::DAY_1, "Sunday"),
    ("DAY_2", libc::DAY_2, "Monday"),
    ("DAY_3", libc::DAY_3, "Tuesday"),
    ("DAY_4", libc::DAY_4, "Wednesday"),
    ("DAY_5", libc::DAY_5, "Thursday"),
    ("DAY_6", libc::DAY_6, "Friday"),
    ("DAY_7", libc::DAY_7, "Saturday"),
    ("ABDAY_1", libc::ABDAY_1, "Sun"),
    ("ABDAY_2", libc::ABDAY_2, "Mon"),
    ("ABDAY_3", libc::ABDAY_3, "Tue"),
    ("ABDAY_4", libc::ABDAY_4, "Wed"),
    ("ABDAY_5", libc::ABDAY_5, "Thu"),
    ("ABDAY_6", libc::ABDAY_6, "Fri"),
    ("ABDAY_7", libc::ABDAY_7, "Sat"),
    ("MON_1", libc::MON_1, "January"),
    ("MON_2", libc::MON_2, "February"),
    ("MON_3", libc::MON_3, "March"),
    ("MON_4", libc::MON_4, "April"),
    ("MON_5", libc::MON_5, "May"),
    ("MON_6", libc::MON_6, "June"),
    ("MON_7", libc::MON_7, "July"),
    ("MON_8", libc::MON_8, "August"),
    ("MON_9", libc::MON_9, "September"),
    ("MON_10", libc::MON_10, "October"),
    ("MON_11", libc::MON_11, "November"),
    ("MON_12", libc::MON_12, "December"),
    ("ABMON_1", libc::ABMON_1, "Jan"),
    ("ABMON_2", libc::ABMON_2, "Feb"),
    ("ABMON_3", libc::ABMON_3, "Mar"),
    ("ABMON_4", libc::ABMON_4, "Apr"),
    ("ABMON_5", libc::ABMON_5, "May"),
    ("ABMON_6", libc::ABMON_6, "Jun"),
    ("ABMON_7", libc::ABMON_7, "Jul"),
    ("ABMON_8", libc::ABMON_8, "Aug"),
    ("ABMON_9", libc::ABMON_9, "Sep"),
    ("ABMON_10", libc::ABMON_10, "Oct"),
    ("ABMON_11", libc::ABMON_11, "Nov"),
    ("ABMON_12", libc::ABMON_12, "Dec"),
    ("ERA", libc::ERA, ""),
    ("ERA_D_FMT", libc::ERA_D_FMT, ""),
    ("ERA_D_T_FMT", libc::ERA_D_T_FMT, ""),
    ("ERA_T_FMT", libc::ERA_T_FMT, ""),
    ("ALT_DIGITS", libc::ALT_DIGITS, ""),
    ("RADIXCHAR", libc::RADIXCHAR, "."),
    ("THOUSEP", libc::THOUSEP, ""),
    ("YESEXPR", libc::YESEXPR, "^[yY]"),
    ("NOEXPR", libc::NOEXPR, "^[nN]"),
    ("CRNCYSTR", libc::CRNCYSTR, "-"),
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let information = INFORMATION.iter().map(|(name, number, _)| (*name, i64::from(*number)));
    for (name, number) in CATEGORIES.iter().copied().chain(information).chain([("CHAR_MAX", 127)]) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    let error = vm.native_type(&ERROR)?.into_object();
    vm.set_in_module(module, "Error", error)
}

fn from_environment(category: &str) -> String {
    let names = ["LC_ALL", category, "LANG"];
    let found = names.into_iter().find_map(|name| {
        environment::variable(name)
            .map(|value| value.to_string_lossy().into_owned())
            .filter(|value| !value.is_empty())
    });
    found.unwrap_or_else(|| "C".to_owned())
}

/// The name of a locale that there is, as it is given back.
fn known(name: &str) -> Option<&str> {
    let plain = name.to_ascii_lowercase();
    matches!(&*plain, "c" | "posix" | "c.utf-8" | "c.utf8").then_some(match &*plain {
        "c" | "posix" => "C",
        _ => name,
    })
}

/// The locales that are set; that of text is the environment's from the start.
fn chosen(vm: &mut Vm) -> Ref<Dict> {
    if let Some(known) = vm.module_state(CHOSEN).and_then(|kept| kept.downcast_ref().ok()) {
        return known;
    }
    let chosen = vm.new_dict();
    let text = from_environment("LC_CTYPE");
    let text = known(&text).filter(|name| *name != "C").unwrap_or("C.UTF-8");
    for (name, _) in CATEGORIES {
        let value = vm.new_str(if *name == "LC_CTYPE" { text } else { "C" }).into_object();
        let name = vm.intern(name);
        chosen.set_str(vm, &name, value);
    }
    vm.set_module_state(CHOSEN, chosen.clone().into_object());
    chosen
}

/// All categories in one string, if they differ: `LC_CTYPE=...;LC_NUMERIC=...`.
fn all_chosen(vm: &mut Vm, chosen: &Typed<Dict>) -> String {
    let mut pairs = Vec::new();
    for (name, _) in CATEGORIES.iter().filter(|(name, _)| *name != "LC_ALL") {
        let key = vm.intern(name);
        let value = chosen.get_str(vm, &key).and_then(|value| value.downcast_ref::<Str>().ok());
        pairs.push((*name, value.map_or_else(|| "C".to_owned(), |value| value.to_string())));
    }
    if pairs.iter().all(|(_, value)| *value == pairs[0].1) {
        return pairs.swap_remove(0).1;
    }
    let others = [
        "LC_PAPER",
        "LC_NAME",
        "LC_ADDRESS",
        "LC_TELEPHONE",
        "LC_MEASUREMENT",
        "LC_IDENTIFICATION",
    ];
    pairs.extend(others.map(|name| (name, "C".to_owned())));
    let rows: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    rows.join(";")
}

/// The functions of `_locale`.
pub struct Locales;

#[methods(owner = "_locale")]
impl Locales {
    /// Activates/queries locale processing.
    #[function("setlocale(category, locale=None, /)")]
    fn setlocale(vm: &mut Vm, category: i32, locale: Option<&Typed<Str>>) -> PyResult<String> {
        let row = CATEGORIES.iter().find(|(_, number)| *number == i64::from(category));
        let Some((category, _)) = row else {
            return Err(raise_native(vm, &ERROR, "unsupported locale setting"));
        };
        let chosen = chosen(vm);
        if let Some(wanted) = locale {
            let wanted = wanted.to_string();
            for (name, _) in
                CATEGORIES.iter().filter(|(name, _)| *category == "LC_ALL" || name == category)
            {
                let part =
                    wanted.split(';').find_map(|part| part.strip_prefix(&format!("{name}=")));
                let text = match part {
                    Some(part) => part.to_owned(),
                    None if wanted.is_empty() => from_environment(name),
                    None if wanted.contains('=') => continue,
                    None => wanted.clone(),
                };
                let Some(value) = known(&text) else {
                    return Err(raise_native(vm, &ERROR, "unsupported locale setting"));
                };
                let (name, value) = (vm.intern(name), vm.new_str(value).into_object());
                chosen.set_str(vm, &name, value);
            }
        }
        if *category == "LC_ALL" {
            return Ok(all_chosen(vm, &chosen));
        }
        let category = vm.intern(category);
        let value =
            chosen.get_str(vm, &category).and_then(|value| value.downcast_ref::<Str>().ok());
        Ok(value.map_or_else(|| "C".to_owned(), |value| value.to_string()))
    }

    /// Returns numeric and monetary locale-specific parameters.
    #[function("localeconv()")]
    fn localeconv(vm: &mut Vm) -> PyResult<Ref<Dict>> {
        let conventions = vm.new_dict();
        let texts = [
            ("decimal_point", "."),
            ("thousands_sep", ""),
            ("int_curr_symbol", ""),
            ("currency_symbol", ""),
            ("mon_decimal_point", ""),
            ("mon_thousands_sep", ""),
            ("positive_sign", ""),
            ("negative_sign", ""),
        ];
        for (name, text) in texts {
            let (name, text) = (vm.intern(name), vm.new_str(text).into_object());
            conventions.set_str(vm, &name, text);
        }
        for name in ["grouping", "mon_grouping"] {
            let (name, list) = (vm.intern(name), vm.new_list(Vec::new())?.into_object());
            conventions.set_str(vm, &name, list);
        }
        let numbers = [
            "int_frac_digits",
            "frac_digits",
            "p_cs_precedes",
            "p_sep_by_space",
            "n_cs_precedes",
            "n_sep_by_space",
            "p_sign_posn",
            "n_sign_posn",
        ];
        for name in numbers {
            let (name, unknown) = (vm.intern(name), vm.new_int(127));
            conventions.set_str(vm, &name, unknown);
        }
        Ok(conventions)
    }

    /// Compares two strings according to the locale.
    #[function("strcoll(os1, os2, /)")]
    fn strcoll(_: &mut Vm, os1: &Typed<Str>, os2: &Typed<Str>) -> i64 {
        os1.text().code_points().cmp(os2.text().code_points()) as i64
    }

    /// Return a string that can be used as a key for locale-aware comparisons.
    #[function("strxfrm(string, /)")]
    fn strxfrm(vm: &mut Vm, string: &Typed<Str>) -> PyResult<Ref> {
        if string.text().code_points().any(|code| code == 0) {
            return Err(vm.value_error("embedded null character"));
        }
        Ok(string.as_object().to_ref())
    }

    /// Return the value for the locale information associated with key.
    #[function("nl_langinfo(key, /)")]
    fn nl_langinfo(vm: &mut Vm, key: i32) -> PyResult<&'static str> {
        match INFORMATION.iter().find(|(_, number, _)| *number == key) {
            Some((_, _, value)) => Ok(value),
            None => Err(vm.value_error("unsupported langinfo constant")),
        }
    }

    /// Get the current locale encoding.
    #[function("getencoding()")]
    fn getencoding(_: &mut Vm) -> &'static str {
        "UTF-8"
    }

    /// gettext(msg) -> string
    ///
    /// Return translation of msg.
    #[function("gettext(msg, /)")]
    fn gettext<'a>(_: &mut Vm, msg: &'a Typed<Str>) -> &'a Typed<Str> {
        msg
    }
}
