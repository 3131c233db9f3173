# Everything from a clean Debian or Ubuntu with Python 3.11+, its venv module and make.
#
#   make demo    set up and grade submissions/ into results/
#   make test    set up and pass all tests but the slow ones (make test-slow)
#   make fuzz    search for faults at random in all that reads hostile files (MINUTES=30)
#
# What students' code imports comes along: the extra [course] of pyproject.toml.
# PyTorch's CPU builds:  PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu make demo

PYTHON ?= python3
JOBS ?= 2
OUT ?= results
MINUTES ?= 30
RUBRIC ?= rubric/homework2.yaml

BIN := .venv/bin
READY := .venv/.ready

# The samples that behave when they run; no other one is started without a sandbox.
HARMLESS := collapsed_gate empty follow_through label_flipped leaks_test_rows missing_answers perfect \
  reversed_divergence rounded seed_answers sequential_update transposed_jacobian \
  writeup_and_notebook written_up wrong_architecture wrong_sign
SAMPLES = $(wildcard $(addprefix submissions/,$(HARMLESS)))

export OMP_NUM_THREADS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo test test-slow fuzz lint types pytest mutants check-data schema docs gallery bench coverage clean
.DELETE_ON_ERROR:

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile
	@echo "Also: make lint, types, coverage, mutants, bench, schema, docs, check-data DATA=file.csv, clean"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "make: $(PYTHON) is older than Python 3.11; write make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv \
	  || { echo "make: no venv module; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install -qq -c constraints.txt -e ".[torch,grade,course,dask,dev]"
	@touch $@

demo: $(READY)
	@$(BIN)/grader grade submissions --rubric $(RUBRIC) --out $(OUT) || { \
	  code=$$?; \
	  if [ $$code -ne 3 ] || $(BIN)/grader doctor >/dev/null 2>&1; then exit $$code; fi; \
	  echo; \
	  echo "No sandbox here (see above): grading only the harmless samples, with --isolation none."; \
	  echo "Left out: $(filter-out $(HARMLESS),$(notdir $(wildcard submissions/*)))"; \
	  $(BIN)/grader grade $(SAMPLES) --rubric $(RUBRIC) --out $(OUT) --isolation none; \
	}
	@echo
	@echo "The class:     $(OUT)/index.html"
	@echo "A student:     $(OUT)/reports/"
	@echo "For programs:  $(OUT)/results.json and $(OUT)/grades.csv"

test: lint types pytest

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

pytest: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not slow" -rs

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow -rs

# What reads evidence, notebooks, LaTeX, Word, PDF, sheets, YAML, archives and rosters, and what writes
# reports. What is found is kept in .hypothesis/ and tried first in the next round; it becomes a case.
FUZZED := tests/sandbox/test_frames.py tests/sandbox/test_hostile_frames.py tests/test_evidence.py \
  tests/test_values.py tests/intake tests/rubric/test_yaml_nodes.py tests/reports

fuzz: $(READY)
	@end=$$(( $$(date +%s) + 60 * $(MINUTES) )); round=0; \
	while [ $$(date +%s) -lt $$end ]; do \
	  round=$$((round + 1)); echo "round $$round, $$(( (end - $$(date +%s)) / 60 )) minutes left"; \
	  timeout $$(( end - $$(date +%s) + 1 )) \
	    $(BIN)/python -m pytest -q -x -m hypothesis --hypothesis-profile=search $(FUZZED); \
	  case $$? in 0 | 124) ;; *) exit 1 ;; esac; \
	done

# Lines and branches of the whole have to reach 90 % together (pyproject.toml), those of each part
# that decides about marks 95 %, and its branches alone 90 %.
coverage: $(READY)
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -q -p tests.measured_processes -m "not slow"
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --skip-covered --sort=cover
	@for part in marks.py evidence.py 'rubric/*' 'questions/*'; do \
	  printf '%-12s' "$$part"; \
	  $(BIN)/python -m coverage report --include="grader/$$part" --fail-under=95 --format=total \
	    || exit 1; \
	done
	@$(BIN)/python -m coverage json -q -o .coverage.json
	@$(BIN)/python -m tests.branches .coverage.json

# A sample of the mutants of what decides about marks, the same each time; docs/mutants.md.
mutants: $(READY)
	rm -rf mutants
	@$(BIN)/python -m tests.mutants $(JOBS)

check-data: $(READY)
	$(BIN)/python -m tests.measures.check_data "$(DATA)"

schema: $(READY)
	$(BIN)/grader schema > rubric/rubric.schema.json.new
	mv rubric/rubric.schema.json.new rubric/rubric.schema.json

# The pages of eight samples, and the pictures in the README and the docs; needs Chromium.
gallery: demo
	$(BIN)/python -m tests.reports.gallery $(OUT) docs/gallery
	$(BIN)/python -m tests.reports.screenshot $(OUT)/reports/wrong_sign.html docs/images/report.png 1690 p3.descent
	$(BIN)/python -m tests.web.marking_picture $(OUT) docs/images/marking.png p2.comparison

docs: $(READY)
	$(BIN)/python -m tests.documentation.mistake_tables
	$(BIN)/python -m tests.documentation.first_minute

bench: $(READY)
	$(BIN)/python -m tests.benchmarks.sandbox_cost light 5
	$(BIN)/python -m tests.benchmarks.sandbox_cost full 3

clean:
	rm -rf .venv results mutants .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
