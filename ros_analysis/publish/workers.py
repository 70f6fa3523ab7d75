"""Tasks in processes of their own, a few at a time, each telling what it does."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Told = TypeVar("Told")

METHOD = "fork" if hasattr(os, "fork") else "spawn"


@dataclass(frozen=True)
class Died:
    """The process of a task ended before the task did, by its exit code or, negative, the signal."""

    code: int


@dataclass(frozen=True)
class _Running(Generic[Task]):
    task: Task
    process: BaseProcess
    told: Connection


def at_once(
    tasks: Sequence[Task], work: Callable[[Task, Callable[[Told], None]], None], limit: int
) -> Iterator[tuple[Task, Told | Died]]:
    """Run `work(task, tell)` for each task, at most `limit` together; yields what each tells, as it is told.

    A process serves one task, so that memory is given back and one that is killed takes no other with it.
    """
    waiting = deque(tasks)
    running: list[_Running[Task]] = []
    try:
        while waiting or running:
            while waiting and len(running) < limit:
                running.append(_start(waiting.popleft(), work))
            wait([*(one.told for one in running), *(one.process.sentinel for one in running)])
            for one in list(running):
                has_ended = not one.process.is_alive()
                yield from ((one.task, told) for told in _received(one))
                if has_ended:
                    running.remove(one)
                    yield from ((one.task, Died(code)) for code in _failure(one.process))
    finally:
        for one in running:
            one.process.terminate()
            one.process.join()


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Run `work` in a forked process while the block runs, and raise what it raised; first, where nothing can fork."""
    if METHOD != "fork":
        work()
        yield
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context(METHOD)) as pool:
        done = pool.submit(work)
        yield
        done.result()


def _start(task: Task, work: Callable[[Task, Callable[[Told], None]], None]) -> _Running[Task]:
    context = multiprocessing.get_context(METHOD)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, task, sender))  # type: ignore[attr-defined]
    process.start()
    sender.close()
    return _Running(task, process, receiver)


def _serve(work: Callable[[Task, Callable[[Told], None]], None], task: Task, sender: Connection) -> None:
    work(task, sender.send)


def _received(one: _Running[Task]) -> Iterator[Any]:
    try:
        while one.told.poll():
            yield one.told.recv()
    except (EOFError, OSError):
        return


def _failure(process: BaseProcess) -> list[int]:
    process.join()
    return [process.exitcode] if process.exitcode else []
