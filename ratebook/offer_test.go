package ratebook

import (
	"slices"
	"strings"
	"testing"
)

func TestParseOffer(t *testing.T) {
	for text, want := range map[string]Offer{
		"MS-AZR-0003P": "MS-AZR-0003P", " ms-azr-0003p ": "MS-AZR-0003P", "0003P": "MS-AZR-0003P", "0003p": "MS-AZR-0003P",
		"MS-AZR-0017G": "MS-AZR-0017G", "MS-AZR-USGOV-0003P": "MS-AZR-USGOV-0003P", "usgov-0003p": "MS-AZR-USGOV-0003P",
		"MS-AZR-DE-0003P": "MS-AZR-DE-0003P", "MS-MC-AZR-0033P": "MS-MC-AZR-0033P", "ms-mc-azr-33p": "MS-MC-AZR-0033P",
		"MS-AZR-0041P-0042P": "MS-AZR-0041P-0042P",
	} {
		if got, err := ParseOffer(text); got != want || err != nil {
			t.Errorf("%q is %q, want %q (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{"", "0003", "33P", "MS-AZR-33P", "MS-AZR-00003P", "MS-AZR-0003P;", "MS-AZR-FR-0003P",
		"MS-MC-AZR-DE-0003P", "Pay-As-You-Go", "MS-AZR-0003P\nx", "' or 1 eq 1", strings.Repeat("0003P-", 50)} {
		got, err := ParseOffer(text)
		if err == nil {
			t.Errorf("%q is taken for %q", text, got)
		} else if !strings.HasSuffix(err.Error(), "is not an offer; write its offer ID, such as MS-AZR-0003P (the Azure portal shows it on the subscription's page)") {
			t.Error(err)
		}
	}
}

func TestOfferTable(t *testing.T) {
	all := Offers()
	if !slices.IsSortedFunc(all, func(a, b OfferFacts) int { return strings.Compare(string(a.Offer), string(b.Offer)) }) {
		t.Error("the offers are not sorted")
	}
	for i, f := range all {
		if i > 0 && all[i-1].Offer == f.Offer {
			t.Errorf("%s is there twice", f.Offer)
		}
		if o, err := ParseOffer(strings.ToLower(string(f.Offer))); o != f.Offer || err != nil {
			t.Errorf("%s does not parse: %v", f.Offer, err)
		}
		if f.Name == "" || f.Kind == "" || f.Source == "" {
			t.Errorf("%s lacks a name, a kind or a source: %+v", f.Offer, f)
		}
		if served := f.Kind == KindEnterprise || f.Kind == KindCSP; served && f.RateCard {
			t.Errorf("%s: the RateCard API does not serve %s offers", f.Offer, f.Kind)
		}
		if f.Credit.Value.Sign() != 0 && (f.Kind != KindCredit || f.Credit.Currency != "USD") {
			t.Errorf("%s: credit %s in an offer of kind %s", f.Offer, f.Credit, f.Kind)
		}
		if (f.Kind == KindCommitment) != (f.Months > 0) {
			t.Errorf("%s: a commitment has months, nothing else has", f.Offer)
		}
	}
}

func TestOfferFacts(t *testing.T) {
	f, ok := Offer("MS-AZR-0026P").Facts()
	if !ok || f.Kind != KindCommitment || f.Months != 12 || f.Discount.String() != "0.05" || f.MinCommitment.String() != "USD 6,000.00" || f.Closed == "" || !f.RateCard {
		t.Errorf("12-Month Prepay: %+v", f)
	}
	if rules := strings.Join(f.Rules, "\n"); !strings.Contains(rules, "base price tier") || !strings.Contains(rules, "is lost") || !strings.Contains(rules, "standard pay-as-you-go rates") {
		t.Errorf("rules of 12-Month Prepay: %s", rules)
	}
	f.Rules[0] = "changed"
	if again, _ := Offer("MS-AZR-0026P").Facts(); again.Rules[0] == "changed" {
		t.Error("a caller can change the table")
	}
	if f, ok := Offer("MS-AZR-0062P").Facts(); !ok || f.Credit.String() != "USD 100.00" || f.Uncertain != "" {
		t.Errorf("MSDN Platforms: %+v", f)
	}
	for _, o := range []Offer{"MS-AZR-0017P", "MS-AZR-0017G", "MS-AZR-0145P"} {
		if f, ok := o.Facts(); !ok || f.RateCard {
			t.Errorf("%s: %+v", o, f)
		}
	}
	if _, ok := Offer("MS-AZR-9999P").Facts(); ok {
		t.Error("MS-AZR-9999P has facts")
	}
}
