"""From the paths of the command line to submissions that wait to be read.

    folder     what lies in a folder
    archive    what lies in a zip or tar, read safely
    codepage   how names in archives are encoded, where the archive does not say
    layouts    whose each file is, a module for each platform
    units      what lies side by side in a folder
    crowds     several people's work, or the parts of one
    divide     where in all of it the students are, by platforms or (plain) by what lies in it
    given      the paths of the command line
    attempts   which of several attempts at a file counts
    drafts     the files of one student as one submission
    gather     all of it
    naming     one name for each student, and no two that a reader could take for one

No student's file is opened here but archives: their members are copied into a private folder.
"""

from __future__ import annotations

from grader.classroom.names import readable
from grader.intake.collect import collect, single
from grader.lms.layouts import LAYOUTS
from grader.model.delivery import Delivery, Intake, Pending, Person, Unassigned

__all__ = [
    "LAYOUTS",
    "Delivery",
    "Intake",
    "Pending",
    "Person",
    "Unassigned",
    "collect",
    "readable",
    "single",
]
