"""Why a launch is refused: a word for the log, and what whoever launched should do."""

from __future__ import annotations

from enum import StrEnum

from grader.util.language import gettext, gettext_noop


class Advice(StrEnum):
    """What the person in front of the page should do."""

    AGAIN = "again"
    SETUP = "setup"
    WAIT = "wait"
    ROLE = "role"
    LATER = "later"
    TEACHER = "teacher"
    NOWHERE = "nowhere"
    OPENS = "opens"


_TEXTS = {
    Advice.AGAIN: gettext_noop(
        "This launch is over. It works once, within a few minutes, and in the browser in which it began. "
        "Go back to your learning platform and open the link again."
    ),
    Advice.SETUP: gettext_noop(
        "The learning platform and this service are not set up for each other. "
        "Tell your instructor the word below."
    ),
    Advice.WAIT: gettext_noop(
        "This course of the learning platform is not connected yet. An instructor of this service accepts it "
        "on the page Platforms. Then open the link again."
    ),
    Advice.ROLE: gettext_noop(
        "The learning platform does not say that you are a student or a teacher of this course. "
        "Ask your instructor to add you to the course there."
    ),
    Advice.LATER: gettext_noop(
        "The learning platform does not answer at the moment. Try again in a few minutes."
    ),
    Advice.TEACHER: gettext_noop("Only an instructor of the course can choose where a link leads."),
    Advice.NOWHERE: gettext_noop(
        "Your instructor has not chosen yet which assignment this link leads to. Try again later."
    ),
    Advice.OPENS: gettext_noop("This assignment is not open yet. Try again later."),
}


class LaunchRefused(Exception):
    """A launch that signs nobody in.

    Args:
        word: what is wrong, for the log and for whoever sets the platform up.
        advice: what the page says.
    """

    def __init__(self, word: str, advice: Advice = Advice.SETUP) -> None:
        super().__init__(word)
        self.word, self.advice = word, advice

    @property
    def text(self) -> str:
        """What the page says, in its language."""
        return gettext(_TEXTS[self.advice])

    @property
    def status(self) -> int:
        """Of the answer."""
        return 503 if self.advice is Advice.LATER else 403
