"""A file that becomes shorter than its mapping: no access ends the process. CPython gets a signal here."""
import ctypes
import mmap
import os
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(bytes(range(256)) * 64)
    file.flush()
    mapped = mmap.mmap(file.fileno(), 0)
    view, data = memoryview(mapped), (ctypes.c_char * 16384).from_buffer(mapped)
    assert (mapped[16000], view[16000], data[16000]) == (128, 128, b"\x80")
    os.ftruncate(file.fileno(), 5000)
    for act in (lambda: mapped[0], lambda: mapped.find(b"\xff"), lambda: mapped.write(b"a"), lambda: mapped[:], lambda: mapped.read(),
                lambda: mapped.move(0, 9000, 10), mapped.readline, lambda: next(iter(mapped))):
        try:
            act()
        except ValueError as error:
            assert str(error) == "the file has become shorter than its mmap", error
        else:
            raise AssertionError("read what is not there")
    # What holds the memory sees zeros.
    assert (view[3], view[16000], data[16000], bytes(view)[-1]) == (3, 0, b"\0", 0)
    ctypes.memset(data, 1, 16384)
    assert view[16000] == 1
    os.ftruncate(file.fileno(), 0)
    assert view[0] == 0
    os.ftruncate(file.fileno(), 20000)
    assert bytes(data)[:3] == bytes(3)
    assert (len(mapped), mapped.size()) == (16384, 20000)
    del view, data
    mapped.close()
print("alive")
