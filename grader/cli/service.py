"""``grader service``: what an instructor does with a service's data from a shell."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser, existing_folder, positive_number, whole_number
from grader.cli.learning_platforms import add_platform_options, on_data, run_platform, service_url
from grader.cli.output import emit, message
from grader.cli.serve import SERVICE_PARTS, private_files, refuse_without, shared_database
from grader.util.errors import UsageError
from grader.util.in_words import count_of

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.service.service_settings import Settings

Do = Callable[[argparse.Namespace, "Settings"], int | None]


def add_service_options(parser: Parser) -> None:
    add = on_data(parser, "ACTION")

    def action(name: str, help: str, do: Do, has_data: bool = True) -> Parser:
        """An action, and what does it, whose docstring is the action's help."""
        made = add(name, help, " ".join((do.__doc__ or "").split()), has_data)
        made.set_defaults(do=do)
        return made

    offer = action("offer", "offer an exercise as an assignment; prints its id", _offer)
    offer.value("exercise", "EXERCISE", "the exercise's id")
    _rules(offer)
    _course(offer)
    extend = action("extend", "give one member more time or more attempts", _extend)
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
        "members", "add the members of a class; prints a sign-in link for each", _members
    )
    members.path("roster", "ROSTER", "CSV with the columns id, name, email, role")
    service_url(members)
    members.flag("--send", "send each link by the mail server of DATA/service.toml instead")
    link = action("link", "print a new sign-in link for one member", _link)
    link.value("member", "MEMBER", "the member's id in the roster")
    service_url(link)
    providers = action(
        "providers", "ask the OpenID providers of DATA/service.toml whether they answer", _providers
    )
    service_url(providers)
    disconnect = action(
        "disconnect",
        "end the connection of a member to the accounts of OpenID providers",
        _disconnect,
    )
    disconnect.value("member", "MEMBER", "the member's id in the roster")
    grades = action("grades", "say how far the grades are that go to learning platforms", _grades)
    grades.flag("--again", "send everything that waits at once, what was declined included")
    rosters = action("rosters", "say when the rosters of learning platforms were read", _rosters)
    rosters.flag("--again", "have them read at once, by a running service")
    token = action("token", "print a member's token for the API, once", _token)
    token.value("member", "MEMBER", "the member's id in the roster")
    token.flag("--revoke", "end all tokens of the member instead")
    forget = action("forget", "delete a person, or old work, for good", _forget)
    forget.value("member", "MEMBER", "the member's id in the roster", nargs="?")
    forget.value("--before", "TIME", "delete old work instead", type=_time)
    forget.flag("--yes", "delete; it cannot be undone")
    platform = action(
        "platform", "look after the learning platforms that launch the service (LTI 1.3)", _platform,
        False,
    )  # fmt: skip
    add_platform_options(platform)
    course = action(
        "course", "have all machines grade with this machine's version of the course", _set_course
    )
    _course(course)
    backup = action(
        "backup", "write everything into one file, also while the service runs", _backup
    )
    backup.path("file", "FILE", "the backup, a tar archive")
    restore = action("restore", "make a service's folder from a backup", _restore, False)
    restore.path("file", "FILE", "the backup")
    restore.path("data", "DATA", "the service's folder, which must not be there yet")
    restore.value(
        "--database", "URL", "restore into this PostgreSQL database, which must be empty, and have DATA name it"
    )  # fmt: skip
    restore.value("--files", "URL", "with --database: keep the files in this object store")


@private_files()
def run_service(arguments: argparse.Namespace) -> int:
    """Look after a service's data: assignments, members, tokens, backups. The service may be running."""
    refuse_without(*SERVICE_PARTS)
    from grader.service.service_settings import Settings

    do: Do = arguments.do
    return do(arguments, Settings.of(arguments.data.absolute())) or 0


