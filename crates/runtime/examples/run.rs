//! Runs a file with nothing but `builtins`, and says how long it took: for measuring the machine itself.

use std::time::Instant;

use pellucid_runtime::Vm;
use pellucid_runtime::builtins::Code;
use pellucid_runtime::object::ObjectExt;
use pellucid_runtime::object::TypeLookup;
use pellucid_text::hash::HashKey;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file to run is wanted")?;
    let source = std::fs::read_to_string(&path)?;
    let failed = |_| "the interpreter did not start";
    let mut vm = *Vm::new(HashKey::from_seed(0)).map_err(failed)?;
    vm.create_builtins().map_err(failed)?;
    let output = pellucid_compiler::compile(&source, &path, &pellucid_compiler::Options::default())
        .map_err(|error| format!("{error:?}"))?;
    if std::env::args().nth(2).is_some() {
        show(&output.unit);
    }
    let code = Code::from_unit(&mut vm, output.unit).map_err(failed)?;
    let globals = vm.new_dict();
    let name = vm.intern("__name__");
    let main = vm.intern("__main__").into_object();
    globals.set_str(&mut vm, &name, main);
    let start = Instant::now();
    if let Err(raised) = vm.exec_code(&code, &globals, None) {
        let class = raised.0.class().name(&vm);
        let text =
            vm.str(raised.0.as_object()).map_or_else(|_| String::new(), |text| text.to_string());
        println!("{class}: {text}");
    }
    println!("{path}: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let name = vm.intern("result");
    if let Some(result) = globals.get_str(&vm, &name) {
        println!("{}", vm.repr(&result).map_or_else(|_| "?".into(), |text| text.to_string()));
    }
    Ok(())
}

fn show(unit: &pellucid_bytecode::CodeUnit) {
    println!("{}", pellucid_bytecode::disassemble(unit));
    for constant in &unit.constants {
        if let pellucid_bytecode::Constant::Code(inner) = constant {
            show(inner);
        }
    }
}
