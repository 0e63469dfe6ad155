# `make reproduce` and `make test` are all a newcomer needs; each makes its environment (.venv) first. `make` alone says
# what else there is.
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE # the tests start hundreds of processes; each would compile the package anew
STAMP := .venv/.installed
UNIT := src/analysis/model tests/model tests/tolls tests/show tests/test_safe_text.py tests/data/test_definitions.py \
  tests/whole/test_ranges.py tests/whole/test_properties.py

.PHONY: help reproduce test unit lab site golden docs bench torture peers check lock clean

help: ## Print this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

reproduce: $(STAMP) ## Run every month's notebooks on the real figures, January 2016 first, make the site, say where to look
	$(BIN)/snhr build
	$(BIN)/snhr run 2016-01
	@echo "January 2016 can be read now: $(BIN)/jupyter lab reports/2016-01. All other months follow, then the site."
	$(BIN)/snhr run
	$(BIN)/snhr site $(SITE)

test: $(STAMP) ## Run the whole test suite, nbval over the notebooks included
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest --nbval --nbval-current-env -o addopts= -o testpaths= notebooks

unit: $(STAMP) ## Test in half a minute what needs no committed figures: the model, and made-up conflicts
	WORLDS=6 $(BIN)/pytest -n auto --dist worksteal -m "not figures" $(UNIT)

lab: $(STAMP) ## Open copies of the notebooks (lab/, yours to change) in JupyterLab
	test -d lab || $(BIN)/snhr notebooks lab
	$(BIN)/jupyter lab lab

site: $(STAMP) ## Make the static pages of what was run, and show them on this machine
	$(BIN)/snhr site --serve

golden: $(STAMP) ## Compare every answer of twelve months with what it was (in `make test` those of two); UPDATE=1 keeps the new
	GOLDEN=whole $(BIN)/pytest -o addopts= -n auto --dist worksteal tests/golden $(if $(UPDATE),--snapshot-update)

docs: $(STAMP) ## Make the reference from the docstrings: docs/reference/html/index.html
	$(BIN)/sphinx-build -q -W --keep-going docs/reference docs/reference/html

bench: $(STAMP) ## Time the batch against papermill itself
	$(BIN)/python benchmarks/bench.py

torture: $(STAMP) ## Break it for about an hour: kills, faults, bad input, random worlds; a table of what came of it
	$(BIN)/pytest -o addopts= -n 2 --dist worksteal torture

peers: $(STAMP) ## Run the tests that Jupyter's projects have of themselves with our warm kernels and without (downloads; half an hour)
	$(BIN)/python torture/peers.py --keep-table

check: $(STAMP) ## Lint, type-check, validate, and audit every figure: a new discrepancy fails
	$(BIN)/pre-commit run --all-files --show-diff-on-failure
	$(BIN)/snhr audit all

lock: $(STAMP) ## Renew requirements.lock and the generated files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --no-strip-extras --group dev --group build pyproject.toml -o requirements.lock
	$(BIN)/python tools/generate.py

clean: ## Remove the environment and everything made
	rm -rf .venv reports site docs/reference/html .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --disable-pip-version-check --require-hashes -q -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation -q -e .
	@touch $@
