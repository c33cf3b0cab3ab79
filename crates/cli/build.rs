//! How the command is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // At a fixed address nothing has to be relocated when it starts: half a MiB of tables stays as it is in the file, and
    // the half MiB of relocations is not there. CPython's own command is linked so. Heap, stacks and libraries
    // lie at random addresses all the same.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
