"""Signing in by OpenID Connect: what another organisation's sign-in page says of a person.

The settings file has a table for each provider. Authlib speaks the protocol; it is imported where it is
used. Nothing of a sign-in is kept in memory: what must be the same at its beginning and at its end is
derived from one secret, which the browser holds, so any web process can do either.
"""

from __future__ import annotations

import hmac
import logging
import os
import stat
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from grader.service.addresses import certificates, is_confidential
from grader.service.settings_file import FILE, checked, read_table
from grader.util.errors import UsageError

if TYPE_CHECKING:
    import httpx2

SECRETS = "GRADER_OPENID_SECRET_"
"""What the names of the environment variables with clients' secrets begin with."""

IDENTITIES = "openid:"
"""What the providers of identities begin with that are of this kind."""

_ALGORITHMS = frozenset(
    f"{family}{size}" for family in ("RS", "PS", "ES") for size in (256, 384, 512)
) | {"Ed25519", "EdDSA"}
"""Signatures by a provider's private key. None at all, or one by a shared secret, proves nothing."""
_DEFAULT_ALGORITHM = "RS256"
_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 8.0
_METADATA_SECONDS = 3600.0
_KEYS_SECONDS = 30.0
"""So long the provider's keys are good in any case: not every forged token costs a request."""
_PAUSE_SECONDS = 10.0
"""So long nobody waits again for a provider that has not answered."""
_AT_ONCE = 8
"""Requests to one provider: one that hangs must not take all threads that answer browsers."""
_log = logging.getLogger(__name__)


class ProviderDown(Exception):
    """The provider does not answer, or answers with something else than its protocol."""


class NotProven(Exception):
    """What came back does not prove who somebody is; the text says why, for the log."""


