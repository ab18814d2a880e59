# make run    sets everything up and opens the window
# make test   sets everything up and runs every check
#
# One set of build flags for all of it, so that what is compiled once is used
# again: the OpenGL binding is most of a first build, and the one for GLES is
# the small one. Releases are built without that tag. nodynamic: HEIC pictures are
# decoded in the sandbox, never by a libheif that happens to be installed.
TAGS := gles,migrated_fynedo,nodynamic
export TAGS

.PHONY: run test setup build samples release clean

run: build
	@.ci/open.sh

test:
	@.ci/setup.sh test
	@$(MAKE) --no-print-directory build
	@.ci/test.sh

# What is missing of the system's packages, then the reader's models.
setup:
	@.ci/setup.sh run
	@go run ./internal/reader/models/fetch

build: setup
	@echo "Building ./spindle (the first time takes a few minutes)"
	@go build -tags $(TAGS) -o spindle .

# Draws assets/samples and its truth anew.
samples:
	@go run ./assets/generate

# A folder for Linux with the program, its models and what the desktop needs.
release: setup
	@.ci/release.sh

clean:
	rm -rf spindle dist
