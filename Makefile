# Two commands do all the set-up: `make run` and `make test`.
PORT ?= 8000
LOUYU_HOME ?= var
PY := .venv/bin/python
UV := .venv/bin/uv
# Certificates of the machine, as pip uses: an intranet's own registry may have an authority of its own.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),1,0)

# A file of this name stands for an environment that matches the lock; a changed lock rebuilds it.
RUN_READY := .venv/.ready-run
TEST_READY := .venv/.ready-test
SPARK_READY := .venv-spark/.ready

.PHONY: run test test-spark test-postgresql check bench lock reference clean

run: $(RUN_READY)  ## sample district -> edition -> page on 127.0.0.1
	@$(PY) -m louyu demo --home $(LOUYU_HOME) --port $(PORT)

test: $(TEST_READY) check  ## everything CI holds, on two cores
	$(PY) -m pytest -n 2 --dist loadfile

test-spark: $(SPARK_READY)  ## the worked examples on Spark, in an environment of its own
	SPARK_CONF_DIR=$(CURDIR)/tests/spark .venv-spark/bin/python -m pytest --engine spark \
		-n 2 --dist loadfile tests/spec tests/spark --ignore tests/spec/plan

test-postgresql: $(TEST_READY)  ## the site's tests with the ledger in PostgreSQL
	scripts/with-postgresql.sh $(PY) -m pytest tests/web

check: $(TEST_READY)  ## style, types, import rules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

$(UV): requirements/uv.txt
	@sh scripts/provide-python.sh
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $(UV)

$(RUN_READY): $(UV) requirements/run.txt pyproject.toml package-lock.json
	@test -e $(TEST_READY) || scripts/provide-browser-libraries.sh --omit=dev
	@test -e $(TEST_READY) || $(UV) pip sync --quiet --require-hashes --python $(PY) requirements/run.txt requirements/uv.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(UV) requirements/test.txt pyproject.toml package-lock.json
	@sh scripts/provide-browser.sh
	@scripts/provide-browser-libraries.sh
	@$(UV) pip sync --quiet --require-hashes --python $(PY) requirements/test.txt requirements/uv.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN_READY)

$(SPARK_READY): $(UV) requirements/spark.txt pyproject.toml
	@sh scripts/provide-java.sh
	@test -x .venv-spark/bin/python || python3 -m venv .venv-spark
	@$(UV) pip sync --quiet --require-hashes --python .venv-spark/bin/python requirements/spark.txt
	@$(UV) pip install --quiet --python .venv-spark/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

COMPILE := $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11
lock: $(UV)  ## pin every dependency by hash
	$(COMPILE) pyproject.toml requirements/run.in -o requirements/run.txt
	$(COMPILE) pyproject.toml requirements/run.in requirements/test.in -o requirements/test.txt
	$(COMPILE) pyproject.toml requirements/run.in requirements/test.in --extra bench -o requirements/bench.txt
	$(COMPILE) pyproject.toml requirements/run.in requirements/test.in --extra spark -o requirements/spark.txt
	$(COMPILE) requirements/uv.in -o requirements/uv.txt

bench: $(TEST_READY)  ## the peers that bench/ measures against
	$(UV) pip sync --quiet --require-hashes --python $(PY) requirements/bench.txt requirements/uv.txt
	$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .

reference: $(TEST_READY)  ## docs/reference/ from the code
	$(PY) scripts/reference.py

clean:  ## remove the environment; the data in var/ stay
	rm -rf .venv .venv-spark
