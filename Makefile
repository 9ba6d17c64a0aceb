# Every target sets up what it needs beyond Go, Node and a shell.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: help demo screenshots test test-modules test-at-once test-browsers test-firefox test-webkit prebuilt dist release-check size bench differential lint fuzz reference docs \
  chromium headless-shell firefox webkit servers node web-modules peers-modules demo-modules package-modules reference-modules site-modules

GO_NATIVE := ./auth/awssdk ./srp/... ./internal/... ./wasm/... ./web/... ./docs/...
# What works at a time is watched by the race detector, which takes a few times as
# long: these packages, and of the others the tests that are meant for it.
GO_AT_ONCE   := ./auth ./auth/tokensource ./jsbridge/... ./e2e/localcognito ./e2e/localcognito/authenticator ./e2e/localcognito/cmd/... \
  ./e2e/localcognito/loopback ./e2e/localcognito/provision
TEST_AT_ONCE := -run '^(TestConcurrentReads|TestSideBySide)$$' ./srp/internal/modp ./auth/awssdk
GO_WASM   := ./srp/... ./auth ./jsbridge
# The longest come first, so that nothing long is left to run alone.
GO_E2E    := ./e2e ./e2e/guides ./e2e/peers/... ./e2e/element ./e2e/docs ./e2e/demo/... ./e2e/npm ./e2e/internal/... ./e2e/localcognito/testrun ./e2e/bench
WASM_EXEC := $(shell go env GOROOT)/lib/wasm/go_js_wasm_exec

# The race detector needs a C compiler.
RACE := $(if $(shell command -v gcc || command -v cc),-race)

SUMMARY := $(shell mktemp -u)
say = @printf '\n== %s\n' "$(1)"
# For the table of .ci/run: how many seconds this line of a recipe took. $(1) is the suite.
took = trap 'printf "%s\t%s\n" "$$SECONDS" "$(1)" >>"$${TIMES:-/dev/null}"' EXIT;

# What several packages of tests load is built once. build.Take uses nothing there
# that was built from other sources.
export COGNITO_WASM_PREBUILT := $(CURDIR)/dist/prebuilt

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build everything and serve the demo with a local Cognito (POOL=… CLIENT=…: with a real user pool)
	@go run ./e2e/demo $(if $(POOL),-pool "$(POOL)") $(if $(CLIENT),-client "$(CLIENT)")

screenshots: chromium ## take pictures of every state of the demo, light and dark, desktop and phone, into dist/screenshots
	@go run ./e2e/demo/screenshots -o dist/screenshots

# Chromium without windows does in 17 s of processor time what the whole browser does in 42. CHROME_BIN says which one is wanted.
HEADLESS   = CHROME_BIN="$${CHROME_BIN:-$$(command -v chromium-headless-shell chrome-headless-shell | head -1)}"

# Vetting is make lint's.
test: chromium headless-shell servers node ## run every test: Go, WebAssembly in Node, Chromium, other people's clients
	@: > $(SUMMARY)
	@# At the same time, because the longest packages of either keep one processor busy.
	$(call say,Go)
	@$(call took,Go) failed=0; $(MAKE) --no-print-directory test-at-once >$(SUMMARY).once 2>&1 & \
	$(MAKE) --no-print-directory test-native | tee -a $(SUMMARY) || failed=1; \
	wait $$! || failed=1; tee -a $(SUMMARY) <$(SUMMARY).once; rm -f $(SUMMARY).once; exit $$failed
	$(call say,end to end in Chromium)
	@$(call took,Chromium) $(HEADLESS) PEERS_TABLE=$(SUMMARY).table go test -vet=off -parallel 3 -timeout 40m $(GO_E2E) | tee -a $(SUMMARY)
	@printf '\n== '; cat $(SUMMARY).table; rm -f $(SUMMARY).table
	$(call say,summary)
	@grep -E '^(ok|FAIL|---)' $(SUMMARY); rm -f $(SUMMARY)

# A target of its own, because make runs a line with $(MAKE) in it even when it is only to say what it would do.
test-native: test-modules prebuilt
	@$(call took,Go: native) go test -vet=off $(GO_NATIVE)

