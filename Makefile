# `make demo` and `make test` do everything on a fresh machine with Python 3.11 and make.
PYTHON ?= python3
DATA ?= ../shared/data
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint format quality train clean

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)
	$(BIN)/onrecord demo

test: $(READY)
	$(BIN)/python -m pytest -n 2

lint: $(READY)
	$(BIN)/ruff check src tests quality training
	$(BIN)/ruff format --check src tests quality training
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format src tests quality training
	$(BIN)/ruff check --fix src tests quality training

quality: $(READY)
	$(BIN)/python -m quality $(DATA) $(if $(QUICK),--quick)

train:
	test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet -e . -r training/requirements.txt
	.venv-train/bin/python -m training.train --data $(DATA) --config training/config.yaml --out work/encoder
	.venv-train/bin/python -m training.export work/encoder/best.pt src/onrecord/language/weights
	$(BIN)/python -m training.roles $(DATA)
	$(BIN)/python -m training.linker $(DATA)
	$(BIN)/python -m training.triggers $(DATA)

clean:
	rm -rf $(VENV) .venv-train .cache
