//! Prints the words of every code unit of a Python file.

use pellucid_bytecode::{CodeUnit, Constant, disassemble};
use pellucid_compiler::{Options, compile};

fn print(unit: &CodeUnit) {
    println!(
        "{} {:?} {:?} {:?}",
        unit.qualified_name,
        unit.flags,
        unit.locals,
        unit.constants.iter().filter(|it| !matches!(it, Constant::Code(_))).collect::<Vec<_>>()
    );
    println!("{}", disassemble(unit));
    for constant in &unit.constants {
        if let Constant::Code(inner) = constant {
            print(inner);
        }
    }
}

fn main() {
    for path in std::env::args().skip(1) {
        match std::fs::read_to_string(&path) {
            Ok(source) => match compile(&source, &path, &Options::default()) {
                Ok(output) => print(&output.unit),
                Err(error) => println!("{path}: {error}"),
            },
            Err(error) => println!("{path}: {error}"),
        }
    }
}
