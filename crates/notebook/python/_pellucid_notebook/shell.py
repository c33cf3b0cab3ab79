"""The session: a namespace, what was run in it and what came out, and how a cell is run."""

import ast
import builtins
import contextlib
import hashlib
import linecache
import sys
import types

from . import comms, display, errors, history, host, kernel, magics, process, source, streams

_TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = 0x80
_FUTURE_FEATURES = 0x1FE0000
#: The names that the session itself puts into the namespace.
_OWN_NAMES = ("In", "Out", "_dh", "_ih", "_oh", "get_ipython", "exit", "quit")
_MISSING = object()
#: How long tasks may go on while no cell runs, before the next request is looked for, in seconds.
_MOMENT = 0.02


class Result:
    """How a cell has gone."""

    def __init__(self, count):
        self.execution_count = count
        self.result = None
        self.error_before_exec = None
        self.error_in_exec = None

    @property
    def success(self):
        return self.error_before_exec is None and self.error_in_exec is None

    def raise_error(self):
        """Raises what the cell has raised."""
        error = self.error_before_exec or self.error_in_exec
        if error is not None:
            raise error


class Exit:
    """`exit` and `quit`, with a call or without: end the session when the cell has ended."""

    def __init__(self, session):
        self._session = session

    def __call__(self, keep_kernel=False):
        self._session.ask_exit(keep_kernel)


