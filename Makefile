# What this project can do. `make` alone lists it.

# Tools that are not part of the program, by exact version. They are built in
# bin/ on first use and never enter go.mod.
GOLANGCI_LINT_VERSION := v2.14.0
GORELEASER_VERSION    := v2.12.7
GOVULNCHECK_VERSION   := v1.1.4

GO       ?= go
BIN      := bin
GOLANGCI := $(BIN)/golangci-lint-$(GOLANGCI_LINT_VERSION)
GORELEASER := $(BIN)/goreleaser-$(GORELEASER_VERSION)

# The race detector needs cgo, cgo needs a C compiler that works: try it once.
race = $(shell command -v $$($(GO) env CC) >/dev/null 2>&1 \
	&& test "$$($(GO) env CGO_ENABLED)" = 1 \
	&& $(GO) build -race -o /dev/null runtime/cgo >/dev/null 2>&1 \
	&& echo -race)

# Where the program must build, from any machine and without cgo: each system and
# each processor once, as what differs between them hardly ever differs in pairs.
# All six: make cross PLATFORMS="linux/amd64 linux/arm64 darwin/amd64 ..."
PLATFORMS := linux/arm64 darwin/arm64 windows/amd64

.DEFAULT_GOAL := help
.PHONY: help demo build install test test-short test-race test-windows test-arm64 fuzz bench lint cross share licences snapshot vulnerabilities screenshots clean tools

help: ## list these targets
	@while IFS= read -r line; do case "$$line" in \
		[a-z]*": "*"## "*) printf '  %-16s %s\n' "$${line%%:*}" "$${line#*## }" ;; \
	esac; done < Makefile

demo: ## open the dashboard on a sandbox account, nothing else needed
	@$(GO) run . --demo

# Without cgo: the program then needs no C library at its start, which is a tenth of
# the time until the first frame, and runs on every Linux.
build: ## build ./studio-tui, stripped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' .

install: ## put studio-tui where Go keeps programs (GOBIN)
	CGO_ENABLED=0 $(GO) install -trimpath -ldflags '-s -w' .

# The two that take longest begin first, beside each other.
PACKAGES := ./ui/e2e ./ui/app ./...

# The tests have a home of their own, which stays empty but for what the go command
# itself keeps there; its path stays the same, as results are kept by it.
#
# Hours that pass and processes that are killed take five times as long with the race
# detector, and find no race that the rest does not: make test-race has them.
test: ## run every test (PACKAGES="./ui/... ..."), and those of test-short with the race detector
	@home='$(CURDIR)/$(BIN)/home'; rm -rf "$$home"; mkdir -p "$$home"; \
	skipped=$$(mktemp); trap 'rm -f "$$skipped"' EXIT; \
	for name in GOCACHE GOENV GOMODCACHE GOPATH; do export $$name="$$($(GO) env $$name)"; done; \
	unset XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME; \
	run() { echo $(GO) test "$$@" $(PACKAGES); HOME="$$home" STUDIO_TUI_SKIPPED="$$skipped" $(GO) test -timeout 40m "$$@" $(PACKAGES); }; \
	race='$(race)'; run; code=$$?; \
	if test -n "$$race"; then run $$race -short || code=1; \
	else echo 'needs a C compiler to look for data races: install with apt-get install gcc' >> "$$skipped"; fi; \
	if test -s "$$skipped"; then echo; echo 'Not tested here:'; sort -u "$$skipped" | sed 's/^/  /'; fi; \
	left=$$(find "$$home" -type f ! -path '*/go/telemetry/*'); \
	if test -n "$$left"; then echo; echo 'The tests left files in the home folder:'; echo "$$left"; code=1; fi; \
	exit $$code

# Without browsers, a keyring, hours that pass and processes that are killed again and again.
test-short: ## run what tells soonest whether a change holds; make test runs all
	@$(GO) test -short $(PACKAGES)

test-race: ## run every test with the race detector
	@$(GO) test -race -timeout 60m $(PACKAGES)

# What differs between systems and processors: files, locks, keys, exports, numbers.
EMULATED := ./model/... ./api/atomicfile ./api/auth ./api/cache ./api/state ./ui/export

# Wine 8 has no sockets in files, and reads links as what they lead to.
NOT_IN_WINE := TestDamagedFileIsSetAsideAndBuiltAgain/a_link|TestFolderIsNoFile|TestLinkStays

# Their children are this test again, which only QEMU can run.
NOT_IN_QEMU := TestFullDiskKeepsWhatThereWas

