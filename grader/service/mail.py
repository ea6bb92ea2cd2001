"""Letters with sign-in links, by the mail server that the service's settings name."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.service.database_tables import now
from grader.service.messages import letter_text
from grader.service.settings_file import FILE, checked, read_table
from grader.util.errors import GraderError, UsageError
from grader.util.language import gettext
from grader.util.untrusted_text import harmless

PASSWORD = "GRADER_SMTP_PASSWORD"  # noqa: S105 (a name)
_TIMEOUT = 30.0


class MailServer(BaseModel):
    """How letters are sent: the table ``[mail]`` of the settings file.

    security  ``starttls``, ``tls`` from the beginning, or ``none`` for a server on the same machine
    user      without one, nothing is said of who sends; the password is in the variable GRADER_SMTP_PASSWORD
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int = Field(587, gt=0, lt=65536)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    sender: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """Who gets which link; the number is the member's id in the roster."""

    number: str
    name: str
    address: str
    link: str


def mail_server(data: Path) -> MailServer:
    """Read the mail server from the service's settings file; raises UsageError where there is none."""
    table = read_table(data, "mail")
    if table is None:
        raise UsageError(
            f"no mail server is set: {data / FILE} has no table [mail]",
            'write: [mail], host = "mail.example.org", sender = "grader@example.org"',
        )
    return checked(data, "mail", table, MailServer)


def send(server: MailServer, letters: Sequence[Letter]) -> list[Letter]:
    """Send each letter; returns those that the server refused. Raises GraderError where it does not answer."""
    refused = []
    try:
        with _connected(server) as connection:
            for letter in letters:
                try:
                    connection.send_message(_message(server, letter))
                except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError):
                    refused.append(letter)
    except (OSError, smtplib.SMTPException) as fault:
        raise GraderError(
            f"the mail server {server.host}:{server.port} does not take letters: {fault}",
            "no link is lost: the same command makes new ones",
        ) from None
    return refused


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    secure = ssl.create_default_context()
    connection = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=secure)
        if server.security == "tls"
        else smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    )
    with connection:
        if server.security == "starttls":
            connection.starttls(context=secure)
        if server.user is not None:
            connection.login(server.user, os.environ.get(PASSWORD, ""))
        yield connection


def _message(server: MailServer, letter: Letter) -> EmailMessage:
    """Raises ValueError for an address that is none."""
    name = harmless(letter.name)
    user, _, domain = letter.address.rpartition("@")
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = Address(name, user, domain)
    message["Subject"] = server.subject or gettext("Your link for handing in")
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain="grader.invalid")
    message.set_content(letter_text(name, letter.link))
    return message
