package terminal_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"azwhatif/internal/terminal"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "",
		"D4s v5":                           "D4s v5",
		"Größe – 4 vCPU, 日本":               "Größe – 4 vCPU, 日本",
		"a\x1b[2Jb\x07":                    "a[2Jb",
		"a\tb\r\nc":                        "a b  c",
		"invoice\u202efdp.exe":             "invoicefdp.exe",
		"\u2066a\u2069\u200eb\u200f\ufeff": "ab",
		"\u009b31m":                        "31m",
		"a\u2028b":                         "a b",
		"bad \xff":                         "bad \ufffd",
		"\x7f":                             "",
	} {
		if got := terminal.Clean(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"a", "\x1b[0m", "\u202e", "\xff\xfe", "日\u200d本"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := terminal.Clean(s)
		if !utf8.ValidString(got) || terminal.Clean(got) != got {
			t.Errorf("%q gives %q", s, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Errorf("%q keeps a control character: %q", s, got)
		}
	})
}
