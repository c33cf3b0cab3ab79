import importlib
for name in ("abc argparse array ast asyncio base64 binascii bisect builtins calendar cmath codecs collections collections.abc concurrent.futures contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis doctest enum errno fnmatch fractions functools gc getopt getpass glob graphlib hashlib heapq hmac html importlib importlib.util importlib.machinery importlib.abc inspect io itertools json keyword linecache locale logging math marshal numbers opcode operator os os.path pathlib pickle pkgutil platform posixpath pprint queue random re reprlib runpy sched secrets select selectors shlex shutil signal site socket stat statistics string struct subprocess symtable sys sysconfig tempfile textwrap threading time timeit token tokenize tomllib traceback types typing unicodedata unittest unittest.mock urllib.parse uuid warnings weakref zipfile zlib").split():
    try:
        module = importlib.import_module(name)
        print(name, module.__name__ == name or module.__name__)
    except ImportError as e:
        print(name, e)
