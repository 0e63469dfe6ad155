# `make reproduce` and `make test` are all a newcomer needs; each makes its environment (.venv) first.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help reproduce test torture lab check docs bench lock clean

help: ## Print this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

reproduce: $(STAMP) ## Run every month's notebooks on the real figures, make the site, say where to look
	$(BIN)/snhr build
	$(BIN)/snhr run
	$(BIN)/snhr site

test: $(STAMP) ## Run the whole test suite, nbval over the notebooks included
	$(BIN)/pytest -n auto --dist loadfile
	$(BIN)/pytest --nbval --nbval-current-env -o addopts= -o testpaths= notebooks

torture: $(STAMP) ## Break it for half an hour: kills, faults, bad input, random worlds; a table of what came of it
	$(BIN)/pytest -o addopts= -n 2 --dist worksteal torture

lab: $(STAMP) ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

check: $(STAMP) ## Lint, type-check, and audit every figure: a new discrepancy fails
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/snhr audit all

docs: $(STAMP) ## Make the reference from the docstrings: docs/reference/html/index.html
	$(BIN)/sphinx-build -q -W --keep-going docs/reference docs/reference/html

bench: $(STAMP) ## Time the batch against papermill itself
	$(BIN)/python benchmarks/bench.py

lock: $(STAMP) ## Renew requirements.lock and the generated files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group dev --group build pyproject.toml -o requirements.lock
	$(BIN)/python tools/generate.py

clean: ## Remove the environment and everything made
	rm -rf .venv reports site docs/reference/html .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --disable-pip-version-check --require-hashes -q -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation -q -e .
	@touch $@
