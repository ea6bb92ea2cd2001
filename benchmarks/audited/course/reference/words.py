"""Texts and whole numbers: a palindrome, a cipher, a divisor, runs of equal characters."""


def is_palindrome(text):
    """Return whether the letters of the text, without regard to case, read the same backwards."""
    letters = [c.lower() for c in text if c.isalpha()]
    return letters == letters[::-1]


def shift(text, by):
    """Return the text with small letters moved by places in the alphabet; others stay."""
    moved = ""
    for c in text:
        if "a" <= c <= "z":
            moved += chr((ord(c) - ord("a") + by) % 26 + ord("a"))
        else:
            moved += c
    return moved


def common_divisor(a, b):
    """Return the greatest common divisor of two whole numbers, never negative."""
    while b != 0:
        a, b = b, a % b
    return abs(a)


def runs(text):
    """Return the lengths of runs of equal characters, as a list of [character, length]."""
    found = []
    for c in text:
        if found and found[-1][0] == c:
            found[-1][1] += 1
        else:
            found.append([c, 1])
    return found


def digits(n, base=10):
    """Return the digits of a whole number from 0 on in a base, the highest first."""
    if n == 0:
        return [0]
    found = []
    while n > 0:
        found.append(n % base)
        n //= base
    return found[::-1]
