"""A learning platform on another host, as the library lti1p3platform makes one: courses, links, gradebook.

The library says what a platform sends and checks what it gets; here are only its pages, and its data.
"""

from __future__ import annotations

import html
import json
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from lti1p3platform.exceptions import LineItemNotFoundException, LtiException
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request as PlatformRequest
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import (
    AssignmentsGradesService,
    NamesRoleProvisioningService,
)

_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
ROLES = {
    "instructor": [f"{_ROLE}Instructor"],
    "assistant": [
        f"{_ROLE}Instructor",
        "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
    ],
    "student": [f"{_ROLE}Learner"],
    "guest": ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"],
}
REGISTRATION = "Bearer registration-token"
TITLE = "Deep Learning, winter"


@dataclass
class User:
    """Somebody in the platform's course."""

    id: str
    role: str
    name: str
    email: str | None = None
    status: str = "Active"


@dataclass
class LearningPlatform:
    """The platform and its data. Its address is http://HOST:port.

    links     a link's id -> the content item that the service gave for it
    columns   a column's id in the gradebook -> the line item
    scores    column and user -> the score that counts
    received  every score that came, in its order
    troubles  statuses with which the next requests for scores are answered, after they were stored
    """

    host: str = "localhost"
    port: int = 0
    deployment: str = "deployment-1"
    context: str = "context-1"
    client_id: str = "client-1"
    service: str = ""
    users: dict[str, User] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[int] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.private, self.public = _platforms_keys()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def add(self, id_: str, role: str, name: str, email: str | None = None) -> User:
        self.users[id_] = User(id_, role, name, email)
        return self.users[id_]

    def registration(self) -> Registration:
        """The service as the platform has registered it."""
        made = _ReadOnce()
        made.set_iss(self.address).set_client_id(self.client_id)
        made.set_deployment_id(self.deployment)
        made.set_launch_url(f"{self.service}/lti/launch")
        made.set_deeplink_launch_url(f"{self.service}/lti/launch")
        made.set_oidc_login_url(f"{self.service}/lti/login")
        made.set_tool_key_set_url(f"{self.service}/lti/keys")
        made.set_platform_public_key(self.public).set_platform_private_key(self.private)
        return made

    def launch_claims(self, user: User, link: str | None, query: dict[str, str]) -> Message:
        """The library's message for a launch of a link, or for Deep Linking."""
        message = Message(_request(query), Configured(self))
        message.set_user_data(user.id, ROLES[user.role], user.name or None, user.email)
        message.set_launch_context_claim(self.context, ["CourseSection"], TITLE)
        message.set_launch_presentation_claim("iframe", f"{self.address}/back")
        message.set_nrps(f"{self.address}/memberships")
        if link is None:
            message.set_dl(f"{self.address}/chosen", extra_data=f"for {user.id}")  # type: ignore[arg-type]
            return message
        item = self.links[link]
        message.set_resource_link_claim(link, title=item.get("title"))
        if "custom" in item:
            message.set_custom_parameters_claim(item["custom"])
        column = f"{self.address}/columns/{link}" if link in self.columns else None
        message.set_ags(f"{self.address}/columns", column)
        return message

    @contextmanager
    def running(self) -> Iterator[None]:
        """The platform answers during the block."""
        config = uvicorn.Config(
            application(self), host="127.0.0.1", port=self.port, log_config=None
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            while not server.started:
                thread.join(0.02)
            yield
        finally:
            server.should_exit = True
            thread.join(10)


class Configured(LTI1P3PlatformConfAbstract):
    """The library's configuration of one platform."""

    def init_platform_config(self, platform: LearningPlatform) -> None:
        self._registration = platform.registration()

    def __init__(self, platform: LearningPlatform) -> None:
        super().__init__(platform=platform)

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        assert self._registration is not None
        return self._registration


class Login(OIDCLoginAbstract):
    """The library's beginning of a launch."""

    def set_lti_message_hint(self, **kwargs: Any) -> None:
        self._lti_message_hint = kwargs["hint"]

    def get_redirect(self, url: str) -> Response:
        return RedirectResponse(url, 302)


class Message(LTIAdvantageMessageLaunchAbstract):
    """The library's launch, sent by a form that sends itself."""

    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> Response:
        values = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(launch_data[name])}">'
            for name in ("state", "id_token")
        )
        action = html.escape(launch_data["launch_url"])
        return HTMLResponse(
            f'<form method="post" action="{action}">{values}</form>'
            "<script>document.forms[0].submit()</script>"
        )


class _Request(PlatformRequest):
    def build_metadata(self, request: Any) -> Any:
        return request


def _request(query: dict[str, str], **more: Any) -> _Request:
    return _Request({"method": "GET", "form_data": {}, "get_data": query, "headers": {}, **more})


