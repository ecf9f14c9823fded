package fetch

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// TestPile: what is packed comes out as it went in, each field of it.
func TestPile(t *testing.T) {
	hour, err := unit.Parse("100 Hours")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) time.Time { return time.Date(2026, 8, d, 1, 2, 3, 4000, time.UTC) }
	long := strings.Repeat("long ", blockBytes/5+1) // has a block of its own
	m := ratebook.Meter{
		ID: "00000000-0000-4000-8000-00000000000a", Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: long,
		Unit: hour, Region: "westeurope", Tags: []string{"Third Party", "", "Azure"}, Status: "Active",
	}
	price := ratebook.Price{Kind: ratebook.SavingsPlan, Months: 36, Effective: day(1), Ends: day(2), Above: money.Int(5), Amount: money.MustParse("-0.1097999999999999712")}
	full := item{
		meter: m, sku: "DZH318Z0K9JH/0001", secondary: true, effective: day(3), ends: day(4), included: money.MustParse("1e60"),
		tier: ratebook.Tier{Above: money.MustParse("10240.5"), UnitPrice: money.MustParse("6.5e-119")}, beside: []ratebook.Price{price, {}},
	}
	for _, v := range []any{full, m, price} { // else a new field could be forgotten here and there
		for i := range reflect.ValueOf(v).NumField() {
			if reflect.ValueOf(v).Field(i).IsZero() {
				t.Fatalf("%T: the test leaves %s out", v, reflect.TypeOf(v).Field(i).Name)
			}
		}
	}
	other := m
	other.ID, other.Name, other.Tags = "00000000-0000-4000-8000-00000000000b", "D4s v5", nil
	p := newPile()
	p.addPlan(&plan{meter: m, price: price})
	p.addPlan(&plan{meter: other, price: price})
	p.add(&full)
	p.add(&item{meter: m})
	meters := p.inOrder()
	if len(meters) != 2 || meters[0].item != 2 || meters[1].item != noItem {
		t.Fatalf("%+v", meters)
	}
	show := func(v any) string { return fmt.Sprintf("%+v", v) }
	for n, want := range []any{plan{0, m, price}, plan{1, other, price}, full, item{meter: m}} {
		of := meters[0]
		if n == 1 {
			of = meters[1]
		}
		it, pl := p.read(uint32(n), &of)
		got := any(it)
		if pl != nil {
			got = *pl
		}
		if show(got) != show(want) {
			t.Errorf("%d: got\n%.2000s\nwant\n%.2000s", n, show(got), show(want))
		}
	}
}

// TestRetailTurns: rates stand in the order in which their items first came, however far
// the items of a meter are apart, and those of reservations alone behind them; and of
// what there is to warn of, the first example is the first of the response.
func TestRetailTurns(t *testing.T) {
	item := func(meter byte, from, price, more string) string {
		s := strings.ReplaceAll(retailVM, "00000000000a", "00000000000"+string(meter))
		return strings.NewReplacer("2023-09-01", from, `"retailPrice":0.1`, `"retailPrice":`+price, `"unitPrice":0.1`, `"unitPrice":`+price, `"Consumption"`, more).Replace(s)
	}
	const usage, reserved = `"Consumption"`, `"Reservation","reservationTerm":"1 Year"`
	items := []string{
		item('e', "2023-01-01", "50", reserved), // without usage
		item('c', "2023-01-01", "30", reserved), // before its usage
		item('a', "2023-01-01", "1", usage),
		item('b', "2023-01-01", "2", usage),
		item('c', "2023-01-01", "3", usage),
		item('d', "2023-01-01", "40", reserved), // without usage
		item('b', "2024-01-01", "-2.5", usage),
		item('a', "2024-01-01", "-1.5", usage),
		item('f', "2023-01-01", "6", usage),
	}
	card, err := decodeRetail([]byte("["+strings.Join(items, ",")+"]"), retailTerms)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range card.Rates {
		got = append(got, fmt.Sprint(string(r.Meter.ID[35:]), r.Effective.Year()%100, len(r.Beside)))
	}
	if want := []string{"a23 0", "b23 0", "c23 1", "b24 0", "a24 0", "f23 0", "e1 1", "d1 1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	below := slices.DeleteFunc(card.Provenance.Warnings, func(w string) bool { return !strings.Contains(w, "below zero") })
	if want := []string{"a meter has a price below zero (2 times): 00000000-0000-0000-0000-00000000000b, …"}; !slices.Equal(below, want) {
		t.Errorf("got %q, want %q", below, want)
	}
}
