"""What a process keeps between calls: few results of pure functions, and what it opens once."""

from __future__ import annotations

from tests.house.test_rooms import ROOT
from tools.measures import caches, rebound_globals, sources, wide_signatures

MOST = 8
OPENED_ONCE = {
    "intake/private_folder.py: private_folder",  # the folder of this process
    "service/addresses.py: certificates",  # the system's
    "service/web/rendering.py: _environment",  # the compiled templates
    "util/language.py: catalogue",  # a file of translations
    "util/language.py: program_texts",  # all files of translations that are shipped
}


def test_few_results_are_kept() -> None:
    """Each cache is of a pure function, or of what the whole process opens once."""
    kept = set(caches(sources(ROOT)))
    assert kept >= OPENED_ONCE, "no longer there: take it out of the list"
    assert len(kept - OPENED_ONCE) <= MOST, kept - OPENED_ONCE


def test_no_function_rebinds_a_name_of_its_module() -> None:
    """State is held by objects that somebody hands on."""
    assert not rebound_globals(sources(ROOT))


def test_what_travels_together_is_one_object() -> None:
    """In the judge's rooms few functions take six parameters; ``open`` is Python's own."""
    wide = {name for _, name in wide_signatures(sources(ROOT)) if not name.startswith("service")}
    assert wide == {"sandbox/child/memory_files.py: open"}
