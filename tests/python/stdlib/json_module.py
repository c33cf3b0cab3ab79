import json
for x in (None, True, 1, -1.5, 1e100, "a\"b\\\n\u00e9😀", [1, [2]], {"k": {"n": None}}, (), {1: 2, None: 3, True: 4, 1.5: 5}, float("inf"), float("nan"), [], {}):
    print(json.dumps(x), json.dumps(x, ensure_ascii=False))
print(json.dumps({"b": [1, {"c": 2}], "a": 1}, indent=2, sort_keys=True), json.dumps([1, 2], separators=(",", ":")), json.dumps({"a": [1, 2]}, indent="\t"), json.dumps({(1, 2): 1, "a": 2}, skipkeys=True), json.dumps([1], default=str), json.dumps({1, 2}, default=sorted))
for s in ('null', '[1, 2.5, -3e2, "a\\u00e9\\n", true]', '{"a": {"b": []}}', '  1 ', '"\\ud83d\\ude00"', 'NaN', '-Infinity', '{"a":1,"a":2}', '12345678901234567890', '"\\/"', '1E5', '-0', '-0.0'):
    print(repr(json.loads(s)))
print(json.loads('{"a": 1.5}', parse_float=str, object_pairs_hook=list), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)), json.loads(b'[1]'))
for s in ('', '{', '[1,]', '{"a" 1}', "{'a': 1}", '[1 2]', 'nul', '"abc', '"\\x"', '01', '1.', '{"a":1,}', '"\t"', '[1]]', '{1: 2}', '"\\u12"', '-', '[', 'tru', '+1', '\ufeff1'):
    try:
        print(json.loads(s))
    except json.JSONDecodeError as e:
        print(repr(s), e)
for f in (lambda: json.dumps(object), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 1}), lambda: json.loads(5), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps(b"x")):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
l = []; l.append(l)
try:
    json.dumps(l)
except ValueError as e:
    print(e)
class E(json.JSONEncoder):
    def default(self, o): return {"type": type(o).__name__}
print(json.dumps([object(), 1j], cls=E), list(json.JSONEncoder().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode('[1] rest'))
