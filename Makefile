# Two commands for a fresh machine that has Python 3.11 or later with venv, git and make:
#   make demo    grades a small class and shows where the reports are
#   make test    runs every test

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
QUICK := tests/judging tests/load tests/report tests/authoring tests/house tests/reference

.PHONY: demo serve-demo test quick costs lint coverage browser bench house ablation soak fuzz schema pages pictures docs docs-check student-wheel torch clean

demo: $(STAMP)
	$(BIN)/grader demo

# A place to hand in, with the demo's class in it; prints sign-in links of an instructor and a student.
serve-demo: $(STAMP)
	$(BIN)/python -m tools.serve_demo

# One process for each file of tests, the dearest first: what a file prepares, it prepares once.
test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

# Reading, judging, values and reports, without grading a class: under a minute on two cores.
quick: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile $(QUICK)

# What the tests cost, file by file; the numbers by which `make test` orders them.
costs: $(STAMP)
	$(BIN)/python -m tools.test_costs --keep -n auto --dist loadfile

# Clicks through the summary in Chromium and its driver, where they are installed.
browser: $(STAMP)
	$(BIN)/python -m pytest tests/browser

# What needs PyTorch, which it installs; elsewhere these tests and the exercise are left out.
torch: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,torch]'
	$(BIN)/python -m pytest tests/torch

# Style, layout and types; what CI and .pre-commit-config.yaml ask for as well.
lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Which lines of the judge's side no test runs.
coverage: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term

bench: $(STAMP)
	$(BIN)/python -m benchmarks.spawn
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.grading

# How many files of the judge one submission passes, and how often it changes the file; how large the rooms are.
house: $(STAMP)
	$(BIN)/python -m tools.hand_overs
	$(BIN)/python -m tools.measures

# Every attack of tests/hostile against a naive grader and with layers left out; some minutes.
ablation: $(STAMP)
	$(BIN)/python -m tests.hostile.ablation

soak: $(STAMP)
	$(BIN)/python -m benchmarks.soak

# Classes of small files that are large to read; then, coverage-guided, where atheris is installed.
fuzz: $(STAMP)
	$(BIN)/python -m benchmarks.fuzz_class -max_total_time=300
	$(BIN)/python -m benchmarks.fuzz_wire -max_total_time=300
	$(BIN)/python -m benchmarks.fuzz_load -max_total_time=300

schema: $(STAMP)
	$(BIN)/python -m grader.report.schema

# What the documentation holds that the program knows best: commands, course, report.
pages: $(STAMP)
	$(BIN)/python -m tools.pages

# Photographs of the program at work; needs chromium.
pictures: $(STAMP)
	$(BIN)/python -m tools.pages.pictures

# The documentation as a site that opens without a network: site/index.html.
docs: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

# The same, read by axe and by whoever looks for something; needs chromium with its driver.
docs-check: docs
	$(BIN)/python -m pytest tests/browser/test_site.py --thorough

# The toolkit without any answer, for students: dist/students/.
student-wheel: $(STAMP)
	$(BIN)/python -m tools.student_wheel

# Installed again whenever what it needs changes; constraints.txt pins what the tests ran with.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(STAMP)

clean:
	rm -rf $(VENV) dist site demo-results demo-service
