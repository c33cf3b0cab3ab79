"""The event loop of a session. Imported when a cell first has to do with asyncio."""

import asyncio


class SessionLoop(asyncio.SelectorEventLoop):
    """A loop that runs as far as cells can tell, though it only turns while one awaits."""

    def is_running(self):
        return self.is_turning() or asyncio._get_running_loop() is self

    def is_turning(self):
        """Whether something awaits right now."""
        return super().is_running()


def new_loop():
    """The loop, which is the thread's from now on."""
    loop = SessionLoop()
    asyncio.set_event_loop(loop)
    return loop


def wait_for(loop, coroutine):
    """Runs a coroutine to its end; an interrupt cancels it."""
    before = asyncio._get_running_loop()
    if before is loop and not loop.is_turning():
        # A magic waits for what is in its cell.
        asyncio._set_running_loop(None)
    task = loop.create_task(coroutine)
    try:
        return loop.run_until_complete(task)
    except KeyboardInterrupt:
        task.cancel()
        try:
            loop.run_until_complete(task)
        except (asyncio.CancelledError, Exception):
            # The interrupt is what the user hears of.
            pass
        raise
    finally:
        asyncio._set_running_loop(before)