class Gradebook(AssignmentsGradesService):
    """The library's service for grades."""

    platform: LearningPlatform

    def find_lineitems(self, page: int = 1, limit: int | None = None, **wanted: Any) -> Any:
        names = {"resource_link_id": "resourceLinkId", "resource_id": "resourceId", "tag": "tag"}
        found = [
            column
            for column in self.platform.columns.values()
            if all(column.get(names[name]) == value for name, value in wanted.items() if value)
        ]
        return {"content": found, "has_next": False}

    def find_lineitem(self, line_item_id: str) -> Any:
        try:
            return self.platform.columns[line_item_id]
        except KeyError:
            raise LineItemNotFoundException from None

    def create_lineitem(self, creation_data: Any) -> Any:
        name = creation_data.get("resourceLinkId") or secrets.token_hex(4)
        column = {**creation_data, "id": f"{self.platform.address}/columns/{name}"}
        self.platform.columns[name] = column
        return column

    def update_lineitem(self, update_data: Any) -> Any:
        column = self.find_lineitem(update_data["id"])
        column.update({**update_data, "id": column["id"]})
        return column

    def delete_lineitem(self, line_item_id: str) -> None:
        self.find_lineitem(line_item_id)
        del self.platform.columns[line_item_id]

    def update_score(self, line_item_id: str, score: Any) -> UpdateScoreStatus:
        self.find_lineitem(line_item_id)
        self.platform.received.append({"column": line_item_id, **score})
        key = line_item_id, score["userId"]
        known = self.platform.scores.get(key)
        if known is not None and known["timestamp"] >= score["timestamp"]:
            return UpdateScoreStatus.OLD_TIMESTAMP
        self.platform.scores[key] = score
        return UpdateScoreStatus.SUCCESS

    def get_results(self, line_item_id: str, **wanted: Any) -> Any:
        found = [
            {
                "userId": user, "resultScore": score.get("scoreGiven"),
                "resultMaximum": score.get("scoreMaximum"),
            }
            for (column, user), score in self.platform.scores.items()
            if column == line_item_id
        ]  # fmt: skip
        return {"content": found, "has_next": False}


class Members(NamesRoleProvisioningService):
    """The library's service for the roster, a few people on a page."""

    platform: LearningPlatform

    def get_member_data_page(self, page: Any = 1, limit: Any = None, **wanted: Any) -> Any:
        people = list(self.platform.users.values())
        size, number = int(limit or len(people) or 1), int(page)
        shown = people[(number - 1) * size : number * size]
        content = [
            {
                "user_id": user.id, "roles": ROLES[user.role], "status": user.status,
                "name": user.name, "email": user.email,
            }
            for user in shown
        ]  # fmt: skip
        return {"content": content, "has_next": number * size < len(people)}

    def get_context_by_id(self) -> Context:
        return Context(self.platform.context, "DL", TITLE)


