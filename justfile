# What one does here, in short names. `just` alone lists it. Each entry is a `cargo xtask` command that works without just.

# Lists the entries.
default:
    @just --list --unsorted

# Builds what has changed and starts the product on SQLite; prints the address.
run *args:
    cargo xtask run {{ args }}

# Runs every check and every test, on SQLite and PostgreSQL and in a browser.
test:
    cargo xtask test

# Does what continuous integration does.
ci:
    bash .ci/run

# Checks format, clippy, licences and types.
lint:
    cargo xtask lint

# Formats all crates.
fmt:
    cargo xtask fmt

# Runs tests of the crates; arguments go to the test runner, e.g. `just rust -p flow`.
rust *args:
    cargo xtask rust {{ args }}

# Runs the browser journeys; arguments go to Playwright, e.g. `just browser --headed -g "sign up"`.
browser *args:
    cargo xtask browser {{ args }}

# Takes pictures of every page, light and dark, wide and narrow.
screens *args:
    cargo xtask screens {{ args }}

# Builds the web app into web/dist; `just web --release` as it is shipped.
web *args:
    cargo xtask web {{ args }}

# Weighs what a browser fetches for each page.
size *args:
    cargo xtask size {{ args }}

# Lighthouse's scores of the first pages.
lighthouse *args:
    cargo xtask lighthouse {{ args }}

# Writes the OpenAPI document from the handlers.
openapi:
    cargo xtask openapi