test-windows: ## buy a pack and run what differs on Windows, under Wine: apt-get install wine64 gcc-mingw-w64-x86-64
	@mkdir -p $(BIN)
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(GO) build -o $(BIN)/studio-tui.exe .
	.ci/emulated .ci/wine $(BIN)/studio-tui.exe
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(GO) test -short -skip '$(NOT_IN_WINE)' -exec '$(CURDIR)/.ci/wine' $(EMULATED) 2>&1 | .ci/wine-report

test-arm64: ## buy a pack and run what differs on arm64, under QEMU: apt-get install qemu-user
	@command -v qemu-aarch64 >/dev/null || { echo 'needs qemu-aarch64: install with apt-get install qemu-user' >&2; exit 1; }
	@mkdir -p $(BIN)
	GOARCH=arm64 CGO_ENABLED=0 $(GO) build -o $(BIN)/studio-tui-arm64 .
	.ci/emulated qemu-aarch64 $(BIN)/studio-tui-arm64
	GOARCH=arm64 CGO_ENABLED=0 $(GO) test -short -skip '$(NOT_IN_QEMU)' -exec qemu-aarch64 $(EMULATED)

FUZZTIME ?= 30s

fuzz: ## run every fuzz target for a while (FUZZTIME=30s)
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s $$package || exit 1; \
		done; \
	done

bench: ## measure: a table of figures, each with its target and a baseline of the same run
	@STUDIO_TUI_BENCH=1 $(GO) -C ui/bench test -count=1 -timeout 30m -run '^TestBenchTable$$'
	@STUDIO_TUI_BENCH=1 $(GO) test -count=1 -timeout 30m -v -run '^TestBacktest$$' ./model/forecast

lint: tools cross ## check style, import rules, formatting, go.mod and all platforms
	$(GO) vet ./...
	$(GOLANGCI) run
	$(GOLANGCI) fmt --diff
	$(GO) mod tidy -diff

cross: ## build for linux, darwin and windows (PLATFORMS="linux/amd64 ...")
	@for platform in $(PLATFORMS); do \
		echo "build $$platform"; \
		CGO_ENABLED=0 GOOS=$${platform%/*} GOARCH=$${platform#*/} $(GO) build -o /dev/null ./... || exit 1; \
	done

share: licences ## write completions, the man page and licences to share/
	@mkdir -p share/completions share/man
	@$(GO) build -o $(BIN)/studio-tui .
	@for shell in bash zsh fish powershell; do $(BIN)/studio-tui completion $$shell > share/completions/studio-tui.$$shell || exit 1; done
	@$(BIN)/studio-tui man > share/man/studio-tui.1

# The words of each module that a build for any system has a part of, and those of Go itself.
licences: ## write the licences of what the program is built from to share/LICENCES.txt
	@mkdir -p share
	@modules=$$(for system in linux darwin windows; do \
		GOOS=$$system $(GO) list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' . || exit 1; \
	done) || exit 1; \
	{ echo "go $$($(GO) env GOVERSION) $$($(GO) env GOROOT)"; echo "$$modules" | sort -u; } | while read -r path version dir; do \
		files=$$(find "$$dir"/ -maxdepth 1 -type f | grep -iE '/(licen[cs]e|copying|notice|patents)[^/]*$$' | sort); \
		test -n "$$files" || { echo "$$path $$version has no licence" >&2; exit 1; }; \
		printf '== %s %s\n\n' "$$path" "$$version"; \
		for file in $$files; do cat "$$file"; echo; done; \
	done > share/LICENCES.txt

snapshot: $(GORELEASER) ## build archives and Linux packages in dist/, without publishing
	$(GORELEASER) check
	$(GORELEASER) release --snapshot --clean --skip=ko,publish

vulnerabilities: ## look for known vulnerabilities in what the program calls
	GOFLAGS= $(GO) run golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION) ./...

screenshots: ## take the pictures and the animation in screenshots/ from the running program
	$(GO) run ./screenshots

clean: ## remove what the other targets left behind
	$(GO) clean
	rm -rf $(BIN) share dist

# What lint needs, so that it can be built ahead of time.
tools: $(GOLANGCI)

$(GOLANGCI):
	CGO_ENABLED=0 GOFLAGS= GOBIN=$(CURDIR)/$(BIN) $(GO) install -ldflags '-s -w' github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv $(BIN)/golangci-lint $@

$(GORELEASER):
	CGO_ENABLED=0 GOFLAGS= GOBIN=$(CURDIR)/$(BIN) $(GO) install -ldflags '-s -w' github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION)
	mv $(BIN)/goreleaser $@