def application(platform: LearningPlatform) -> FastAPI:
    """The platform's pages and services."""
    app = FastAPI()

    def page(text: str) -> HTMLResponse:
        return HTMLResponse(f"<!doctype html><title>{TITLE}</title><h1>{TITLE}</h1>{text}")

    def framed(address: str) -> HTMLResponse:
        return page(f'<iframe title="Tool" src="{address}" width="1000" height="900"></iframe>')

    @app.get("/course")
    def course(user: str) -> Response:
        items = "".join(
            f'<li><a href="/open/{id_}?user={user}">{html.escape(item["title"])}</a></li>'
            for id_, item in platform.links.items()
        )
        return page(f'<ul>{items}</ul><a href="/add?user={user}">Add a link</a>')

    @app.get("/open/{link}")
    def open_link(link: str, user: str) -> Response:
        return framed(f"/start?user={user}&link={link}")

    @app.get("/add")
    def add(user: str) -> Response:
        return framed(f"/start?user={user}")

    @app.get("/start")
    def start(user: str, link: str = "") -> Response:
        login = Login(None, Configured(platform))
        login.set_lti_message_hint(hint=link or "deep")
        answer: Response = login.initiate_login(user)
        return answer

    @app.get("/auth")
    def auth(request: Request) -> Response:
        query = dict(request.query_params)
        hint, user = query["lti_message_hint"], platform.users[query["login_hint"]]
        message = platform.launch_claims(user, None if hint == "deep" else hint, query)
        answer: Response = message.lti_launch()
        return answer

    @app.get("/jwks")
    def jwks() -> Response:
        return JSONResponse(Configured(platform).get_jwks())

    @app.post("/chosen")
    async def chosen(request: Request) -> Response:
        form = dict(await request.form())
        try:
            items = Configured(platform).validate_deeplinking_resp(form)
        except LtiException as fault:
            return page(f"<p>refused: {html.escape(str(fault))}</p>")
        for item in items:
            link = f"link-{len(platform.links) + 1}"
            platform.links[link] = item
            if "lineItem" in item:
                address = f"{platform.address}/columns/{link}"
                platform.columns[link] = {
                    **item["lineItem"],
                    "id": address,
                    "resourceLinkId": link,
                }
        return page("<p>The link was added.</p>")

    @app.get("/gradebook")
    def gradebook() -> Response:
        rows = "".join(
            f"<tr><td>{html.escape(platform.users[user].name)}</td>"
            f"<td>{score.get('scoreGiven')} / {score.get('scoreMaximum')}</td></tr>"
            for (_, user), score in platform.scores.items()
        )
        return page(f"<table>{rows}</table>")

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            return JSONResponse(Configured(platform).get_access_token(form))
        except (LtiException, AssertionError) as fault:
            return JSONResponse({"error": "invalid_client", "text": str(fault)}, 400)

    async def asked(request: Request) -> _Request:
        body = await request.body()
        query = dict(request.query_params)
        numbers = {name: int(query[name]) for name in ("page", "limit") if name in query}
        return _request(
            {**query, **numbers},
            method=request.method,
            headers={"Authorization": request.headers.get("authorization", "")},
            json=json.loads(body) if body else None,
        )

    def answered(done: Any, key: str | None = None) -> Response:
        result = done.result[key] if key and done.result else done.result
        more = {"link": f'<{done.result["next"]}>; rel="next"'} if _next(done) else {}
        if result is None:
            return Response(status_code=done.code, headers=more)
        return JSONResponse(result, done.code, more)

    async def books(request: Request) -> Gradebook:
        made = Gradebook(await asked(request), Configured(platform), f"{platform.address}/columns")
        made.platform = platform
        return made

    @app.get("/columns")
    async def columns(request: Request) -> Response:
        book = await books(request)
        return answered(book.handle_resp(book.handle_get_lineitems), "content")

    @app.post("/columns")
    async def new_column(request: Request) -> Response:
        book = await books(request)
        return answered(book.handle_resp(book.handle_create_lineitem))

    @app.api_route("/columns/{name}", methods=["GET", "PUT", "DELETE"])
    async def one_column(request: Request, name: str) -> Response:
        book = await books(request)
        ways = {
            "GET": book.handle_get_lineitem,
            "PUT": book.handle_update_lineitem,
            "DELETE": book.handle_delete_lineitem,
        }
        return answered(book.handle_resp(ways[request.method], line_item_id=name))

    @app.post("/columns/{name}/scores")
    async def score(request: Request, name: str) -> Response:
        book = await books(request)
        done = answered(book.handle_resp(book.handle_update_score, line_item_id=name))
        if platform.troubles:
            return Response(status_code=platform.troubles.pop(0))
        return done

    @app.get("/columns/{name}/results")
    async def results(request: Request, name: str) -> Response:
        book = await books(request)
        return answered(book.handle_resp(book.handle_get_results, line_item_id=name), "content")

    @app.get("/memberships")
    async def memberships(request: Request) -> Response:
        members = Members(
            await asked(request), Configured(platform), f"{platform.address}/memberships"
        )
        members.platform = platform
        return answered(members.handle_resp(members.handle_get_members))

    @app.get("/.well-known/openid-configuration")
    def configuration(request: Request) -> Response:
        if request.headers.get("authorization") != REGISTRATION:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse(
            {
                "issuer": platform.address,
                "authorization_endpoint": f"{platform.address}/auth",
                "token_endpoint": f"{platform.address}/token",
                "jwks_uri": f"{platform.address}/jwks",
                "registration_endpoint": f"{platform.address}/register",
                "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                    "product_family_code": "lti1p3platform",
                    "messages_supported": [
                        {
                            "type": "LtiDeepLinkingRequest",
                            "placements": ["assignment_selection", "editor_button"],
                        }
                    ],
                },
            }
        )

    @app.post("/register")
    async def register(request: Request) -> Response:
        if request.headers.get("authorization") != REGISTRATION:
            return JSONResponse({"error": "invalid_token"}, 401)
        wanted = await request.json()
        platform.registered.append(wanted)
        tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
        wanted[tool]["deployment_id"] = platform.deployment
        return JSONResponse({**wanted, "client_id": platform.client_id}, 201)

    return app


def _next(done: Any) -> bool:
    return isinstance(done.result, dict) and bool(done.result.get("next"))


class _ReadOnce(Registration):
    """It has its private key read once, where the library reads it for every message."""

    def get_platform_private_key(self) -> Any:
        return read(str(super().get_platform_private_key()))

    def get_kid(self) -> str | None:
        return str(self.get_jwk(str(self.get_platform_public_key()))["kid"])


@cache
def read(private: str) -> PrivateKeyTypes:
    """A private key as a PEM says it: reading one proves that its factors are prime, which takes long."""
    return serialization.load_pem_private_key(private.encode(), None)


@cache
def _platforms_keys() -> tuple[str, str]:
    """One pair for all platforms of tests: to make one takes long."""
    return key_pair()


def key_pair() -> tuple[str, str]:
    """A private and a public key, as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()
