"""Programs that ask the service: an answer that breaks off is no answer."""

from __future__ import annotations

import socketserver
import threading

import pytest

from grader.service import client
from grader.service.client import Client, Place

WHOLE = b"def double(x):\n    return 2 * x\n"


class BreaksOff(socketserver.StreamRequestHandler):
    """Half of the file, then nothing; half of a status line; then the file."""

    answers: list[bytes]

    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        self.wfile.write(self.answers.pop(0))


def test_a_file_is_whole_or_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(WHOLE)}\r\n\r\n".encode()
    BreaksOff.answers = [head + WHOLE[:9], b"HTTP/1.1 2", head + WHOLE]
    monkeypatch.setattr(client, "_FIRST_PAUSE", 0.0)
    with socketserver.TCPServer(("127.0.0.1", 0), BreaksOff) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = Place(f"http://127.0.0.1:{server.server_address[1]}", "a")
        assert Client(place, "token").file("s", 0) == WHOLE
        server.shutdown()
    assert not BreaksOff.answers
