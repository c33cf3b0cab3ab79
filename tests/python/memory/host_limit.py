"""Where the host limits the address space, what does not fit raises MemoryError, and the program goes on."""
import io
import json
import re
import resource

ROOM = 256 << 20


def small_objects():
    held = []
    while True:
        held.append(object())


def small_lists():
    held = []
    while True:
        held.append([1])


def integer_keys():
    held = {}
    number = 0
    while True:
        held[number] = number
        number += 1


def texts():
    held = set()
    number = 0
    while True:
        held.add(str(number))
        number += 1


def long_text():
    text = "a"
    while True:
        text += text


def bytes_written():
    stream = io.BytesIO()
    while True:
        stream.write(b"a" * 100_000)


def whole_range():
    return list(range(10 ** 9))


def functions():
    held = []
    while True:
        held.append(lambda: held)


def pieces():
    return ("a" * (40 << 20)).split("a")


def words():
    return (b"a " * (40 << 20)).split()


def lines():
    return ("\n" * (40 << 20)).splitlines()


def quoted():
    return json.dumps("a" * (150 << 20))


def substituted():
    return re.split("a", "a" * (40 << 20))


with open("/proc/self/statm") as file:
    pages = int(file.read().split()[0])
limit = pages * resource.getpagesize() + ROOM
resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
for exhaust in (small_objects, small_lists, integer_keys, texts, long_text, bytes_written, whole_range, functions,
                pieces, words, lines, quoted, substituted):
    raised = False
    try:
        exhaust()
    except MemoryError:
        # What the traceback holds goes with it.
        raised = True
    print(exhaust.__name__, raised, sum(range(1000)))
