"""`ros` for each line of arguments on standard input, forked from here, where the libraries are loaded once for all."""

import json
import os
import sys
from collections.abc import Mapping, Sequence

from ros_analysis.app.cli import main
from ros_analysis.publish.loading import load


def serve() -> None:
    """Answers each line with the exit code, when the command has ended."""
    load(None, pages=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(**json.loads(line))
            main()
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def become(arguments: Sequence[str], environment: Mapping[str, str], out: str, err: str) -> None:
    """Let this process be as if the command was just started, with its output in two files."""
    for stream, path in enumerate((os.devnull, out, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), stream)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["ros", *arguments]


if __name__ == "__main__":
    serve()
