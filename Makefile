# The verbs. CI calls the same ones.
#   make plans    render the plan of every sample school into plans/
#   make open     open the workbook in the browser, for one person
#   make lab      open the workbook in JupyterLab
#   make rehearse run the webinar with invented delegates
#   make webinar  run the webinar
#   make test     set up what the tests need, and run them
#   make golden   write the golden pages anew, after a change of HTML that is meant; git shows the difference
#   make check    format, lint and types
#   make lock     write the newest versions of all packages into constraints.txt
#   make newest   try the newest versions, without changing anything
#   make clean    remove what the verbs made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := plans
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
.PHONY: plans open lab rehearse webinar test golden check fix lock newest clean

# A stamp for each set of packages, made again when pyproject.toml or the tested versions change.
$(VENV)/plain: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "careerskit needs Python 3.11 or newer; say which with: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV): a minute or two, once"
	@$(PIP) --editable .
	@touch $@

$(VENV)/test: $(VENV)/plain scripts/chromium
	@$(PIP) --editable '.[test]'
	@scripts/chromium
	@touch $@

$(VENV)/check: $(VENV)/plain
	@$(PIP) --editable '.[check]'
	@touch $@

plans: $(VENV)/plain
	@$(BIN)/careerskit plans --samples --out plans

open: $(VENV)/plain
	@$(BIN)/careerskit open

lab: $(VENV)/plain
	@$(BIN)/careerskit workbook

rehearse: $(VENV)/plain
	@$(BIN)/careerskit webinar --rehearse

webinar: $(VENV)/plain
	@$(BIN)/careerskit webinar

# In several processes (tests/conftest.py says how many), a file's tests in one of them, and the files in our order: the browser last.
# A process that ends is not replaced: with `--dist loadfile`, pytest-xdist gives its replacement the same test again, without end.
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder --max-worker-restart 0

test: $(VENV)/test
	@$(BIN)/python -m pytest $(PARALLEL)
	@$(BIN)/python -m pytest $(PARALLEL) --quiet --nbval-lax --nbval-cell-timeout=120 notebooks

golden: $(VENV)/test
	@$(BIN)/python -m pytest --quiet --snapshot-update tests/notebooks/test_golden.py

check: $(VENV)/check
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

fix: $(VENV)/check
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock:
	@PYTHON=$(PYTHON) scripts/lock

newest:
	@PYTHON=$(PYTHON) scripts/newest

clean:
	@rm -rf $(VENV) plans dist build test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