def _with_value_of_assignment(statements):
    """The statements; where the last one assigns to a name, that name's value after it."""
    if not statements:
        return statements
    match statements[-1]:
        case ast.Assign(targets=[*_, ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
            shown = ast.Expr(ast.Name(name, ast.Load()))
            return [*statements, ast.fix_missing_locations(ast.copy_location(shown, statements[-1]))]
    return statements


class Shell:
    """What `get_ipython()` gives."""

    #: Which of a cell's expressions are shown: "all", "last", "last_expr", "last_expr_or_assign" or "none". Programs
    #: set it here, on the class.
    ast_node_interactivity = "last_expr"

    def __init__(self, options):
        import __main__

        self.front_end = options["front_end"]
        self.executable = options["executable"]
        self.user_module = __main__
        self.user_ns = __main__.__dict__
        self.execution_count = 1
        self.display_formatter = display.DisplayFormatter()
        self.exception_mode = "Context"
        self.settings = {}
        self.folder_stack = []
        self.automagic = True
        self.reloader = None
        self.history = history.History(self)
        self.magics_manager = magics.Manager(self)
        self.environment = process.Environment(self, options["folder"])
        self.payloads = []
        self._kernel = kernel.Kernel(self)
        self._finder = comms.Finder()
        self._exit = Exit(self)
        self.last_error = None
        self.last_execution_result = None
        self._result = None
        self._quiet = False
        self._flags = 0
        self._loop = None
        self._inner = 0

    @classmethod
    def initialized(cls):
        """Whether there is a session; there always is when a program can ask."""
        return True

    @classmethod
    def instance(cls):
        """The session."""
        import _pellucid_notebook

        return _pellucid_notebook._session

    def __repr__(self):
        return f"<the {self.front_end} session of this notebook>"

    def open(self):
        """Puts the session's names where cells find them."""
        builtins.get_ipython = self._get_ipython = lambda: self
        builtins.display = display.display
        # Programs ask for the prompts to know whether somebody works with them.
        sys.ps1, sys.ps2 = "In : ", "...: "
        self.name_space_begin()
        self.environment.open()
        sys.meta_path.insert(0, self._finder)

    def name_space_begin(self):
        """The session's own names, as they are at the start and after a reset."""
        self.user_ns.update(self.history.names())
        self.user_ns["get_ipython"] = self._get_ipython
        self.user_ns["__builtin__"] = builtins
        self.user_ns["exit"] = self.user_ns["quit"] = self._exit

    def close(self):
        """Ends what the session has begun."""
        self.environment.close()
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.close()
        for name in ("get_ipython", "display"):
            vars(builtins).pop(name, None)
        for name in ("ps1", "ps2"):
            vars(sys).pop(name, None)

    # Running

    def answer_execute(self, text, silent, store_history, user_expressions):
        """Runs a cell for the host."""
        self.payloads = []
        if not silent and self.front_end == "kernel":
            host.publish("execute_input", {"code": text, "execution_count": self.execution_count})
        try:
            result = self.run_cell(text, store_history=store_history and not silent, silent=silent)
        except KeyboardInterrupt as error:
            # It has come before the cell began, or after it had ended.
            result = Result(self.execution_count)
            result.error_in_exec = error
            self._show_error(error)
        reply = {"execution_count": result.execution_count, "payload": self.payloads}
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            values = {name: self._evaluate_for_user(text) for name, text in user_expressions.items()}
            return {**reply, "status": "ok", "user_expressions": values}
        return {**reply, "status": "error", **errors.content_of(self, error)}

    def _evaluate_for_user(self, expression):
        try:
            value = eval(expression, self.user_ns)
            data, metadata = display.bundle(value)
            return {"status": "ok", "data": data, "metadata": metadata}
        except Exception as error:
            return {"status": "error", **errors.content_of(self, error)}

    def run_cell(self, raw_cell, store_history=False, silent=False, **ignored):
        """Runs a cell, statement by statement."""
        result = Result(self.execution_count)
        outer = self._result, self._quiet
        self._result, self._inner = result, self._inner + 1
        events = self.history.events
        try:
            if store_history:
                self.history.add_input(raw_cell)
            # Each cell warns again.
            self.user_ns.pop("__warningregistry__", None)
            events.trigger("pre_execute")
            info = types.SimpleNamespace(raw_cell=raw_cell, store_history=store_history, silent=silent, cell_id=None)
            events.trigger("pre_run_cell", info)
            self._run(raw_cell, result, silent)
            events.trigger("post_execute")
            events.trigger("post_run_cell", result)
        finally:
            self._inner -= 1
            if store_history:
                self.last_execution_result = result
            self._result, self._quiet = outer
            streams.drain()
            if store_history:
                self.execution_count += 1
        return result

    def _run(self, raw_cell, result, silent):
        try:
            text = self.transform_cell(raw_cell)
            if self._inner == 1:
                self.history.transformed(text)
            file_name = self.remember_source(text, raw_cell)
            tree = compile(text, file_name, "exec", ast.PyCF_ONLY_AST | self._flags, dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, errors.UsageError) as error:
            result.error_before_exec = error
            self._show_error(error)
            return
        self._quiet = source.ends_in_semicolon(text)
        try:
            self.run_statements(tree.body, file_name, display=not silent)
        except BaseException as error:
            result.error_in_exec = error
            self._show_error(error)

    def _show_error(self, error):
        streams.drain()
        errors.show(self, error)

    def run_statements(self, statements, file_name, display=True):
        """Compiles and runs each statement by itself; what is displayed is `ast_node_interactivity`'s choice."""
        which = self.ast_node_interactivity if display else "none"
        if which == "last_expr_or_assign":
            statements = _with_value_of_assignment(statements)
        for index, statement in enumerate(statements):
            at_end = index == len(statements) - 1 and which != "none"
            if which == "all" or (at_end and (which == "last" or isinstance(statement, ast.Expr))):
                # In this mode the expressions inside a loop are displayed too.
                unit, mode = ast.Interactive([statement]), "single"
            else:
                unit, mode = ast.Module([statement], []), "exec"
            code = compile(unit, file_name, mode, self._flags | _TOP_LEVEL_AWAIT, dont_inherit=True)
            self._flags |= code.co_flags & _FUTURE_FEATURES
            self.run_code(code)

    def run_code(self, code):
        """Runs one code object in the namespace; awaits it if it is a coroutine's."""
        if code.co_flags & _COROUTINE:
            self.wait_for(eval(code, self.user_ns))
        elif "asyncio.events" in sys.modules:
            with self._inside_loop():
                exec(code, self.user_ns)
        else:
            exec(code, self.user_ns)
        streams.drain()

    @contextlib.contextmanager
    def _inside_loop(self):
        """Cells may make tasks without waiting for them: to asyncio, the session's loop runs."""
        events = sys.modules["asyncio.events"]
        before = events._get_running_loop()
        events._set_running_loop(self.loop)
        try:
            yield
        finally:
            events._set_running_loop(before)

    @property
    def loop(self):
        """The event loop in which cells await."""
        if self._loop is None or self._loop.is_closed():
            from . import tasks

            self._loop = tasks.new_loop()
        return self._loop

    def wait_for(self, coroutine):
        """Runs a coroutine to its end; an interrupt cancels it."""
        from . import tasks

        return tasks.wait_for(self.loop, coroutine)

    def advance(self):
        """Lets tasks that cells have left behind go on for a moment; gives whether there are any."""
        if self._loop is None or self._loop.is_closed():
            return False
        import asyncio

        if not asyncio.all_tasks(self._loop):
            return False
        self._loop.call_later(_MOMENT, self._loop.stop)
        self._loop.run_forever()
        return True

    def remember_source(self, text, raw_cell):
        """Makes the lines of a cell known to tracebacks and `inspect`; gives the cell's file name."""
        digest = hashlib.sha1(raw_cell.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        file_name = f"<ipython-input-{self.execution_count}-{digest}>"
        linecache.cache[file_name] = (len(text), None, text.splitlines(keepends=True), file_name)
        return file_name

    def transform_cell(self, text):
        """The Python that a cell stands for: magics, shell commands and questions are calls."""
        return source.transform(self, text)

    def is_complete(self, text):
        """Whether a cell can be run as it is."""
        return source.completeness(self, text)

    def ex(self, text):
        """Runs statements in the namespace."""
        exec(text, self.user_ns)

    def ev(self, expression):
        """The value of an expression in the namespace."""
        return eval(expression, self.user_ns)

    # Results

    def display_hook(self, value):
        """`sys.displayhook`: shows the value and remembers it."""
        if value is self._exit:
            return value()
        if value is None or self._quiet:
            return
        if self._result is not None:
            self._result.result = value
        builtins_underscore = vars(builtins).pop("_", _MISSING)
        if builtins_underscore is not _MISSING and "_" not in self.user_ns:
            self.user_ns["_"] = builtins_underscore
        streams.drain()
        display.show_result(value, self.execution_count)
        self.history.add_output(value)

    def showtraceback(self, *ignored, **also_ignored):
        """Shows the exception that is being handled."""
        error = sys.exception()
        if error is not None:
            self._show_error(error)

    def set_next_input(self, text, replace=False):
        """Offers a text as the next cell, where the front end can."""
        self.payloads.append({"source": "set_next_input", "text": text, "replace": replace})

    def page(self, text):
        """Shows a longer text: in a pager where there is one."""
        if self.front_end == "kernel":
            self.payloads.append({"source": "page", "data": {"text/plain": text}, "start": 0})
        else:
            print(text)

    # Names

    def push(self, variables, interactive=True):
        """Adds names to the namespace: a dict, or names of the caller's variables."""
        if isinstance(variables, str):
            variables = variables.split()
        if isinstance(variables, (list, tuple)):
            frame = sys._getframe(1)
            variables = {name: eval(name, frame.f_globals, frame.f_locals) for name in variables}
        self.user_ns.update(variables)

    def user_names(self):
        """The names that cells have made, in order."""
        own = self.history.own_names()
        return sorted(
            name
            for name in self.user_ns
            if not name.startswith("_") and name not in own and name not in _OWN_NAMES
        )

    def reset(self, new_session=True, outputs=True):
        """Takes everything away that cells have made."""
        own = self.history.own_names()
        for name in [name for name in self.user_ns if not name.startswith("__")]:
            if outputs or name not in own:
                del self.user_ns[name]
        if outputs:
            self.history.forget_outputs()
        if new_session:
            self.history.forget_inputs()
            self.execution_count = 1
        self.name_space_begin()
        self.last_error = None
        for name in ("last_exc", "last_type", "last_value", "last_traceback"):
            vars(sys).pop(name, None)

    # Magics and commands

    def run_line_magic(self, name, line, _stack_depth=1):
        """`%name line`"""
        return self.magics_manager.run_line(name, line, sys._getframe(_stack_depth))

    def run_cell_magic(self, name, line, cell):
        """`%%name line` over a cell."""
        return self.magics_manager.run_cell(name, line, cell, sys._getframe(1))

    def find_line_magic(self, name):
        """The function of a line magic, or None."""
        return self.magics_manager.lines.get(name)

    def find_cell_magic(self, name):
        """The function of a cell magic, or None."""
        return self.magics_manager.cells.get(name)

    find_magic = find_line_magic

    def register_magics(self, *classes):
        """Takes the magics of classes or of their instances."""
        self.magics_manager.register(*classes)

    def register_magic_function(self, function, magic_kind="line", magic_name=None):
        """Takes a function as a magic."""
        self.magics_manager.register_function(function, magic_kind, magic_name)

    def var_expand(self, command, depth=0, formatter=None):
        """A command with `{expression}` and `$name` replaced by what they stand for."""
        return source.expand(command, self.user_ns, sys._getframe(depth + 1))

    def system(self, command):
        """Runs a shell command; what it writes is shown as it comes. Its status is `_exit_code`."""
        command = source.expand(command, self.user_ns, sys._getframe(1))
        self.user_ns["_exit_code"] = self.environment.run(command)

    system_piped = system_raw = system

    def getoutput(self, command, split=True, depth=0):
        """Runs a shell command and gives what it has written, as a list of lines."""
        command = source.expand(command, self.user_ns, sys._getframe(depth + 1))
        text, self.user_ns["_exit_code"] = self.environment.output_of(command)
        return process.SList(text.splitlines()) if split else text

    def enable_gui(self, gui=None):
        """There are no windows here."""
        if gui:
            raise errors.UsageError(f"there is no event loop for {gui!r} here")

    def enable_matplotlib(self, gui=None):
        """What `%matplotlib` does."""
        return self.run_line_magic("matplotlib", gui or "")

    def ask(self, question, default=None):
        """Whether the user says yes."""
        answers = {"y": True, "yes": True, "n": False, "no": False}
        while True:
            answer = input(question + " ").strip().lower() or default
            if answer in answers:
                return answers[answer]

    def ask_exit(self, keep_kernel=False):
        """Ends the session when the cell has ended; with `keep_kernel` the front end alone."""
        self.payloads.append({"source": "ask_exit", "keepkernel": keep_kernel})

    @property
    def kernel(self):
        """What libraries ask for to open comms, or to know which request is served."""
        return self._kernel

    def get_parent(self):
        """The request that is being served."""
        return {"header": host.parent()}

    @property
    def config(self):
        """Settings by file do not exist here; by this entry libraries know a notebook."""
        return {"IPKernelApp": {}}

    @property
    def starting_dir(self):
        """Where the session has begun."""
        return self.environment.folder

    @property
    def events(self):
        """Callbacks of libraries around cells."""
        return self.history.events


