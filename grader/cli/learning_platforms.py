"""``grader service platform``: the learning platforms that launch a service."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser
from grader.cli.output import emit, message

if TYPE_CHECKING:
    from grader.service.service_settings import Settings


def on_data(parser: Parser, metavar: str) -> Callable[..., Parser]:
    """Add an argument that names an action; returns what adds one, as `Parser.actions` does.

    Each takes the service's folder first, unless a fourth argument is False.
    """
    add = parser.actions(metavar)

    def action(name: str, help: str, description: str, first: bool = True) -> Parser:
        made = add(name, help, description)
        if first:
            made.path("data", "DATA", "the service's folder")
        return made

    return action


def service_url(parser: Parser) -> None:
    """Add ``--url``."""
    parser.value(
        "--url", "URL", "the service's address, for what is printed (default: http://127.0.0.1:8000)",
        default="http://127.0.0.1:8000",
    )  # fmt: skip


def add_platform_options(parser: Parser) -> None:
    action = on_data(parser, "WHAT")
    add = action(
        "add",
        "register a platform by hand; prints its id",
        "Register a learning platform by what it shows of itself, and print its id. The addresses "
        "to write on the platform are printed, too.",
    )
    for name, metavar, text in (
        ("--issuer", "URL", "what the platform calls itself, also: platform id"),
        ("--client-id", "ID", "what the platform calls the service"),
        ("--auth-url", "URL", "its address for authentication requests"),
        ("--token-url", "URL", "its address for access tokens"),
        ("--jwks-url", "URL", "the address of its public keys"),
    ):
        add.value(name, metavar, text, required=True)
    add.repeated("--deployment", "ID", "where the platform has installed the service")
    add.repeated("--origin", "URL", "an address of its pages, if not that of the issuer")
    add.value("--title", "TEXT", "what you call it", default="")
    add.value(
        "--token-audience", "TEXT", "whom requests for tokens are addressed to, if not --token-url"
    )
    add.flag(
        "--match-roster",
        "find its students in the roster also by the platform's own id (person_sourcedid) or e-mail address",
    )
    service_url(add)
    action(
        "list",
        "print the platforms, and their courses that wait or are accepted",
        "Print a line for each platform, and for each of their courses that waits or is accepted.",
    )
    for name, metavar, text in (
        (
            "accept",
            "COURSE",
            "have the people of a platform's course be members of the service's course",
        ),
        (
            "release",
            "COURSE",
            "have a platform's course lead here no more; its people stay members",
        ),
        ("remove", "PLATFORM", "have a platform launch nothing any more; its users stay members"),
    ):
        one = action(name, text, f"{text[:1].upper()}{text[1:]}.")
        one.value("id", metavar, "its id, as `list` prints it")
    rotate = action(
        "rotate-keys",
        "make a new key to sign with",
        "Make a new key with which the service signs what it sends to platforms. It is published "
        "now and signs from tomorrow on; the former one stays published for a week longer.",
    )
    rotate.flag(
        "--at-once", "sign with it now and withdraw the former ones, which somebody may have got"
    )


def run_platform(arguments: argparse.Namespace, settings: Settings) -> int:
    from grader.service import administration

    if arguments.what == "add":
        return _add(arguments, settings)
    if arguments.what == "list":
        from grader.util.untrusted_text import harmless

        for kind, id_, words in administration.list_platforms(settings):
            emit(f"{kind}\t{id_}\t{harmless(words)}")
    elif arguments.what == "rotate-keys":
        administration.rotate_keys(settings, arguments.at_once)
    else:
        do = {
            "accept": administration.accept_context,
            "release": administration.release_context,
            "remove": administration.remove_platform,
        }
        do[arguments.what](settings, arguments.id)
    return 0


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    from grader.service import administration
    from grader.service.lti.platforms import Registration
    from grader.service.lti.registration import Addresses

    registration = Registration(
        issuer=arguments.issuer,
        client_id=arguments.client_id,
        auth_url=arguments.auth_url,
        token_url=arguments.token_url,
        jwks_url=arguments.jwks_url,
        title=arguments.title,
        token_audience=arguments.token_audience,
        origins=tuple(arguments.origin),
        deployments=tuple(arguments.deployment),
        matches_roster=arguments.match_roster,
    )
    emit(administration.add_platform(settings, registration))
    addresses = Addresses(arguments.url.rstrip("/"))
    message(f"tool, launch and redirection address: {addresses.launch}")
    message(f"login initiation address: {addresses.login}")
    message(f"public key set address: {addresses.keys}")
    return 0
