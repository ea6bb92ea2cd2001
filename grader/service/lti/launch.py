"""A launch from its beginning to what the platform has said of it, every claim of which is checked.

A platform sends a browser to the service, the service sends it back to the platform with a state and a nonce
(OpenID Connect, third-party initiated), and the platform sends it to the service again with a signed token.
The state comes back once, in the browser that got it; the nonce is in the token.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from grader.service.credentials import secret_hash
from grader.service.database import Database
from grader.service.database_tables import Login, Platform, now
from grader.service.lti.claims import (
    PlatformUser,
    address,
    identifier,
    line,
    part,
    role_of,
    text,
    texts,
)
from grader.service.lti.platform_keys import PlatformKeys
from grader.service.lti.refusal import Advice, LaunchRefused

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
_NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
RESOURCE_LINK, DEEP_LINK = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
LOGIN_LIFE = timedelta(minutes=10)
SKEW_SECONDS = 60
"""So far a platform's clock may be off."""
_OLDEST_SECONDS = 3600
_LONGEST_TOKEN = 100_000


def platform_named(session: Session, issuer: str, client_id: str | None) -> Platform:
    """The platform that begins a login; raises LaunchRefused for an unknown one."""
    query = select(Platform).where(Platform.issuer == issuer, Platform.removed_at.is_(None))
    if client_id:
        query = query.where(Platform.client_id == client_id)
    found = session.scalars(query).all()
    if len(found) != 1:
        raise LaunchRefused("unknown-platform" if not found else "which-client-id")
    return found[0]


def begin(
    database: Database,
    platform: Platform,
    browser: str,
    target: str,
    redirect: str,
    hints: Mapping[str, str],
) -> str:
    """Begin a login; returns the platform's address to which the browser goes next.

    Args:
        browser: the secret that the browser keeps in a cookie.
        target: the address to which the launch is to lead.
        redirect: the service's address for launches.
        hints: the platform's ``login_hint`` and ``lti_message_hint``, which go back to it.
    """
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    moment = now()
    with database.writing() as session:
        session.execute(delete(Login).where(Login.expires_at < moment - timedelta(hours=1)))
        session.add(
            Login(
                state=secret_hash(state), nonce=secret_hash(nonce), browser=secret_hash(browser),
                platform_id=platform.id, target=target, expires_at=moment + LOGIN_LIFE,
            )
        )  # fmt: skip
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": redirect,
        "state": state,
        "nonce": nonce,
        **hints,
    }
    joint = "&" if urlsplit(platform.auth_url).query else "?"
    return f"{platform.auth_url}{joint}{urlencode(asked)}"


def take(database: Database, state: str, browsers: list[str]) -> tuple[Login, Platform]:
    """Return the login to which a state belongs, and its platform: once, whatever comes of it.

    Args:
        browsers: the secrets that the browser keeps.

    Raises LaunchRefused for any other state, and for another browser.
    """
    if not state:
        raise LaunchRefused("no-state", Advice.AGAIN)
    with database.writing() as session:
        row = session.get(Login, secret_hash(state))
        if row is None:
            raise LaunchRefused("unknown-state", Advice.AGAIN)
        if not any(hmac.compare_digest(secret_hash(one), row.browser) for one in browsers):
            raise LaunchRefused("other-browser", Advice.AGAIN)  # whoever began it can still go on
        if row.used_at is not None:
            raise LaunchRefused("state-used", Advice.AGAIN)
        row.used_at = now()
        platform = session.get_one(Platform, row.platform_id)
    if row.expires_at <= now():
        raise LaunchRefused("state-expired", Advice.AGAIN)
    if platform.removed_at is not None:
        raise LaunchRefused("unknown-platform")
    return row, platform


