# Two commands matter: `make run` and `make test`. Both set up whatever is missing, once.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: java kannel clamd spark help setup run run-sms test check fast bench bench-full docs lock messages screenshots clean chromium

PYTHON ?= python3
VENV := .venv
PY := PYTHONPATH=src $(VENV)/bin/python
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp
SPARK_STAMP := $(VENV)/.spark-stamp
NODE_STAMP := node_modules/.stamp

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

setup: $(RUN_STAMP) $(NODE_STAMP) ## Install what running needs (run does it by itself)
	@:

run: setup ## Start everything: database, pages, background work; Ctrl-C stops it
	@setpriv --pdeathsig TERM ./himaya run

run-sms: setup kannel ## The same with a real SMS gateway and a telephone to write from (docs/operations/sms.md)
	@setpriv --pdeathsig TERM $(PYTHON) tools/run_sms.py

test: $(DEV_STAMP) $(NODE_STAMP) chromium kannel clamd check ## Every check and every test, the browser journeys included
	@$(PY) tools/run_tests.py

check: $(DEV_STAMP) $(NODE_STAMP) ## Format, lint, types, import contracts, migrations, translations, templates
	@$(PY) tools/check.py

bench: setup ## Measure, small version (himaya bench --help for more)
	@./himaya bench spine --quick

bench-full: $(DEV_STAMP) spark ## Measure everything at full size: linkage of a million, Spark, ten million people; takes hours
	@./himaya bench full

spark: $(SPARK_STAMP) java ## Install Spark, on which himaya link can run too (400 MB and Java; nothing else needs it)
	@:

docs: $(DEV_STAMP) ## Write the generated pages of docs/
	@./himaya docs

messages: $(DEV_STAMP) ## Gather the texts of the screens and merge their translations
	@$(PY) tools/messages.py

screenshots: $(DEV_STAMP) $(NODE_STAMP) chromium ## Make the pictures of the guides anew, from the sample country
	@$(PY) tools/screenshots.py

lock: $(DEV_STAMP) ## Renew the lock files after a change in pyproject.toml or package.json
	@sh tools/lock.sh

clean: ## Remove what was installed or built; keeps var/
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage*
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@PYTHON=$(PYTHON) sh tools/make_venv.sh $(VENV)

$(RUN_STAMP): requirements.lock | $(VENV)/bin/python
	@echo "Installing packages…"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing packages for development…"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(RUN_STAMP)

$(SPARK_STAMP): requirements-spark.lock | $(VENV)/bin/python
	@echo "Installing Spark…"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc | $(VENV)/bin/python
	@echo "Installing browser libraries…"
	@sh tools/install_node_modules.sh $(VENV)
	@touch $@

kannel: # a real SMS gateway for its tests, which fail without it and say so
	@sh tools/find_kannel.sh || true

clamd: # a real malware scanner for its tests; without it they are skipped, and say so; under CI they fail
	@sh tools/find_clamd.sh || true

java: # what Spark runs on; where it cannot be had, a plain word
	@sh tools/find_java.sh || true

chromium:
	@sh tools/find_chromium.sh