# npm takes half a minute, in which one processor would be idle.
test-modules: web-modules peers-modules demo-modules package-modules reference-modules site-modules

test-at-once:
	$(call say,Go$(if $(RACE), under the race detector,, without the race detector: there is no C compiler))
	@$(call took,Go: under the race detector) go test -vet=off $(RACE) $(GO_AT_ONCE)
	@$(call took,Go: what works at a time) go test -vet=off $(RACE) $(TEST_AT_ONCE) | sed 's/$$/ (what works at a time)/'
	$(call say,Go compiled to WebAssembly in Node)
	@$(call took,Go: WebAssembly in Node) GOOS=js GOARCH=wasm go test -vet=off -exec='$(WASM_EXEC)' $(GO_WASM) | sed 's/$$/ (wasm)/'

test-browsers: test-firefox test-webkit ## run the tests that may differ in Firefox and WebKitGTK, and say what was left out and why

# $(1) is the engine's name in BROWSER, $(2) the one that people write. A result
# that the go command has kept would come without the report.
define suite
	$(call say,end to end in $(2))
	@$(call took,$(2)) BROWSER=$(1) BROWSER_REPORT=$(SUMMARY).$(1) go test -vet=off -count=1 -parallel 4 -timeout 40m ./e2e/internal/browser ./e2e ./e2e/element ./e2e/guides
	@cat $(SUMMARY).$(1); rm -f $(SUMMARY).$(1)
endef

test-firefox: firefox node demo-modules prebuilt
	$(call suite,firefox,Firefox)

test-webkit: webkit node demo-modules prebuilt
	$(call suite,webkit,WebKitGTK)

prebuilt: web-modules
	@$(call took,building what tests load) go run ./web/build/webbuild -prebuild "$$COGNITO_WASM_PREBUILT"

dist: web-modules ## build what is shipped into dist/: the script-tag files, the npm package, hashes and sizes
	@go run ./web/build/webbuild -o dist

release-check: ## check what a release needs besides the tests: two builds compared, the package, bills of materials, versions
	@.ci/release-check

size: web-modules ## weigh the module against an empty program, and the scripts; fail if one is over its budget
	@go run ./web/build/webbuild -size

bench: chromium node peers-modules ## measure this client and other people's in one browser: a table, dist/bench.json, pictures
	@go run ./e2e/bench $(BENCH)

