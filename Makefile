# Everything that a newcomer needs has one name here. `make` lists them.

PYTHON ?= python3
venv := .venv
python := $(venv)/bin/python

# Installed once, and again when a list changes: a second start takes seconds.
run_ready := $(venv)/.run-ready
dev_ready := $(venv)/.dev-ready
js_ready := node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help run demo cluster test check format messages asyncapi pictures bench bench-quick requirements clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(run_ready)  ## Wick on http://127.0.0.1:8000, with a private MongoDB (PORT, VAR_DIR)
	@exec $(python) -m deploy.local.run

demo: $(run_ready)  ## Wick with people, rooms and thousands of messages to look at, on http://127.0.0.1:8000 (PORT, DEMO_DIR)
	@exec $(python) -m deploy.local.demo

cluster: $(run_ready)  ## three instances, Redis, a replica set and Nginx on http://127.0.0.1:8080 (CLUSTER_PORT, CLUSTER_SIZE, CLUSTER_DIR)
	@exec $(python) -m deploy.local.cluster

# Half of the time of a test is waiting for a server, so three workers fit on two cores. Each has servers of its own.
# A test that fails runs once more (docs/decisions/0070-a-failed-test-runs-again.md).
test: $(dev_ready) $(js_ready)  ## all tests, on servers of their own (ARGS="-k name" for some, in one process)
	@$(python) -m deploy.local.needs
	@exec $(python) -m pytest $(or $(ARGS),-n 3 --dist loadfile --reruns 1 --rerun-show-tracebacks)

check: export DEBUG = true  # what is checked needs a secret key
check: $(dev_ready) $(js_ready)  ## style and types of Python and JavaScript, Django's own checks, forgotten migrations
	$(venv)/bin/ruff check .
	$(venv)/bin/ruff format --check .
	$(venv)/bin/mypy .
	npm run --silent check
	$(python) manage.py check
	@# Without a database this compares models and migrations, which is all that is meant.
	$(python) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: $(dev_ready) $(js_ready)  ## put the code into the one style
	$(venv)/bin/ruff check --fix .
	$(venv)/bin/ruff format .
	npm run --silent format

messages: $(dev_ready)  ## collect the texts of pages, mails and scripts into locale/, and compile translations
	@exec $(python) -m deploy.local.messages

asyncapi: $(dev_ready)  ## write docs/asyncapi.yaml from the types of the frames
	@exec $(python) -m deploy.local.asyncapi

pictures: $(dev_ready)  ## take the pictures of README.md from a demo
	@exec $(python) -m deploy.local.pictures

bench: $(dev_ready)  ## measure against the peers and write bench/report.md (30 minutes; needs node and npm; ARGS="--before COMMIT" measures that one beside it)
	@exec $(python) -m bench $(ARGS)

bench-quick: $(dev_ready)  ## the same in 3 minutes, rougher
	@exec $(python) -m bench --quick

# One list for every Python and system, with the digest of every file that may be installed.
compile := $(venv)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make requirements'

requirements: $(dev_ready)  ## compile the pinned lists from the .in files (UPGRADE=--upgrade for newer versions)
	for list in requirements requirements-local requirements-dev; do \
		$(compile) $(UPGRADE) $$list.in --output-file $$list.txt >/dev/null || exit; done

clean:  ## remove what was installed and made here, except your data in var/
	rm -rf $(venv) node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/peers/node/node_modules
	find . -name __pycache__ -type d -not -path './var/*' -exec rm -rf {} +

$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Wick needs Python 3.11 or later. PYTHON=python3.12 make … takes another one.' >&2; exit 1; }
	@$(PYTHON) -m venv $(venv) \
		|| { echo 'Making .venv failed. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }

pip := $(python) -m pip --disable-pip-version-check --quiet install --require-hashes

$(run_ready): requirements.txt requirements-local.txt | $(python)
	@echo 'Installing what Wick needs into .venv. This happens once, and takes about a minute.'
	@$(pip) -r requirements.txt -r requirements-local.txt
	@touch $@

$(dev_ready): requirements-dev.txt $(run_ready)
	@echo 'Installing what the tests need into .venv. This happens once.'
	@$(pip) -r requirements-dev.txt
	@# What the lists no longer name is removed: tests must not pass by a package that was left over.
	@$(venv)/bin/uv pip sync --quiet --require-hashes --python $(python) \
		requirements.txt requirements-local.txt requirements-dev.txt
	@touch $@

# npm writes this file when it is done: an install that was cut short is begun again.
$(js_ready): package.json package-lock.json .npmrc | $(run_ready)
	@$(python) -m deploy.local.needs npm
	@echo 'Installing what checks the scripts of the page into node_modules. This happens once.'
	@npm ci --silent
	@touch $@
