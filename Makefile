# Deux commandes : « make run » sert le produit, « make test » le vérifie.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: run test lint format samples bench kills clean

run: $(VENV)/.run
	$(BIN)/entretien serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev
	CI=$(CI) $(BIN)/python -m tests.browser_setup
	$(BIN)/pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.run

# Rejoue les scripts livrés contre les dix clients : transcripts/samples/.
samples: $(VENV)/.run
	for script in transcripts/scripts/*.txt; do \
	  name=$$(basename $$script .txt); record=transcripts/scripts/$$name.record.json; \
	  $(BIN)/entretien simulate $${name%.*} --advisor $$script --seed 1 --id $$name --json \
	    $$(test -f $$record && echo --record $$record) > transcripts/samples/$$name.json; \
	done

# Vitesses de l'analyse, puis charge, mémoire et reprise, à côté d'un relais nu. LOAD_ARGS="--learners 50 --llm".
bench: $(VENV)/.dev
	$(BIN)/python -m bench $(BENCH_ARGS)
	$(BIN)/python -m bench.load $(LOAD_ARGS)
	$(BIN)/python -m bench.idle
	$(BIN)/python -m bench.kills --kills 10

# Trois cents morts subites sous cinquante entretiens, sur chaque base. Une demi-heure à une heure.
kills: $(VENV)/.dev
	$(BIN)/python -m bench.kills --backend sqlite
	$(BIN)/python -m bench.kills --backend postgres
	$(BIN)/python -m bench.kills --backend cluster

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
