# A frame keeps what a generator held that has died although it would have gone on.
import sys
import weakref


def stubborn(number):
    name = f"number {number}"
    try:
        yield name
    except GeneratorExit:
        yield "still here"


def other():
    one, two = "another", "generator"
    yield one + two


reports = []
sys.unraisablehook = lambda report: reports.append(str(report.exc_value))

frames = []
for number in range(50):
    generator = stubborn(number)
    next(generator)
    frames.append(generator.gi_frame)
    watch = weakref.ref(generator)
    del generator
    assert watch() is None

# These may lie where the others were.
living = [other() for _ in range(200)]
for generator in living:
    next(generator)

print(len(reports), set(reports))
print([frame.f_locals["number"] for frame in frames] == list(range(50)))
print(frames[7].f_locals["name"], sorted(frames[7].f_locals))
frames[7].clear()
print(sorted(frames[7].f_locals))
print(all(generator.gi_frame.f_locals["one"] == "another" for generator in living))