def _course(action: Parser) -> None:
    action.value(
        "--course", "DIR", "the course folder to use",
        type=existing_folder, default=argparse.SUPPRESS,
    )  # fmt: skip
    action.path("--settings", "FILE", "the TOML file that the workers use, too")


def _rules(offer: Parser) -> None:
    """The options that are the rules of an assignment, under the names of grader.service.rules."""
    offer.value(
        "--opens", "TIME", "when students see it (default: now)", type=_time, dest="opens_at"
    )
    offer.value(
        "--due", "TIME", "when it is due, such as 2026-12-01T23:59+01:00", type=_time, dest="due_at"
    )
    offer.value(
        "--closes",
        "TIME",
        "when nothing is accepted any more (default: never)",
        type=_time,
        dest="closes_at",
    )
    offer.value(
        "--attempts", "N", "how often everybody may hand in (default: any number of times)",
        type=whole_number,
    )  # fmt: skip
    offer.value(
        "--attempt-every", "HOURS", "one attempt comes back every so many hours, up to --attempts",
        type=positive_number, dest="attempt_back_hours",
    )  # fmt: skip
    offer.value(
        "--late-percent", "P", "what late work loses for each day that has begun (default: nothing)",
        type=positive_number, default=0, dest="late_percent_a_day",
    )  # fmt: skip
    offer.value(
        "--late-cap", "P", "the most that late work loses, in per cent (default: 100)",
        type=positive_number, default=100, dest="late_cap_percent",
    )  # fmt: skip
    offer.value(
        "--late-grace", "MINUTES", "so long after it is due, work is still in time (default: 0)",
        type=positive_number, default=0, dest="late_grace_minutes",
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
        choices=levels, default="hints", dest="shown_before_due",
    )  # fmt: skip
    offer.value(
        "--show-after", "LEVEL", "the same once nobody can hand in any more (default: hints)",
        choices=levels, default="hints", dest="shown_after_due",
    )  # fmt: skip


def _offer(arguments: argparse.Namespace, settings: Settings) -> None:
    """Offer an exercise as an assignment, from now on, and print the assignment's id."""
    from grader.model.result import Shown
    from grader.service import administration
    from grader.service.database_tables import Counts, now
    from grader.service.rules import Rules

    given = {field.name: getattr(arguments, field.name) for field in fields(Rules)}
    rules = Rules(
        **{
            **given,
            "opens_at": arguments.opens_at or now(),
            "counts": Counts(arguments.counts),
            "shown_before_due": Shown(arguments.shown_before_due),
            "shown_after_due": Shown(arguments.shown_after_due),
        }
    )
    emit(administration.offer(settings, _own_course(arguments), arguments.exercise, rules))


def _own_course(arguments: argparse.Namespace) -> Course:
    from grader.course.catalog import find_course

    return find_course(arguments.course, arguments.settings)


def _extend(arguments: argparse.Namespace, settings: Settings) -> None:
    """Give one member a later due time, or more attempts.

    It replaces what the member was given before, and is in force at once, also for what was handed in already.
    """
    from grader.service import administration
    from grader.service.offering import More

    more = More(arguments.until, arguments.attempts, arguments.reason)
    administration.extend(settings, arguments.assignment, arguments.member, more)


