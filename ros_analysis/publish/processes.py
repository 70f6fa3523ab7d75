"""All that is known of processes and forking here: one a round, each telling what it does."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

Task = TypeVar("Task")
Told = TypeVar("Told")
Given = ParamSpec("Given")
Made = TypeVar("Made")

CAN_FORK = hasattr(os, "fork")


@dataclass(frozen=True)
class Died:
    """The process of a task ended before the task did, by its exit code or, negative, the signal."""

    code: int


def at_once(
    tasks: Sequence[Task], work: Callable[[Task, Callable[[Told], None]], None], limit: int
) -> Iterator[tuple[Task, Told | Died]]:
    """Run `work(task, tell)` for each task, at most `limit` together; yields what each tells, as it is told.

    A process serves one task, so that memory is given back and one that is killed takes no other with it. A pool
    would fork beside threads of its own, in which a lock may be held for ever.
    """
    waiting = deque(tasks)
    running: dict[Connection, tuple[Task, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < limit:
                told, process = _started(work, waiting[0])
                running[told] = waiting.popleft(), process
            ready = wait(list(running))
            for told in [one for one in running if one in ready]:
                task, process = running[told]
                try:
                    said = told.recv()
                except (EOFError, OSError):
                    del running[told]
                    process.join()
                    said = Died(process.exitcode) if process.exitcode else None
                if said is not None:
                    yield task, said
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()


def _started(
    work: Callable[[Task, Callable[[Told], None]], None], task: Task
) -> tuple[Connection, BaseProcess]:
    context = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, task, sender))  # type: ignore[attr-defined]
    process.start()
    sender.close()
    return receiver, process


def _serve(work: Callable[[Task, Callable[[Told], None]], None], task: Task, sender: Connection) -> None:
    work(task, sender.send)


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Run `work` in a forked process while the block runs, and raise what it raised; first, where nothing can fork."""
    if not CAN_FORK:
        work()
        yield
        return
    with _one_process("fork") as pool:
        done = pool.submit(work)
        yield
        done.result()


_homes: dict[str, int] = {}


def where_its_threads_are(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """`function`, run in a fresh process where this one was forked after the library of its module had started: the
    library's threads are not here, and it would wait for them for ever."""

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if _homes.setdefault(function.__module__, os.getpid()) == os.getpid():
            return function(*args, **kwargs)
        with _one_process("spawn") as fresh:
            made: Made = fresh.submit(run, *args, **kwargs).result()
            return made

    return run


def _one_process(method: str) -> Any:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(1, multiprocessing.get_context(method))


def keep_loaded() -> None:
    """Let garbage collection pass over all that is loaded by now, which a forked process would copy, and come seldom:
    it took a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(100_000)
