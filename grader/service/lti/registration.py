"""Dynamic registration: the platform and the service tell each other what they must know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from grader.service.lti.claims import line, part, text, texts
from grader.service.lti.fetching import Unreachable, fetched
from grader.service.lti.platforms import Registration, refuse_plain, refuse_unsafe
from grader.util.errors import UsageError

_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
SCOPES = (
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)
_CANVAS_PRIVACY = "https://canvas.instructure.com/lti/privacy_level"
_CHOICES = ("assignment_selection", "link_selection")
"""Of the places in Canvas those where a link to an assignment is made."""
_CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The service's addresses that a platform must know."""

    base: str

    @property
    def login(self) -> str:
        return f"{self.base}/lti/login"

    @property
    def launch(self) -> str:
        """Also the redirect address, and the target of every link."""
        return f"{self.base}/lti/launch"

    @property
    def keys(self) -> str:
        return f"{self.base}/lti/keys"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a platform says of itself."""

    registration: Registration
    """What to `platforms.add`, as far as it is known before the platform has registered the service."""
    registration_url: str
    placements: tuple[str, ...]
    """Where a teacher can choose what a link leads to, in a platform's own words; none: it has none."""


def read_configuration(url: str, token: str | None, addresses: Addresses) -> Configuration:
    """Read a platform's OpenID configuration; raises UsageError for one that cannot be used.

    Args:
        token: the platform's registration token; Canvas wants it here as well.
        addresses: the service's own. Only for one that is tried out on this machine, a platform is there,
            too: else whoever registers one could have this machine's own services asked.
    """
    refuse_unsafe("address of the configuration", url)
    refuse_plain("address of the configuration", url, addresses.base)
    try:
        said = fetched(url, headers=_bearer(token))
    except Unreachable as fault:
        raise UsageError(f"the platform's configuration cannot be read: {fault}") from None
    if not isinstance(said, dict):
        raise UsageError("the platform's configuration is no object")
    audience, names = said.get("authorization_server"), part(said, _PLATFORM)
    registration = Registration(
        issuer=text(said, "issuer"),
        client_id="not known yet",
        auth_url=text(said, "authorization_endpoint"),
        token_url=text(said, "token_endpoint"),
        jwks_url=text(said, "jwks_uri"),
        title=line(names, "product_family_code", 100),
        # Some say a bare host here, and want the token's address all the same.
        token_audience=audience if str(audience).startswith("https://") else None,
        origins=(url,),
    )
    issuer, registration_url = registration.issuer, text(said, "registration_endpoint")
    refuse_unsafe("registration address", registration_url)
    registration.refuse_nonsense()
    refuse_plain("registration address", registration_url, issuer)
    if not _are_related(urlsplit(url).hostname or "", urlsplit(issuer).hostname or ""):
        raise UsageError(
            f"the configuration at {urlsplit(url).hostname} is of another issuer: {issuer}"
        )
    return Configuration(registration, registration_url, _placements(names))


def register(
    configuration: Configuration, token: str | None, addresses: Addresses, name: str
) -> Registration:
    """Register the service with a platform; returns what to `platforms.add`. Raises UsageError.

    Args:
        token: the platform's registration token.
        name: what the platform's users read.
    """
    request = _request(addresses, name, configuration.placements)
    try:
        said = fetched(configuration.registration_url, "POST", request, _bearer(token))
    except Unreachable as fault:
        raise UsageError(
            f"the platform did not register the service: {fault}",
            "begin again on the platform: its registration works once",
        ) from None
    client = text(said, "client_id") if isinstance(said, dict) else ""
    if not client:
        raise UsageError("the platform did not say a client id")
    deployment = text(part(said, _TOOL), "deployment_id")
    deployments = (deployment,) if deployment else ()
    return replace(configuration.registration, client_id=client, deployments=deployments)


def _bearer(token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


def _placements(said: dict[str, Any]) -> tuple[str, ...]:
    messages = said.get("messages_supported")
    known = {
        place
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict) and message.get("type") == "LtiDeepLinkingRequest"
        for place in texts(message, "placements")
    }
    return tuple(place for place in _CHOICES if place in known)


def _request(addresses: Addresses, name: str, placements: tuple[str, ...]) -> dict[str, Any]:
    choice: dict[str, Any] = {
        "type": "LtiDeepLinkingRequest",
        "target_link_uri": addresses.launch,
        "label": name,
    }
    if placements:
        choice["placements"] = list(placements)
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": addresses.login,
        "redirect_uris": [addresses.launch],
        "client_name": name,
        "jwks_uri": addresses.keys,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        _TOOL: {
            "domain": urlsplit(addresses.base).netloc,
            "target_link_uri": addresses.launch,
            "claims": list(_CLAIMS),
            _CANVAS_PRIVACY: "public",  # else no names are sent
            "messages": [
                choice,
                {"type": "LtiResourceLinkRequest", "target_link_uri": addresses.launch},
            ],
        },
    }


def _are_related(one: str, other: str) -> bool:
    """Whether two hosts are the same, or of one organisation: a platform's tenants share its issuer."""
    if one == other:
        return True
    parents = {host.partition(".")[2] for host in (one, other)}
    return len(parents) == 1 and "." in parents.pop()
