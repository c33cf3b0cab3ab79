"""Drives the kernel by the real jupyter_client and nbclient, under any Python that has them."""

import importlib.util
import os
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


COMMS = """
from comm import create_comm, get_comm_manager
heard = []
def take(comm, message):
    heard.append((comm.comm_id, message["content"]["data"], message["metadata"], [bytes(one) for one in message["buffers"]]))
    def answer(message):
        print("heard", message["content"]["data"])
        comm.send({"answer": message["content"]["data"]["number"] + 1}, {"about": "it"}, [b"one", b"two"])
    comm.on_msg(answer)
    comm.on_close(lambda message: heard.append("closed"))
get_comm_manager().register_target("echo", take)
"""


def send_comm(driver, kind, buffers=(), **content):
    """Sends a message of a comm, and gives what is published for it."""
    message = driver.client.session.msg(kind, content)
    driver.client.session.send(driver.client.shell_channel.socket, message, buffers=list(buffers))
    shown = []
    while True:
        found = driver.client.get_iopub_msg(timeout=30)
        if found["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if found["msg_type"] != "status":
            shown.append(found)
        elif found["content"]["execution_state"] == "idle":
            return shown


def check_comms(driver):
    driver.run(COMMS)
    assert send_comm(driver, "comm_open", [b"raw"], comm_id="c1", target_name="echo", data={"x": [1, None]}) == []
    assert driver.ask("comm_info")["comms"] == {"c1": {"target_name": "echo"}}
    assert driver.ask("comm_info", "other")["comms"] == {}
    text, answer = send_comm(driver, "comm_msg", comm_id="c1", data={"number": 41})
    assert text["content"]["text"] == "heard {'number': 41}\n", text
    assert answer["msg_type"] == "comm_msg" and answer["content"] == {"comm_id": "c1", "data": {"answer": 42}}, answer
    assert answer["metadata"] == {"about": "it"} and [bytes(one) for one in answer["buffers"]] == [b"one", b"two"], answer
    assert send_comm(driver, "comm_close", comm_id="c1", data={}) == []
    reply, shown = driver.run("heard")
    assert shown[-1][1]["data"]["text/plain"] == "[('c1', {'x': [1, None]}, {}, [b'raw']), 'closed']", shown
    closed = send_comm(driver, "comm_open", comm_id="c2", target_name="nobody", data={})
    assert [message["msg_type"] for message in closed] == ["stream", "comm_close"], closed
    shown = send_comm(driver, "comm_msg", comm_id="c1", data={})
    assert texts([(message["msg_type"], message["content"]) for message in shown]) == "No such comm: c1\n", shown
    reply, shown = driver.run("mine = create_comm(target_name='there', data={'a': 1}); mine.close()")
    assert [kind for kind, _ in shown] == ["execute_input", "comm_open", "comm_close"], shown
    assert shown[1][1]["target_name"] == "there" and shown[1][1]["data"] == {"a": 1}, shown


def check_widgets(driver):
    """ipywidgets, where the Python of the driver has it: it is pure Python, and the kernel can take it from there."""
    found = importlib.util.find_spec("ipywidgets")
    if found is None:
        return
    driver.run(f"import sys; sys.path.append({os.path.dirname(os.path.dirname(found.origin))!r})")
    code = "import ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider.observe(lambda change: print(change.old, change.new), 'value')\nslider"
    reply, shown = driver.run(code)
    assert reply["status"] == "ok", reply
    opened = [content for kind, content in shown if kind == "comm_open"]
    assert {content["target_name"] for content in opened} == {"jupyter.widget"} and len(opened) == 3, shown
    view = shown[-1][1]["data"]["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] in [content["comm_id"] for content in opened], shown
    data = {"method": "update", "state": {"value": 8}, "buffer_paths": []}
    shown = send_comm(driver, "comm_msg", comm_id=view["model_id"], data=data)
    assert texts([(message["msg_type"], message["content"]) for message in shown]) == "3 8\n", shown
    reply, shown = driver.run("out = ipywidgets.Output()\nwith out: print('inside')\nslider.value")
    assert reply["status"] == "ok" and shown[-1][1]["data"]["text/plain"] == "8", shown
    reply, shown = driver.run("slider.value = 9")
    updates = [content["data"]["state"] for kind, content in shown if kind == "comm_msg" and content["data"]["method"] == "update"]
    assert {"value": 9} in updates, shown


def check_exit():
    """`exit()` ends the kernel when its cell has ended; `exit(keep_kernel=True)` the front end alone."""
    driver = Driver()
    try:
        reply, _ = driver.run("exit(keep_kernel=True)")
        assert reply["payload"] == [{"source": "ask_exit", "keepkernel": True}], reply
        reply, shown = driver.run("quit()\nprint('after')")
        assert reply["status"] == "ok" and texts(shown) == "after\n", (reply, shown)
        assert reply["payload"] == [{"source": "ask_exit", "keepkernel": False}], reply
        for _ in range(100):
            if not driver.manager.is_alive():
                return
            time.sleep(0.1)
        raise AssertionError("the kernel is still there")
    finally:
        driver.stop()


def check_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name=KERNEL, timeout=60).execute()
    nbformat.validate(notebook)
    errors = [output for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert not errors, errors


def main():
    driver = Driver()
    try:
        for check in (check_execution, check_questions, check_looking, check_tasks, check_interrupts, check_much_text,
                      check_comms, check_widgets):
            check(driver)
    finally:
        driver.stop()
    assert not driver.manager.is_alive()
    check_exit()
    check_notebook(sys.argv[1])


main()
