# The words of this project; `make help` lists them. Each works on a fresh clone with Go, git and make.

GO ?= go
ADDR ?= 127.0.0.1:8000
# The largest app.wasm that may be served, in bytes after brotli.
WASM_LIMIT = 1600000

GOROOT := $(shell $(GO) env GOROOT)
GOFILES = $(shell find $(1) -name '*.go' -not -name '*_test.go')
WASM_SOURCES := go.mod go.sum $(call GOFILES,app sim)
PACK_SOURCES := go.mod go.sum $(call GOFILES,app content/facts server/asset server/pack sim/abi web) $(shell find web -type f)
NATIVE_SOURCES := go.mod go.sum $(call GOFILES,content server sim web) $(shell find content web -type f)
WASM = GOOS=js GOARCH=wasm
WASM_FLAGS = -trimpath -modfile=bin/wasm.mod -ldflags='-s -w'
GOAPP = github.com/maxence-charriere/go-app/v9
# Systems that are only compiled for: what is not checked here is tested.
CROSS = linux/arm64 darwin/arm64 windows/amd64 freebsd/amd64

export CGO_ENABLED = 0

.DELETE_ON_ERROR:
.PHONY: all run test check confirm soak bench bench-load bench-browser e2e browser editor help clean FORCE

all: bin/portlab ## Build everything: the page and the one binary, bin/portlab

run: bin/portlab ## Build everything and serve it on http://127.0.0.1:8000 (ADDR=HOST:PORT for another)
	bin/portlab serve --addr $(ADDR)

# The real kernel is compared first and alone: on a host that browsers keep busy, time passes between two calls.
test: server/dist/manifest.json browser ## Run all tests, those in the browser included
	$(GO) test -timeout 20m ./server/confirm
	$(GO) test -timeout 20m $$($(GO) list ./... | grep -v /server/confirm$$)

check: server/dist/manifest.json ## gofmt, vet, staticcheck, a build for each system, the size of the WebAssembly
	@unformatted=$$(gofmt -l $$(find . -path ./bin -prune -o -name '*.go' -print)); test -z "$$unformatted" || { echo "not as gofmt writes it:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(WASM) $(GO) vet -modfile=bin/wasm.mod ./app/... ./sim/...
	$(GO) tool staticcheck ./...
	@for system in $(CROSS); do \
		echo "build for $$system"; \
		GOOS=$${system%/*} GOARCH=$${system#*/} $(GO) build -o /dev/null ./server/portlab || exit 1; \
	done
	@set -- server/dist/app.*.wasm.br; size=$$(wc -c < "$$1"); \
	echo "app.wasm: $$size bytes after brotli, at most $(WASM_LIMIT) allowed"; \
	test "$$size" -le $(WASM_LIMIT)

confirm: ## Run the scenario files on the real kernel and compare (Linux)
	$(GO) test -count=1 -v ./server/confirm

soak: ## Send the probe ten thousand requests, and look for what they leave behind (Linux)
	$(GO) test -count=1 -timeout 1h -v -run TestNothingIsLeft ./server/probeapi -soak 10000

bench: ## Measure the simulator's speed beside the kernel's, as a table (Linux)
	$(GO) run ./server/bench

bench-load: bin/portlab ## Measure how fast pages and the WebAssembly are served, beside nginx (needs nginx and wrk)
	$(GO) run ./server/load -portlab bin/portlab

bench-browser: server/dist/manifest.json browser ## Measure how soon the lesson can be used, beside go-app's hello world, and how long a step's frame takes
	$(GO) test -run '^$$' -bench . -benchtime 15x ./server/e2e

e2e: server/dist/manifest.json browser ## Run the tests in the browser only
	$(GO) test -count=1 -timeout 20m ./server/e2e/...

browser: ## Install Chromium and Chinese fonts where they are missing (Debian)
	@.ci/browser

# The bundle is committed, so that nothing but this needs npm. Its first line names what it was made of.
EDITOR = web/editor
editor: ## Bundle the playground's editor anew, after a change in web/editor (needs npm)
	rm -rf bin/editor && mkdir -p bin/editor && cp $(EDITOR)/* bin/editor
	cd bin/editor && npm ci --ignore-scripts --no-audit --no-fund && npx esbuild editor.js --bundle --minify \
		--format=iife --legal-comments=none --banner:js="$$(cat banner.txt)" --outfile=editor.min.js
	(echo "// Sources: $$(cd $(EDITOR) && cat *.js *.json *.txt | sha256sum | cut -d' ' -f1)"; cat bin/editor/editor.min.js) > web/vendor/editor.js

help: ## Print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

clean: ## Remove what was built
	rm -rf bin
	find server/dist -type f -not -name .gitignore -delete

bin/portlab: server/dist/manifest.json $(NATIVE_SOURCES)
	$(GO) build -trimpath -ldflags='-s -w' -o $@ ./server/portlab

# Compressing the WebAssembly takes ten seconds; the packer does it only when its content is new.
server/dist/manifest.json: bin/app.wasm bin/remedies.wasm bin/wasm_exec.js $(PACK_SOURCES)
	$(GO) run ./server/pack -out $(@D) bin/app.wasm bin/remedies.wasm bin/wasm_exec.js

bin/app.wasm: bin/wasm.mod bin/toolchain Makefile $(WASM_SOURCES)
	$(WASM) $(GO) build $(WASM_FLAGS) -o $@ ./app/wasm

bin/remedies.wasm: bin/wasm.mod bin/toolchain Makefile $(WASM_SOURCES)
	$(WASM) $(GO) build $(WASM_FLAGS) -o $@ ./app/worker

# The server in go-app, which no browser runs, brings net/http: a fifth of the WebAssembly. That is
# built with a copy of go-app without the server's files, where app/goapp stands in for them.
bin/wasm.mod: go.mod go.sum app/goapp/server.go Makefile
	$(GO) mod download $(GOAPP)
	rm -rf bin/go-app && mkdir -p bin
	cp -r "$$($(GO) list -m -f '{{.Dir}}' $(GOAPP))" bin/go-app && chmod -R u+w bin/go-app
	rm $(addprefix bin/go-app/pkg/app/,http.go resource.go static.go)
	cp app/goapp/server.go bin/go-app/pkg/app
	cp go.sum bin/wasm.sum
	cp go.mod $@ && $(GO) mod edit -replace=$(GOAPP)=./bin/go-app $@

# The support code must come from the toolchain that built the WebAssembly.
bin/wasm_exec.js: bin/toolchain
	cp $(GOROOT)/lib/wasm/wasm_exec.js $@
	@touch $@

bin/toolchain: FORCE
	@mkdir -p $(@D)
	@$(GO) env GOVERSION GOROOT | cmp -s - $@ || $(GO) env GOVERSION GOROOT > $@
