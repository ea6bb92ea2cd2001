"""The report of one submission: its form, its file, and what people read of it.

    model, build           the report, version 1
    report_file            it as a JSON file
    schema                 its JSON Schema, shipped as report.schema.json
    student_view           what a student may see of it
    terminal, pages        that view in a terminal, and as a page
    phrases                sentences that both have in common

Nothing is imported here: pydantic, NumPy and Jinja2 are loaded by the module that needs them.
"""
