package azure

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"azwhatif/internal/secret"
)

// What looks like a secret, wherever a message of Azure's or of a library's
// quotes it.
var (
	addressQuery = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://[^\s"'<>?]*)\?[^\s"'<>]*`)
	namedSecret  = regexp.MustCompile(`(?i)(sig|signature|sharedaccesssignature|access_?token|refresh_?token|id_?token|token|client_?secret|client_?assertion|assertion|password|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;<>]+`)
	bearer       = regexp.MustCompile(`(?i)(bearer\s+)[A-Za-z0-9._~+/=-]{8,}`)
	jwt          = regexp.MustCompile(`\beyJ[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){0,4}`)
)

const redacted = "REDACTED"

// redact takes out the secrets that are known, and what looks like one: queries
// of addresses, values of sig=, token= and the like, and tokens themselves.
func redact(s string) string {
	s = secret.Replace(s)
	s = addressQuery.ReplaceAllString(s, "$1?"+redacted)
	s = jwt.ReplaceAllString(s, redacted)
	s = bearer.ReplaceAllString(s, "${1}"+redacted)
	return namedSecret.ReplaceAllString(s, "${1}${2}"+redacted)
}

// printable is one line of text without control characters, which could
// do things to a terminal.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t':
			return ' '
		case !unicode.IsPrint(r) && r != '\u00a0', r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// quote is how a text from outside stands in a message: printable, without
// secrets, shortened. Control characters go first: they could hide a secret.
func quote(s string) string { return clip(redact(printable(s))) }

// clip is printable, and shortened.
func clip(s string) string {
	const most = 400
	s = printable(s)
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
