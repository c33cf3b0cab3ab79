//! Prints what `inspect` would see of every code unit of Python files, one a line: a check against CPython.

use pellucid_bytecode::{CodeUnit, Constant, LocalKind};
use pellucid_compiler::{Options, compile};

fn print(unit: &CodeUnit) {
    let parameters = unit.parameters();
    let names = |wanted: &dyn Fn(usize, LocalKind) -> bool| {
        let names = unit.locals.iter().enumerate();
        names
            .filter(|(index, (_, kind))| wanted(*index, *kind))
            .map(|(_, (name, _))| &**name)
            .collect::<Vec<_>>()
    };
    let mut variables = names(&|index, kind| index < parameters || kind == LocalKind::Plain);
    for name in names(&|_, kind| kind == LocalKind::Hidden) {
        if !name.is_empty() && !variables.contains(&name) {
            variables.push(name);
        }
    }
    let cells = names(&|_, kind| kind == LocalKind::Cell);
    let free = names(&|_, kind| kind == LocalKind::Free);
    let global: Vec<&str> = unit.names.iter().map(|name| &**name).collect();
    println!(
        "{}:{}\t{}\t{} {} {}\t{:x}\t{}\t{}\t{}\t{}",
        unit.qualified_name,
        unit.first_line,
        unit.stack_size,
        unit.positional,
        unit.positional_only,
        unit.keyword_only,
        unit.flags.bits(),
        variables.join(","),
        cells.join(","),
        free.join(","),
        global.join(","),
    );
    for constant in &unit.constants {
        if let Constant::Code(inner) = constant {
            print(inner);
        }
    }
}

fn main() {
    for path in std::env::args().skip(1) {
        println!("# {path}");
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        match compile(&source, &path, &Options::default()) {
            Ok(output) => print(&output.unit),
            Err(error) => println!("{error}"),
        }
    }
}
