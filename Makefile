# Everything runs from .venv, made at the first use: nothing to activate, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint fix bench gallery clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

POLICIES := surrey calico polha staffords chat

demo: $(RUNTIME) ## check, test, explain and publish five worked policies, audit with one
	@echo "== A schedule and a forum's advice as first written: which rules give one record two answers?"
	@for policy in surrey chat; do \
	  $(BIN)/tenure check policies/$$policy/as-written --output-format concise; test $$? -eq 1 || exit 1; done
	@echo
	@echo "== The five policies, settled: what is left, and do their own tests pass?"
	@for policy in $(POLICIES); do \
	  $(BIN)/tenure check policies/$$policy --output-format concise; test $$? -le 1 || exit 1; \
	  $(BIN)/tenure test policies/$$policy || exit 1; done
	@echo
	@echo "== What did settling it change?"
	$(BIN)/tenure diff policies/surrey/as-written policies/surrey --data policies/surrey/inventory --as-of 2026-11-23
	@echo
	@echo "== How long is one call recording kept, and why?"
	$(BIN)/tenure explain policies/surrey call_recording recorded=2026-01-15 training_case=no
	@echo
	@echo "== An enquiry of 23 December, answered within five working days: in England and in Scotland"
	$(BIN)/tenure explain policies/christmas enquiry office=leeds received=2026-12-23 --as-of 2026-12-24
	$(BIN)/tenure explain policies/christmas enquiry office=leith received=2026-12-23 --as-of 2026-12-24
	@echo
	@echo "== When is the next audit, and was the last one in time?"
	@$(BIN)/tenure duties policies/staffords --log policies/staffords/inventory/duty-log.csv; test $$? -le 1
	@echo
	@echo "== The published documents, and a picture of the rules"
	@for policy in $(POLICIES); do $(BIN)/tenure publish policies/$$policy --to build/$$policy || exit 1; done
	$(BIN)/tenure graph policies/surrey --format svg --to build/surrey/rules.svg
	@echo
	@echo "== What in an inventory may be disposed of? (four rows are not sound, so it ends with 1)"
	$(BIN)/tenure audit policies/surrey --data policies/surrey/inventory --as-of 2026-11-23 --to build/audit --replace; test $$? -eq 1
	@echo
	@echo "== Were the promised response times kept?"
	$(BIN)/tenure audit policies/polha --data policies/polha/inventory --log policies/polha/inventory/duty-log.csv --as-of 2026-11-23 --to build/promises --replace
	@echo
	@echo "Open build/audit/report.html, build/surrey/schedule.html, build/calico/schedule.html and build/surrey/rules.svg in a browser."
	@echo "See a conflict in full:  $(BIN)/tenure check policies/surrey/as-written"

# A file's tests stay together, so that a database is started once for them.
test: $(DEV) ## every test; what is skipped for a missing tool is listed
	$(BIN)/pytest --numprocesses auto --dist loadfile

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
	$(BIN)/python benchmarks/deciding.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/databases.py
	$(BIN)/python benchmarks/promising.py

gallery: $(DEV) ## the pictures of every format, in docs/gallery
	$(BIN)/python docs/gallery/make.py

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
