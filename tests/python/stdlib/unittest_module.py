import unittest, io
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    def setUp(self): self.addCleanup(print, "cleanup")
    def test_pass(self): self.assertEqual(1, 1); self.assertIn(1, [1]); self.assertTrue(1); self.assertAlmostEqual(0.1 + 0.2, 0.3)
    def test_fail(self): self.assertEqual({"a": 1}, {"a": 2})
    def test_error(self): 1 / 0
    @unittest.skip("reason")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail("x")
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int("x")
        self.assertRegex(str(cm.exception), "invalid")
        with self.assertRaisesRegex(KeyError, "k"): {}["k"]
        with self.assertWarns(UserWarning): __import__("warnings").warn("w")
        with self.assertLogs("x", "INFO"): __import__("logging").getLogger("x").info("m")
out = io.StringIO()
r = unittest.TextTestRunner(out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(r, [str(f[0]) for f in r.failures], [str(e[0]) for e in r.errors], r.skipped[0][1], len(r.expectedFailures))
text = out.getvalue()
print("AssertionError: {'a': 1} != {'a': 2}" in text, "Ran 7 tests" in text, "ok" in text)
m = mock.Mock(return_value=5)
print(m(1, a=2), m.call_args, m.called, m.call_count, m.assert_called_once_with(1, a=2))
m.attr.method.return_value = 3
print(m.attr.method(), mock.MagicMock().__len__.return_value, mock.sentinel.x)
m.side_effect = [1, ValueError("se")]
print(m())
try:
    m()
except ValueError as e:
    print(e)
with mock.patch("os.getcwd", return_value="/fake") as g:
    import os
    print(os.getcwd(), g.called)
with mock.patch.dict("os.environ", {"A": "1"}): print(os.environ["A"])
try:
    m.assert_called_with(9)
except AssertionError as e:
    print(str(e).splitlines()[0])
