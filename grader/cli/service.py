"""``grader serve``, ``service``, ``submit`` and ``verify-receipt``: a place to hand in."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.arguments import (
    Parser,
    existing_folder,
    number_from_zero,
    positive_number,
    whole_number,
)
from grader.cli.learning_platforms import add_platform_options, on_data, run_platform, service_url
from grader.cli.output import emit, message, wants_color, width
from grader.util.errors import GraderError, UsageError
from grader.util.in_words import count_of

if TYPE_CHECKING:
    from grader.service.lti.sent_states import RosterState, SentState
    from grader.service.rules import Rules
    from grader.service.service_settings import Settings

_PARTS = (
    "alembic", "cryptography", "dbos", "fastapi", "joserfc", "python_multipart", "sqlalchemy", "uvicorn",
)  # fmt: skip


def _refuse_without(*parts: str) -> None:
    """Say how to get the optional parts where they are missing, before any of them is imported."""
    if missing := [name for name in parts if importlib.util.find_spec(name) is None]:
        raise UsageError(
            f"this command needs parts that are not installed: {', '.join(missing)}",
            hint="pip install 'numpy-grader[serve]'",
        )


@contextmanager
def _private_files() -> Iterator[None]:
    """Files that are made inside can be read by this user alone."""
    former = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(former)


def add_serve_options(parser: Parser) -> None:
    parser.path("data", "DATA", "the service's folder: database, files, key and logs", nargs="?")
    parser.value("--host", "ADDRESS", "where to listen (default: 127.0.0.1)", default="127.0.0.1")
    parser.number("--port", "N", "where to listen", 8000)
    parser.value(
        "--workers", "N", "processes that grade; 0 where other machines do (default: 1)",
        type=number_from_zero, default=1,
    )  # fmt: skip
    parser.number("--web-processes", "N", "processes that answer browsers and programs", 1)
    parser.value(
        "--database", "URL", "a PostgreSQL database that several machines share (default: a file in "
        "DATA); DATA remembers it"
    )  # fmt: skip
    parser.value(
        "--files", "URL", "keep what is handed in in an S3 object store, such as "
        "s3://bucket/prefix?endpoint=https://objects.example.org (default: in the database); the database "
        "remembers it for all machines"
    )  # fmt: skip
    parser.flag("--workers-only", "only grade, for the service that uses the same --database")
    parser.path("--settings", "FILE", "a TOML file to use instead of the course's own settings")


@_private_files()
def run_serve(arguments: argparse.Namespace) -> int:
    """Run a place to hand in: pages for students, an API, and workers that grade.

    At the first start a folder with its database is made, and a link is printed that signs in as the
    course's instructor, once. Ctrl-C ends the service; what is under way is finished first. After a
    crash, the same command goes on where it was.
    """
    _refuse_without(*_PARTS)
    import logging

    from grader.service.administration import first_link
    from grader.service.openid import providers
    from grader.service.supervisor import Supervisor, locked, prepare, refuse_taken_port

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with _served_folder(arguments) as data:
        settings = _served(arguments, data)
        prepare(settings)
        with locked(settings):
            if settings.web:
                refuse_taken_port(settings)
                providers(settings.data)  # wrong settings are said here, not in the logs
                where = f"The service is at {settings.address}, its data in {settings.data}."
            else:
                where = f"{settings.workers} workers grade for the service of this database."
            link = first_link(settings) if settings.web else None

            def ready() -> None:
                message(f"{where} Ctrl-C ends it.")
                if link is not None:
                    address = f"{settings.address}/sign-in/{link}"
                    message(f"Sign in as its instructor, once, within 14 days: {address}")

            Supervisor(settings, ready).run()
    return 0


@contextmanager
def _served_folder(arguments: argparse.Namespace) -> Iterator[Path]:
    """DATA; who only grades needs one for as long as that."""
    if arguments.data is not None:
        yield arguments.data.absolute()
    elif arguments.workers_only:
        with tempfile.TemporaryDirectory(prefix="grader-workers-") as folder:
            yield Path(folder)
    else:
        raise UsageError("name the service's folder: grader serve DATA")


def _served(arguments: argparse.Namespace, data: Path) -> Settings:
    from dataclasses import replace

    from grader.course.catalog import find_course
    from grader.service.service_settings import Settings

    known = Settings.of(data)
    url = _shared_database(arguments.database or known.database_url)
    if arguments.workers_only and url is None:
        raise UsageError("workers without a web process need the --database of their service")
    if not arguments.workers and (url is None or arguments.workers_only):
        raise UsageError("without workers here, others must grade: name the --database they share")
    return replace(
        known,
        course=find_course(arguments.course, arguments.settings).root,
        course_settings=arguments.settings and arguments.settings.absolute(),
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        web_processes=_web_processes(arguments.web_processes),
        database_url=url,
        web=not arguments.workers_only,
        object_store=arguments.files,
    )


def _shared_database(url: str | None) -> str | None:
    if url is not None and not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise UsageError(
            f"--database takes the address of a PostgreSQL database, not {url.partition(':')[0]}:…",
            "it looks like postgresql://user:password@host/name",
        )
    return url


def _web_processes(count: int) -> int:
    import socket

    if count > 1 and not hasattr(socket, "SO_REUSEPORT"):
        raise UsageError("this system lets one process alone answer: leave --web-processes out")
    return count


def add_service_options(parser: Parser) -> None:
    action = on_data(parser, "ACTION")
    offer = action(
        "offer",
        "offer an exercise as an assignment; prints its id",
        "Offer an exercise as an assignment, from now on, and print the assignment's id.",
    )
    offer.value("exercise", "EXERCISE", "the exercise's id")
    _rules(offer)
    _course(offer)
    extend = action(
        "extend",
        "give one member more time or more attempts",
        "Give one member a later due time, or more attempts. It replaces what the member was "
        "given before, and is in force at once, also for what was handed in already.",
    )
    extend.value("assignment", "ASSIGNMENT", "the assignment's id")
    extend.value("member", "MEMBER", "the member's id in the roster")
    extend.value(
        "--until", "TIME", "the member's own due time; the assignment stays open until then",
        type=_time,
    )  # fmt: skip
    extend.value(
        "--attempts", "N", "attempts beyond those of everybody", type=whole_number, default=0
    )
    extend.value("--reason", "TEXT", "why, in a sentence", required=True)
    members = action(
        "members",
        "add the members of a class; prints a sign-in link for each",
        "Add the members of a class to the course, or bring their names and roles up to date. "
        "Prints the id and a sign-in link of each. Earlier links that were not used end.",
    )
    members.path("roster", "ROSTER", "CSV with the columns id, name, email, role")
    service_url(members)
    members.flag("--send", "send each link by the mail server of DATA/service.toml instead")
    link = action(
        "link",
        "print a new sign-in link for one member",
        "Print a new sign-in link for one member. Earlier links that were not used end.",
    )
    link.value("member", "MEMBER", "the member's id in the roster")
    service_url(link)
    providers = action(
        "providers",
        "ask the OpenID providers of DATA/service.toml whether they answer",
        "Ask each provider of DATA/service.toml whether it answers, and print the addresses "
        "that are registered there. The exit code is 1 if one does not answer.",
    )
    service_url(providers)
    disconnect = action(
        "disconnect",
        "end the connection of a member to the accounts of OpenID providers",
        "End the connection of a member to the accounts that sign the member in, and sign the "
        "member out everywhere.",
    )
    disconnect.value("member", "MEMBER", "the member's id in the roster")
    grades = action(
        "grades",
        "say how far the grades are that go to learning platforms",
        "Say how far the grades are that go to learning platforms, and what platforms do not "
        "take. The exit code is 1 if something is held up or declined.",
    )
    grades.flag("--again", "send everything that waits at once, what was declined included")
    rosters = action(
        "rosters",
        "say when the rosters of learning platforms were read",
        "Say when the rosters of learning platforms were read, and who is in them no more. The "
        "exit code is 1 if one cannot be read.",
    )
    rosters.flag("--again", "have them read at once, by a running service")
    token = action(
        "token",
        "print a member's token for the API, once",
        "Print a token of the API for a member. It is shown this once.",
    )
    token.value("member", "MEMBER", "the member's id in the roster")
    token.flag("--revoke", "end all tokens of the member instead")
    forget = action(
        "forget",
        "delete a person, or old work, for good",
        "Delete a member with everything that the member handed in; or what was handed in for "
        "assignments that ended before a time. Without --yes it only says how much that is. The audit "
        "log and earlier backups are kept as they are.",
    )
    forget.value("member", "MEMBER", "the member's id in the roster", nargs="?")
    forget.value("--before", "TIME", "delete old work instead", type=_time)
    forget.flag("--yes", "delete; it cannot be undone")
    platform = action(
        "platform",
        "look after the learning platforms that launch the service (LTI 1.3)",
        "Look after the learning platforms that launch the service by LTI 1.3.",
        False,
    )
    add_platform_options(platform)
    course = action(
        "course",
        "have all machines grade with this machine's version of the course",
        "Of a service on several machines: have all of them grade with this machine's version of "
        "the course. Workers on machines that have another one wait until they have the same.",
    )
    _course(course)
    backup = action(
        "backup",
        "write everything into one file, also while the service runs",
        "Write the database, the key and all submitted files into one file. The service "
        "may be running. Keep the file private: it holds the class's work.",
    )
    backup.path("file", "FILE", "the backup, a tar archive")
    restore = action(
        "restore",
        "make a service's folder from a backup",
        "Make a service's folder from a backup. A damaged backup is refused, and then "
        "nothing is left behind.",
        False,
    )
    restore.path("file", "FILE", "the backup")
    restore.path("data", "DATA", "the service's folder, which must not be there yet")
    restore.value(
        "--database", "URL", "restore into this PostgreSQL database, which must be empty, and have DATA name it"
    )  # fmt: skip
    restore.value("--files", "URL", "with --database: keep the files in this object store")


@_private_files()
def run_service(arguments: argparse.Namespace) -> int:
    """Look after a service's data: assignments, members, tokens, backups. The service may be running."""
    _refuse_without(*_PARTS)
    from grader.service import administration
    from grader.service.service_settings import Settings

    settings = Settings.of(arguments.data.absolute())
    if arguments.action == "offer":
        from grader.course.catalog import find_course

        course = find_course(arguments.course, arguments.settings)
        emit(administration.offer(settings, course, arguments.exercise, _rules_of(arguments)))
    elif arguments.action == "extend":
        from grader.service.offering import More

        more = More(arguments.until, arguments.attempts, arguments.reason)
        administration.extend(settings, arguments.assignment, arguments.member, more)
    elif arguments.action == "members":
        return _members(arguments, settings)
    elif arguments.action == "forget":
        return _forget(arguments, settings)
    elif arguments.action == "platform":
        return run_platform(arguments, settings)
    elif arguments.action == "providers":
        return _providers(arguments, settings)
    elif arguments.action == "grades":
        return _grades(administration.sent_grades(settings, arguments.again))
    elif arguments.action == "rosters":
        return _rosters(administration.rosters(settings, arguments.again))
    elif arguments.action == "disconnect":
        count = administration.disconnect(settings, arguments.member)
        message(f"{count_of(count, 'account')} disconnected")
    elif arguments.action == "course":
        from grader.course.catalog import find_course

        course = find_course(arguments.course, arguments.settings)
        message(f"all machines grade with version {administration.set_course(settings, course)}")
    elif arguments.action == "link":
        secret = administration.sign_in_link(settings, arguments.member)
        emit(f"{arguments.url.rstrip('/')}/sign-in/{secret}")
    elif arguments.action in ("backup", "restore"):
        return _copy(arguments, settings)
    elif arguments.revoke:
        count = administration.revoke_tokens(settings, arguments.member)
        message(f"{count_of(count, 'token')} ended")
    else:
        emit(administration.token(settings, arguments.member))
    return 0


