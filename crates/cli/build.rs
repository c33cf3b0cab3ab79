//! How the command is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=start.order");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        return;
    }
    let argument = |argument: &str| println!("cargo::rustc-link-arg-bins={argument}");
    // At a fixed address nothing has to be relocated when it starts: half a MiB of tables stays as it is in the file, and
    // the half MiB of relocations is not there. CPython's own command is linked so. Heap, stacks and libraries
    // lie at random addresses all the same.
    argument("-no-pie");
    // The host maps the file in pieces of 64 KiB: what a start runs stands side by side, or it would touch nearly all of
    // it. `cargo xtask start-order` makes the list. Rust links with lld here unless told otherwise, which understands it.
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let other_linker = flags.contains("linker") || flags.contains("fuse-ld");
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("x86_64")
        && env::var("PROFILE").as_deref() == Ok("release")
        && !other_linker
    {
        let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
        argument(&format!("-Wl,--symbol-ordering-file={folder}/start.order"));
        argument("-Wl,--no-warn-symbol-ordering");
    }
}
