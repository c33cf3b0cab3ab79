"""Stands in for the `pyperf` module when pyperformance programs are timed by `cargo xtask bench`.

The same calls, without the worker processes, the calibration and the statistics: a benchmark runs
PELLUCID_BENCH_LOOPS loops (1) for PELLUCID_BENCH_VALUES times (3), in this process, and the
shortest time of a loop is printed in a line

    bench: NAME SECONDS
"""

import argparse
import os
from time import perf_counter

__all__ = ["Runner", "perf_counter"]


class Runner:
    def __init__(self, values=None, warmups=None, processes=None, loops=None, min_time=None,
                 metadata=None, show_name=True, program_args=None, add_cmdline_args=None):
        self.metadata = dict(metadata or ())
        self.argparser = argparse.ArgumentParser()
        self.args = None
        self._loops = int(os.environ.get("PELLUCID_BENCH_LOOPS", "1"))
        self._values = int(os.environ.get("PELLUCID_BENCH_VALUES", "3"))

    def parse_args(self, args=None):
        if self.args is None:
            self.args = self.argparser.parse_args(args)
        return self.args

    def bench_time_func(self, name, time_func, *args, inner_loops=None, metadata=None):
        self.parse_args()
        best = None
        for _ in range(self._values):
            seconds = time_func(self._loops, *args) / self._loops / (inner_loops or 1)
            if best is None or seconds < best:
                best = seconds
        print(f"bench: {name} {best:.9f}", flush=True)

    def bench_func(self, name, func, *args, inner_loops=None, metadata=None):
        def time_func(loops):
            start = perf_counter()
            for _ in range(loops):
                func(*args)
            return perf_counter() - start
        self.bench_time_func(name, time_func, inner_loops=inner_loops)

    def bench_async_func(self, name, func, *args, inner_loops=None, metadata=None,
                         loop_factory=None):
        import asyncio

        async def repeat(loops):
            start = perf_counter()
            for _ in range(loops):
                await func(*args)
            return perf_counter() - start

        def time_func(loops):
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(repeat(loops))
        self.bench_time_func(name, time_func, inner_loops=inner_loops)
