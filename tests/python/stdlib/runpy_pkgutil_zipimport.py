import runpy, pkgutil, tempfile, os, sys, zipfile
d = tempfile.mkdtemp()
os.makedirs(d + "/pk/sub")
files = {"pk/__init__.py": "print('init', __name__); from . import a\n__all__ = ['a', 'value']\nvalue = 5\n_hidden = 1\n", "pk/a.py": "from .sub import b\nx = 1\nprint('a', __name__, __package__)\n", "pk/sub/__init__.py": "", "pk/sub/b.py": "from .. import sub\nfrom ..sub import b as me\nname = __name__\n", "pk/__main__.py": "print('main of pk', __name__, __package__)\n", "mod.py": "def __getattr__(n):\n    if n == 'dynamic': return 'made'\n    raise AttributeError(n)\ndef __dir__(): return ['z', 'y']\nif __name__ == '__main__': print('run as main')\n", "bad.py": "x = = 1\n", "boom.py": "1/0\n", "circle1.py": "import circle2\nfrom circle2 import y\nx = 1\n", "circle2.py": "import circle1\ny = 2\nfrom circle1 import x\n", "ns/inner.py": "v = 'namespace'\n"}
for n, t in files.items():
    os.makedirs(os.path.dirname(d + "/" + n), exist_ok=True)
    with open(d + "/" + n, "w") as f: f.write(t)
sys.path.insert(0, d)
import pk, mod, ns.inner
from pk import *
print(value, a.x, "_hidden" in globals(), pk.sub.b.name, pk.__path__[0].endswith("pk"), pk.__file__.endswith("__init__.py"), mod.dynamic, dir(mod), ns.inner.v, type(ns.__path__).__name__, pk.__spec__.name, pk.a.__spec__.parent, mod.__loader__.__class__.__name__)
for s in ("import bad", "import boom", "import pk.nope", "from pk import nope", "import mod.x", "from mod import nothing", "import circle1", "from .. import x", "import pk.sub.b.c", "from pk.sub import zzz"):
    try:
        exec(s, {"__name__": "__main__", "__package__": ""} if ".." in s else {})
    except (ImportError, SyntaxError, ZeroDivisionError) as e:
        print(type(e).__name__, str(e).replace(d, "D"))
print("boom" in sys.modules, sorted(m.name for m in pkgutil.iter_modules([d])), sorted(m.name for m in pkgutil.walk_packages(pk.__path__, "pk.")))
print(sorted(k for k in runpy.run_module("mod", run_name="__main__") if not k.startswith("__")), runpy.run_path(d + "/pk/a.py".replace("pk/a", "ns/inner"))["v"])
runpy.run_module("pk", run_name="__main__", alter_sys=True)
with zipfile.ZipFile(d + "/z.zip", "w") as z: z.writestr("inzip.py", "w = 'zipped'\n")
sys.path.insert(0, d + "/z.zip")
import inzip
print(inzip.w)
import importlib
with open(d + "/ns/inner.py", "w") as f: f.write("v = 'reloaded!'\n")
os.utime(d + "/ns/inner.py", (10 ** 9, 10 ** 9))
print(importlib.reload(ns.inner).v)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(type(e).__name__, e)
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "virtual":
            return importlib.util.spec_from_loader(name, Finder)
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(m): m.made = True
import importlib.util
sys.meta_path.append(Finder)
import virtual
print(virtual.made, virtual)
import shutil
shutil.rmtree(d)
