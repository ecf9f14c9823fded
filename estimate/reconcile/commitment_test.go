package reconcile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

func on(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func eur(s string) money.Amount { return money.Amount{Value: money.MustParse(s), Currency: "EUR"} }

func event(lot, day, charges, balance string) Event {
	e := Event{Lot: lot, Date: on(day), Charges: eur(charges)}
	if balance != "" {
		d := money.MustParse(balance)
		e.Balance = &d
	}
	return e
}

// macc is one of 3,600 EUR for a year from 2026-01-01.
func macc(id, balance string) Commitment {
	amount, left := eur("3600"), money.MustParse(balance)
	return Commitment{ID: id, Kind: MACC, Status: "Active", Amount: &amount, Currency: "EUR", Start: on("2026-01-01"), Until: on("2027-01-01"), Balance: &left}
}

// TestCommitmentForecast calculates by hand. 310 counted in January (10 a day), 280 in
// February (10 a day), 186 in March (6 a day): 776 of 3,600, 2,824 are missing. The
// pace is 776 ÷ 90 = 8.6222… a day, of the lowest month 6, of the highest 10.
//
//	by 2026-06-30, 91 days after 31 March, of 1,500: 724 missing now;
//	  724 − 91 × 8.6222 = −60.6 → 0; 724 − 91 × 6 = 178; reached after 724 ÷ 8.6222 = 83.97 → 84 days, on 2026-06-23
//	by 2026-12-31, 275 days: 2,824 − 275 × 8.6222 = 452.89; − 275 × 6 = 1,174; − 275 × 10 = 74
//
// Our rating has 300 for January to March each, and 450 for April (15 a day), whole:
// 776 + 450 = 1,226 counted by 30 April; the pace of the last three months is
// (300 + 300 + 450) ÷ 89 = 11.7977… a day: 3,600 − 1,226 − 245 × 11.7977 = −516 → 0.
func TestCommitmentForecast(t *testing.T) {
	c := macc("G1", "2824")
	c.Milestones, c.Resource = []Milestone{{Amount: eur("1500"), Until: on("2026-07-01"), Status: "Active"}}, true
	all, left := Join([]Commitment{c}, nil, []Event{event("g1", "2026-04-05", "-186", "2824"), event("G1", "2026-02-05", "-310", "3290"), event("G1", "2026-03-05", "-280", "3010"), event("other", "2026-03-05", "-1", "")})
	if len(all) != 1 || len(left) != 1 || len(all[0].Notes) != 0 {
		t.Fatalf("%+v %v", all, left)
	}
	ours := &Counting{}
	for i, sum := range []string{"300", "300", "300", "450", "10"} {
		ours.Months = append(ours.Months, scenario.Month{Year: 2026, Month: time.Month(i + 1)})
		ours.Sums = append(ours.Sums, money.MustParse(sum))
		ours.Part = append(ours.Part, "")
	}
	ours.Part[4] = "usage from 2026-05-01 to 2026-05-02 only"
	k := CheckCommitment(all[0], ours, on("2026-05-02"))
	var got strings.Builder
	for _, x := range k.Targets {
		fmt.Fprintf(&got, "%s by %s: missing %s, expected %s, lowest %s, highest %s, reached %s; ours %s\n", x.Name, x.Last.Format(time.DateOnly), x.Missing,
			x.Theirs.Shortfall.Round(2), x.Theirs.AtLowest, x.Theirs.AtHighest, x.Theirs.Reached.Format(time.DateOnly), x.Ours.Shortfall.Round(2))
	}
	want := `milestone 1 by 2026-06-30: missing 724, expected 0, lowest 178, highest 0, reached 2026-06-23; ours 0
all of it by 2026-12-31: missing 2824, expected 452.89, lowest 1174, highest 74, reached 0001-01-01; ours 0
`
	if got.String() != want {
		t.Errorf("%s\nwant\n%s", got.String(), want)
	}
	if theirs, our, n := k.Compared(); n != 3 || theirs.String() != "776" || our.String() != "900" {
		t.Errorf("compared %s and %s of %d months", theirs, our, n)
	}
	if k.Ours.Counted.String() != "1226" || k.Ours.Through != on("2026-04-30") {
		t.Errorf("ours %+v", k.Ours)
	}
	if len(k.Months) != 5 || k.Months[4].Theirs != nil || k.Months[4].Part == "" {
		t.Errorf("months %+v", k.Months)
	}
	// a target that is over: what was missing on its day
	c = all[0]
	c.Milestones = []Milestone{{Amount: eur("700"), Until: on("2026-03-01")}}
	k = CheckCommitment(c, nil, on("2026-05-02"))
	if x := k.Targets[0]; !x.Passed || x.Missing.String() != "110" || x.Theirs != nil {
		t.Errorf("%+v", x)
	}
	// as of an earlier day: the balance is taken back to it
	if k = CheckCommitment(all[0], nil, on("2026-03-20")); k.Balance.String() != "3010" || len(k.Events) != 2 || k.Pace.Counted.String() != "590" || k.Targets[0].Missing.String() != "910" {
		t.Errorf("%s %+v %+v", k.Balance, k.Pace, k.Targets[0])
	}
	// canceled, and without events: nothing is forecast
	c.Status = "Canceled"
	if k = CheckCommitment(c, nil, on("2026-05-02")); k.Why == "" || k.Targets[1].Theirs != nil {
		t.Errorf("%q %+v", k.Why, k.Targets)
	}
	if k = CheckCommitment(macc("G2", "3600"), nil, on("2026-05-02")); k.Why != "there is no event to take a pace from" || k.Targets[0].Missing.String() != "3600" {
		t.Errorf("%q %+v", k.Why, k.Targets)
	}
}

// TestCommitmentForecastOfBalance: what the balance says has counted is not missing,
// though the events that were read lead to less.
func TestCommitmentForecastOfBalance(t *testing.T) {
	all, _ := Join([]Commitment{macc("G1", "0")}, nil, []Event{event("G1", "2026-02-05", "-62", "3538")})
	k := CheckCommitment(all[0], nil, on("2026-02-20"))
	if x := k.Targets[0]; !x.Missing.IsZero() || !x.Theirs.Shortfall.IsZero() || !x.Theirs.AtLowest.IsZero() || x.Theirs.Reached != on("2026-01-31") {
		t.Errorf("missing %s, expected %+v", x.Missing, x.Theirs)
	}
}

// TestCommitmentUntil: what counted before the events that were read is in the balance of
// the first of them.
func TestCommitmentUntil(t *testing.T) {
	all, _ := Join([]Commitment{macc("G1", "3400")}, nil, []Event{event("G1", "2026-03-05", "-100", "3400")})
	k := CheckCommitment(all[0], nil, on("2026-02-20"))
	if counted, ok := k.Counted(); !ok || counted.String() != "100" {
		t.Errorf("%s counted, %v", counted, ok)
	}
}

// TestCommitmentJoin: a macc is joined to its lot by id, or by amount and days where
// that is of one alone; what does not fit is kept.
func TestCommitmentJoin(t *testing.T) {
	resource := macc("777", "0")
	resource.Balance, resource.Resource, resource.Milestones = nil, true, []Milestone{{Amount: eur("1"), Until: on("2026-07-01")}}
	all, _ := Join([]Commitment{macc("G1", "3600")}, []Commitment{resource}, nil)
	if len(all) != 1 || !all[0].Resource || len(all[0].Milestones) != 1 {
		t.Errorf("%+v", all)
	}
	// two lots of one amount and term: whose it is, is not known
	if all, _ = Join([]Commitment{macc("G1", "3600"), macc("G2", "3600")}, []Commitment{resource}, nil); len(all) != 3 {
		t.Errorf("%+v", all)
	}
	resource.ID = "g2"
	if all, _ = Join([]Commitment{macc("G1", "3600"), macc("G2", "3600")}, []Commitment{resource}, nil); len(all) != 2 || all[0].Resource == all[1].Resource {
		t.Errorf("%+v", all)
	}
	// what is read twice counts once; of one lot at two times the newer counts
	first := event("G1", "2026-02-05", "-100", "3500")
	first.ID = "e1"
	resource.ID = "777"
	all, _ = Join([]Commitment{macc("G1", "3500"), macc("g1", "3400")}, []Commitment{resource, resource}, []Event{first, first})
	if len(all) != 1 || !all[0].Resource || len(all[0].Events) != 1 || all[0].Balance.String() != "3400" || !strings.Contains(all[0].Notes[0], "stated twice, with 100 and 200 counted") {
		t.Errorf("%+v", all)
	}
	// events that do not lead to the balance, as in Microsoft's own example
	all, _ = Join([]Commitment{macc("G1", "3499.71")}, nil, []Event{event("G1", "2026-02-05", "-100", "3500")})
	if len(all[0].Notes) != 1 || !strings.Contains(all[0].Notes[0], "0.29 is in no event that was read") {
		t.Errorf("%q", all[0].Notes)
	}
	all, _ = Join([]Commitment{macc("G1", "3000")}, nil, []Event{event("G1", "2026-03-05", "-100", "3000")})
	if len(all[0].Notes) != 1 || !strings.Contains(all[0].Notes[0], "do not lead from 3600 at its start to the balance of 3000 on 2026-03-05") {
		t.Errorf("%q", all[0].Notes)
	}
}
