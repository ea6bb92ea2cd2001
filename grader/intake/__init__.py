"""From the paths of the command line to submissions that wait to be read.

    folder     what lies in a folder
    archive    what lies in a zip or tar, read safely
    layouts    whose each file is: Canvas, Moodle, Gradescope, nbgrader, GitHub Classroom, plain
    given      the paths of the command line
    attempts   which of several attempts at a file counts
    drafts     the files of one student as one submission
    gather     all of it
    naming     one name for each student, and no two that a reader could take for one

No student's file is opened here but archives: their members are copied into a private folder.
"""

from __future__ import annotations

from grader.intake.gather import collect, single
from grader.intake.layouts import LAYOUTS
from grader.intake.model import Delivery, Intake, Pending, Person
from grader.intake.naming import readable

__all__ = ["LAYOUTS", "Delivery", "Intake", "Pending", "Person", "collect", "readable", "single"]