class ProviderSettings(BaseModel):
    """One table ``[openid.ID]``.

    name         what people read on the button
    issuer       the provider's address, exactly as it calls itself
    secret_file  a file with the client's secret, private, in the service's folder or by its full path
    public       the client has no secret
    match_email  a verified e-mail address of the provider names a person as the roster's address does
    match_id     the claim that holds a member's id in the roster
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    issuer: str = Field(max_length=180)
    client_id: str = Field(min_length=1)
    secret_file: Path | None = None
    public: bool = False
    scope: str = "openid profile email"
    match_email: bool = False
    match_id: str | None = None

    @field_validator("issuer")
    @classmethod
    def _is_private(cls, issuer: str) -> str:
        if not is_confidential(issuer):
            raise ValueError("it begins with https://")
        return issuer

    @field_validator("scope")
    @classmethod
    def _is_openid(cls, scope: str) -> str:
        if "openid" not in scope.split():
            raise ValueError("it contains openid")
        return scope


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows at the end of a sign-in that it is the one that this browser began.

    state     comes back with the answer
    nonce     comes back in the signed token
    verifier  is told to the provider at the end, its hash at the beginning (PKCE)
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, secret: str) -> Proof:
        """The proof that belongs to a browser's secret: who does not have that can make none of the three."""
        names = ("state", "nonce", "verifier")
        return cls(
            *(hmac.new(secret.encode(), one.encode(), "sha256").hexdigest() for one in names)
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a provider has signed in.

    provider  as identities name it
    subject   the provider's own, unchanging id of the account
    email     only where the provider says that it has verified it
    number    the claim that holds the id in the roster, where the settings name one
    """

    provider: str
    subject: str
    name: str | None = None
    email: str | None = None
    number: str | None = None


@dataclass(slots=True)
class _Known:
    """What a provider says of itself, and when it was asked."""

    metadata: dict[str, Any]
    keys: dict[str, Any]
    at: float


@dataclass
class Provider:
    """One provider, as a web process asks it."""

    id: str
    settings: ProviderSettings
    secret: SecretStr | None = None
    _known: _Known | None = None
    _down_until: float = 0.0
    _calls: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE)
    )

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def identity_provider(self) -> str:
        """How identities name it: by the issuer, so that the settings may call it anything."""
        return IDENTITIES + self.settings.issuer

    def sign_in_address(self, back: str, proof: Proof) -> str:
        """Where a browser goes to sign in.

        Args:
            back: the service's address that the provider sends the browser to.

        Raises ProviderDown.
        """
        with self._asked() as http:
            metadata = self._metadata(http).metadata
            address, _ = http.create_authorization_url(
                metadata["authorization_endpoint"],
                state=proof.state,
                nonce=proof.nonce,
                code_verifier=proof.verifier,
                redirect_uri=back,
            )
        return str(address)

    def account(self, answer: Mapping[str, str], back: str, proof: Proof) -> Account:
        """Whom the provider has signed in; the code in its answer works once.

        Args:
            answer: the query with which the provider sent the browser back.
            back: as in `sign_in_address`.

        Raises:
            ProviderDown: where it does not answer.
            NotProven: for every answer that is not exactly as it must be.
        """
        with self._asked() as http:
            known = self._metadata(http)
            self._refuse_other_issuer(known.metadata, answer.get("iss"))
            code = answer.get("code")
            if not code:
                raise NotProven("no code")
            http.token_endpoint_auth_method = self._authentication(known.metadata)
            token = self._token(http, known.metadata, code, back, proof)
            claims = self._claims(http, known, token, proof)
            said = claims | self._more(http, known.metadata, token, claims)
        verified = said.get("email_verified") in (True, "true")  # some write it as text
        return Account(
            self.identity_provider,
            claims["sub"],
            _text(said.get("name")),
            _text(said.get("email")) if verified else None,
            _text(said.get(self.settings.match_id)) if self.settings.match_id else None,
        )

    def sign_out_address(self, back: str) -> str | None:
        """Where a browser goes to sign out of the provider, too; None where there is no such place."""
        try:
            with self._asked() as http:
                address = self._metadata(http).metadata.get("end_session_endpoint")
        except ProviderDown:
            return None
        if not isinstance(address, str) or not is_confidential(address):
            return None
        query = urlencode({"client_id": self.settings.client_id, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def check(self) -> None:
        """Ask the provider what it says of itself; raises ProviderDown."""
        with self._asked() as http:
            self._metadata(http)

    @contextmanager
    def _asked(self) -> Iterator[Any]:
        """Authlib's client during the block; raises ProviderDown for whatever goes wrong on the way."""
        import httpx2
        from authlib.integrations.httpx_client import OAuth2Client

        if time.monotonic() < self._down_until:
            raise ProviderDown("it did not answer a moment ago")
        if not self._calls.acquire(timeout=1.0):
            raise ProviderDown("too many requests wait for it")
        try:
            with OAuth2Client(
                client_id=self.settings.client_id,
                client_secret=self.secret.get_secret_value() if self.secret else None,
                scope=self.settings.scope,
                code_challenge_method="S256",
                timeout=_TIMEOUT_SECONDS,
                follow_redirects=False,
                verify=certificates(),
            ) as http:
                yield http
        except (httpx2.HTTPError, httpx2.InvalidURL, ProviderDown) as fault:
            if isinstance(fault, httpx2.TransportError):
                self._down_until = time.monotonic() + _PAUSE_SECONDS
            _log.warning("%s does not answer as it should: %s", self.id, type(fault).__name__)
            raise ProviderDown(str(fault)) from None
        finally:
            self._calls.release()

    def _metadata(self, http: Any, again: bool = False) -> _Known:
        known = self._known
        if known is None or again or time.monotonic() - known.at > _METADATA_SECONDS:
            place = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            metadata = _json(http.request("GET", place, withhold_token=True))
            if metadata.get("issuer") != self.settings.issuer:
                raise ProviderDown(f"it calls itself {metadata.get('issuer')!r}")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not isinstance(address := metadata.get(name), str) or not is_confidential(
                    address
                ):
                    raise ProviderDown(f"its {name} is no address with https://")
            keys = _json(http.request("GET", metadata["jwks_uri"], withhold_token=True))
            known = self._known = _Known(metadata, keys, time.monotonic())
        return known

    def _refuse_other_issuer(self, metadata: Mapping[str, Any], said: str | None) -> None:
        """Raise NotProven for an answer of another provider (RFC 9207)."""
        must = metadata.get("authorization_response_iss_parameter_supported") is True
        if said != self.settings.issuer and (must or said is not None):
            raise NotProven("issuer of the answer")

    def _authentication(self, metadata: Mapping[str, Any]) -> str:
        if self.secret is None:
            return "none"
        known = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic, post = "client_secret_basic", "client_secret_post"
        return post if post in known and basic not in known else basic

    def _token(
        self, http: Any, metadata: Mapping[str, Any], code: str, back: str, proof: Proof
    ) -> dict[str, Any]:
        from authlib.integrations.base_client import OAuthError

        try:
            token = http.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                redirect_uri=back,
                code_verifier=proof.verifier,
            )
        except OAuthError as fault:
            raise NotProven(f"code: {str(fault.error)[:40]}") from None
        except ValueError:
            raise ProviderDown("its answer is no JSON") from None
        return dict(token)

    def _claims(
        self, http: Any, known: _Known, token: Mapping[str, Any], proof: Proof
    ) -> dict[str, Any]:
        """The claims of the signed token, every one of them checked; raises NotProven."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        text = token.get("id_token")
        if not isinstance(text, str):
            raise NotProven("no token that says who it is")
        declared = known.metadata.get("id_token_signing_alg_values_supported")
        declared = declared if isinstance(declared, list) else [_DEFAULT_ALGORITHM]
        allowed = [one for one in declared if one in _ALGORITHMS]
        registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
        try:
            try:
                keys = KeySet.import_key_set(known.keys)  # type: ignore[arg-type]
                signed = jwt.decode(text, keys, registry=registry)
            except (InvalidKeyIdError, BadSignatureError):
                if time.monotonic() - known.at < _KEYS_SECONDS:
                    raise
                # The provider may have a new key.
                known = self._metadata(http, again=True)
                keys = KeySet.import_key_set(known.keys)  # type: ignore[arg-type]
                signed = jwt.decode(text, keys, registry=registry)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                {
                    "nonce": proof.nonce,
                    "client_id": self.settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            claim = getattr(fault, "claim", None)
            raise NotProven(f"{type(fault).__name__} {claim or ''}".strip()) from None
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise NotProven("subject")
        return dict(claims)

    def _more(
        self,
        http: Any,
        metadata: Mapping[str, Any],
        token: Mapping[str, Any],
        claims: Mapping[str, Any],
    ) -> dict[str, Any]:
        """What the token does not say and the provider tells on request."""
        wanted = {"name", "email", self.settings.match_id} - {None}
        place = metadata.get("userinfo_endpoint")
        if wanted <= set(claims) or not isinstance(place, str) or not is_confidential(place):
            return {}
        answer = http.request("GET", place, headers=_bearer(token), withhold_token=True)
        if answer.status_code != 200:  # who it is stands in the token
            return {}
        more = _json(answer)
        if more.get("sub") != claims["sub"]:
            raise NotProven("what else is said is of another account")
        return {name: value for name, value in more.items() if name not in claims}


def providers(data: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Provider]:
    """The providers of a service's settings file, by their ids; raises UsageError for wrong settings."""
    tables = read_table(data, "openid") or {}
    if not isinstance(tables, dict):
        raise UsageError(f"{data / FILE}: openid: there is a table for each provider")
    found: dict[str, Provider] = {}
    for id_, table in tables.items():
        if not id_.replace("-", "").isalnum() or not id_.isascii() or id_ != id_.lower():
            raise UsageError(
                f"{data / FILE}: openid.{id_}: name it by small letters, digits and hyphens"
            )
        settings = checked(data, f"openid.{id_}", table, ProviderSettings)
        if any(each.settings.issuer == settings.issuer for each in found.values()):
            raise UsageError(f"{data / FILE}: openid.{id_}: another one has the same issuer")
        found[id_] = Provider(id_, settings, _secret(data, id_, settings, environment))
    return found


def _secret(
    data: Path, id_: str, settings: ProviderSettings, environment: Mapping[str, str]
) -> SecretStr | None:
    if settings.public:
        return None
    variable = SECRETS + id_.upper().replace("-", "_")
    text = environment.get(variable)
    if text is None and settings.secret_file is not None:
        path = data / settings.secret_file
        try:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise UsageError(f"others can read {path}", f"chmod 600 {path}")
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise UsageError(f"openid.{id_}: {path} cannot be read: {fault}") from None
    if text is None or not text.strip():
        raise UsageError(
            f"the client's secret for openid.{id_} is missing",
            f"set the variable {variable}, or write secret_file, or public = true for a client without one",
        )
    return SecretStr(text.strip())


def _json(answer: httpx2.Response) -> dict[str, Any]:
    """The object in an answer; raises ProviderDown for anything else."""
    try:
        content = answer.json() if answer.status_code == 200 else None
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise ProviderDown(f"{urlsplit(str(answer.url)).path} answers {answer.status_code}")
    return content


def _bearer(token: Mapping[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {token.get('access_token')}"}


def _text(value: object) -> str | None:
    return value.strip()[:500] or None if isinstance(value, str) else None
