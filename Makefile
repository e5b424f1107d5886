# Each task is one line; `make` alone lists them.
python := .venv/bin/python

.PHONY: help test lint types format translate lock assets bench
help:       ## this list
	@grep -E '^[a-z]+: .*##' Makefile
test:       ## everything, as continuous integration runs it
	./test
lint:       ## style, layout and import contracts
	$(python) -m ruff check . && $(python) -m ruff format --check . && .venv/bin/lint-imports
types:      ## static types
	$(python) -m mypy
format:     ## lay out the code
	$(python) -m ruff check --fix . && $(python) -m ruff format .
translate:  ## bring the English catalogues up to date and compile them
	$(python) -m lms translate
lock:       ## resolve all locks again
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	echo uv==0.13.9 | uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 - -o requirements-install.lock
assets:     ## build the vendored style sheets again (needs Node)
	npm --prefix frontend ci && npm --prefix frontend run build
bench:      ## measure queries, bytes and time of every page that matters, a long list, a year, and the matcher
	$(python) -m bench && $(python) -m bench.lists && $(python) -m bench.planner && $(python) -m bench.matching
