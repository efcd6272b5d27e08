# Everything that a newcomer needs has one name here. `make` lists them.

PYTHON ?= python3
venv := .venv
python := $(venv)/bin/python

# Installed once, and again when a list changes: a second start takes seconds.
run_ready := $(venv)/.run-ready
dev_ready := $(venv)/.dev-ready

.DEFAULT_GOAL := help
.PHONY: help run cluster test check format bench bench-quick requirements clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(run_ready)  ## Wick on http://127.0.0.1:8000, with a private MongoDB (PORT, VAR_DIR)
	@exec $(python) -m deploy.local.run

cluster: $(run_ready)  ## three instances, Redis, a replica set and Nginx on http://127.0.0.1:8080 (CLUSTER_PORT, CLUSTER_SIZE, CLUSTER_DIR)
	@exec $(python) -m deploy.local.cluster

test: $(dev_ready)  ## all tests, on servers of their own (ARGS="-k name" for some)
	@$(python) -m deploy.local.needs
	@exec $(python) -m pytest $(ARGS)

check: $(dev_ready)  ## style, types, Django's own checks, forgotten migrations
	$(venv)/bin/ruff check .
	$(venv)/bin/ruff format --check .
	$(venv)/bin/mypy .
	$(python) manage.py check
	@# Without a database this compares models and migrations, which is all that is meant.
	$(python) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: $(dev_ready)  ## put the code into the one style
	$(venv)/bin/ruff check --fix .
	$(venv)/bin/ruff format .

bench: $(dev_ready)  ## measure against the peers and write bench/report.md (15 minutes; needs node and npm)
	@exec $(python) -m bench

bench-quick: $(dev_ready)  ## the same in 3 minutes, rougher
	@exec $(python) -m bench --quick

compile := CUSTOM_COMPILE_COMMAND="make requirements" $(venv)/bin/pip-compile --quiet --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

requirements: $(dev_ready)  ## compile the pinned lists from the .in files (UPGRADE=--upgrade for newer versions)
	$(compile) $(UPGRADE) requirements.in
	$(compile) $(UPGRADE) requirements-local.in
	$(compile) $(UPGRADE) requirements-dev.in

clean:  ## remove what was installed and made here, except your data in var/
	rm -rf $(venv) .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/peers/node/node_modules
	find . -name __pycache__ -type d -not -path './var/*' -exec rm -rf {} +

$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Wick needs Python 3.11 or later. PYTHON=python3.12 make … takes another one.' >&2; exit 1; }
	@$(PYTHON) -m venv $(venv) \
		|| { echo 'Making .venv failed. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }

pip := $(python) -m pip --disable-pip-version-check --quiet install

$(run_ready): requirements.txt requirements-local.txt | $(python)
	@echo 'Installing what Wick needs into .venv. This happens once, and takes about a minute.'
	@$(pip) -r requirements.txt -r requirements-local.txt
	@touch $@

$(dev_ready): requirements-dev.txt $(run_ready)
	@echo 'Installing what the tests need into .venv. This happens once.'
	@$(pip) -r requirements-dev.txt
	@touch $@
