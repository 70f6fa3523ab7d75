"""Typst in a process that was forked from one where it has run."""

import multiprocessing
from multiprocessing.connection import Connection

from ros_analysis.publish.document import Document
from ros_analysis.publish.pdf import render


def send_pages(document: Document, sender: Connection) -> None:
    sender.send_bytes(render(document))


def test_a_forked_process_typesets_the_same_pages(document: Document) -> None:
    before = render(document)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=send_pages, args=(document, sender))
    child.start()
    assert receiver.poll(60), "Barnet venter på tråder som det ikke har."
    assert receiver.recv_bytes() == before
    child.join()
