# Two commands matter: `make demo` and `make test`. Everything they need is set up on the way; see scripts/setup.sh.

.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-slow setup-bench demo test slow fuzz bench check docs lock

BIN := .venv/bin

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup  ## the registry at http://127.0.0.1:8000, on SQLite, with synthetic patients
	$(BIN)/skjemaverk demo

test: setup-test check  ## every test but the slow ones, browser and PostgreSQL included
	$(BIN)/pytest -n 2 --dist worksteal

check: setup  ## lint, format, types, floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_floors.py

slow: setup-slow  ## what is too long for every run
	$$([ -x .venv-slow/bin/pytest ] && echo .venv-slow/bin || echo $(BIN))/pytest -n 2 --dist loadfile -m slow

fuzz: setup-test  ## generated cases, as many as time allows
	$(BIN)/pytest -m fuzz

bench: setup-bench setup  ## our speed beside our peers'
	.venv-bench/bin/python benchmarks/run.py

setup:  ## the virtual environment and the style sheets
	@scripts/setup.sh app

setup-test:  ## the same, and PostgreSQL, a browser and Pango for the tests
	@scripts/setup.sh test

setup-slow:
	@scripts/setup.sh slow

setup-bench:
	@scripts/setup.sh bench

docs: setup  ## the pages of docs/ that the code writes
	PYTHONPATH=. $(BIN)/python scripts/docs.py

lock: setup  ## resolve the dependencies again; UPGRADE=1 takes newer ones
	@scripts/lock.sh
