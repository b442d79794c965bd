# What can be done with Hearsay. Every target does the set-up it needs; the second run of each is quick.

SHELL := /bin/bash

.DEFAULT_GOAL := help
.PHONY: help setup build native wasm examples test conformance scale bench demo scenes soak demo-record screenshots fuzz docs clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

setup: ## Install what is missing: Debian packages, a Python environment under build/
	@scripts/setup

build: native wasm ## Build everything: build/hearsay, build/hearsay.wasm, build/gossip-sim

# Each is a product of that name in Package.swift, which says what it is made of.
native: setup
	@scripts/build-native hearsay gossip-sim hearsay-scene

wasm: setup ## Build the component alone: build/hearsay.wasm
	@scripts/build-wasm hearsay

examples: setup ## Build the example programs for both targets: build/examples
	@scripts/build-native example-echo example-ping example-gossip
	@mkdir -p build/examples
	@for example in echo ping gossip; do mv -f build/example-$$example build/examples/$$example || exit 1; done
	@scripts/build-wasm examples

test: build examples ## Run every test: core, component, real peers, scenes
	@scripts/test

conformance: setup ## The transports against one suite, in Wasmtime 45, 46 and 47 (make test: 47)
	@scripts/conformance --all

scale: build ## 1,000 idle peers, 10,000 that come and go, at both builds (make test: fewer)
	@Tests/Suites/Scale/run --full

bench: build ## Measure against raw sockets, OpenSSL and py-libp2p: build/bench.json (make bench ONLY=P1,P4)
	@scripts/bench $(ONLY) $(if $(LARGE),--large)

demo: build ## Native and Wasm side by side (tmux), or a transcript without a terminal
	@demo/run

scenes: build ## Play the scenes of demo/scenes, as make test does (make scenes REPEAT=10 for ten times)
	@demo/run-scenes --repeat $(or $(REPEAT),1)

soak: build ## The long scenes, then eight peers for a long time, with faults (make soak MINUTES=30 SEED=1 ROAM=1)
	@build/hearsay-scene demo/scenes/*.scene --tag long
	@build/hearsay-scene --soak $(or $(MINUTES),30) $(if $(SEED),--seed $(SEED)) $(if $(ROAM),--roam)

demo-record: build ## Record the demonstration as an asciicast and a picture (demo/recording)
	@demo/record.py

screenshots: native ## Make the pictures of docs/images from a real run
	@Tests/Suites/Terminal/screenshots

fuzz: setup ## Fuzz every parser for a while (make fuzz SECONDS=600 for longer)
	@scripts/fuzz $(SECONDS)

docs: setup ## Render the documentation of the libraries: build/docs
	@scripts/docs

clean: ## Remove everything that was built
	rm -rf build .build
