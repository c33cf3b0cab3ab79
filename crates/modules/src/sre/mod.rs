//! `_sre`: regular expressions, for the module `re`.

mod code;
mod engine;
mod match_object;
mod pattern;
mod scanner;
mod subject;
mod template;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::heap::WeakHead;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::unicode;

use pattern::Pattern;
use template::Template;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    functions: &[Sre::METHODS],
    types: &[&template::SPEC],
    initialise: Some(initialise),
    ..ModuleSpec::new("_sre")
};

const GROUPS_MAX: u32 = u32::MAX / 2;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, value) in [
        ("MAGIC", i64::from(code::MAGIC)),
        ("CODESIZE", 4),
        ("MAXREPEAT", i64::from(code::REPEAT_MAX)),
        ("MAXGROUPS", i64::from(GROUPS_MAX)),
    ] {
        let value = vm.new_int(value);
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}

/// The functions of `_sre`.
pub struct Sre;

#[methods(owner = "_sre")]
impl Sre {
    #[function("compile(pattern, flags, code, groups, groupindex, indexgroup)")]
    fn compile(
        vm: &mut Vm,
        pattern: &Object,
        flags: i32,
        code: &Typed<List>,
        groups: usize,
        groupindex: &Typed<Dict>,
        indexgroup: &Typed<Tuple>,
    ) -> PyResult {
        let items = code.items(vm).to_vec();
        let mut codes = Vec::with_capacity(items.len());
        for item in &items {
            match u32::try_from(vm.index_saturating(item)?) {
                Ok(code) => codes.push(code),
                Err(_) => {
                    return Err(vm.overflow_error("regular expression code size limit exceeded"));
                }
            }
        }
        if groups > codes.len() {
            return Err(vm.runtime_error("invalid SRE code"));
        }
        let of_bytes = match (vm.is_none(pattern), pattern.holds::<Str>()) {
            (true, _) => None,
            (false, text) => Some(!text),
        };
        let class = vm.native_type(&pattern::SPEC)?;
        let value = Pattern {
            pattern: pattern.to_ref(),
            flags: i64::from(flags),
            codes: vm.charged(codes)?,
            groups,
            group_index: groupindex.to_ref(),
            index_group: indexgroup.to_ref(),
            of_bytes,
            weak: WeakHead::new(),
        };
        Ok(vm.new_object(&class, value).into_object())
    }

    #[function("template(pattern, template, /)")]
    fn template(vm: &mut Vm, pattern: &Object, template: &Object) -> PyResult {
        Template::create(vm, pattern, template)
    }

    #[function("getcodesize()")]
    fn code_size(_: &mut Vm) -> i32 {
        4
    }

    #[function("ascii_iscased(character, /)")]
    fn ascii_is_cased(_: &mut Vm, character: i32) -> bool {
        u8::try_from(character).is_ok_and(|byte| byte.is_ascii_alphabetic())
    }

    #[function("unicode_iscased(character, /)")]
    fn unicode_is_cased(_: &mut Vm, character: i32) -> bool {
        let code = character as u32;
        unicode::simple_lower(code) != code || unicode::simple_upper(code) != code
    }

    #[function("ascii_tolower(character, /)")]
    fn ascii_to_lower(_: &mut Vm, character: i32) -> i32 {
        code::lower_ascii(character as u32) as i32
    }

    #[function("unicode_tolower(character, /)")]
    fn unicode_to_lower(_: &mut Vm, character: i32) -> i32 {
        unicode::simple_lower(character as u32) as i32
    }
}