def _course(action: Parser) -> None:
    action.value(
        "--course", "DIR", "the course folder to use",
        type=existing_folder, default=argparse.SUPPRESS,
    )  # fmt: skip
    action.path("--settings", "FILE", "the TOML file that the workers use, too")


def _rules(offer: Parser) -> None:
    """The options that are the rules of an assignment: see grader.service.rules."""
    offer.value("--opens", "TIME", "when students see it (default: now)", type=_time)
    offer.value("--due", "TIME", "when it is due, such as 2026-12-01T23:59+01:00", type=_time)
    offer.value(
        "--closes", "TIME", "when nothing is accepted any more (default: never)", type=_time
    )
    offer.value(
        "--attempts", "N", "how often everybody may hand in (default: any number of times)",
        type=whole_number,
    )  # fmt: skip
    offer.value(
        "--attempt-every", "HOURS", "one attempt comes back every so many hours, up to --attempts",
        type=positive_number,
    )  # fmt: skip
    offer.value(
        "--late-percent", "P", "what late work loses for each day that has begun (default: nothing)",
        type=positive_number, default=0,
    )  # fmt: skip
    offer.value(
        "--late-cap", "P", "the most that late work loses, in per cent (default: 100)",
        type=positive_number, default=100,
    )  # fmt: skip
    offer.value(
        "--late-grace", "MINUTES", "so long after it is due, work is still in time (default: 0)",
        type=positive_number, default=0,
    )  # fmt: skip
    points = ("attainable", "earned")
    offer.value(
        "--late-of", "POINTS", "which points the per cent are of: attainable (the default) or earned",
        choices=points, default=points[0],
    )  # fmt: skip
    offer.value(
        "--counts", "WHICH", "which attempt counts: highest (the default) or latest",
        choices=("highest", "latest"), default="highest",
    )  # fmt: skip
    levels = ("public", "statuses", "hints")
    offer.value(
        "--show", "LEVEL", "what students read of a result: the public cases alone (public), also how "
        "hidden ones ended (statuses), also their hints (hints, the default)",
        choices=levels, default="hints",
    )  # fmt: skip
    offer.value(
        "--show-after", "LEVEL", "the same once nobody can hand in any more (default: hints)",
        choices=levels, default="hints",
    )  # fmt: skip


