import dis, io
def f(x): return x + 1
out = io.StringIO()
try:
    dis.dis(f, file=out)
    print(len(out.getvalue()) > 0)
except NotImplementedError:
    print(True)
print(dis.code_info(f).splitlines()[0].split()[0], f.__code__.co_consts[-1] if False else "", list(f.__code__.co_lines())[0][2] is not None)
