//! Compiles the library and packs code and sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pellucid_compiler::{Options, compile};

/// What is left out: it needs a window system, or belongs to CPython's own development.
const LEFT_OUT: &[&str] =
    &["idlelib", "lib2to3", "tkinter", "turtle.py", "turtledemo", "test", "ensurepip"];

/// What our own sources replace or add, in `crates/stdlib/Lib`.
const OWN: &str = "Lib";

/// What the crate has changed in CPython's files and is changed back: module, their text, CPython's.
const CORRECTIONS: &[(&str, &str, &str)] = &[
    ("site", "return 'RustPython'", "return 'Python'"),
    ("site", "{userbase}/lib/rustpython", "{userbase}/lib/python"),
    ("sysconfig", "return 'RustPython'", "return 'Python'"),
];

/// What every start imports: it stands side by side, so that a start touches few pages of the pack.
const FIRST: &[&str] = &[
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "_pellucid_library",
    "_pellucid_start",
    "codecs",
    "zipimport",
    "encodings",
    "encodings.aliases",
    "encodings.utf_8",
    "abc",
    "_collections_abc",
    "io",
    "stat",
    "genericpath",
    "posixpath",
    "os",
    "_sitebuiltins",
    "site",
];

struct Entry {
    name: String,
    is_package: bool,
    path: PathBuf,
}

fn main() {
    println!("cargo::rerun-if-changed={OWN}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut entries = Vec::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), "", &mut entries);
    let mut own = Vec::new();
    collect(Path::new(OWN), "", &mut own);
    entries.retain(|entry| !own.iter().any(|own| own.name == entry.name));
    entries.append(&mut own);
    entries.sort_by(|left, right| left.name.cmp(&right.name));
    let (index, pack) = pack(&entries);
    fs::write(out.join("index.rs"), index).expect("OUT_DIR can be written");
    fs::write(out.join("library.pack"), pack).expect("OUT_DIR can be written");
}

/// Finds the modules below a folder.
fn collect(folder: &Path, prefix: &str, entries: &mut Vec<Entry>) {
    let Ok(listing) = fs::read_dir(folder) else { return };
    for item in listing.flatten() {
        let path = item.path();
        let file = item.file_name().to_string_lossy().into_owned();
        if LEFT_OUT.contains(&file.as_str()) {
            continue;
        }
        if path.is_dir() {
            let init = path.join("__init__.py");
            let name = format!("{prefix}{file}");
            if init.exists() {
                entries.push(Entry { name: name.clone(), is_package: true, path: init });
            }
            collect(&path, &format!("{name}."), entries);
        } else if let Some(stem) = file.strip_suffix(".py")
            && stem != "__init__"
        {
            entries.push(Entry { name: format!("{prefix}{stem}"), is_package: false, path });
        }
    }
}

/// The index as Rust source, and the pack.
fn pack(entries: &[Entry]) -> (String, Vec<u8>) {
    let mut pack = Vec::new();
    let mut ordered: Vec<&Entry> = entries.iter().collect();
    ordered.sort_by_key(|entry| !FIRST.contains(&entry.name.as_str()));
    let mut packed = Vec::new();
    for entry in ordered {
        // Sources that are not UTF-8 or not Python 3.14 are there to test compilers, not to be imported.
        let Ok(mut source) = fs::read_to_string(&entry.path) else { continue };
        for (_, theirs, cpython) in CORRECTIONS.iter().filter(|(name, ..)| *name == entry.name) {
            assert!(source.contains(theirs), "{} does not say `{theirs}` any more", entry.name);
            source = source.replace(theirs, cpython);
        }
        let file = entry.name.replace('.', "/");
        let suffix = if entry.is_package { "/__init__.py" } else { ".py" };
        let Ok(output) = compile(&source, &format!("<stdlib>/{file}{suffix}"), &Options::default())
        else {
            println!("cargo::warning={} does not compile", entry.name);
            continue;
        };
        let code = append(&mut pack, &pellucid_bytecode::serialise(&output.unit));
        packed.push((entry, code, source));
    }
    // Sources are seldom asked for: behind all code.
    let mut rows = BTreeMap::new();
    for (Entry { name, is_package, .. }, code, source) in packed {
        let source = append(&mut pack, source.as_bytes());
        let row = format!(
            "    Module {{ name: {name:?}, is_package: {is_package}, code: {code:?}, source: {source:?} }},\n"
        );
        rows.insert(name, row);
    }
    let rows: String = rows.into_values().collect();
    let index = format!("static MODULES: &[Module] = &[\n{rows}];\n");
    (index, pack)
}

fn append(pack: &mut Vec<u8>, bytes: &[u8]) -> (u32, u32) {
    let start = pack.len() as u32;
    pack.extend_from_slice(&lz4_flex::compress_prepend_size(bytes));
    (start, pack.len() as u32)
}
