"""Module code that awaits is a coroutine's; it keeps its namespaces while it waits."""

import ast
import types


@types.coroutine
def pause(value):
    return (yield value)


def drive(coroutine):
    values, send = [], None
    while True:
        try:
            values.append(coroutine.send(send))
        except StopIteration as end:
            return values, end.value
        send = len(values)


def run(source, globals, locals=None, mode="exec"):
    code = compile(source, "<cell>", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    print(bool(code.co_flags & 0x80))
    return drive(eval(code, globals, locals))


names = {"pause": pause}
print(run("a = await pause('first')\nb = a + await pause('second')\nc = a, b", names))
print(names["a"], names["b"], names["c"])

own = {}
print(run("x = await pause(1)\ny = [x, await pause(2)]\ndel x", names, own))
print(own, "x" in names)

print(run("await pause(3) + 10", names, mode="eval"))

code = compile("z = await pause(4)", "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
waiting = eval(code, names, own)
print(waiting.send(None), waiting.cr_frame.f_locals is own)
waiting.close()
print("z" in own)
