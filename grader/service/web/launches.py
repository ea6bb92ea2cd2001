"""What learning platforms ask: logins, launches, Deep Linking, registration, the service's keys.

A launch often happens in a frame of the platform's page, where browsers keep no cookies of other sites but
those that are kept apart for that page. So a login first looks whether the browser keeps such a cookie. If it
does not, the page offers the same login in a new tab: before the platform is asked, so that nothing of the
launch is used up.
"""

from __future__ import annotations

import logging
import secrets
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service import credentials, teaching
from grader.service.access import NotFound
from grader.service.audit_log import note
from grader.service.database_tables import (
    Assignment,
    Course,
    Member,
    PlatformContext,
    ResourceLink,
    Role,
    now,
)
from grader.service.lti import arrival, deep_linking, keys, launch, platforms
from grader.service.lti.platform_roster import seen_in
from grader.service.lti.refusal import Advice, LaunchRefused
from grader.service.lti.registration import Addresses, read_configuration, register
from grader.service.web.page_language import English
from grader.service.web.policy import policy
from grader.service.web.problems import Problem, sentence
from grader.service.web.rendering import page
from grader.service.web.request_context import SEE_OTHER, base_address, service_of
from grader.service.web.staff import fields
from grader.service.web.visitor import (
    Form,
    OtherSites,
    OwnSite,
    SignedIn,
    is_framed,
    launch_secret,
    limit_sign_ins,
    remember,
    remember_in_frame,
    remember_launch,
    session_secrets,
)
from grader.util.errors import UsageError

router = APIRouter(include_in_schema=False, prefix="/lti")
_HINTS = ("login_hint", "lti_message_hint")
_ASKED = ("iss", "client_id", "target_link_uri", "lti_deployment_id", *_HINTS)
_LONGEST = 8000
_NAME = "numpy-grader"
_log = logging.getLogger(__name__)


def addresses(request: Request) -> Addresses:
    """The service's addresses, as whoever asks has reached it."""
    return Addresses(base_address(request))


@router.get("/keys")
def show_keys(request: Request) -> Response:
    """The public keys with which platforms check what the service sends to them."""
    return JSONResponse(
        keys.key_set(service_of(request).database), headers={"cache-control": "max-age=3600"}
    )


@router.get("/login")
def begin(request: Request) -> Response:
    """Begin a login for a platform."""
    return _begin(request, dict(request.query_params))


@router.post("/login")
def begin_by_form(request: Request, form: OtherSites) -> Response:
    """As `begin`: platforms may use either."""
    said = {name: form.get(name) for name in _ASKED}
    return _begin(request, {name: text for name, text in said.items() if isinstance(text, str)})


@router.get("/login/go")
def go_on(request: Request) -> Response:
    """Send the browser to the platform, if it keeps the service's cookie."""
    return _begin(request, dict(request.query_params), second=True)


def _begin(request: Request, said: dict[str, str], second: bool = False) -> Response:
    asked = {name: said[name] for name in _ASKED if said.get(name)}
    if len(urlencode(asked)) > _LONGEST or "iss" not in asked or "login_hint" not in asked:
        raise LaunchRefused("login")
    service, target = service_of(request), asked.get("target_link_uri", "")
    with service.database.reading() as session:
        platform = launch.platform_named(session, asked["iss"], asked.get("client_id"))
    if not launch.leads_here(target, addresses(request).base):
        raise LaunchRefused("target-link-uri")
    secret = launch_secret(request)
    if secret:
        limit_sign_ins(request)  # only here is something kept
        hints = {name: asked[name] for name in _HINTS if name in asked}
        url = launch.begin(
            service.database, platform, secret, target, addresses(request).launch, hints
        )
        return RedirectResponse(url, SEE_OTHER)
    if second:
        answer: Response = page(
            request, "launch_new_tab.html", framed=is_framed(request),
            address=f"/lti/login?{urlencode(asked)}",
        )  # fmt: skip
        # Its link only begins a login; and the platform's page may be one that is not known yet.
        answer.headers["content-security-policy"] = policy("*")
        return answer
    answer = RedirectResponse(f"/lti/login/go?{urlencode(asked)}", SEE_OTHER)
    remember_launch(request, answer, secrets.token_urlsafe(32))
    return answer


