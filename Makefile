# Everything a person types. `make` alone lists it.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Each stamp says that what stands before it is installed as locked, so that a second
# run does nothing, and a changed lock file runs it again.
PACKAGES := .venv/.packages
DEV_PACKAGES := .venv/.packages-dev
MODULES := node_modules/.modules
DEV_MODULES := node_modules/.modules-dev

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format bench torture drill sabotage translations lock

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name does; \
		do printf '  make %-12s %s\n' "$$name" "$$does"; done

setup: $(PACKAGES) $(MODULES) ## Install what the server needs, into .venv and node_modules

setup-dev: $(DEV_PACKAGES) $(DEV_MODULES) ## Install what tests and checks need as well

run: setup ## Serve on http://127.0.0.1:5000, with demo people on the first start
	@if $(BIN)/python -c "$$FIRST_START" 2>/dev/null; then $(BIN)/flask --app app seed-demo; fi
	@exec $(BIN)/python app.py

test: setup-dev ## Run all tests
	@.ci/programs
	@$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile

check: setup-dev ## Look at format, lint, types and floors
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest --quiet --durations=0 tests/test_floors.py tests/test_house_rules.py

format: setup-dev ## Put the code into its one format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev ## Measure the price of one message beside a bare echo, and the lists of issues and tickets
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.portal
	@$(BIN)/python -m bench.inbox

torture: setup-dev ## Kill, cut, freeze and starve a desk in use; CYCLES=2000 FAULTS=kill for more
	@$(BIN)/python -m tests.torture $(if $(CYCLES),--cycles $(CYCLES)) $(if $(FAULTS),--only $(FAULTS))

drill: setup-dev ## Back up, destroy and restore a desk in use with 100,000 messages
	@$(BIN)/python -m tests.torture.drill $(if $(MESSAGES),--messages $(MESSAGES))

sabotage: setup-dev ## Plant known bugs in a copy; each has to be found by the test that guards it
	@$(BIN)/python -m tests.sabotage

translations: setup-dev ## Bring the translators' files up to date with the texts in the code
	@$(BIN)/python -m translations.collect

lock: ## Renew the locked versions (needs uv and npm)
	$(LOCK) --upgrade requirements.in --output-file requirements.txt
	$(LOCK) --upgrade requirements-dev.in --output-file requirements-dev.txt
	$(LOCK) --upgrade requirements-node.in --output-file requirements-node.txt
	npm install --package-lock-only

# True on a first start: no database yet, and nobody else can reach this machine's port.
# Errors stay silent here, because app.py says the same in one clear line.
define FIRST_START
from core.settings import from_process
desk = from_process()
known = desk.database_url or (desk.data_dir / 'livedesk.sqlite3').exists()
raise SystemExit(1 if known or not desk.on_loopback else 0)
endef
export FIRST_START

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is needed; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

$(PACKAGES): requirements.txt | $(BIN)/python
	@echo 'Installing the Python packages'
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(DEV_PACKAGES): requirements-dev.txt $(PACKAGES)
	@echo 'Installing the Python packages for tests'
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

$(MODULES): package-lock.json | $(PACKAGES)
	@echo 'Installing the browser packages'
	@$(call npm,ci --omit=dev)
	@touch $@

$(DEV_MODULES): package-lock.json | $(PACKAGES)
	@echo 'Installing the browser packages for tests'
	@$(call npm,ci)
	@touch $(MODULES) $@

# The machine's npm, or one from PyPI inside .venv when it has none that reads our lock file.
npm = case "$$(npm --version 2>/dev/null)" in \
	''|[1-6].*) test -x $(BIN)/npm || $(BIN)/pip install --quiet --require-hashes -r requirements-node.txt; \
		PATH="$(CURDIR)/$(BIN):$$PATH";; \
	esac; npm $(1) --ignore-scripts --no-progress --loglevel=error >/dev/null
