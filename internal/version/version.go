// Package version has the version of a release, for everything that names it.
package version

// Number is the version of the next release or of this one, as semver.org has it. The
// npm package has it in web/npm/package.json, the Go module as the tag v and Number.
// Documents, examples and packages that name another fail the tests.
const Number = "0.1.0"