def _rules_of(arguments: argparse.Namespace) -> Rules:
    from grader.report.student_view import Shown
    from grader.service.database_tables import Counts, now
    from grader.service.rules import Rules

    return Rules(
        opens_at=arguments.opens or now(),
        due_at=arguments.due,
        closes_at=arguments.closes,
        attempts=arguments.attempts,
        attempt_back_hours=arguments.attempt_every,
        late_percent_a_day=arguments.late_percent,
        late_cap_percent=arguments.late_cap,
        late_grace_minutes=arguments.late_grace,
        late_of=arguments.late_of,
        counts=Counts(arguments.counts),
        shown_before_due=Shown(arguments.show),
        shown_after_due=Shown(arguments.show_after),
    )


def _members(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the members; print the links that are not sent."""
    from grader.service import administration
    from grader.service.mail import Letter, mail_server, send
    from grader.util.csv_tables import encoding_note
    from grader.util.language import speaking
    from grader.util.untrusted_text import harmless

    server = mail_server(settings.data) if arguments.send else None  # before a link is made
    base = arguments.url.rstrip("/")
    letters, refused = [], 0
    admitted = administration.members(settings, arguments.roster)
    for remark in (encoding_note(arguments.roster), *(each.remark for each in admitted)):
        if remark:
            message(harmless(remark))
    for each in admitted:
        link = f"{base}/sign-in/{each.link}"
        if server is not None and each.email:
            letters.append(Letter(each.member.number, each.name, each.email, link))
        else:
            emit(f"{harmless(each.member.number)}\t{link}")
    if server is not None:
        with speaking(administration.language(settings)):
            failed = send(server, letters)
        refused = len(failed)
        sent = len(letters) - refused
        message(f"{count_of(sent, 'letter', ('was', 'were'))} sent")
        for letter in failed:
            emit(f"{harmless(letter.number)}\t{letter.link}")
            message(f"not sent to {harmless(letter.number)}: the mail server refused the address")
    message("Each link signs one person in, once, within 14 days. Send it to nobody else.")
    return 1 if refused else 0


def _grades(states: list[SentState]) -> int:
    """Print the links on platforms, and what their platforms do not take."""
    from grader.util.untrusted_text import harmless

    if not states:
        message("no link on a platform leads to an assignment")
    for each in states:
        link, where = each.linked.link, each.linked
        place = harmless(f"{link.assignment_id} at {where.platform.title}, {where.context.title}")
        if not each.takes:
            emit(f"{place}: takes no grades")
            continue
        counts = f"{each.sent} sent, {each.waiting} waiting, {len(each.declined)} declined"
        emit(f"{place}: {counts}" + (f"; held up: {each.fault}" if each.fault else ""))
        for member, _, row in each.declined:
            emit(f"  {harmless(member.number)}: {row.fault}")
    return 1 if any(each.fault or each.declined for each in states) else 0


def _rosters(states: list[RosterState]) -> int:
    """Print the rosters of platforms, and who has left."""
    from grader.util.untrusted_text import harmless

    if not states:
        message("no platform has a roster for this course")
    for each in states:
        read = each.task.done_at if each.task else None
        state = f"read {read:%Y-%m-%d %H:%M} UTC" if read else "not read yet"
        fault = f"; fails: {each.task.fault}" if each.task and each.task.fault else ""
        emit(f"{harmless(f'{each.context.title} at {each.platform.title}')}: {state}{fault}")
        for member, _ in each.left:
            emit(f"  {harmless(member.number)}: inactive, or named no more")
    return 1 if any(each.task and each.task.fault for each in states) else 0


def _providers(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say of each provider whether it answers, and what is registered there."""
    from grader.service.openid import ProviderDown, providers

    base, down = arguments.url.rstrip("/"), 0
    found = providers(settings.data)
    if not found:
        message("DATA/service.toml names no provider")
    for each in found.values():
        try:
            each.check()
            state = "answers"
        except ProviderDown as fault:
            state, down = f"does not answer: {fault}", 1
        emit(f"{each.id}: {each.settings.issuer} {state}")
        emit(f"  after signing in:  {base}/sign-in/with/{each.id}/done")
        emit(f"  after signing out: {base}/sign-in")
    return down


def _forget(arguments: argparse.Namespace, settings: Settings) -> int:
    from grader.service.forgetting import forget_member, forget_work
    from grader.service.supervisor import prepare

    if (arguments.member is None) == (arguments.before is None):
        raise UsageError("name either a member or a time: MEMBER, or --before TIME")
    prepare(settings)
    if arguments.member is not None:
        done = forget_member(settings, arguments.member, arguments.yes)
    else:
        done = forget_work(settings, arguments.before, arguments.yes)
    count = count_of(done.submissions, "submission")
    if arguments.yes:
        message(f"deleted: {count}, {count_of(done.files, 'file')}")
    else:
        message(f"{count} would be deleted for good. With --yes they are.")
    return 0


def _copy(arguments: argparse.Namespace, settings: Settings) -> int:
    from grader.service.backup import back_up, restore

    if arguments.action == "backup":
        count = back_up(settings, arguments.file)
    else:
        from dataclasses import replace

        url = _shared_database(arguments.database)
        settings = replace(settings, database_url=url, object_store=arguments.files)
        if url is None and arguments.files is not None:
            raise UsageError("an object store is for services with a --database")
        count = restore(arguments.file, settings)
    message(f"{arguments.action}: {count_of(count, 'submitted file')}")
    return 0


def add_submit_options(parser: Parser) -> None:
    parser.path(
        "files", "FILE", "what to hand in: a notebook or script, or several files", nargs="+"
    )
    parser.value("--to", "URL", "the address of the assignment", required=True)
    parser.path("--token-file", "FILE", "a file with your token that only you can read")
    parser.flag("--dry-run", "say what is recognised, and hand nothing in")
    parser.flag("--yes", "hand in without a question, whatever is recognised")
    parser.flag("--wait", "wait for the result, and print it")
    parser.path("--receipt", "FILE", "where the receipt goes (default: beside FILE)")
    parser.flag("--json", "print the service's answer as JSON")


def run_submit(arguments: argparse.Namespace) -> int:
    """Hand in, and keep the receipt.

    What is recognised in the files is said first. If a function is missing, you are asked whether to go
    on; without a terminal it is handed in. The token is taken from the environment variable GRADER_TOKEN
    or from --token-file. After a lost connection it is tried again, and counts once.
    """
    from grader.cli.output import emit_json
    from grader.service.client import Client, Place, read_token
    from grader.util.files import write_atomically, writing_into

    client = Client(Place.of(arguments.to), read_token(arguments.token_file))
    uploaded = client.upload(arguments.files)
    found = client.recognised(uploaded["id"])
    whole = _tell(found)
    if arguments.dry_run:
        message("nothing is handed in")
        return 0 if whole else 1
    if not whole and not arguments.yes and sys.stdin.isatty() and not _goes_on():
        message("nothing is handed in")
        return 1
    answer = client.confirm(uploaded["id"])
    first = arguments.files[0]
    receipt = arguments.receipt or first.with_name(f"{first.name}.receipt.json")
    with writing_into(receipt):
        write_atomically(receipt, json.dumps(answer["receipt"], ensure_ascii=False, indent=1))
    message(f"handed in: attempt {answer['attempt']}, received {answer['received_at']}")
    message(f"the receipt is in {receipt}")
    if arguments.wait:
        answer = client.result(answer["id"])
    if arguments.json:
        emit_json(answer)
    elif arguments.wait:
        return _show(answer)
    return 0


def _tell(found: dict[str, Any] | None) -> bool:
    """Say what was recognised; returns whether nothing is missing."""
    from grader.util.untrusted_text import harmless

    if found is None:
        message("what is recognised is not known yet: the grader is busy")
        return True
    lines = [found["summary"], found["problem"], *found["missing"].values(), *found["notes"]]
    for line in filter(None, lines):
        message(harmless(str(line)))
    return not found["missing"] and found["problem"] is None


def _goes_on() -> bool:
    """Whether the user hands in all the same."""
    sys.stderr.write("Hand it in all the same? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(answer: dict[str, Any]) -> int:
    """Print a result as `grader check` does, and why the points are others; returns the exit code."""
    from grader.report import phrases
    from grader.report.model import Report
    from grader.report.terminal import render_check

    if answer["report"] is None:
        raise GraderError(
            "the grader failed on your submission", "it is kept, and your instructor sees it"
        )
    report = Report.model_validate_json(json.dumps(answer["report"]))
    emit(render_check(report, color=wants_color(sys.stdout), width=width()).rstrip("\n"))
    for change in report.adjustments:
        emit(f"{change.points:+g} points: {change.comment or change.reason}")
    if answer["shown"] == "public":
        emit("These are the public cases alone, and their points.")
    return 0 if phrases.passed(report) else 1


def add_verify_receipt_options(parser: Parser) -> None:
    parser.path("receipt", "RECEIPT", "the receipt, a JSON file")
    parser.path("files", "FILE", "the file that was handed in, or all files", nargs="+")
    parser.value("--key", "KEY", "the service's public key: URL/api/v1/receipt-key shows it")


def run_verify_receipt(arguments: argparse.Namespace) -> int:
    """Check without a network that a receipt is genuine and is for exactly these files.

    Anybody can sign with a key of their own, so give the service's key with --key. Without it, only
    the name of the key is printed.
    """
    _refuse_without("cryptography")
    from grader.service.receipts import verify_receipt
    from grader.util.untrusted_text import harmless

    try:
        text = arguments.receipt.read_text("utf-8")
        files = [path.read_bytes() for path in arguments.files]
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"cannot read: {fault}") from None
    fields = verify_receipt(text, files, arguments.key)
    for name in ("person", "assignment", "attempt", "received_at", "exercise_version", "key"):
        emit(f"{name}: {harmless(str(fields.get(name)))}")
    if arguments.key is None:
        message("The signature fits this key. Whether it is the service's key was not checked.")
    return 0


def _time(text: str) -> datetime:
    """Parse a time with its offset from UTC, in whole seconds."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time with an offset, such as 2026-12-01T23:59+01:00"
        )
    return time.astimezone(UTC)
