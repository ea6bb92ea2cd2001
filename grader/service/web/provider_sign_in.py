"""Signing in by the accounts of other organisations, and out again."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from grader.service import credentials, identities
from grader.service.access import NotFound, memberships
from grader.service.database_tables import Person
from grader.service.openid import Account, NotProven, Proof, Provider, ProviderDown
from grader.service.web.problems import Problem
from grader.service.web.rendering import page
from grader.service.web.request_context import SEE_OTHER, base_address, service_of
from grader.service.web.visitor import (
    Form,
    SignedIn,
    forget_sign_in,
    known_visitor,
    limit_sign_ins,
    remember,
    remember_sign_in,
    session_secrets,
    sign_in_secret,
)
from grader.util.language import gettext

router = APIRouter(include_in_schema=False)
_LONGEST_PLACE = 500
_log = logging.getLogger(__name__)


@router.get("/sign-in")
def show_ways(request: Request, to: str = "/") -> Response:
    """The ways to sign in; for whoever is signed in, the accounts that are connected."""
    service = service_of(request)
    visitor = known_visitor(request)
    has: set[str] = set()
    if visitor is not None:
        with service.database.reading() as session:
            has = identities.connected(session, visitor.person)
    return page(
        request, "ways.html", visitor=visitor, providers=list(service.providers.values()),
        has=has, to=_own_place(to),
    )  # fmt: skip


@router.get("/sign-in/with/{provider}")
def begin(request: Request, provider: str, to: str = "/") -> Response:
    """Send the browser to the provider. It is a link: a form's answer may not lead to another site."""
    limit_sign_ins(request)
    chosen = _provider(request, provider)
    service = service_of(request)
    with service.database.writing() as session:
        secret = identities.begin(session, chosen.id, _own_place(to))
    proof = Proof.of(secret)
    try:
        address = chosen.sign_in_address(_back(request, chosen), proof)
    except ProviderDown:
        return _down(request, chosen)
    answer = RedirectResponse(address, SEE_OTHER)
    remember_sign_in(request, answer, proof.state, secret)
    return answer


@router.get("/sign-in/with/{provider}/done")
def end(request: Request, provider: str) -> Response:
    """The provider's answer, which counts once and in the browser that began."""
    limit_sign_ins(request)
    chosen = _provider(request, provider)
    service = service_of(request)
    given = dict(request.query_params)
    state = given.get("state", "")
    secret = sign_in_secret(request, state)
    declined = "error" in given
    if secret is None:
        return _refused(request, chosen, "begun in no browser, or in another one", declined)
    with service.database.writing() as session:
        row = identities.end(session, chosen.id, secret)
    if row is None:
        return _refused(request, chosen, "answered before, or too late")
    if declined:
        return _refused(request, chosen, "declined", declined)
    try:
        account = chosen.account(given, _back(request, chosen), Proof.of(secret))
    except ProviderDown:
        return _down(request, chosen)
    except NotProven as fault:
        return _refused(request, chosen, str(fault))
    with service.database.writing() as session:
        person = identities.person_of(session, account)
        if person is None:
            person = identities.by_roster(session, account, chosen.settings)
        if person is not None and memberships(session, person):
            for former in session_secrets(request):
                credentials.revoke(session, former)
            cookie = credentials.open_session(session, person, chosen.id)
            answer: Response = RedirectResponse(row.back_to, SEE_OTHER)
            remember(request, answer, cookie)
            forget_sign_in(request, answer, state)
            return answer
    return _nobody(request, chosen, account, person, secret, state)


@router.post("/sign-in/with/{provider}/connect")
def connect(request: Request, provider: str, visitor: SignedIn, form: Form) -> Response:
    """Connect an account to the person who is signed in, who says that it is theirs."""
    chosen = _provider(request, provider)
    state = str(form.get("state", ""))
    secret = sign_in_secret(request, state)
    back_to = None
    if secret is not None:
        with service_of(request).database.writing() as session:
            back_to = identities.connect(
                session, visitor.person, chosen.id, chosen.identity_provider, secret
            )
    if back_to is None:
        text = gettext("This account could not be connected. Sign in with it again.")
        raise Problem(409, "not-connected", text)
    answer = RedirectResponse(back_to, SEE_OTHER)
    forget_sign_in(request, answer, state)
    return answer


@router.get("/signed-out/{provider}")
def signed_out(request: Request, provider: str) -> Response:
    """After signing out here: the way to sign out of the provider, too."""
    chosen = _provider(request, provider)
    address = chosen.sign_out_address(f"{base_address(request)}/sign-in")
    return page(request, "signed_out.html", provider=chosen, address=address)


def _nobody(
    request: Request,
    chosen: Provider,
    account: Account,
    person: Person | None,
    secret: str,
    state: str,
) -> Response:
    """For an account that is nobody's: who is signed in may say that it is theirs."""
    service = service_of(request)
    visitor = known_visitor(request)
    has: set[str] = set()
    if visitor is not None and person is None:
        with service.database.writing() as session:
            has = identities.connected(session, visitor.person)
            if chosen.identity_provider not in has:
                identities.offer_connection(session, chosen.id, secret, account)
                return page(
                    request, "connect.html", visitor=visitor, provider=chosen, account=account,
                    state=state,
                )  # fmt: skip
    _log.info("an account of %s is in no roster", chosen.id)
    return page(
        request, "no_member.html", 403, visitor=visitor, provider=chosen, account=account,
        has_other=chosen.identity_provider in has,
    )  # fmt: skip


def _provider(request: Request, id_: str) -> Provider:
    found = service_of(request).providers.get(id_)
    if found is None:
        raise NotFound
    return found


def _back(request: Request, provider: Provider) -> str:
    """Where the provider sends the browser; it is registered there."""
    return f"{base_address(request)}/sign-in/with/{quote(provider.id)}/done"


def _own_place(to: str) -> str:
    """A page of this service, whatever a link says."""
    good = to.startswith("/") and not to.startswith("//") and to.isprintable()
    return to if good and "\\" not in to and len(to) <= _LONGEST_PLACE else "/"


def _down(request: Request, chosen: Provider) -> Response:
    ways = [each for each in service_of(request).providers.values() if each is not chosen]
    answer = page(
        request, "provider_down.html", 503, provider=chosen, providers=ways,
        visitor=known_visitor(request),
    )  # fmt: skip
    answer.headers["retry-after"] = "30"
    return answer


def _refused(request: Request, chosen: Provider, why: str, declined: bool = False) -> Response:
    _log.warning("a sign-in by %s was refused: %s", chosen.id, why)
    return page(
        request, "not_signed_in.html", 403, provider=chosen, declined=declined,
        visitor=known_visitor(request),
    )  # fmt: skip
