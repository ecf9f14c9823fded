package usage

import (
	"bufio"
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestSpilled holds what is put on the disk, groups and sums, to what is in memory:
// the same usage, in the same order, with the same notes.
func TestSpilled(t *testing.T) {
	t.Parallel()
	for _, files := range [][]string{
		{"testdata/azure-cost/ea.csv"},
		{"testdata/focus/*.csv", "testdata/azure-consumption/*.json"},
		{"testdata/aws-cur/*.csv"},
	} {
		roll := func(memory int64, s Spec) string {
			s.Files, s.Memory, s.Prices, s.ByResource, s.ByGroup, s.MaxRefused, s.GoOn = files, memory, true, true, true, 1e6, true
			got, err := RollUp(t.Context(), s, nil)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprintf("%+v\n%+v\n%+v\n%+v", got.Used, got.Sources, got.Twice, got.Covered)
		}
		for name, s := range map[string]Spec{"tags": {AllTags: true}, "days": {Days: true}, "by day": {ByDay: true, Tags: []string{"project", "env"}}} {
			if want, got := roll(1<<30, s), roll(256<<10, s); got != want {
				t.Errorf("%v, %s: in memory\n%s\nand from the disk\n%s", files, name, want, got)
			}
		}
	}
}

// TestVisit: each field of Used that an import sets is written and read again.
func TestVisit(t *testing.T) {
	later := map[string]bool{"Unmapped": true, "Mapped": true, "Machine": true, "Left": true, "apart": true}
	var s sum
	u := reflect.ValueOf(&s.used).Elem()
	for i := range u.NumField() {
		name, f := u.Type().Field(i).Name, u.Field(i)
		if later[name] {
			continue
		}
		s.used = scenario.Used{}
		switch f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int, reflect.Int64:
			f.SetInt(-7)
		default:
			switch name {
			case "Month":
				s.used.Month = scenario.Month{Year: 2026, Month: 3}
			case "Meter":
				s.used.Meter = ratebook.Meter{ID: "i", Category: "c", Subcategory: "s", Name: "n", Unit: unit.MustParse("10K"), Region: "westeurope"}
			case "Foreign":
				s.used.Foreign = scenario.Foreign{Service: "s", UsageType: "t", Operation: "o", Region: "r", Unit: "u"}
			case "Tags":
				s.used.Tags = map[string]string{"a": "1", "b": ""}
			case "Quantity", "Billed":
				f.Set(reflect.ValueOf(money.MustParse("-123456789012345678.000000000000000000000000000000000001")))
			case "Agreed", "List":
				f.Set(reflect.ValueOf(scenario.Price{Value: money.MustParse("0.1"), Stated: 2}))
			case "Amortized":
				s.used.Amortized = scenario.Amortized{Cost: money.One, Known: true}
			case "Days":
				s.used.Days = []scenario.DayUsed{{Day: "2026-03-01", Quantity: money.One}, {}}
			default:
				t.Fatalf("a field of which the test knows no value: %s", name)
			}
		}
		var b bytes.Buffer
		w := &recordWriter{w: bufio.NewWriter(&b)}
		s.visit(w)
		if err := w.w.Flush(); err != nil || w.err != nil {
			t.Fatal(err, w.err)
		}
		var back sum
		back.visit(&recordReader{r: bufio.NewReader(&b), units: map[string]unit.Unit{}})
		if got, want := fmt.Sprintf("%+v", back.used), fmt.Sprintf("%+v", s.used); got != want {
			t.Errorf("%s: %s\nback: %s", name, want, got)
		}
	}
}
