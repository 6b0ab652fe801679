# The two commands a newcomer needs are `make run` and `make test`. Python 3.11, make and pip are enough.
IS_311 := import sys; sys.exit(sys.version_info[:2] != (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 python; do $$p -c '$(IS_311)' 2>/dev/null && echo $$p && break; done)
PIP_FLAGS ?=
CORPUS ?= corpus
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run index serve test lint check docs clean

help: ## Visa kommandona
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: index serve ## Installera, indexera corpus/ och öppna chatten på 127.0.0.1:7860

index: $(VENV)/installed ## Indexera corpus/ (eller CORPUS=mapp)
	$(BIN)/python -m assistant index $(CORPUS)

serve: $(VENV)/installed ## Öppna chatten
	$(BIN)/python -m assistant serve

test: $(VENV)/installed-dev ## Kör testerna
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev ## Kontrollera stil och typer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test ## Kontrollera stil, typer, tester och att dokumentationen stämmer

docs: $(VENV)/installed-dev ## Skriv om docs/cli.md efter kommandonas hjälp
	$(BIN)/python tests/test_docs.py

clean: ## Ta bort den virtuella miljön och indexet; handlingarna rörs inte
	rm -rf $(VENV) data

# Debian splits venv's pip into a package of its own: where that is missing, the system's pip fills the venv.
$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(IS_311)' || \
		{ echo "Python 3.11 behövs: kör t.ex. make run PYTHON=/sökväg/till/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install pip; }

# Installed again only when pyproject.toml has changed; the development install is also a runtime one.
$(VENV)/installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check -q $(PIP_FLAGS) -e .
	@touch $@

$(VENV)/installed-dev: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check -q $(PIP_FLAGS) -e '.[dev]'
	@touch $(VENV)/installed $@
