"""What the name of a file or folder is about: a person, their work, a section, or what is around them."""

from __future__ import annotations

import re

_WORK = frozenset(
    """
    a abgabe abgabeordner act activity aufgabe aufgaben answer answers app assign assignment assignments attempt
    backup bak blatt build code complete completed config copy corrected correct devoir dist docs done draft
    ex exam exercice exercise exercises extra fig figures fin final finished fixed func functions graded hand
    handin helper helpers homework homeworks hw image images img in init ipynb kopie lab labs latest lib libs
    main makefile mine model models module modules monday tuesday wednesday thursday friday saturday sunday my
    nb new notebook notebooks old oldest output outputs p part parts plot plots prob problem problems proj
    project projects ps pset public py q question questions release result results rev review revised run sample
    script scripts second session setup sheet sol solution solutions solved src start starter stub
    submit submission submitted support t task tasks td template test testcase testcases tests third first todo
    tp train try tutorial tuto untitled update updated upload util utils v ver version versions w week weeks
    wip work works working worksheet x übung übungen uebung uebungen tarea tareas trabajo esercizio opgave
    """.split()
)
_AROUND = frozenset(
    """
    abgaben all archive archives class classes course courses data download downloads entregas export exports
    extract extracted files folder handins inbox klasse kurs rendus soumissions students studierende submissions
    submitted teilnehmer temp term tmp unzipped zip semester spring summer autumn fall winter year consegne
    """.split()
)
_SECTION = frozenset(
    """
    am classe clase cohort dienstag donnerstag evening fr freitag friday gruppe group groupe grupo grp jeudi late
    lundi mardi mercredi mo mon monday montag morning online pm sec section sektion seminar stream th thu thursday
    track tu tue tuesday tut tutorium tutorial vendredi we wed wednesday mittwoch wave batch cohorte afternoon
    """.split()
)
_PEOPLE = frozenset(
    "candidate equipe group groupe grupo grupp gruppe handin participant pair person student team user".split()
)
"""With a number behind, one of a class's people or groups."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST_ID = 4


def core(name: str) -> str:
    """What of a name is not about the work: of ``jane_hw1_final (2)`` it is ``jane``. A long number is an id."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    numbered = any(word in _PEOPLE for word in words)
    return " ".join(
        word
        for word in words
        if (numbered or len(word) >= _SHORTEST_ID if word.isdigit() else word not in _WORK)
    )


def names_work(name: str) -> bool:
    """Whether it is called after the work: ``hw1``, ``src``, ``week 2``."""
    return not core(name)


def names_a_wrapper(name: str) -> bool:
    """Whether it is called after what is around people's work: ``submissions``, ``hw1``."""
    words = core(name).split()
    return all(word in _AROUND or (word.isdigit() and len(word) == 4) for word in words)


def names_a_person(name: str) -> bool:
    """Whether nothing in it is about work or what is around it: ``jane``, but not ``CS101-homework 1-4711``."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    return not any(word in _WORK or word in _AROUND for word in words)


def names_a_section(name: str) -> bool:
    """Whether it is called as a part of a class is: ``section A``, ``group-2``, ``B``."""
    words = [word.casefold() for word in _TOKEN.findall(name)]
    return any(word in _SECTION for word in words) or all(
        len(word) == 1 or (word.isdigit() and len(word) < _SHORTEST_ID) for word in words
    )
