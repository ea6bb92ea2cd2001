"""Texts and whole numbers; its hidden cases leave gaps on purpose."""

from __future__ import annotations

from grader.authoring import Exercise

exercise = Exercise(title="Words", reference="words.py")


@exercise.case("is_palindrome", points=1, visibility="public")
def a_palindrome(rng):
    """says yes to a word that reads the same backwards"""
    return dict(text="level")


@exercise.case("is_palindrome", points=4)
def no_palindrome(rng):
    """says no to another"""
    return dict(text="levels")


@exercise.case("shift", points=1, visibility="public")
def by_one(rng):
    """moves letters by one"""
    return dict(text="abc", by=1)


@exercise.case("shift", points=4)
def by_three(rng):
    """moves letters by three"""
    return dict(text="hello", by=3)


@exercise.case("common_divisor", points=1, visibility="public")
def of_twelve(rng):
    """finds the divisor of 12 and 18"""
    return dict(a=12, b=18)


@exercise.case("common_divisor", points=4, seed=3)
def of_multiples(rng):
    """finds the divisor of larger numbers"""
    g = int(rng.randint(2, 9))
    return dict(a=g * 35, b=g * 64)


@exercise.case("runs", points=1, visibility="public")
def two_runs(rng):
    """counts two runs"""
    return dict(text="aab")


@exercise.case("runs", points=4)
def three_runs(rng):
    """counts three runs"""
    return dict(text="aabbb" + "c")


@exercise.case("digits", points=1, visibility="public")
def of_a_short_number(rng):
    """takes a number of two digits apart"""
    return dict(n=42)


@exercise.case("digits", points=4)
def of_a_longer_number(rng):
    """takes a longer number apart"""
    return dict(n=90512)
