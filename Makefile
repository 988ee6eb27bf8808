# Two promises: on a machine with nothing but make and Python 3.11, `make run` runs the hub and
# `make test` passes its tests. Everything else is for who works on it.

PORT ?= 8000
# Extra words for pytest, for example: make test ARGS="-k search"
ARGS ?=

BOOTSTRAP := sh deploy/bootstrap.sh
PYTHON_BIN := .venv/bin/python
MANAGE := $(PYTHON_BIN) manage.py
PYTEST := $(PYTHON_BIN) -m pytest
# One module stays with one worker: some load the whole content once and share it.
WORKERS := -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder
# In the browser one page stays with one worker, each of which has a hub and a Chromium of its own.
BROWSER_WORKERS := -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder
OUR_CODE := hub practices mentorsites casestudies mentoring paths forums
PYTHON_FILES := $(OUR_CODE) tests bench docs manage.py
TEMPLATES = $$(find hub/templates -name '*.html')

# Production settings refuse to start without these; the values are for one check and for nobody.
THROWAWAY := HUB_ALLOWED_HOSTS=hub.example.org HUB_BASE_URL=https://hub.example.org \
    HUB_FROM_EMAIL=hub@hub.example.org HUB_DEBUG=false SECRET_KEY_FILE= \
    DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=hub.settings.production

# uv pip compile writes no index address unless it is asked to.
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help run install fix lint test postgres cover browser bench docs check lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run:  ## run the hub here: environment, database, content, search index, server (PORT=8000)
	@$(BOOTSTRAP) base
	@exec $(MANAGE) run_hub --port $(PORT)

test:  ## run all tests but the browser's (ARGS="-k word" for some)
	@$(BOOTSTRAP) base test scale
	$(PYTEST) $(WORKERS) $(ARGS)

postgres:  ## run on a PostgreSQL of their own what differs there: search, limits, forums, kept pages
	@$(BOOTSTRAP) base test scale
	deploy/postgres.sh $(PYTEST) tests/search/test_engines.py tests/search/test_outbox.py \
	    tests/accounts/test_limits.py tests/notifications/test_notices.py \
	    tests/forums/test_together.py tests/forums/test_posting.py tests/forums/test_lists.py \
	    tests/forums/test_moderating.py tests/core/test_page_cache.py $(ARGS)

cover:  ## the same with branch coverage: below 95 % it fails
	@$(BOOTSTRAP) base test scale
	$(PYTEST) $(WORKERS) --cov --cov-report=term $(ARGS)

browser:  ## run the tests that need Chromium
	@$(BOOTSTRAP) base test browser
	@sh deploy/chromium.sh
	$(PYTEST) -o testpaths=tests/browser -m browser $(BROWSER_WORKERS) $(ARGS)

install:  ## everything for working on the hub, with the git hooks
	@$(BOOTSTRAP) base test browser lint
	@if [ -e .git ]; then .venv/bin/pre-commit install; fi

fix:  ## format Python and templates
	@$(BOOTSTRAP) base lint
	.venv/bin/ruff check --fix-only $(PYTHON_FILES)
	.venv/bin/ruff format $(PYTHON_FILES)
	@# Both call it a failure when they changed something; what they could not mend, `make lint` says.
	@.venv/bin/djade --target-version 5.2 $(TEMPLATES) || true
	@.venv/bin/djhtml --tabwidth 2 $(TEMPLATES) || true

lint:  ## style, types, floors, templates, migrations, production settings
	@$(BOOTSTRAP) base lint
	.venv/bin/ruff check $(PYTHON_FILES)
	.venv/bin/ruff format --check $(PYTHON_FILES)
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	.venv/bin/djhtml --check --tabwidth 2 $(TEMPLATES)
	DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	$(MANAGE) bundle_styles
	@SECRET_KEY=$$($(PYTHON_BIN) -c 'import secrets; print(secrets.token_urlsafe(64))'); \
	export SECRET_KEY; set -x; \
	env $(THROWAWAY) $(MANAGE) check --deploy --fail-level WARNING

bench:  ## timings against bench/budgets.toml
	@$(BOOTSTRAP) base test scale
	$(PYTHON_BIN) -m bench
	$(PYTHON_BIN) -m bench.search
	$(PYTHON_BIN) -m bench.mail
	$(PYTHON_BIN) -m bench.pages --sizes 1000,10000
	$(PYTHON_BIN) -m bench.forums
	$(PYTHON_BIN) -m bench.matching
	$(PYTHON_BIN) -m bench.mentoring --requests 300

docs:  ## check links and code in the documentation
	@$(BOOTSTRAP) base
	$(PYTHON_BIN) docs/check_docs.py

check: lint docs test postgres browser  ## what CI runs

lock:  ## write requirements/*.txt from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(BOOTSTRAP) base
	$(COMPILE) --group pyproject.toml:bootstrap -o requirements/bootstrap.txt
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --extra scale -c requirements/base.txt -o requirements/scale.txt
	$(COMPILE) --group pyproject.toml:test -c requirements/base.txt -o requirements/test.txt
	$(COMPILE) --group pyproject.toml:browser -c requirements/base.txt -c requirements/test.txt \
	    -o requirements/browser.txt
	$(COMPILE) --group pyproject.toml:lint -c requirements/base.txt -c requirements/test.txt \
	    -o requirements/lint.txt

clean:  ## remove .venv and caches; var/ with the database and uploads stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find $(OUR_CODE) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