@dataclass(frozen=True, slots=True)
class Grades:
    """Where a platform takes grades (AGS); see `ResourceLink`."""

    lineitem: str | None = None
    lineitems: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What a platform says of a launch, checked.

    user          whoever launched
    link          the link that was opened; None for Deep Linking
    assignment    the assignment that the link was made for, as the link itself says
    memberships   where the platform gives its roster
    returns_to    an address of the platform's pages
    settings      of a Deep Linking request
    in_frame      whether the platform says that it shows the service in a frame
    """

    kind: str
    deployment: str
    user: PlatformUser
    context: str
    context_title: str
    link: str | None = None
    link_title: str | None = None
    assignment: str | None = None
    grades: Grades = field(default_factory=Grades)
    memberships: str | None = None
    returns_to: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    in_frame: bool = False


def checked(login: Login, platform: Platform, token: str, keys: PlatformKeys, base: str) -> Message:
    """Return what a token says that a platform has signed for a login; raises LaunchRefused.

    Args:
        base: the service's address: a launch leads nowhere else.
    """
    claims = _signed_claims(platform, token, keys)
    _check_times_and_parties(claims, platform)
    if not hmac.compare_digest(secret_hash(text(claims, "nonce")), login.nonce):
        raise LaunchRefused("nonce")
    return _message(claims, login, base)


def _signed_claims(platform: Platform, token: str, keys: PlatformKeys) -> dict[str, Any]:
    from joserfc import jws, jwt
    from joserfc.errors import JoseError

    if not token or len(token) > _LONGEST_TOKEN:
        raise LaunchRefused("no-token")
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError):
        raise LaunchRefused("no-token") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256":  # "none", or a public key as the secret of an HMAC
        raise LaunchRefused("algorithm")
    known = keys.keys(platform.jwks_url, kid if isinstance(kid, str) else None)
    try:
        return dict(jwt.decode(token, known, algorithms=["RS256"]).claims)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise LaunchRefused("signature") from None


def _check_times_and_parties(claims: dict[str, Any], platform: Platform) -> None:
    from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
    from joserfc.jwt import JWTClaimsRegistry

    registry = JWTClaimsRegistry(
        leeway=SKEW_SECONDS,
        iss={"essential": True, "value": platform.issuer},
        aud={"essential": True, "value": platform.client_id},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except ExpiredTokenError:
        raise LaunchRefused("expired", Advice.AGAIN) from None
    except (InvalidClaimError, MissingClaimError) as fault:
        raise LaunchRefused(f"claim-{fault.claim}") from None
    except JoseError:
        raise LaunchRefused("claims") from None
    if claims["iat"] < registry.now - _OLDEST_SECONDS:
        raise LaunchRefused("too-old", Advice.AGAIN)
    audiences = claims["aud"]
    party = claims.get("azp")
    several = isinstance(audiences, list) and len(audiences) > 1
    if (several or party is not None) and party != platform.client_id:
        raise LaunchRefused("claim-azp")


def _message(claims: dict[str, Any], login: Login, base: str) -> Message:
    kind = text(claims, LTI + "message_type")
    if kind not in (RESOURCE_LINK, DEEP_LINK):
        raise LaunchRefused("message-type")
    if text(claims, LTI + "version") != "1.3.0":
        raise LaunchRefused("version")
    target = text(claims, LTI + "target_link_uri")
    if kind == DEEP_LINK and not target:
        target = login.target  # such a request leads to no link, and may say nothing
    if target != login.target or not leads_here(target, base):
        raise LaunchRefused("target-link-uri")
    deployment = _id(claims, LTI + "deployment_id", "deployment")
    user = _id(claims, "sub", "no-user")
    context, link = part(claims, LTI + "context"), part(claims, LTI + "resource_link")
    role = role_of(claims.get(LTI + "roles"))
    if role is None:
        raise LaunchRefused("role", Advice.ROLE)
    shown = part(claims, LTI + "launch_presentation")
    grades = part(claims, _AGS)
    return Message(
        kind=kind,
        deployment=deployment,
        user=PlatformUser.of(user, role, claims, part(claims, LTI + "lis"), "person_sourcedid"),
        context=_id(context, "id", "context"),
        context_title=line(context, "title", 200) or line(context, "label", 200),
        link=_id(link, "id", "resource-link") if kind == RESOURCE_LINK else None,
        link_title=line(link, "title", 500) or None,
        assignment=text(part(claims, LTI + "custom"), "assignment")[:240] or None,
        grades=Grades(
            address(grades, "lineitem"), address(grades, "lineitems"), texts(grades, "scope")
        ),
        memberships=address(part(claims, _NRPS), "context_memberships_url"),
        returns_to=address(shown, "return_url"),
        settings=part(claims, DEEP_LINKING + "deep_linking_settings"),
        in_frame=text(shown, "document_target") in ("iframe", "frame"),
    )


def _id(claims: Mapping[str, Any], name: str, word: str) -> str:
    value = identifier(claims, name)
    if value is None:
        raise LaunchRefused(word)
    return value


def leads_here(target: str, base: str) -> bool:
    """Whether an address is one of the service's."""
    return target == base or target.startswith((f"{base}/", f"{base}?"))
