"""The profiler that slows a program down least: `_lsprof`, with the interface of the module `profile`."""

import importlib.machinery
import importlib.util
import io
import profile
from _lsprof import Profiler

__all__ = ["run", "runctx", "Profile"]


class Profile(Profiler):
    """Profile(timer=None, timeunit=None, subcalls=True, builtins=True)

    Tells how often functions are called, by whom, and how long they take. A timer is a function without arguments that
    gives the time: in seconds, or in units of `timeunit` seconds. A profiler is also a context manager.
    """

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exception):
        self.disable()

    def print_stats(self, sort=-1):
        """Print a report, ordered by one key of `pstats` or a tuple of them."""
        import pstats

        keys = sort if isinstance(sort, tuple) else (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*keys).print_stats()

    def dump_stats(self, file):
        """Write to a file what `pstats` reads."""
        import marshal

        self.create_stats()
        with open(file, "wb") as stream:
            marshal.dump(self.stats, stream)

    def create_stats(self):
        """Stop, and put what has been found into `stats`."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        """Put what has been found so far into `stats`, as `pstats` wants it."""
        self.stats = {}
        callers = {}
        entries = self.getstats()
        for entry in entries:
            callers[id(entry.code)] = own = {}
            self.stats[label(entry.code)] = (*_figures(entry), own)
        for entry in entries:
            caller = label(entry.code)
            for called in entry.calls or ():
                known = callers.get(id(called.code))
                if known is not None:
                    primitive, calls, inline, whole = _figures(called)
                    before = known.get(caller, (0, 0, 0.0, 0.0))
                    # Here the number of all calls stands first.
                    known[caller] = tuple(map(sum, zip(before, (calls, primitive, inline, whole))))

    def run(self, cmd):
        """Profile a statement in the namespace of `__main__`. Gives the profiler."""
        import __main__

        return self.runctx(cmd, vars(__main__), vars(__main__))

    def runctx(self, cmd, globals, locals):
        """Profile a statement in these namespaces. Gives the profiler."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        """Profile one call. Gives its result."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()


def _figures(entry):
    """Primitive calls, all calls, the time in it, and with what it calls."""
    return entry.callcount - entry.reccallcount, entry.callcount, entry.inlinetime, entry.totaltime


def label(code):
    """What `pstats` calls a function: file, line and name; native ones have a name only."""
    if isinstance(code, str):
        return "~", 0, code
    return code.co_filename, code.co_firstlineno, code.co_name


def run(statement, filename=None, sort=-1):
    """Profile a statement, and print the report or write it to a file."""
    return profile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Profile a statement in these namespaces, and print the report or write it to a file."""
    return profile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


def main():
    """The command: `python -m cProfile [-o FILE] [-s KEY] (-m MODULE | SCRIPT) ...`."""
    import os
    import runpy
    import sys
    from optparse import OptionParser
    from pstats import Stats

    usage = "cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ..."
    parser = OptionParser(usage=usage)
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", help="Save stats to <outfile>", default=None)
    parser.add_option(
        "-s",
        "--sort",
        dest="sort",
        default=2,
        choices=sorted(Stats.sort_arg_dict_default),
        help="Sort order when printing to stdout, based on pstats.Stats class",
    )
    parser.add_option("-m", dest="module", action="store_true", help="Profile a library module", default=False)
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, arguments = parser.parse_args()
    if not arguments:
        parser.print_usage()
        return parser
    # Before the program changes the directory.
    output = options.outfile and os.path.abspath(options.outfile)
    sys.argv[:] = arguments
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        namespace = {"run_module": runpy.run_module, "modname": arguments[0]}
    else:
        program = arguments[0]
        sys.path.insert(0, os.path.dirname(program))
        with io.open_code(program) as stream:
            code = compile(stream.read(), program, "exec")
        specification = importlib.machinery.ModuleSpec(name="__main__", loader=None, origin=program)
        module = importlib.util.module_from_spec(specification)
        sys.modules["__main__"] = module
        namespace = vars(module)
        namespace.update(__spec__=specification, __file__=program, __name__="__main__", __package__=None, __cached__=None)
    try:
        runctx(code, namespace, None, output, options.sort)
    except BrokenPipeError as error:
        # Nobody reads any more: let the shutdown not complain again.
        sys.stdout = None
        sys.exit(error.errno)
    return parser


if __name__ == "__main__":
    main()
