# The one way to do things. `make help` lists them; each target sets the project up first if that is needed.
PYTHON ?= python3
BIN := .venv/bin
GOLD ?= ../shared/gold
export DAGSTER_HOME := $(CURDIR)/output/dagster

.DEFAULT_GOAL := help
.PHONY: help setup run dev test lint format audit snapshot-check score confidence bench soak ckan docs freeze lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# Installed once, and again whenever the lock or the project file changes. uv installs the pinned set in seconds; where uv
# cannot reach the package index that pip is configured for, pip installs the same pins, more slowly.
.venv/.ready: requirements/lock.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/lock.txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/lock.txt
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline --python $(BIN)/python -e .
	@touch $@

setup: .venv/.ready  ## install the pinned packages into .venv

run: setup  ## the nightly job on the bundled sample ministry: capture, extract, publish a snapshot, say where to look
	@$(BIN)/kotacerdas run

dev: setup  ## the Dagster web UI on http://127.0.0.1:3000 with the asset graph and the schedule (Ctrl-C stops it)
	@mkdir -p $(DAGSTER_HOME) && cp dagster.yaml $(DAGSTER_HOME)/dagster.yaml
	$(BIN)/dagster dev --workspace workspace.yaml --host 127.0.0.1 --port 3000

lint: setup  ## formatting, lint, strict types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## lint, type-check and run the suite
	$(BIN)/pytest

format: setup  ## rewrite the sources as the linter wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

audit: setup  ## as a stranger: prove 200 published cells and follow 20 archived sentences, drawn at random (OUTPUT=..., SEED=...)
	@$(BIN)/python -m tests.stranger $(or $(OUTPUT),output) $(if $(SEED),--seed $(SEED))

snapshot-check: setup  ## what tools of others say of the newest snapshot (or of FOLDER=...): validator, version, result, time
	@$(BIN)/python -m tests.snapshot_check $(FOLDER)

score: setup  ## hold extraction against the annotated releases at GOLD (../shared/gold), where they are at hand
	$(BIN)/python -m tests.score $(GOLD)

confidence: setup  ## count on those releases how often figures are read rightly: confidence.toml, the tables of docs/extraction.md
	$(BIN)/python -m tests.confidence $(GOLD)
	$(BIN)/python -m tests.document

bench: setup  ## speed, as ratios measured in one run; never part of the suite
	$(BIN)/python -m tests.bench

soak: setup  ## three nights on a generated site of 4,600 releases: all found, little asked for, the archive whole
	$(BIN)/python -m tests.soak

ckan: setup  ## push to a real CKAN on this machine (the first time it installs CKAN beside, and as root PostgreSQL and Redis)
	$(BIN)/python -m tests.ckan

docs: setup  ## write what is generated anew: DATA_DICTIONARY.md, docs/satu-data.md, what the commands in docs/ print
	$(BIN)/kotacerdas docs
	$(BIN)/python -m tests.document

freeze: setup  ## declare the schema of the tables as released: later changes of it are held against this
	$(BIN)/python -m tests.freeze_schema

lock: setup  ## resolve the pinned set anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra portals --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --upgrade -o requirements/lock.txt
	echo 'uv' | $(BIN)/uv pip compile - --constraint requirements/lock.txt --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet -o requirements/uv.txt

clean:  ## remove what runs made (output/) and the environment
	find output -mindepth 1 ! -name .gitkeep -delete
	rm -rf .venv