@router.post("/launch")
def launched(request: Request, form: OtherSites) -> Response:
    """Check what a platform says of a launch, sign its user in, and lead to where the link leads."""
    service = service_of(request)
    secret = launch_secret(request)
    login, platform = launch.take(
        service.database, fields.text(form, "state"), [secret] if secret else []
    )
    if error := fields.text(form, "error"):
        _log.warning("the platform refuses a launch: %s", error[:60])
        raise LaunchRefused("refused-by-platform", Advice.AGAIN)
    token = form.get("id_token")
    message = launch.checked(
        login, platform, token if isinstance(token, str) else "", service.platform_keys,
        addresses(request).base,
    )  # fmt: skip
    context = arrival.context_of(service.database, platform, message)
    assert context.course_id is not None
    with service.database.writing() as session:
        member = arrival.member_of(session, platform, context.course_id, message.user)
        seen_in(session, context, member)
        place = _place(session, context, member, message)
        person = member.person
        # A session that ends soon is replaced: else it would end amid the work of whoever comes every day.
        lasts = credentials.LAUNCH_LIFE / 2
        signed_in = (
            credentials.session_person(session, s, lasts) for s in session_secrets(request)
        )
        known = next(filter(None, signed_in), None)
        if known is not None and known.id == person.id:  # the browser is signed in already
            return RedirectResponse(place, SEE_OTHER)
        cookie = credentials.open_session(session, person, life=credentials.LAUNCH_LIFE)
    answer = RedirectResponse(place, SEE_OTHER)
    says = "sec-fetch-dest" in request.headers
    if is_framed(request) or (message.in_frame and not says):
        remember_in_frame(request, answer, cookie)
    else:
        remember(request, answer, cookie)
    return answer


def _place(
    session: Session, context: PlatformContext, member: Member, message: launch.Message
) -> str:
    """The page to which a launch leads."""
    if message.kind == launch.DEEP_LINK:
        return f"/lti/deep-links/{deep_linking.ask(session, context, member, message).id}"
    link = arrival.link_of(session, context, message)
    if link.assignment_id is None:
        if member.role is Role.INSTRUCTOR:
            return f"/lti/links/{link.id}"
        raise LaunchRefused("no-assignment", Advice.NOWHERE)
    if not member.role.is_staff:
        assert link.assignment is not None
        if link.assignment.opens_at > now():
            raise LaunchRefused("not-open", Advice.OPENS)
    tail = "/class" if member.role.is_staff else ""
    return f"/assignments/{link.assignment_id}{tail}"


@router.get("/deep-links/{deep_link}", dependencies=[English])
def show_deep_link(request: Request, deep_link: str, visitor: SignedIn) -> Response:
    """The assignments of which an instructor chooses one for a new link on the platform."""
    return fields.shown(request, "staff/choose.html", partial(_new_choice, visitor, deep_link))


@router.post("/deep-links/{deep_link}", dependencies=[English])
def choose(request: Request, deep_link: str, visitor: SignedIn, form: Form) -> Response:
    """Send the platform what was chosen: a page whose form goes to the platform by itself."""
    service = service_of(request)
    chosen = fields.text(form, "assignment")
    with service.database.writing() as session:
        row, member = deep_linking.asked(session, visitor.person.id, deep_link)
        found = session.get(Assignment, chosen)
        if found is None or found.course_id != member.course_id:
            values = _new_choice(visitor, deep_link, session)
            return page(
                request, "staff/choose.html", 422, refused="Choose an assignment.", **values
            )
        row.used_at = now()
        items = [deep_linking.content_item(row, found, addresses(request).launch)]
        note(session, member.course_id, member, "link.chosen", row.id, assignment=chosen)
    platform = row.context.platform
    token = deep_linking.response(service.database, row, items)
    answer = page(
        request, "staff/chosen.html", visitor=visitor, member=member, token=token,
        address=row.return_url, platform=platform,
    )  # fmt: skip
    forms = " ".join(dict.fromkeys([platforms.origin_of(row.return_url), *platform.origins]))
    answer.headers["content-security-policy"] = policy(
        " ".join(platform.origins) if is_framed(request) else "'none'", forms
    )
    return answer


@router.get("/links/{link}", dependencies=[English])
def show_link(request: Request, link: str, visitor: SignedIn) -> Response:
    """The assignments of which an instructor chooses one for a link that leads nowhere yet."""
    return fields.shown(request, "staff/choose.html", partial(_choice, visitor, link))


