package secret_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"azwhatif/internal/secret"
)

func TestReplace(t *testing.T) {
	secret.Keep("s3~cr/et+\"")
	secret.Keep("abc")
	secret.Keep("")
	secret.KeepAddress("https://hooks.example.com/services/T0123456789/B0?sig=0123456789")
	for text, want := range map[string]string{
		`the value s3~cr/et+" is wrong`: "the value REDACTED is wrong",
		"s3~cr%2Fet%2B%22":              "REDACTED",
		`{"a":"s3~cr/et+\""}`:           `{"a":"REDACTED"}`,
		"abc":                           "abc",
		"https://hooks.example.com/services/T0123456789/B0?sig=0123456789 failed": "REDACTED failed",
		"hooks.example.com has no T0123456789":                                    "hooks.example.com has no REDACTED",
		"no /services/T0123456789/B0?sig=0123456789":                              "no REDACTED",
	} {
		if got := secret.Replace(text); got != want {
			t.Errorf("%s gives %s, want %s", text, got, want)
		}
	}
}

func TestWriter(t *testing.T) {
	secret.Keep("20262026") // a figure may have a short one
	secret.Keep("2027")
	var b bytes.Buffer
	n, err := fmt.Fprint(secret.Writer(&b, 8), "total 2027, key 20262026")
	if err != nil || n != len("total 2027, key 20262026") || b.String() != "total 2027, key "+secret.Shown {
		t.Error(n, err, b.String())
	}
	if strings.Contains(secret.Replace("2027"), "2027") {
		t.Error("a message shows it")
	}
}
