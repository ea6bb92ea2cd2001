"""Sign-in links by letter, where a mail server is set."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.service.exercise_page import ExercisePage
from grader.service.publishing import publish
from grader.service.service_settings import Settings
from grader.service.teaching import the_course

Capture = pytest.CaptureFixture[str]
ROSTER = """id,name,email,role
ada,"Ada Lovelace, Countess",ada@example.org,student
bob,Bob,refused@example.org,student
cy,Cy,,student
dot,"Dot
Bcc: everybody@example.org",dot@example.org,student
"""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes; one address is refused."""

    letters: list[bytes]

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                type(self).letters.append(b"".join(lines))
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("550 nobody" if b"TO:<refused@" in line else "250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def port() -> Iterator[int]:
    Mailbox.letters = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_links_are_sent(tmp_path: Path, port: int, capsys: Capture) -> None:
    """Each to its own address; who has none, or is refused, is printed as without a mail server."""
    data, roster = tmp_path / "data", tmp_path / "roster.csv"
    data.mkdir()
    roster.write_text(ROSTER, "utf-8")
    command = ["service", "members", str(data), str(roster), "--send", "--url", "https://g.org/"]
    assert main(command) == 2
    assert "no mail server is set" in capsys.readouterr().err
    settings = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "g@g.org"\n'
    (data / "service.toml").write_text(settings)
    assert main(command) == 1
    told = capsys.readouterr()
    assert {line.split("\t")[0] for line in told.out.splitlines()} == {"bob", "cy"}
    assert "2 letters were sent" in told.err and "not sent to bob" in told.err
    letters = [message_from_bytes(each, policy=policy.default) for each in Mailbox.letters]
    assert [letter["To"].addresses[0].addr_spec for letter in letters] == [
        "ada@example.org",
        "dot@example.org",
    ]
    assert all(letter["Bcc"] is None and letter["From"] == "g@g.org" for letter in letters)
    links = [line for each in letters for line in each.get_content().split() if "://" in line]
    assert letters[0]["Subject"] == "Your link for handing in"
    database = Settings.of(data).database()
    page = ExercisePage(
        exercise="e", title="E", version="v", public_version="p", points=1, functions={}, statement="",
        files={}, language="de",
    )  # fmt: skip
    with database.writing() as session:
        publish(session, the_course(session).id, page)
    database.close()
    assert main(command) == 1
    german = message_from_bytes(Mailbox.letters[2], policy=policy.default)
    assert german["Subject"] == "Dein Link zum Abgeben" and "Hallo Ada" in german.get_content()
    assert len(set(links)) == 2 and all(
        link.startswith("https://g.org/sign-in/") and link not in told.out for link in links
    )


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ("[mail", "cannot be read"),
        ('[mail]\nsender = "a@b.org"', "mail.host: field required"),
        ('[mail]\nhost = "h"\nsender = "a@b.org"\nsecurty = "tls"', "mail.securty"),
    ],
)
def test_settings_that_are_wrong(
    settings: str, error: str, tmp_path: Path, capsys: Capture
) -> None:
    """They are told before a link is made."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "service.toml").write_text(settings)
    (tmp_path / "roster.csv").write_text("id,name\nann,Ann\n")
    paths = [str(tmp_path / "data"), str(tmp_path / "roster.csv")]
    assert main(["service", "members", *paths, "--send"]) == 2
    assert error in capsys.readouterr().err.lower()


def test_a_server_that_does_not_answer(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "data").mkdir()
    settings = '[mail]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\nsender = "g@g.org"\n'
    (tmp_path / "data" / "service.toml").write_text(settings)
    (tmp_path / "roster.csv").write_text("id,name,email\nann,Ann,a@x.org\n")
    paths = [str(tmp_path / "data"), str(tmp_path / "roster.csv")]
    assert main(["service", "members", *paths, "--send"]) != 0
    assert "does not take letters" in capsys.readouterr().err
