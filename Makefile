# make test is all there is to run before a change is handed in; it is what CI
# runs. The other targets are its parts, for working on one thing.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One static binary: no C library, no time zones, no users looked up at run time.
BOT     ?= bin/bot
OF      ?= ./cmd/bot
TAGS    := osusergo netgo sqlite_omit_load_extension timetzdata
LDFLAGS := -s -w -linkmode external -extldflags -static
# SQLite is what a command costs most. Its authors advise against counting memory,
# which takes a lock each time some is had. Unless it is told that there is fdatasync,
# each commit also waits for the disk to keep at what time the journal was written.
CFLAGS  := -O3 -DSQLITE_DEFAULT_MEMSTATUS=0 -DHAVE_FDATASYNC=1

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
	CGO_ENABLED=1 CGO_CFLAGS='$(CFLAGS)' go build -trimpath -tags '$(TAGS)' -ldflags '$(LDFLAGS)' -o '$(BOT)' '$(OF)'

try: ## the bot in a workspace in a box
	go run ./cmd/bot try

lint: tools ## golangci-lint, as .golangci.yml says
	bin/golangci-lint run ./...

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
