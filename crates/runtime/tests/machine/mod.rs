//! Runs a program and shows what it leaves in `result`.

use pellucid_heap::Ref;
use pellucid_runtime::builtins::{Code, Dict};
use pellucid_runtime::prelude::*;
use pellucid_text::hash::HashKey;

/// `repr(result)` after running a program.
pub fn evaluate(source: &str) -> String {
    let mut vm = *Vm::new(HashKey::from_seed(0)).unwrap();
    let output =
        pellucid_compiler::compile(source, "<test>", &pellucid_compiler::Options::default())
            .unwrap();
    pellucid_bytecode::verify(&output.unit).unwrap();
    let globals: Ref<Dict> = vm.new_dict();
    vm.create_builtins().map_err(|raised| show(&mut vm, raised)).unwrap();
    let code =
        Code::from_unit(&mut vm, output.unit).map_err(|raised| show(&mut vm, raised)).unwrap();
    let globals_ref = globals.clone();
    if let Err(raised) = vm.exec_code(&code, &globals_ref, None) {
        return show(&mut vm, raised);
    }
    let name = vm.intern("result");
    let result = globals.get_str(&vm, &name).unwrap();
    vm.repr(&result).map_or_else(|raised| show(&mut vm, raised), |text| text.to_string())
}

fn show(vm: &mut Vm, raised: Raised) -> String {
    let class = raised.0.class().name(vm);
    let args: Vec<String> = raised.0.args.get().map_or_else(Vec::new, |args| {
        args.items()
            .iter()
            .map(|argument| vm.str(argument).map_or("?".into(), |text| text.to_string()))
            .collect()
    });
    format!("{class}: {}", args.join(", "))
}
