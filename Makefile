# make demo · make test · make test-all · make bench · make check · make fix · make weights
BIN := .venv/bin
ONLY ?=
SHARE ?= 1

.PHONY: demo test test-all bench check fix weights samples setup setup-test

setup:
	@scripts/setup base

setup-test:
	@scripts/setup test

demo: setup  ## read sample_docs into a database of its own and query it
	@scripts/demo

test: setup-test  ## the whole suite, without what is marked slow
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-all: setup-test  ## everything, slow tests included
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "" --timeout 1800

bench: setup-test  ## measure every promised figure; DOCROW_EVAL_DATA names the evaluation sets
	$(BIN)/python -m tests.benchmarks $(ONLY)

check: setup-test  ## style, types, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pip check

fix: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

samples: setup-test  ## make the sample documents again
	$(BIN)/python sample_docs/make.py

weights: setup-test  ## train the shipped weights from nothing, on generated pages: about 4.5 hours of one core
	@scripts/weights $(SHARE)