@router.post("/links/{link}", dependencies=[English])
def lead(request: Request, link: str, visitor: SignedIn, form: Form) -> Response:
    """Have a link lead to an assignment."""
    chosen = fields.text(form, "assignment")

    def do(session: Session) -> str:
        row, member = _link(session, visitor, link)
        try:
            arrival.lead(session, row, chosen, member)
        except LaunchRefused:
            raise UsageError("choose an assignment") from None
        return f"/assignments/{chosen}/class"

    return fields.answered(request, "staff/choose.html", do, partial(_choice, visitor, link))


@router.get("/register/{secret}", dependencies=[English])
def show_registration(
    request: Request, secret: str, openid_configuration: str = "", registration_token: str = ""
) -> Response:
    """Ask whether the platform whose configuration is given shall launch the service."""
    limit_sign_ins(request)
    with service_of(request).database.reading() as session:
        course = _registering(session, secret)
    values: dict[str, Any] = {"course": course, "done": False, "configuration": None}
    if not openid_configuration:
        refused = "Give this address to a platform, as its tool registration address: it calls it by itself."
        return _registration_page(request, 200, **values, refused=refused)
    try:
        found = read_configuration(openid_configuration, registration_token, addresses(request))
    except UsageError as fault:
        return _registration_page(request, 422, **values, refused=sentence(fault))
    values |= {"configuration": found.registration, "host": urlsplit(openid_configuration).netloc}
    return _registration_page(
        request, 200, **values, refused=None, url=openid_configuration, token=registration_token
    )


@router.post("/register/{secret}", dependencies=[English, OwnSite])
def register_platform(request: Request, secret: str, form: OtherSites) -> Response:
    """Register the service with the platform, and the platform here."""
    limit_sign_ins(request)
    service, url = service_of(request), fields.text(form, "url")
    with service.database.reading() as session:
        course = _registering(session, secret)
    values: dict[str, Any] = {"course": course, "configuration": None, "done": False}
    said = form.get("token")
    token = said if isinstance(said, str) else None
    try:
        found = read_configuration(url, token, addresses(request))
        name = f"{_NAME}: {course.title}"[:100]
        registration = register(found, token, addresses(request), name)
        with service.database.writing() as session:
            member = credentials.registration_member(session, secret, use=True)
            if member is None:
                raise UsageError("this address was used already")
            platforms.add(session, session.get_one(Course, member.course_id), registration, member)
    except UsageError as fault:
        return _registration_page(request, 422, **values, refused=sentence(fault))
    return _registration_page(request, 200, **{**values, "done": True}, refused=None)


def _registering(session: Session, secret: str) -> Course:
    member = credentials.registration_member(session, secret)
    if member is None or member.role is not Role.INSTRUCTOR:
        text = "This address registers no platform: it works once, within seven days. Ask for another one."
        raise Problem(404, "not-found", text)
    return session.get_one(Course, member.course_id)


def _registration_page(request: Request, status: int, **values: Any) -> Response:
    """In a frame of the platform's, which is not known yet; whoever has the address may do so at will."""
    answer = page(request, "staff/register.html", status, **values)
    answer.headers["content-security-policy"] = policy("*")
    return answer


def _choice(visitor: SignedIn, link: str, session: Session) -> dict[str, Any]:
    """Of an assignment for a link that leads nowhere yet."""
    row, member = _link(session, visitor, link)
    return _choices(session, visitor, member, row.context) | {"is_new": False}


def _new_choice(visitor: SignedIn, deep_link: str, session: Session) -> dict[str, Any]:
    """Of an assignment for a link that the platform then makes."""
    row, member = deep_linking.asked(session, visitor.person.id, deep_link)
    return _choices(session, visitor, member, row.context) | {"is_new": True}


def _choices(
    session: Session, visitor: SignedIn, member: Member, context: PlatformContext
) -> dict[str, Any]:
    rows = teaching.assignments_of(session, member.course_id)
    return {"visitor": visitor, "member": member, "context": context, "rows": rows}


def _link(session: Session, visitor: SignedIn, id_: str) -> tuple[ResourceLink, Member]:
    link = session.get(ResourceLink, id_)
    if link is None:
        raise NotFound
    member = session.scalar(
        select(Member).where(
            Member.person_id == visitor.person.id,
            Member.course_id == link.context.course_id,
            Member.role == Role.INSTRUCTOR,
        )
    )
    if member is None:
        raise NotFound
    return link, member
