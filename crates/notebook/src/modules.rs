//! The Python half of a session: the files below `python/`, by the names they are imported by.

use pellucid::EmbeddedModule;

macro_rules! modules {
    ($($name:literal $path:literal;)*) => {
        &[$(EmbeddedModule {
            name: $name,
            is_package: ends_in_init($path),
            source: include_str!(concat!("../python/", $path)),
        },)*]
    };
}

const fn ends_in_init(path: &str) -> bool {
    let (path, end) = (path.as_bytes(), b"__init__.py");
    if path.len() < end.len() {
        return false;
    }
    let mut index = 0;
    while index < end.len() {
        if path[path.len() - end.len() + index] != end[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Every file below `python/`.
pub static MODULES: &[EmbeddedModule] = modules! {
    "_pellucid_notebook" "_pellucid_notebook/__init__.py";
    "_pellucid_notebook.comms" "_pellucid_notebook/comms.py";
    "_pellucid_notebook.completion" "_pellucid_notebook/completion.py";
    "_pellucid_notebook.display" "_pellucid_notebook/display.py";
    "_pellucid_notebook.errors" "_pellucid_notebook/errors.py";
    "_pellucid_notebook.history" "_pellucid_notebook/history.py";
    "_pellucid_notebook.host" "_pellucid_notebook/host.py";
    "_pellucid_notebook.inspection" "_pellucid_notebook/inspection.py";
    "_pellucid_notebook.kernel" "_pellucid_notebook/kernel.py";
    "_pellucid_notebook.pretty" "_pellucid_notebook/pretty.py";
    "_pellucid_notebook.process" "_pellucid_notebook/process.py";
    "_pellucid_notebook.shell" "_pellucid_notebook/shell.py";
    "_pellucid_notebook.source" "_pellucid_notebook/source.py";
    "_pellucid_notebook.streams" "_pellucid_notebook/streams.py";
    "_pellucid_notebook.tasks" "_pellucid_notebook/tasks.py";
    "_pellucid_notebook.magics" "_pellucid_notebook/magics/__init__.py";
    "_pellucid_notebook.magics.aliases" "_pellucid_notebook/magics/aliases.py";
    "_pellucid_notebook.magics.capture" "_pellucid_notebook/magics/capture.py";
    "_pellucid_notebook.magics.debugging" "_pellucid_notebook/magics/debugging.py";
    "_pellucid_notebook.magics.extensions" "_pellucid_notebook/magics/extensions.py";
    "_pellucid_notebook.magics.files" "_pellucid_notebook/magics/files.py";
    "_pellucid_notebook.magics.folders" "_pellucid_notebook/magics/folders.py";
    "_pellucid_notebook.magics.inputs" "_pellucid_notebook/magics/inputs.py";
    "_pellucid_notebook.magics.inspecting" "_pellucid_notebook/magics/inspecting.py";
    "_pellucid_notebook.magics.listing" "_pellucid_notebook/magics/listing.py";
    "_pellucid_notebook.magics.memory" "_pellucid_notebook/magics/memory.py";
    "_pellucid_notebook.magics.names" "_pellucid_notebook/magics/names.py";
    "_pellucid_notebook.magics.options" "_pellucid_notebook/magics/options.py";
    "_pellucid_notebook.magics.packages" "_pellucid_notebook/magics/packages.py";
    "_pellucid_notebook.magics.reloading" "_pellucid_notebook/magics/reloading.py";
    "_pellucid_notebook.magics.scripts" "_pellucid_notebook/magics/scripts.py";
    "_pellucid_notebook.magics.showing" "_pellucid_notebook/magics/showing.py";
    "_pellucid_notebook.magics.storing" "_pellucid_notebook/magics/storing.py";
    "_pellucid_notebook.magics.timing" "_pellucid_notebook/magics/timing.py";
    "comm" "comm/__init__.py";
    "comm.base_comm" "comm/base_comm.py";
    "ipykernel" "ipykernel/__init__.py";
    "ipykernel.comm" "ipykernel/comm.py";
    "ipykernel.zmqshell" "ipykernel/zmqshell.py";
    "IPython" "IPython/__init__.py";
    "IPython.display" "IPython/display.py";
    "IPython.core" "IPython/core/__init__.py";
    "IPython.core.display" "IPython/core/display.py";
    "IPython.core.error" "IPython/core/error.py";
    "IPython.core.getipython" "IPython/core/getipython.py";
    "IPython.core.interactiveshell" "IPython/core/interactiveshell.py";
    "IPython.core.magic" "IPython/core/magic.py";
    "IPython.lib" "IPython/lib/__init__.py";
    "IPython.lib.display" "IPython/lib/display.py";
    "IPython.lib.pretty" "IPython/lib/pretty.py";
    // IPython's name for it says nothing about what is inside.
    "IPython.utils" "IPython/capturing/__init__.py";
    "IPython.utils.capture" "IPython/capturing/capture.py";
};
