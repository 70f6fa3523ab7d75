# Two commands: make report, make test. Both create .venv/ from the hashed lock first; tests add their tools to it.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
READY := .venv/.ready
TOOLS := .venv/.tools
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE = .venv-lock/bin/uv pip compile pyproject.toml --extra build --generate-hashes --universal --python-version 3.11 --no-emit-index-url --quiet
# Compiled once, not anew by every process that the tests start: of their time this is a fifteenth.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report test check lab bench calibrate lock docs dev

report: $(READY)
	$(BIN)/ros report

test: $(TOOLS)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

lab: $(READY)
	$(BIN)/ros lab --data "$(DATA)"

dev: $(TOOLS)
	$(BIN)/pre-commit install
	git config filter.nbstripout.clean "$(BIN)/nbstripout --keep-id"
	git config filter.nbstripout.smudge cat

bench: $(TOOLS)
	for part in exact fuzz hostile reading explore startup reports peers; do echo "== $$part"; $(BIN)/python benchmarks/$$part.py || exit 1; done

calibrate: $(TOOLS)
	$(BIN)/python benchmarks/calibrate.py

# Two files of one resolution: what reports are made with, and that with the tools of those who change the code.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --extra dev --output-file requirements-dev.txt
	$(COMPILE) --constraint requirements-dev.txt --output-file requirements.txt

docs: $(TOOLS)
	$(BIN)/python docs/write_dependencies.py
	$(BIN)/python docs/write_architecture.py

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes --requirement requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $(READY)

$(TOOLS): $(READY) requirements-dev.txt
	$(PIP) --require-hashes --requirement requirements-dev.txt
	touch $(TOOLS)
