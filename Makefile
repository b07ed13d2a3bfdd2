# `make run` opens the dashboard, `make test` checks everything; both install what they need into .venv first.
PYTHON ?= python3.11
BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test quick lint browser pictures messages bench calibration mutants soak

run: .venv/run.stamp
	$(BIN)/pinkpref dashboard

# The browser's tests have the machine to themselves.
test: .venv/test.stamp lint browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest tests/browser

# For daily work: everything but the browser and what tests/slow.txt lists.
quick: .venv/test.stamp
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" --ignore tests/browser

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint dashboard
	DENO_NO_UPDATE_CHECK=1 $(BIN)/deno check --quiet dashboard/components/js dashboard/static/lib

# A real Chromium and a Japanese font, from the system's packages (Debian, Ubuntu), where there is none yet.
browser:
	@command -v chromium >/dev/null && fc-list :lang=ja | grep -q . || \
		($(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends chromium fontconfig fonts-noto-cjk)

# Pictures of the page in dashboard/pictures; README shows two of them.
pictures: .venv/test.stamp browser
	$(BIN)/python -m pytest tests/browser/take_pictures.py

# Speed and memory beside Keras, scikit-learn, PyTorch, JAX and an empty Streamlit app; takes some minutes.
bench: .venv/bench.stamp browser
	$(BIN)/python tests/benchmarks/run.py

# Counts how often the verdict, `compare` and `price` are wrong, and how often they find a rule; takes some hours.
calibration: .venv/test.stamp
	$(BIN)/python tests/benchmarks/calibration.py

# A thousand trainings of a hundred kinds of network: memory must not grow; takes about ten minutes.
soak: .venv/test.stamp
	$(BIN)/python -m pytest -s tests/soak.py

# Plants small faults in the code, one at a time, and counts how many of them the tests notice; takes half an hour.
mutants: .venv/mutants.stamp
	$(BIN)/python tests/mutants/run.py

# Collects the words of both packages into both catalogues.
messages: .venv/test.stamp
	$(BIN)/python pinkpref/i18n/update.py

# Installing compiles the catalogues.
.venv/run.stamp: requirements.txt pyproject.toml $(wildcard pinkpref/i18n/locale/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

.venv/bench.stamp: .venv/test.stamp tests/benchmarks/requirements.txt
	$(BIN)/python -m pip install --quiet -r tests/benchmarks/requirements.txt
	touch $@

.venv/mutants.stamp: .venv/test.stamp tests/mutants/requirements.txt
	$(BIN)/python -m pip install --quiet -r tests/mutants/requirements.txt
	touch $@

.venv/test.stamp: .venv/run.stamp tests/requirements.txt
	$(BIN)/python -m pip install --quiet -r tests/requirements.txt
	touch $@
