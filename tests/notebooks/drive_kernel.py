"""Drives the kernel by the real jupyter_client and nbclient, under any Python that has them."""

import sys
import time

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

KERNEL = "pellucid"


class Driver:
    """A kernel and what it answers."""

    def __init__(self):
        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    def run(self, code, **options):
        shown = []
        hook = lambda message: shown.append((message["msg_type"], message["content"]))
        reply = self.client.execute_interactive(code, output_hook=hook, timeout=30, **options)
        return reply["content"], [(kind, content) for kind, content in shown if kind != "status"]

    def ask(self, method, *arguments):
        return self.answer(getattr(self.client, method)(*arguments))

    def answer(self, identifier):
        while True:
            message = self.client.get_shell_msg(timeout=30)
            if message["parent_header"].get("msg_id") == identifier:
                return message["content"]

    def drain(self):
        while True:
            try:
                self.client.get_iopub_msg(timeout=0.3)
            except Exception:
                return

    def stop(self):
        self.manager.shutdown_kernel()


def texts(shown, kind="stream"):
    return "".join(content["text"] for shown_kind, content in shown if shown_kind == kind)


def check_execution(driver):
    reply, shown = driver.run("1 + 1")
    assert reply["status"] == "ok" and reply["execution_count"] == 1, reply
    assert [kind for kind, _ in shown] == ["execute_input", "execute_result"], shown
    assert shown[1][1]["data"] == {"text/plain": "2"}, shown
    reply, shown = driver.run("print('a'); print('b')")
    assert texts(shown) == "a\nb\n", shown
    reply, shown = driver.run("1 / 0")
    assert (reply["status"], reply["ename"]) == ("error", "ZeroDivisionError"), reply
    assert shown[-1][0] == "error" and "In[3]" in "".join(shown[-1][1]["traceback"]), shown
    reply, shown = driver.run("y = 5", user_expressions={"good": "y * 2", "bad": "nothing"})
    assert reply["user_expressions"]["good"]["data"] == {"text/plain": "10"}, reply
    assert reply["user_expressions"]["bad"]["ename"] == "NameError", reply
    before = reply["execution_count"]
    reply, shown = driver.run("print('quiet'); 7", silent=True)
    assert [kind for kind, _ in shown] == ["stream"], shown
    reply, shown = driver.run("8", store_history=False)
    reply, shown = driver.run("9")
    assert reply["execution_count"] == before + 1, reply
    reply, shown = driver.run("h = display('one', display_id='x'); h.update('two')")
    assert [kind for kind, _ in shown][1:] == ["display_data", "update_display_data"], shown
    assert shown[2][1]["transient"] == {"display_id": "x"}, shown
    reply, shown = driver.run("len?")
    assert reply["payload"][0]["source"] == "page", reply


def check_questions(driver):
    hook = lambda message: driver.client.input("Ada")
    reply, shown = driver.run("name = input('name? ')\nname", allow_stdin=True, stdin_hook=hook)
    assert shown[-1][1]["data"] == {"text/plain": "'Ada'"}, shown
    reply, shown = driver.run("input('name? ')", allow_stdin=False)
    assert reply["ename"] == "StdinNotImplementedError", reply


def check_looking(driver):
    answer = driver.ask("complete", "pri", 3)
    assert "print" in answer["matches"] and answer["cursor_start"] == 0, answer
    driver.run("import os")
    answer = driver.ask("complete", "x = os.pathse", 13)
    assert answer["matches"] == ["pathsep"] and answer["cursor_start"] == 7, answer
    assert "%%timeit" in driver.ask("complete", "%%ti", 4)["matches"]
    answer = driver.ask("inspect", "print(", 6, 0)
    assert answer["found"] and "Signature" in answer["data"]["text/plain"], answer
    assert not driver.ask("inspect", "nothing_here", 3, 0)["found"]
    states = {"1": "complete", "if x:": "incomplete", "x = (": "incomplete", "a b": "invalid", "!ls": "complete"}
    for code, status in states.items():
        assert driver.ask("is_complete", code)["status"] == status, code
    history = driver.ask("history")["history"]
    assert [0, 1, "1 + 1"] in history, history
    assert driver.ask("comm_info")["comms"] == {}
    answer = driver.ask("kernel_info")
    assert answer["language_info"]["name"] == "python" and answer["protocol_version"].startswith("5."), answer


def check_tasks(driver):
    driver.run("import asyncio\nasync def later():\n    await asyncio.sleep(0.1)\n    found.append(1)")
    driver.run("found = []\ntask = asyncio.create_task(later())")
    time.sleep(0.6)
    reply, shown = driver.run("found")
    assert shown[-1][1]["data"] == {"text/plain": "[1]"}, shown


def check_interrupts(driver):
    for by_message in (False, True):
        identifier = driver.client.execute("import time\ntime.sleep(60)")
        time.sleep(0.7)
        if by_message:
            driver.client.control_channel.send(driver.client.session.msg("interrupt_request"))
        else:
            driver.manager.interrupt_kernel()
        assert driver.answer(identifier)["ename"] == "KeyboardInterrupt"
    driver.drain()
    reply, shown = driver.run("'still here'")
    assert reply["status"] == "ok", reply
    identifiers = [driver.client.execute(code) for code in ("import time; time.sleep(0.3); 1 / 0", "2", "3")]
    assert [driver.answer(identifier)["status"] for identifier in identifiers] == ["error", "aborted", "aborted"]
    driver.drain()


def check_much_text(driver):
    reply, shown = driver.run("for i in range(20000): print(i)")
    assert texts(shown).split() == [str(i) for i in range(20000)]
    assert driver.client.hb_channel.is_beating()


def check_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name=KERNEL, timeout=60).execute()
    nbformat.validate(notebook)
    errors = [output for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert not errors, errors


def main():
    driver = Driver()
    try:
        for check in (check_execution, check_questions, check_looking, check_tasks, check_interrupts, check_much_text):
            check(driver)
    finally:
        driver.stop()
    assert not driver.manager.is_alive()
    check_notebook(sys.argv[1])


main()
