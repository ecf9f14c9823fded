package ratebook

import (
	"testing"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

func TestDiff(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	rate := func(id, effective string, tiers ...string) Rate {
		r := Rate{Meter: Meter{ID: MeterID(id), Name: id, Unit: unit.MustParse("1")}, Effective: day(effective)}
		for i := 0; i+1 < len(tiers); i += 2 {
			r.Tiers = append(r.Tiers, Tier{Above: money.MustParse(tiers[i]), UnitPrice: money.MustParse(tiers[i+1])})
		}
		return r
	}
	card := func(fetched string, rates ...Rate) *Card {
		c := &Card{Rates: rates}
		c.Provenance.Fetched = day(fetched)
		return c
	}
	older := card("2026-08-01",
		rate("same", "2020-01-01", "0", "1"), rate("up", "2020-01-01", "0", "1"), rate("up more", "2020-01-01", "0", "1"),
		rate("down", "2020-01-01", "0", "2", "10", "1"), rate("mixed", "2020-01-01", "0", "1", "10", "3"),
		rate("gone", "2020-01-01", "0", "1"), rate("tier moved", "2020-01-01", "0", "2", "10", "1"),
		rate("no price", "2020-01-01"))
	free := rate("fewer free", "2020-01-01", "0", "1")
	free.Included = money.Int(5)
	older.Rates = append(older.Rates, free)
	newer := card("2026-09-01",
		rate("same", "2020-01-01", "0", "1"), rate("same", "2030-01-01", "0", "9"), // not in force yet
		rate("up", "2026-08-15", "0", "1.1"), rate("up more", "2026-08-15", "0", "1.5"),
		rate("down", "2020-01-01", "0", "1", "10", "1"), rate("mixed", "2020-01-01", "0", "2", "10", "1"),
		rate("new", "2020-01-01", "0", "1"), rate("tier moved", "2020-01-01", "0", "2", "20", "1"),
		rate("no price", "2020-01-01", "0", "1"), rate("fewer free", "2020-01-01", "0", "1"))
	want := []struct {
		id       string
		movement Movement
		part     string
	}{
		{"up more", Rose, "0.5"}, {"up", Rose, "0.1"}, {"fewer free", Rose, "0"}, {"tier moved", Rose, "0"},
		{"down", Fell, "-0.5"}, {"mixed", Changed, "1"}, {"no price", Changed, ""}, {"new", Came, ""}, {"gone", Went, ""},
	}
	got := Diff(older, newer)
	if len(got) != len(want) {
		t.Fatalf("%d changes, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		c := got[i]
		if string(c.Meter.ID) != w.id || c.Movement != w.movement || c.PartOK != (w.part != "") || c.PartOK && c.Part.String() != w.part {
			t.Errorf("change %d is %s %s by %s, want %+v", i, c.Meter.ID, c.Movement, c.Part, w)
		}
	}
	if back := Diff(newer, newer); len(back) != 0 {
		t.Errorf("a card differs from itself: %+v", back)
	}
}
