"""From the paths of the command line to submissions that have not been read yet.

    listing    the files of a folder
    archive    the members of a zip or tar, read safely; zip_names: their names;
               private_folder: the folder that they are copied into
    divide     where the students are, according to platforms (grader.lms.layouts); students: according to
               names and contents; units: what both share
    assemble   which attempts count, and the files of one student as one submission
    collect    all of it
    messages   all sentences

No file of a student is opened here except archives, and the beginning of a file where names do not decide.
"""

from __future__ import annotations

from grader.intake.collect import collect, handed_in, single
from grader.lms.layouts import LAYOUTS
from grader.model.delivery import Intake, Pending

__all__ = ["LAYOUTS", "Intake", "Pending", "collect", "handed_in", "single"]
