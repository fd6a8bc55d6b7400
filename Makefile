.DEFAULT_GOAL := help
.PHONY: help setup audit warehouse test check unit demo docs lock bench clean
.NOTPARALLEL:
BIN := .venv/bin

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:
	@./setup.sh

audit: setup  ## set everything up and audit the demo company in data/demo
	@$(BIN)/crm-audit run data/demo
	@$(MAKE) -s --no-print-directory warehouse

warehouse:  ## a fresh copy of the demo's published warehouse, to work on with dbt (see docs/work-with-dbt.md)
	@mkdir -p dbt/target && cp data/demo/warehouse.duckdb dbt/target/warehouse.duckdb

test: setup check unit demo  ## set everything up, then lint, type-check, run all tests, build the demo audit and check it

check: setup  ## lint and type-check
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint dbt/models dbt/tests --processes 2 --disable-progress-bar

unit: setup  ## all tests, the slow ones too
	@./setup.sh --with-postgresql
	$(BIN)/pytest -m "slow or not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

demo: setup  ## build the demo audit and check its report
	$(BIN)/crm-audit run data/demo --quiet
	$(BIN)/python -m tests.check_demo data/demo

docs: setup  ## write docs/kpis.md from the KPI declarations
	$(BIN)/crm-audit kpis --markdown > docs/kpis.md

lock: setup  ## resolve requirements.lock anew: exact versions with hashes, no addresses
	$(BIN)/python -m pip install -q uv
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --no-annotate --no-header \
	    --python-version 3.11 --extra ui --extra dev pyproject.toml -o requirements.lock

bench: setup  ## time and memory of every step; BENCH="demo 10k" chooses sizes
	$(BIN)/python -m bench $(BENCH)

clean:  ## remove what the commands above made
	rm -rf .venv dbt/target dbt/logs .pytest_cache .mypy_cache .ruff_cache bench/results data/demo/raw data/demo/audits data/demo/versions data/demo/warehouse.duckdb
