# memoryview over C data, and hooks as a structure.
import ctypes
import sys

number = ctypes.c_double(0.6)
view = memoryview(number)
print(view.format, view.shape, view.itemsize, view.nbytes, view.readonly)
print(view.cast("B").tolist() == list(bytes(number)))
matrix = (ctypes.c_short * 3 * 2)((1, 2, 3), (4, 5, 6))
view = memoryview(matrix)
print(view.format, view.shape, view.strides, view.itemsize)
flat = view.cast("B").cast("h")
flat[4] = 50
print([list(row) for row in matrix], flat.tolist())
try:
    view.cast("i")
except TypeError as error:
    print(error)
print(sys.get_asyncgen_hooks(), sys.getsizeof(sys.maxsize), sys.getsizeof([*range(5), 1]), sys.getsizeof([1, *range(5)]))
