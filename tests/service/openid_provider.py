"""A provider of OpenID Connect that was not written here, with answers that can be forged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
import pytest

_client = httpx.Client(verify=False)
"""One for all: certificates, which nobody needs here, take long to read."""
Forge = Callable[[dict[str, Any], dict[str, Any], Any], str]
"""From a token's claims, its header and the provider's key to what is sent instead."""


@dataclass
class OpenIdProvider:
    """oidc-provider-mock over HTTP on this machine."""

    issuer: str = ""
    forge: Forge | None = None
    status: int = 200
    """What the provider answers to everything, if not as it should."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """What it says of itself otherwise."""
    keys: dict[str, Any] | None = None
    """Its public keys, if they are not those that it signs with by itself."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The forms that its token endpoint was sent."""

    def add(self, subject: str, **claims: Any) -> None:
        """An account."""
        assert _client.put(f"{self.issuer}/users/{subject}", json=claims).status_code == 204

    def sign_in(self, address: str, subject: str, action: str = "authorize") -> str:
        """What a person does on the provider's page; returns where the browser is sent then."""
        form = {"sub": subject, "action": action}
        answer = _client.post(address, data=form)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])


@contextmanager
def running() -> Iterator[OpenIdProvider]:
    """A provider during the block."""
    mock = pytest.importorskip("oidc_provider_mock")
    import flask
    from joserfc import jwt
    from joserfc.jwk import RSAKey
    from werkzeug.serving import make_server

    app = mock.app(require_nonce=True)
    provider = OpenIdProvider()

    @app.before_request
    def down() -> Any:
        if flask.request.path == "/oauth2/token":
            provider.asked.append(dict(flask.request.form))
        if provider.status != 200 and not flask.request.path.startswith("/users/"):
            return "down", provider.status
        return None

    @app.after_request
    def forged(response: Any) -> Any:
        content = response.get_json(silent=True)
        if not isinstance(content, dict):
            return response
        if flask.request.path.endswith("openid-configuration"):
            content |= provider.metadata
            response.data = flask.json.dumps(content)
        elif flask.request.path == "/jwks" and provider.keys is not None:
            response.data = flask.json.dumps(provider.keys)
        elif "id_token" in content and provider.forge is not None:
            jwk = flask.g.oidc_provider_mock_storage.jwk
            key = RSAKey.import_key(jwk.as_dict(is_private=True))
            token = jwt.decode(content["id_token"], key)
            content["id_token"] = provider.forge(token.claims, token.header, key)
            response.data = flask.json.dumps(content)
        return response

    server = make_server("localhost", 0, app, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
