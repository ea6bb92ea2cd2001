"""What the server of `command.py` has ready beside modules: the pages' templates, nbformat, and a zygote.

A command compiles the templates that it shows, which is half of what grading a small class takes; a zygote is half
of what a check takes; nbformat is what reading a notebook takes.
"""

from grader.report import pages
from grader.util.notebook_library import import_nbformat
from tests.lent_zygote import start_now

for file in pages.TEMPLATES.iterdir():
    if file.suffix in (".html", ".svg"):
        pages._ENVIRONMENT.get_template(file.name)
import_nbformat()
start_now()
