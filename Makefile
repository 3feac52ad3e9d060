# The two commands of the README, and what CI runs. Nothing here needs root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test check words mutants bench fuzz clean

demo: $(VENV)/installed
	@$(BIN)/grade demo

test: $(VENV)/installed-dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# What a change must pass before its tests are worth running.
check: $(VENV)/installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/grade verify

# After a change of an English text: the catalogues of the other languages, with what is new in them still to be filled in.
words: $(VENV)/installed-dev
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F pyproject.toml --no-location --width=120 -c '' -o build/grader.pot grader
	@$(BIN)/pybabel -q update -D grader -i build/grader.pot -d grader/locale --width=120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -D grader -d grader/locale --statistics

# Beyond the known answers: which faults in the references would no check see?
mutants: $(VENV)/installed-dev
	@$(BIN)/grade verify --mutants

# How long grading takes, beside other ways and for classes of several sizes; the largest class takes most of an hour.
STUDENTS ?= 100 1000 10000
bench: $(VENV)/installed-dev
	@$(BIN)/python tests/benchmarks/ways.py
	@$(BIN)/python tests/benchmarks/ways.py --exercise param_groups
	@$(BIN)/python tests/benchmarks/scale.py --students $(STUDENTS)
	@$(BIN)/python tests/benchmarks/cluster.py

# Broken and hostile frames for the worker's end; runs until it is stopped or SECONDS are over.
SECONDS ?= 3600
fuzz: $(VENV)/installed-dev
	@$(BIN)/python tests/fuzz.py --seconds $(SECONDS)

clean:
	rm -rf $(VENV) demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (torch is large: a few minutes the first time) ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) -e '.[cluster,dev,postgres]'
	@touch $@