def _members(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the members of a class to the course, or bring their names and roles up to date.

    Prints the id and a sign-in link of each. Earlier links that were not used end.
    """
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
        person = each.member.person
        if server is not None and person.email:
            letters.append(Letter(each.member.number, person.name, person.email, link))
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


def _link(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print a new sign-in link for one member. Earlier links that were not used end."""
    from grader.service import administration

    secret = administration.sign_in_link(settings, arguments.member)
    emit(f"{arguments.url.rstrip('/')}/sign-in/{secret}")


def _grades(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say how far the grades are that go to learning platforms, and what platforms do not take.

    The exit code is 1 if something is held up or declined.
    """
    from grader.service import administration
    from grader.util.untrusted_text import harmless

    states = administration.sent_grades(settings, arguments.again)
    if not states:
        message("no link on a platform leads to an assignment")
    for each in states:
        link = each.link
        place = harmless(f"{link.assignment_id} at {link.platform.title}, {link.context.title}")
        if not each.takes:
            emit(f"{place}: takes no grades")
            continue
        counts = f"{each.sent} sent, {each.waiting} waiting, {len(each.declined)} declined"
        emit(f"{place}: {counts}" + (f"; held up: {each.fault}" if each.fault else ""))
        for row in each.declined:
            emit(f"  {harmless(row.member.number)}: {row.fault}")
    return 1 if any(each.fault or each.declined for each in states) else 0


def _rosters(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say when the rosters of learning platforms were read, and who is in them no more.

    The exit code is 1 if one cannot be read.
    """
    from grader.service import administration
    from grader.util.untrusted_text import harmless

    states = administration.rosters(settings, arguments.again)
    if not states:
        message("no platform has a roster for this course")
    for each in states:
        read = each.task.done_at if each.task else None
        state = f"read {read:%Y-%m-%d %H:%M} UTC" if read else "not read yet"
        fault = f"; fails: {each.task.fault}" if each.task and each.task.fault else ""
        emit(
            f"{harmless(f'{each.context.title} at {each.context.platform.title}')}: {state}{fault}"
        )
        for member in each.left:
            emit(f"  {harmless(member.number)}: inactive, or named no more")
    return 1 if any(each.task and each.task.fault for each in states) else 0


def _providers(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask each provider of DATA/service.toml whether it answers, and print the addresses that are registered there.

    The exit code is 1 if one does not answer.
    """
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


def _disconnect(arguments: argparse.Namespace, settings: Settings) -> None:
    """End the connection of a member to the accounts that sign the member in, and sign the member out everywhere."""
    from grader.service import administration

    count = administration.disconnect(settings, arguments.member)
    message(f"{count_of(count, 'account')} disconnected")


def _token(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print a token of the API for a member. It is shown this once."""
    from grader.service import administration

    if arguments.revoke:
        count = administration.revoke_tokens(settings, arguments.member)
        message(f"{count_of(count, 'token')} ended")
    else:
        emit(administration.token(settings, arguments.member))


def _forget(arguments: argparse.Namespace, settings: Settings) -> None:
    """Delete a member with everything that the member handed in; or what was handed in for assignments that ended
    before a time.

    Without --yes it only says how much that is. The audit log and earlier backups are kept as they are.
    """
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


def _platform(arguments: argparse.Namespace, settings: Settings) -> int:
    """Look after the learning platforms that launch the service by LTI 1.3."""
    return run_platform(arguments, settings)


def _set_course(arguments: argparse.Namespace, settings: Settings) -> None:
    """Of a service on several machines: have all of them grade with this machine's version of the course.

    Workers on machines that have another one wait until they have the same.
    """
    from grader.service import administration

    version = administration.set_course(settings, _own_course(arguments))
    message(f"all machines grade with version {version}")


def _backup(arguments: argparse.Namespace, settings: Settings) -> None:
    """Write the database, the key and all submitted files into one file.

    The service may be running. Keep the file private: it holds the class's work.
    """
    from grader.service.backup import back_up

    count = back_up(settings, arguments.file)
    message(f"backup: {count_of(count, 'submitted file')}")


def _restore(arguments: argparse.Namespace, settings: Settings) -> None:
    """Make a service's folder from a backup. A damaged backup is refused, and then nothing is left behind."""
    from grader.service.backup import restore

    url = shared_database(arguments.database)
    if url is None and arguments.files is not None:
        raise UsageError("an object store is for services with a --database")
    settings = replace(settings, database_url=url, object_store=arguments.files)
    count = restore(arguments.file, settings)
    message(f"restore: {count_of(count, 'submitted file')}")


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
