"""The released notebook in JupyterLab: what a student sees below the check's cell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from tests.browser.driver import CHROMIUM, DRIVER, Page, browser
from tests.kernel.conftest import HINT, RIGHT, ROOT, bundle

__all__ = ["bundle"]
pytestmark = pytest.mark.skipif(
    None in (CHROMIUM, DRIVER), reason="there is no chromium with its driver"
)

RUN_ALL = "window.jupyterapp.commands.execute('notebook:run-all-cells'); return true"
FEEDBACK = "return [...document.querySelectorAll('.grader-feedback')].map(e => e.innerText)"
SET_SOURCE = """
const cells = window.jupyterapp.shell.currentWidget.content.widgets;
const cell = cells.find(c => c.model.sharedModel.getSource().startsWith(arguments[0]));
cell.model.sharedModel.setSource(arguments[1]);
return true
"""


@pytest.fixture(scope="module")
def lab(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab in the bundle's folder, where one function is wrong; its address."""
    path = bundle / "clusters.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.id == "function-squared_distances":
            cell.source = ROOT
        if cell.id == "function-assign":
            cell.source = RIGHT["assign"]
    nbformat.write(notebook, path)
    home = tmp_path_factory.mktemp("jupyter")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    folders = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1",
        "--expose-app-in-browser", "--IdentityProvider.token=let-me-in", f"--ServerApp.root_dir={bundle}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    log = (home / "log").open("w")
    server = subprocess.Popen(
        command, env=kept | folders | {"HOME": str(home)}, stdout=log, stderr=log
    )
    try:
        yield _address(home)
    finally:
        server.terminate()
        server.wait()
        log.close()


def _address(home: Path) -> str:
    for _ in range(480):
        for file in (home / "RUNTIME").glob("jpserver-*.json"):
            return f"{json.loads(file.read_text())['url']}lab/tree/clusters.ipynb?token=let-me-in"
        time.sleep(0.25)
    raise AssertionError((home / "log").read_text())


@pytest.fixture(scope="module")
def page(lab: str) -> Iterator[Page]:
    with browser() as opened:
        opened.resize(1200, 1600)
        opened.open(lab)
        # The kernel is chosen, and ready.
        opened.until(
            "const w = window.jupyterapp?.shell.currentWidget;"
            "return w?.sessionContext?.session?.kernel?.status === 'idle'"
        )
        yield opened


def test_check_in_jupyterlab(page: Page, bundle: Path) -> None:
    """The hint and both values show as a page; after a change that nobody saved, all is right."""
    page.run(RUN_ALL)
    one, other, every = page.until(
        f"const found = {FEEDBACK[7:]}; return found.length === 3 && found"
    )
    assert HINT in one and "Expected" in one
    assert "in this process" in one
    assert "Everything passed." in other
    assert "Start with squared_distances." in every
    assert page.violations(".grader-feedback") == []
    page.run(
        "document.querySelectorAll('.grader-feedback details').forEach(d => { d.open = true })"
    )
    shown = page.run("return document.querySelector('.grader-feedback pre').innerText")
    assert "squared_distances(X, centres)" in shown
    page.run(SET_SOURCE, "def squared_distances", RIGHT["squared_distances"])
    page.run(RUN_ALL)
    page.until(f"{FEEDBACK}.every(text => text.includes('Everything passed.'))")
    assert "np.sqrt" in (bundle / "clusters.ipynb").read_text()
