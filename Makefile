PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-fast services services-stop lint format types openapi-snapshot query-counts help

help:            ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ –/'

$(VENV)/.runtime: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.runtime  ## set up, load the seeds and serve on 127.0.0.1:$(PORT)
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py seed --port $(PORT)
	$(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: $(VENV)/.development  ## set up and run every check and test that this machine can run
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.run

test-fast: $(VENV)/.development  ## the tests that need no service
	$(BIN)/pytest -m "not postgres and not redis and not elasticsearch and not browser"

services:        ## install (where the distribution has packages) and start PostgreSQL, Redis and Elasticsearch
	.ci/services/up

services-stop:   ## stop what `make services` started
	.ci/services/stop

lint: $(VENV)/.development  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.development  ## let ruff format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/.development  ## mypy
	$(BIN)/mypy

openapi-snapshot: $(VENV)/.development  ## write tests/api/openapi.yml anew
	$(BIN)/python manage.py spectacular --file tests/api/openapi.yml --validate --fail-on-warn

query-counts: $(VENV)/.development  ## write tests/api/query_counts.json anew
	RECORD_QUERY_COUNTS=1 $(BIN)/pytest tests/api -k query_count
