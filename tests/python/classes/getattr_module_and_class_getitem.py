class G:
    def __class_getitem__(cls, item): return f"{cls.__name__}<{item}>"
class H(G): pass
print(G[int], H["x"], G[1, 2])
class Plain: pass
try:
    Plain[int]
except TypeError as error:
    print(error)
try:
    int[str]
except TypeError as error:
    print(error)
print(list[int], dict[str, int], tuple[int, ...], type[int])
