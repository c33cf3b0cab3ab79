# minimum: 3.14
class Node:
    next: Node | None
    missing: Undefined
    def link(self, other: Node) -> Later: ...
def f(x: NotYet) -> None: ...
try:
    f.__annotations__
except NameError as e:
    print(e)
NotYet = int
print(f.__annotations__)
import annotationlib
print(annotationlib.get_annotations(Node, format=annotationlib.Format.STRING))
print(annotationlib.get_annotations(Node, format=annotationlib.Format.FORWARDREF)["missing"].__forward_arg__)
print(f.__annotate__(1), Node.__annotate__ is not None)
try:
    f.__annotate__(2)
except NotImplementedError:
    print("not implemented")
Undefined = Later = str
print(Node.__annotations__["next"], Node.link.__annotations__)
