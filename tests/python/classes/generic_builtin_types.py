# Native types that can be subscripted in annotations.
import re, contextlib, queue, os, types
for t in (re.Pattern, re.Match, memoryview, slice, type({}.keys()), os.DirEntry, BaseExceptionGroup, staticmethod, property, range, contextlib.AbstractContextManager, types.MappingProxyType, type(types), filter, map, zip, enumerate, reversed, frozenset, type(i for i in ()), types.CoroutineType, types.AsyncGeneratorType, str, bytes):
    try: print(t[int])
    except TypeError as e: print(e)
import itertools, functools, array, weakref, ctypes, collections, _queue, contextvars, unittest.case
for t in (itertools.chain, itertools.cycle, functools.partial, functools.cached_property, functools.lru_cache, array.array, weakref.ref, ctypes.Array, collections.deque, collections.OrderedDict, collections.defaultdict, _queue.SimpleQueue, contextvars.ContextVar, contextvars.Token, functools.singledispatchmethod, type(functools.lru_cache(lambda: 0)), functools.partialmethod):
    try: print(t[int])
    except TypeError as e: print(e)
