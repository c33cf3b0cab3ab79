"""What was run and what came out: `In`, `Out`, `_`, `_i` and their kin."""

import os


class Events:
    """Functions that libraries want called around cells; kept, and called."""

    names = ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell")

    def __init__(self):
        self._callbacks = {name: [] for name in self.names}

    def register(self, event, function):
        if event not in self._callbacks:
            raise ValueError(f"unknown event {event!r}")
        if function not in self._callbacks[event]:
            self._callbacks[event].append(function)

    def unregister(self, event, function):
        self._callbacks[event].remove(function)

    def trigger(self, event, *arguments):
        for function in list(self._callbacks[event]):
            function(*arguments)


class History:
    """The inputs and outputs of one session."""

    def __init__(self, session):
        self._session = session
        self.raw = [""]
        self.inputs = [""]
        self.outputs = {}
        self.folders = [os.getcwd()]
        self.events = Events()
        self._recent = ["", "", ""]
        self._values = [None, None, None]
        # What was put into the namespace, by name. A program that counts references sees that it is kept here too.
        self._hidden = {}

    def names(self):
        """The names of the session's namespace that show this."""
        return {
            "In": self.inputs,
            "Out": self.outputs,
            "_ih": self.inputs,
            "_oh": self.outputs,
            "_dh": self.folders,
            "_i": "",
            "_ii": "",
            "_iii": "",
            "_": "",
            "__": "",
            "___": "",
        }

    def own_names(self):
        """Names that the history has put into the namespace."""
        return self._hidden.keys()

    def add_input(self, raw):
        """A cell begins: the inputs before it move on by one."""
        self.raw.append(raw)
        self.inputs.append(raw)
        namespace = self._session.user_ns
        namespace["_i"], namespace["_ii"], namespace["_iii"] = self._recent
        self._recent = [raw, *self._recent[:2]]
        self._name(f"_i{len(self.inputs) - 1}", raw)

    def transformed(self, text):
        """The cell in Python."""
        if len(self.inputs) == self._session.execution_count + 1:
            self.inputs[-1] = text.removesuffix("\n")

    def add_output(self, value):
        """A value was displayed."""
        namespace = self._session.user_ns
        count = self._session.execution_count
        names = ("_", "__", "___")
        untouched = all(
            namespace.get(name) is kept or (kept is None and namespace.get(name) == "")
            for name, kept in zip(names, self._values)
            if name in namespace
        )
        if value is not self.outputs:
            if untouched:
                self._values = [value, *self._values[:2]]
                for name, kept in zip(names, self._values):
                    self._name(name, "" if kept is None else kept)
            self.outputs[count] = value
            self._name(f"_{count}", value)

    def _name(self, name, value):
        self._hidden[name] = value
        self._session.user_ns[name] = value

    def forget_outputs(self):
        """Lets go of every value."""
        self.outputs.clear()
        self._values = [None, None, None]
        for name in [name for name in self._hidden if not name.startswith("_i")]:
            self._session.user_ns.pop(name, None)
            del self._hidden[name]

    def forget_value(self, value):
        """Lets go of one value."""
        self._values = [None if kept is value else kept for kept in self._values]
        for name in [name for name, kept in self._hidden.items() if kept is value]:
            del self._hidden[name]

    def forget_inputs(self):
        """Lets go of every input."""
        del self.raw[1:], self.inputs[1:]
        self._recent = ["", "", ""]

    def pick(self, ranges, raw=True):
        """Number and text of the inputs in ranges such as "1-3 5"; of all without any."""
        texts = self.raw if raw else self.inputs
        if not ranges:
            return list(enumerate(texts))[1:]
        picked = []
        for part in ranges:
            first, dash, last = part.partition("-")
            start, stop = _number(first, 1), _number(last, len(texts) - 1) if dash else _number(first, 1)
            picked += [(number, texts[number]) for number in range(start, stop + 1) if 0 < number < len(texts)]
        return picked


def _number(text, default):
    return int(text) if text.isdecimal() else default


def recall(session, request):
    """Answers a `history_request`: triples of session, line and text."""
    kept = session.history
    texts = kept.raw if request.get("raw", True) else kept.inputs
    entries = [(0, number, text) for number, text in enumerate(texts)][1:]
    kind = request.get("hist_access_type", "tail")
    count = request.get("n")
    if kind == "range":
        stop = request.get("stop")
        entries = entries[max(request.get("start", 0), 1) - 1 : None if stop is None else max(stop - 1, 0)]
        if request.get("session", 0) not in (0, None):
            entries = []
    elif kind == "search":
        import fnmatch

        pattern = request.get("pattern", "*")
        entries = [entry for entry in entries if fnmatch.fnmatchcase(entry[2], pattern)]
        if request.get("unique"):
            entries = list({entry[2]: entry for entry in entries}.values())
    if kind in ("tail", "search") and count is not None:
        entries = entries[-count:] if count > 0 else []
    if request.get("output"):
        outputs = kept.outputs
        show = lambda number: repr(outputs[number]) if number in outputs else None
        entries = [(where, number, [text, show(number)]) for where, number, text in entries]
    return [list(entry) for entry in entries]
