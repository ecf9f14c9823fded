// Package secret keeps the values that must not be shown: passwords, client
// secrets, tokens, the address of a webhook. A server may echo what it was sent,
// in any place of an answer; so they are replaced by their very letters.
package secret

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Shown stands in a secret's place.
const Shown = "REDACTED"

// shortest is the length below which a value would be found by chance.
const shortest = 4

var kept struct {
	sync.RWMutex
	values []string // the longest first
}

// Keep has a value replaced from now on, as it is and as addresses and JSON
// write it. One that is shorter than four bytes is not: it would be found by chance.
func Keep(value string) {
	inJSON, _ := json.Marshal(value) // a text always has one
	kept.Lock()
	defer kept.Unlock()
	for _, v := range []string{value, url.QueryEscape(value), url.PathEscape(value), string(inJSON[1 : len(inJSON)-1])} {
		if len(v) >= shortest && !slices.Contains(kept.values, v) {
			kept.values = append(kept.values, v)
		}
	}
	slices.SortStableFunc(kept.values, func(a, b string) int { return len(b) - len(a) })
}

// KeepAddress is Keep of an address that is a secret, such as a webhook's, and
// of what is secret in it: what follows the host.
func KeepAddress(address string) {
	Keep(address)
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	for _, part := range append(strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' }), u.RequestURI(), u.RawQuery) {
		if len(part) >= 8 { // "/hook" is no secret
			Keep(part)
		}
	}
}

// Replace takes the values out of a text.
func Replace(s string) string { return replace(s, shortest) }

func replace(s string, least int) string {
	kept.RLock()
	defer kept.RUnlock()
	for _, v := range kept.values {
		if len(v) >= least && strings.Contains(s, v) {
			s = strings.ReplaceAll(s, v, Shown)
		}
	}
	return s
}
