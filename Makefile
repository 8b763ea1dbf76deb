# Two commands matter: `make demo` shows the site, `make test` proves it. Both need Python 3.11+, git and make only.
# Paths are relative, so that the folder may have a space in its name.

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format bench messages vendor requirements
.NOTPARALLEL:

python := .venv/bin/python
export PORT ?= 8000

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: ## Serve the demo borough on PORT (8000), with worker and scheduler; DATABASE_URL is honoured
	@bin/setup
	@exec $(python) bin/serve

run: ## Serve your own site for development, with reloading, on PORT
	@bin/setup
	$(python) manage.py migrate --verbosity 0
	BASE_URL=$${BASE_URL:-http://localhost:$(PORT)} $(python) manage.py runserver $(PORT)

test: ## Run all tests: SQLite, PostgreSQL, browser. REQUIRE_ALL=1 lets nothing be skipped; ARGS go to pytest
	@bin/setup dev
	@$(python) bin/test $(ARGS)

lint: ## Check style, types, layers and missing migrations
	@bin/setup dev
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	PYTHONPATH=site $(python) .venv/bin/lint-imports
	DATABASE_URL=sqlite://:memory: $(python) manage.py makemigrations --check --dry-run

format: ## Put the code into its form
	@bin/setup dev
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

bench: ## Measure pages and evidence packs against bench/limits.toml
	@bin/setup dev
	$(python) -m bench.run

messages: ## Collect texts to translate and compile the catalogues (needs gettext)
	@bin/setup
	$(python) manage.py makemessages --all --no-obsolete --no-wrap --add-location file --ignore node_modules --ignore var --ignore tests --ignore bench
	$(python) manage.py compilemessages --ignore node_modules --ignore .venv

vendor: ## Copy front-end libraries from npm into site/static/vendor (needs Node; results are committed)
	bin/vendor

requirements: ## Pin requirements*.txt afresh and rewrite THIRD-PARTY.md
	@bin/setup dev
	$(python) bin/pin
	@bin/setup dev
	$(python) bin/notices
