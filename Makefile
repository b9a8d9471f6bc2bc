# Everything runs from .venv, made at the first use: nothing to activate, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint fix bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

demo: $(RUNTIME) ## check, test, explain and publish a worked policy
	$(BIN)/tenure check policies/surrey
	$(BIN)/tenure test policies/surrey
	$(BIN)/tenure explain policies/surrey call_recording recorded=2026-01-15 training_case=no
	$(BIN)/tenure publish policies/surrey --to build/surrey --format html --format md
	@echo
	@echo "The published schedule is in build/surrey: open its .html file in a browser."

test: $(DEV) ## every test; what is skipped for a missing tool is listed
	$(BIN)/pytest

lint: $(DEV) ## style, layout, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fix: $(DEV) ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEV) ## the timings
	$(BIN)/python benchmarks/run.py

clean: ## remove all that was made, .venv too
	rm -rf $(VENV) build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed once, and again when pyproject.toml changes.
$(RUNTIME): $(VENV)/pyvenv.cfg pyproject.toml
	@echo "Installing tenure into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(DEV): $(VENV)/pyvenv.cfg pyproject.toml
	@echo "Installing tenure and the development tools into $(VENV) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $(RUNTIME) $@

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "tenure needs Python 3.11 or later, and there is no '$(PYTHON)' here." >&2; \
	  echo "Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "tenure needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) could not make $(VENV); on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
