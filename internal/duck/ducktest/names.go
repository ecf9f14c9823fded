// Package ducktest has the names that an engine could take for something
// else than a file's or a folder's name.
package ducktest

import (
	"os"
	"path/filepath"
	"testing"
)

var names = []string{
	"a[1]", "a1", "[", "]", "[!a]", "[^a]", "[[]", "x[a-", "a*b", "*", "**", "a?b", "?", "a{b}", "{a,b}", "{", "}",
	"unit_price=9", "BillingCurrencyCode=USD", "ChargeType=Usage", "MeterId=x", "Quantity=7", "=", "100%", "%20", "it's", `"q"`, "x;y", "a,b",
	"~", "~x", "$HOME", "sp ace", " lead", "new\nline", "a\rb", "tab\tx", `a\b`, `\[x\]`, `\*`, "a:b", "s3:", "#x", "-x", "é日本", "a\x01b",
	"a\xffb", "\xff[1]", "\xfe=9", ".hidden[1]",
}

// Names are those that the machine's file system takes.
func Names(t testing.TB) (takes []string) {
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if os.Mkdir(path, 0o755) == nil {
			takes = append(takes, name)
		}
	}
	if len(takes) < len(names)/2 {
		t.Fatalf("of %d names the file system takes %d", len(names), len(takes))
	}
	return takes
}
