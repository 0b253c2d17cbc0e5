# make test is all there is to run before a change is handed in; it is what CI
# runs. The other targets are its parts, for working on one thing.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One static binary, of what scripts/shipped has compiled.
BOT     ?= bin/bot
OF      ?= ./cmd/bot
LDFLAGS := -s -w -linkmode external -extldflags -static

# The race of make bench: how often, how long each load lasts, and the page whose
# figures it replaces.
ROUNDS  ?= 5
SECONDS ?= 5
WRITE   ?=

.PHONY: help test build lint fmt generate fuzz cover bench benchmarks vuln tools prepare try

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

test: ## everything: format, lint, generated files, tests with race detector on both databases, stories, fuzzing, coverage
	@scripts/test

build: ## the static binary, as the image holds it (BOT=path, default bin/bot)
	scripts/shipped go build -ldflags '$(LDFLAGS)' -o '$(BOT)' '$(OF)'

try: ## the bot in a workspace in a box
	go run ./cmd/bot try

lint: tools ## golangci-lint, as .golangci.yml says
	TAGS=failpoint scripts/shipped bin/golangci-lint run ./...

fmt: tools ## format everything
	bin/golangci-lint fmt ./...

generate: ## manifest.yaml, from the defaults
	scripts/generate

fuzz: ## every fuzz target for FUZZTIME (default 30s) each
	@scripts/fuzz "$${FUZZTIME:-30s}"

cover: ## what the last make test covered, in the browser
	go tool cover -html=coverage.txt

bench: ## rapport beside Bolt and a bare handler, in rounds (ROUNDS=5 SECONDS=5 WRITE=docs/performance.md)
	@go build -o bin/race ./bench/race
	@exec bin/race -rounds '$(ROUNDS)' -seconds '$(SECONDS)' -write '$(WRITE)'

benchmarks: ## Go's own benchmarks (BENCH=regexp IN=./domain)
	go test -run '^$$' -bench "$${BENCH:-.}" -benchmem "$${IN:-./...}"

vuln: ## known vulnerabilities of what we import; needs the network
	@scripts/vuln

tools: ## the pinned tools, into ./bin
	@scripts/tools

prepare: ## PostgreSQL, Prometheus, Chromium and npm packages, for the tests
	@scripts/prepare
