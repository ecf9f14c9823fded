package ratebook

import (
	"strings"
	"testing"
)

func TestParseMarket(t *testing.T) {
	for text, want := range map[string]Market{"NL": "NL", "us": "US", "De": "DE", "CH": "CH"} {
		if got, err := ParseMarket(text); got != want || err != nil {
			t.Errorf("%q is %q, want %q (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{"", "N", "NLD", "528", "Holland", "EU", "ZZ", "N1", "NL ", "westeurope", "N\n"} {
		got, err := ParseMarket(text)
		if err == nil {
			t.Errorf("%q is taken for %q", text, got)
		} else if !strings.Contains(err.Error(), "is not a market; give the two letters of the country") {
			t.Error(err)
		}
	}
}

func TestParseLocale(t *testing.T) {
	for _, text := range []string{"en-US", "de-AT", "ja-JP", "nl", "zh-Hant-TW"} {
		if got, err := ParseLocale(text); got != text || err != nil {
			t.Errorf("%q is %q (%v)", text, got, err)
		}
	}
	for _, text := range []string{"", "english", "en US", "en-US' or 1 eq 1", "en/US", "../x", "en-US\n", strings.Repeat("en-", 50)} {
		if got, err := ParseLocale(text); err == nil {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}

func TestTermsString(t *testing.T) {
	terms := Terms{Source: RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	const command = `; run "azwhatif fetch --offer MS-AZR-0003P --currency EUR --market NL`
	for _, c := range []struct {
		change     func(*Terms)
		want, more string
	}{
		{func(*Terms) {}, "MS-AZR-0003P in EUR for NL", ""},
		{func(t *Terms) { t.Locale = "" }, "MS-AZR-0003P in EUR for NL", ""},
		{func(t *Terms) { t.Locale = "de-DE" }, "MS-AZR-0003P in EUR for NL, de-DE", " --locale de-DE"},
		{func(t *Terms) { t.Source = "retail" }, "MS-AZR-0003P in EUR for NL, retail", " --source retail"},
	} {
		x := terms
		c.change(&x)
		if got := x.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		err := &NoCardError{Terms: x}
		if got, want := err.Error(), "no card for "+c.want+command+c.more+`"`; got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	err := &NoCardError{Terms: terms, AsOf: "2026-08-03"}
	if !strings.HasPrefix(err.Error(), "no card for MS-AZR-0003P in EUR for NL fetched by 2026-08-03; run ") {
		t.Error(err)
	}
}
