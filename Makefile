# The commands of the README. `make run` and `make test` install what they need on Debian (with apt-get when allowed).

CARGO ?= cargo
BINARY := target/release/salesbook
DATA ?= data
LISTEN ?= 127.0.0.1:8080

# program or file:package pairs
BUILD_NEEDS := cmake:cmake g++:g++ make:make
RUN_NEEDS := $(BUILD_NEEDS) python3:python3 pip:python3-pip
CHECK_NEEDS := node:nodejs npm:npm
TEST_NEEDS := $(RUN_NEEDS) $(CHECK_NEEDS) curl:curl openssl:openssl ffmpeg:ffmpeg chromium:chromium chromedriver:chromium-driver postgres:postgresql

.PHONY: run build model test faults check bench bench-speech docs setup-run setup-check setup-test

## Build, get a speech model, start the service with demonstration data.
run: build model
	$(BINARY) --data $(DATA) serve --demo --listen $(LISTEN)

build: setup-run
	$(CARGO) build --release --bin salesbook

model: build
	.ci/model $(BINARY)

## The whole suite: unit, both databases, the browser.
test: setup-test
	$(CARGO) test --no-run --lib --bins --tests
	.ci/model target/debug/salesbook
	.ci/postgres run $(CARGO) test --lib --bins --tests -- --include-ignored --skip faults_

## The faults for minutes instead of seconds: power cuts, full disks, a database that goes away, backups killed in the middle,
## every hostile text in every field.
faults: setup-test
	FAULTS=long .ci/postgres run $(CARGO) test --test it -- --include-ignored --nocapture faults attack::hostile

## What the pipeline checks besides the tests.
check: setup-check
	$(CARGO) fmt --check
	.ci/web check
	$(CARGO) clippy --all-targets --quiet -- -D warnings

## Search in process and over HTTP, also while the model transcribes, pages, and a department after two years.
bench: setup-test model
	$(CARGO) bench --bench search --bench pages --bench serving --bench department

## Transcription beside its peer; CALLS="a.wav b.wav" for calls of your own, with references a.txt b.txt.
bench-speech: model
	@.ci/install venv:python3-venv
	.ci/peer $(CARGO) bench --bench transcribe -- $(CALLS)

## Write the generated parts of the README and the API document anew.
docs:
	UPDATE_DOCUMENTS=1 $(CARGO) test --test it documents

setup-run:
	@.ci/install $(RUN_NEEDS)

setup-check:
	@.ci/install $(CHECK_NEEDS)

setup-test:
	@.ci/install $(TEST_NEEDS)
	@.ci/unpack target/proxies nginx:nginx caddy:caddy
	@.ci/web install
