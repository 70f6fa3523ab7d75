# Two commands: make report, make test. Both create .venv/ from the hashed lock first.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
READY := .venv/.ready
# Compiled once, not anew by every process that the tests start: of their time this is a fifteenth.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report test check lab bench calibrate lock docs dev

report: $(READY)
	$(BIN)/ros report

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

lab: $(READY)
	$(BIN)/ros lab --data "$(DATA)"

dev: $(READY)
	$(BIN)/pre-commit install
	git config filter.nbstripout.clean "$(BIN)/nbstripout --keep-id"
	git config filter.nbstripout.smudge cat

bench: $(READY)
	for part in exact fuzz hostile reading explore startup reports peers; do echo "== $$part"; $(BIN)/python benchmarks/$$part.py || exit 1; done

calibrate: $(READY)
	$(BIN)/python benchmarks/calibrate.py

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lock/bin/uv pip compile pyproject.toml --all-extras --generate-hashes --universal --python-version 3.11 --no-emit-index-url --quiet --output-file requirements.txt

docs: $(READY)
	$(BIN)/python docs/write_dependencies.py
	$(BIN)/python docs/write_architecture.py

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)
