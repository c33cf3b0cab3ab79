"""%history, %recall, %rerun: what was run."""

from . import options, own_line


@own_line("history", "hist")
def history(shell, line):
    """Print the inputs; with ranges such as `1-3 5`, only these.

    -n: with numbers; -o: with outputs; -t: as they were run; -l N: the last ones; -p: with prompts; -f FILE.
    """
    chosen, rest = options.read(line, "notprl:f:g:")
    picked = shell.history.pick(rest.split(), raw="t" not in chosen)
    if "l" in chosen:
        picked = picked[-options.number(chosen, "l", 10, "history") :]
    lines = []
    for number, text in picked:
        if "g" in chosen and chosen["g"] not in text:
            continue
        lines.append(_mark(chosen, number, text) + text)
        if "o" in chosen and number in shell.history.outputs:
            lines.append(repr(shell.history.outputs[number]))
    if "f" in chosen:
        with open(chosen["f"], "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        return
    for text in lines:
        print(text)


def _mark(chosen, number, text):
    """What stands before an input."""
    if "n" in chosen:
        return f"{number:4}:" + ("\n" if "\n" in text else " ")
    return ">>> " if "p" in chosen else ""


@own_line("recall", "rep")
def recall(shell, line):
    """Offer an earlier input as the next cell; without a number, the last one."""
    shell.set_next_input("\n".join(_texts(shell, line)))


@own_line()
def rerun(shell, line):
    """Run earlier inputs again; without numbers, the last one."""
    texts = _texts(shell, line)
    print("=== Executing: ===\n" + "\n".join(texts) + "\n=== Output: ===")
    shell.run_cell("\n".join(texts)).raise_error()


def _texts(shell, line):
    # The last input is the magic itself.
    picked = shell.history.pick(line.split()) if line.strip() else shell.history.pick([])[-2:-1]
    return [text for _, text in picked]
