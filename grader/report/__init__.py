"""Reports: what the grader writes about one submission, and all that is made of many.

    model, build, store      one report, version 1, as a JSON file
    schema                   its JSON Schema, shipped as report.schema.json
    views                    what a student may see of it
    text, feedback           that view in a terminal, and as a page
    gradebook, summary       many reports, as a table and as a page

This module imports nothing: pydantic, NumPy and Jinja2 are loaded by the module that needs them.
"""
