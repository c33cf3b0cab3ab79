// A CPython 3.14 to record from where none is installed: Pyodide under node.
//
// Set-up, outside the repository:   npm install pyodide@314
// Use:   PELLUCID_RECORD_314=/path/to/launcher cargo xtask record
// where the launcher is a script of two lines:
//     #!/bin/sh
//     exec node /path/to/this/python.mjs /path/to/node_modules/pyodide "$@"
//
// It is a 32-bit build without threads and subprocesses: sizes, addresses and hashes of
// numbers are not those of a 64-bit CPython, and programs that ask for them cannot be recorded here.

import { readSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, script, ...rest] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);

const kept = Object.entries(process.env).filter(([name]) => /^(PYTHON|TZ|LC_|COLUMNS|NO_COLOR)/.test(name));
const python = await loadPyodide({ env: { HOME: "/home/pyodide", ...Object.fromEntries(kept) } });
const output = (descriptor) => ({
    write(bytes) {
        let written = 0;
        while (written < bytes.length) {
            try {
                written += writeSync(descriptor, bytes, written);
            } catch (error) {
                if (error.code !== "EAGAIN") throw error;
            }
        }
        return bytes.length;
    },
});
python.setStdout(output(1));
python.setStderr(output(2));
python.setStdin({ read: (buffer) => readSync(0, buffer) });

const here = process.cwd();
python.FS.mkdirTree(here);
python.mountNodeFS(here, here);
python.globals.set("_arguments", python.toPy([script, ...rest]));
python.globals.set("_here", here);
const status = python.runPython(`
def _run(arguments, here):
    import os, sys, gc, io, types
    os.chdir(here)
    sys.argv = list(arguments)
    sys.path[0:0] = [os.path.dirname(os.path.join(here, arguments[0]))]
    # Pyodide's own start leaves modules behind that a plain start does not have.
    module = types.ModuleType("__main__")
    module.__file__ = os.path.join(here, arguments[0])
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    status = 0
    try:
        with open(arguments[0], "rb") as file:
            source = file.read()
        exec(compile(source, module.__file__, "exec"), module.__dict__)
    except SystemExit as error:
        status = error.code
        if status is None:
            status = 0
        elif not isinstance(status, int):
            print(status, file=sys.stderr)
            status = 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__ and error.__traceback__.tb_next)
        status = 1
    import threading, atexit
    atexit._run_exitfuncs()
    module.__dict__.clear()
    gc.collect()
    sys.stdout.flush()
    sys.stderr.flush()
    return status
_run(_arguments, _here)
`);
process.exit(status & 255);
