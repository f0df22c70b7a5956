# The doors of the project. `make` lists them. Only Python 3.11 or newer is needed for
# `make demo`; `make test` also uses a real Kafka and a real ClickHouse where it can get them.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN    := .venv/bin
NEEDS  := .venv/.needs
READY  := .venv/.ready
UV     := var/lock/bin/uv
WORKERS ?= 2
SEEDS   ?= held
RUNS    ?= 8
INPUTS  ?= 100000
CASES   ?= 10000
KILLS   ?= 20
EDITS   ?= 10000
EVENTS  ?=
MINUTES ?= 30

.DEFAULT_GOAL := help
# Not kept (an environment may say so), a thousand modules are compiled at every start of a process.
export PYTHONDONTWRITEBYTECODE :=
.PHONY: help setup demo test lint fmt docs step rows score faults everything kills rotations past stalled replays upgrades soak fuzz audit bench bench-reports lab lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## Build .venv from the locked dependencies (quick the second time)

# The locks name every package there is (--no-deps): asked for `coverage[toml]`, pip of Python 3.11 takes
# the newest release of that day, whose hash nobody wrote down, beside the one that is pinned.
$(READY): $(NEEDS) requirements-dev.lock
	@echo "setup: installing what tests and checks need beside it"
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python -m pip check --quiet
	@touch $(READY)

# What the hub needs to run is half of it. Modules are compiled when they are first imported.
$(NEEDS): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %s: make PYTHON=/path/to/python3.11 …" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "setup: installing what the hub needs into .venv (a minute or two the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-compile --no-deps --no-build-isolation -e .
	@touch $(NEEDS)

demo: $(NEEDS)  ## Simulate a county and show what goes wrong in it (SERVE=1: on pages too)
	@$(BIN)/hub demo $(if $(SERVE),--serve)

test: $(READY)  ## Run every test; says at the end which parts were real
	@$(BIN)/pytest -n $(WORKERS) -q

lint: $(READY)  ## Check style, types, import arrows and event schemas
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hub schemas check

fmt: $(READY)  ## Mend what the style checker can mend
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

docs: $(READY)  ## Write the reference from code, and the papers as a site: var/site/index.html
	@$(BIN)/python -m tests.docs.reference
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "docs: open var/site/index.html"

step: $(READY)  ## Write the next step of the warehouse for columns that are declared (NAME=place)
	@$(BIN)/python -m projections.new_step $(NAME)

rows: $(READY)  ## Write docs/rows.md from the scenarios
	@$(BIN)/python -m tests.scenarios.table

score: $(READY)  ## Precision and recall of every detector on ten held cities (SEEDS=dev, JSON=1)
	@$(BIN)/python -m bench.score --seeds $(SEEDS) $(if $(JSON),--json)

faults: $(READY)  ## Break a whole hub under load and balance its accounts (RUNS=8 SEED= SHORT=1)
	@$(BIN)/python -m bench.faults --runs $(RUNS) $(if $(SEED),--seed $(SEED)) $(if $(SHORT),--short) $(FAULTS)

everything: $(READY)  ## A whole city live, a fault a minute, a person at its pages (MINUTES=30 SEED= EVENTS= JSON=1)
	@$(BIN)/python -m bench.faults.everything --minutes $(MINUTES) $(if $(EVENTS),--events $(EVENTS)) $(if $(SEED),--seed $(SEED)) $(if $(JSON),--json)

bench: $(READY) .venv-bench/.ready  ## Race the worker against its peers; writes docs/benchmarks.md (ARGS="--only race --rounds 1")
	@$(BIN)/python -m bench $(ARGS)

bench-reports: $(READY)  ## Time every report on the warehouse of ten million events (ARGS="--events 1000000 --json")
	@$(BIN)/python -m bench.reports $(ARGS)

.venv-bench/.ready: bench/requirements.txt
	@echo "bench: installing the contenders into .venv-bench (the first time)"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet -r bench/requirements.txt
	@touch $@

fuzz: $(READY) var/fuzz/.ready  ## Fuzz intake with changed examples and with atheris (INPUTS=100000 SEED= FUZZ=--plain)
	@PYTHONPATH=var/fuzz $(BIN)/python -m bench.fuzz --inputs $(INPUTS) $(if $(SEED),--seed $(SEED)) $(FUZZ)

var/fuzz/.ready: bench/fuzz/requirements.txt $(READY)
	@mkdir -p var/fuzz
	@$(BIN)/python -m pip install --quiet --upgrade --target var/fuzz -r bench/fuzz/requirements.txt || echo "fuzz: atheris could not be installed here"
	@touch $@

audit: $(READY)  ## Look up in a database of advisories whether a hole is known in what is locked
	@$(BIN)/python -m bench.audit

kills: $(READY)  ## Kill an embedded hub again and again under load (RUNS=200 kills)
	@$(BIN)/python -m bench.faults.kills --kills $(RUNS) $(if $(SEED),--seed $(SEED))

rotations: $(READY)  ## Stop, kill and join three workers under load; findings = one process's (RUNS=50)
	@$(BIN)/python -m bench.faults.rotations --rotations $(RUNS) $(if $(SEED),--seed $(SEED))

past: $(READY)  ## Alter log and warehouse ten thousand times each: is every edit told? (EDITS= SEED=)
	@$(BIN)/python -m bench.faults.past --edits $(EDITS) $(if $(SEED),--seed $(SEED))

replays: $(READY)  ## Conclude one log three times, partitions mixed otherwise: one answer? (EVENTS=100000 SEED=)
	@$(BIN)/python -m bench.faults.replays $(if $(EVENTS),--events $(EVENTS)) $(if $(SEED),--seed $(SEED))

upgrades: $(READY)  ## Replace workers of the version before under load; balance the accounts (EVENTS= SEED=)
	@$(BIN)/python -m bench.faults.upgrades $(if $(EVENTS),--events $(EVENTS)) $(if $(SEED),--seed $(SEED))

soak: $(READY)  ## Live through as many events as one has time for: does memory grow? (EVENTS=10000000)
	@$(BIN)/python -m bench.faults.soak $(if $(EVENTS),--events $(EVENTS)) $(if $(SEED),--seed $(SEED))

stalled: $(READY)  ## Ten thousand cases at a told clock, twenty kills: is every stall told? (CASES= KILLS=)
	@$(BIN)/python -m bench.faults.stalled --cases $(CASES) --kills $(KILLS) $(if $(SEED),--seed $(SEED))

lab: $(READY)  ## Fetch a real Kafka for the tests (Java 17 and Maven) and say which real parts are here
	@$(BIN)/python -m tests.support.lab

lock:  ## Pin every dependency again, with hashes, after pyproject.toml changed
	@test -x $(UV) || { $(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet uv==0.13.9; }
	@$(UV) pip compile --quiet pyproject.toml --extra install --python-version 3.11 --universal --generate-hashes \
		--no-annotate --no-emit-index-url --no-header -o requirements.lock
	@$(UV) pip compile --quiet pyproject.toml --extra dev --python-version 3.11 --universal --generate-hashes \
		--no-annotate --no-emit-index-url --no-header -c requirements.lock -o requirements-dev.lock

clean:  ## Remove the environment, caches and everything the tests fetched
	rm -rf .venv .venv-bench var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
