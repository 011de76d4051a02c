# The college's commands; `make help` lists them.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run demo test check fix bench words lock translations clean

help: ## Show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: .venv/ready translations ## Set everything up and serve the college with demo people on http://127.0.0.1:8000
	@export DEMO=$${DEMO:-1} PUBLIC_URL=$${PUBLIC_URL:-http://$(HOST):$(PORT)} FLASK_APP=wsgi; \
	$(BIN)/python -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("$(HOST)", $(PORT)))' 2>/dev/null \
	  || { echo "Something is listening on $(HOST):$(PORT) already. Try: make run PORT=8123"; exit 1; }; \
	if [ "$$DEMO" = 1 ]; then $(BIN)/flask demo; else $(BIN)/flask db upgrade && $(BIN)/flask search rebuild --missing; fi && \
	exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 2 \
	  --backpressure 64 --log-level warning --no-ws --factory wsgi:served

demo: .venv/ready translations ## Print the demo people, setting them up where needed
	@DEMO=1 FLASK_APP=wsgi $(BIN)/flask demo

test: .venv/dev-ready translations ## Run all tests; those that need PostgreSQL or Chromium say so where these are missing
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

check: .venv/dev-ready translations ## Everything that a commit must pass: format, lint, types, imports, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

fix: .venv/dev-ready ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev-ready translations ## Measure the college side by side with a bare view, and print ratios
	$(BIN)/python -m bench

words: .venv/dev-ready ## Collect the words of the interface into the catalogues
	$(BIN)/pybabel -q extract -k N_ -k NN_:1,2 -k lazy_gettext -k _l -F pyproject.toml --no-location --sort-output -o instance/messages.pot college
	$(BIN)/pybabel -q update -i instance/messages.pot -d college/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120

lock: .venv/dev-ready ## Renew the lock files from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean: ## Remove the environment and the demonstration's data
	rm -rf .venv instance/*.db* instance/demo.json

.venv/ready: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the college stands on (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev-ready: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the tests stand on (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/ready

PO := $(wildcard college/translations/*/LC_MESSAGES/messages.po)
translations: $(PO:.po=.mo)

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@