# What people read. Decisions and the changelog are records.
PROSE := README.md CONTRIBUTING.md SECURITY.md docs/*.md docs/start web/npm/README.md
VALE  := github.com/vale-cli/vale/v3/cmd/vale@v3.22.0

lint: web-modules ## check formatting, vet, staticcheck, types, workflows, English
	$(call say,formatting)
	@files=$$(gofmt -l srp auth internal jsbridge wasm web docs e2e examples | grep -v node_modules || true); if [ -n "$$files" ]; then echo "gofmt: $$files"; exit 1; fi
	$(call say,go vet)
	@go vet ./...
	@GOOS=js GOARCH=wasm go vet ./wasm ./jsbridge ./auth ./srp/... ./web/build/empty
	@GOOS=js GOARCH=wasm go vet -tags crash ./jsbridge
	$(call say,staticcheck)
	@go tool staticcheck $$(go list ./... | grep -v /jsbridge$$)
	@# What jsbridge is used for shows only in the build for js.
	@go tool staticcheck -checks inherit,-U1000 ./jsbridge
	@staticcheck=$$(go tool -n staticcheck) && GOOS=js GOARCH=wasm "$$staticcheck" ./wasm ./jsbridge ./auth ./srp/... ./web/build/empty
	$(call say,types)
	@cd web && npx --no-install tsc --noEmit
	$(call say,workflows)
	@$$(go -C tools tool -n actionlint)
	$(call say,English)
	@$(if $(RACE),go run $(VALE) --output=line $(PROSE),echo "there is no C compiler, which the linter for English needs")

reference: reference-modules ## write docs/api.md, the API reference, from the types
	@cd docs/reference && npx --no-install typedoc && cp ../../dist/reference/api.md ../api.md

docs: site-modules ## build a static site of the documents into dist/docs, to be published under any address
	@cd docs/site && npx --no-install vitepress build

# How many random exponentiations, with a known hash: see powerHashes.
EXPONENTIATIONS ?= 100000
differential: ## compare a long run of random products and exponentiations with other implementations, in Go and in WebAssembly
	$(call say,Go)
	@go test -v -timeout 6h -run 'TestRandomProducts|TestRandomExponentiations' ./srp/internal/modp -products 1000000 -exponentiations $(EXPONENTIATIONS)
	$(call say,WebAssembly in Node)
	@GOOS=js GOARCH=wasm go test -v -timeout 6h -exec='$(WASM_EXEC)' -run TestRandomExponentiations ./srp/internal/modp -exponentiations $(EXPONENTIATIONS)

# Each fuzz target for FUZZTIME.
FUZZTIME ?= 10s
# So many schedules of tabs that share a session.
WORLDS ?= 1000000
fuzz: node ## run every fuzz target for FUZZTIME (10s), and WORLDS (1000000) schedules of tabs that share a session
	@for package in $$(go list ./srp/... ./jsbridge/... ./internal/...); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "== $$package $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package; \
	  done; \
	done
	$(call say,tabs that share a session)
	@COGNITO_WASM_WORLDS=$(WORLDS) COGNITO_WASM_SEED=$${COGNITO_WASM_SEED:-$$RANDOM} go test -count=1 -v -timeout 6h -run TestSessionOverTabs ./web/src/page

# $(1) is the test that the programs are there, $(2) what to call them, $(3) their
# packages, and $(4) what else one can do.
define distribution
	@if ! { $(1); } >/dev/null; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "installing $(3) with apt-get …"; apt-get update -qq && apt-get install -y -qq --no-install-recommends $(3) >/dev/null; \
	  else \
	    echo "no $(2): install your distribution's $(if $(word 2,$(3)),packages,package) $(3), or set $(4)" >&2; exit 1; \
	  fi; \
	fi
endef

chromium:
	$(call distribution,[ -n "$${CHROME_BIN:-}" ] || command -v chromium chromium-browser google-chrome,Chromium,chromium,CHROME_BIN)

# Where there is none to be had, the whole browser does.
headless-shell:
	@command -v chromium-headless-shell chrome-headless-shell >/dev/null || [ -n "$${CHROME_BIN:-}" ] || ! command -v apt-get >/dev/null || [ "$$(id -u)" != 0 ] || \
	  { echo "installing chromium-headless-shell with apt-get …"; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; } || \
	  echo "there is no chromium-headless-shell here; the tests run in Chromium itself, which takes longer"

firefox:
	$(call distribution,[ -n "$${FIREFOX_BIN:-}" ] || command -v firefox-esr firefox,Firefox,firefox-esr,FIREFOX_BIN)

webkit:
	$(call distribution,{ [ -n "$${WEBKIT_DRIVER:-}" ] || command -v WebKitWebDriver; } && command -v Xvfb,WebKitGTK,webkit2gtk-driver xvfb,WEBKIT_DRIVER)

# Those that docs/hosting.md configures.
servers:
	@if ! { command -v nginx && command -v caddy && ls /usr/lib/nginx/modules/*brotli_static*; } >/dev/null 2>&1; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "installing nginx and caddy with apt-get …"; apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx libnginx-mod-http-brotli-static caddy >/dev/null; \
	  else \
	    echo "no nginx with its Brotli module, or no Caddy: install your distribution's packages nginx, libnginx-mod-http-brotli-static and caddy" >&2; exit 1; \
	  fi; \
	fi

node:
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(+major > 20 || +major === 20 && +minor >= 16 ? 0 : 1)' 2>/dev/null || { echo "no Node 20.16 or later: install your distribution's package nodejs" >&2; exit 1; }

web-modules: node web/node_modules/.package-lock.json
peers-modules: node e2e/peers/node_modules/.package-lock.json
demo-modules: node e2e/demo/node_modules/.package-lock.json
package-modules: node e2e/npm/node_modules/.package-lock.json
reference-modules: node docs/reference/node_modules/.package-lock.json
site-modules: node docs/site/node_modules/.package-lock.json

%/node_modules/.package-lock.json: %/package-lock.json
	@echo "installing $*'s npm packages …"; cd $* && npm ci --no-audit --no-fund --loglevel=error
