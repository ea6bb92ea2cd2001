"""A service without workers, asked in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from grader.service.web.app import application
from grader.service.web.request_context import Service
from tests.service.house import House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for all tests of a module: tables take long to make."""
    house = House(tmp_path_factory.mktemp("service") / "data")
    house.add_course()
    return house


@pytest.fixture(scope="module")
def web(house: House) -> Iterator[TestClient]:
    """The application, as a browser or a program asks it."""
    app = application(Service(house.database, house.desk))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
