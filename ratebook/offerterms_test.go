package ratebook

import (
	"encoding/json"
	"testing"
	"time"
)

func TestOfferTermsIn(t *testing.T) {
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	o := OfferTerms{
		Credits:     []Credit{{Effective: month(4), Amount: d("4")}, {Effective: month(2), Amount: d("2")}},
		Commitments: []Discount{{Effective: month(3), Tiers: []DiscountTier{{Value: d("0.05")}}}},
		Recurring:   []Recurring{{Amount: d("1")}, {Effective: month(6), Amount: d("6")}},
	}
	for _, c := range []struct {
		end                   time.Month
		credit, recurring     string
		hasCredit, commitment bool
	}{
		{1, "0", "1", false, false},
		{2, "0", "1", false, false}, // February's begins with February
		{3, "2", "1", true, false},
		{4, "2", "1", true, true},
		{5, "4", "1", true, true},
		{6, "4", "1", true, true},
		{7, "4", "6", true, true},
	} {
		credit, ok := o.CreditIn(month(c.end))
		if credit.Amount.String() != c.credit || ok != c.hasCredit {
			t.Errorf("before month %d: credit %s (%t), want %s", c.end, credit.Amount, ok, c.credit)
		}
		if _, ok := o.CommitmentIn(month(c.end)); ok != c.commitment {
			t.Errorf("before month %d: a commitment's discount: %t", c.end, ok)
		}
		if r, ok := o.RecurringIn(month(c.end)); r.Amount.String() != c.recurring || !ok {
			t.Errorf("before month %d: recurring %s (%t), want %s", c.end, r.Amount, ok, c.recurring)
		}
	}
	if _, ok := (OfferTerms{}).CreditIn(month(1)); ok {
		t.Error("an offer without terms has a credit")
	}
}

// TestOfferTermsJSON writes terms and reads them back: card.json has them.
func TestOfferTermsJSON(t *testing.T) {
	text := `{"credits":[{"effective":"2026-01-01T00:00:00Z","amount":"100.1","excluded":["9995d93a-7d35-4d3f-9c69-7a7fea447ef4"]}],` +
		`"commitments":[{"effective":"2026-01-01T00:00:00Z","tiers":[{"from":"0","value":"0.05"}],"excluded":null}],` +
		`"recurring":[{"effective":"0001-01-01T00:00:00Z","amount":"5"}],"unknown":["Free Days"]}`
	var o OfferTerms
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(o); string(back) != text || err != nil {
		t.Errorf("%s (%v), want %s", back, err, text)
	}
	if none, err := json.Marshal(OfferTerms{}); string(none) != "{}" || err != nil {
		t.Errorf("%s (%v)", none, err)
	}
}
