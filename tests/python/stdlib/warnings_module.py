# stderr: yes
import warnings
warnings.warn("first")
warnings.warn("dep", DeprecationWarning)
def f(): warnings.warn("from f", UserWarning, stacklevel=2)
f()
f()
for _ in range(3): warnings.warn("once per place")
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    f()
    warnings.warn(SyntaxWarning("instance"))
    print([(x.category.__name__, str(x.message), x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("raised")
    except UserWarning as e:
        print("raised", e)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "from.*")
    f()
for bad in ((5,), ("x", int), ("x", UserWarning, "s")):
    try:
        warnings.warn(*bad)
    except TypeError as e:
        print(e)
@warnings.deprecated("use other")
def old(): return 1
print(old(), warnings.formatwarning("m", UserWarning, "f.py", 3, "line"))
warnings.warn_explicit("explicit", UserWarning, "file.py", 10)
