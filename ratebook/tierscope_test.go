package ratebook

import "testing"

func TestAccountWide(t *testing.T) {
	for _, c := range []struct {
		category, name string
		want           bool
	}{
		{"Log Analytics", "Pay-as-you-go Data Ingestion", true},
		{"log analytics", "analytics logs data ingestion", true},
		{"Log Analytics", "Basic Logs Data Ingestion", false},
		{"Log Analytics", "Pay-as-you-go Data Retention", false},
		{"Functions", "Standard Total Executions", false}, // a subscription has its own
	} {
		source, got := Meter{Category: c.category, Name: c.name}.AccountWide()
		if got != c.want || got != (source != "") {
			t.Errorf("%s / %s: %v by %q, want %v", c.category, c.name, got, source, c.want)
		}
	}
}
