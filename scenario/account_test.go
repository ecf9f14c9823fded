package scenario

import (
	"strings"
	"testing"
)

func TestAccounts(t *testing.T) {
	of := func(workloads ...Workload) (map[string]string, error) {
		return (&Scenario{Workloads: workloads}).Accounts()
	}
	got, err := of(Workload{Subscription: "a"}, Workload{Subscription: "b", Account: "x"}, Workload{Subscription: "b"}, Workload{Subscription: "b", Account: "x"})
	if err != nil || got["a"] != "" || got["b"] != "x" {
		t.Errorf("%v, %v", got, err)
	}
	_, err = of(Workload{Name: "one", Subscription: "b", Account: "x", Pos: Pos{"s.yaml", 3}}, Workload{Name: "two", Subscription: "b", Account: "y", Pos: Pos{"s.yaml", 4}})
	if err == nil || !strings.Contains(err.Error(), `s.yaml:4: workload "two": subscription b is of billing account "y", and of "x" in s.yaml:3`) {
		t.Error(err)
	}
}

// TestSubscriptionID: an id in capitals is the subscription that an export has in small letters.
func TestSubscriptionID(t *testing.T) {
	for text, want := range map[string]string{
		"11111111-1111-4111-8111-11111111AbCd": "11111111-1111-4111-8111-11111111abcd",
		"Production":                           "Production",
	} {
		if got, err := subscriptionID(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	var r reader
	for _, text := range []string{"Abc", "ABC", "abc"} { // one, as it is first written
		if got, err := r.subscription(text); err != nil || got != "Abc" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if _, err := subscriptionID(" "); err == nil {
		t.Error("an empty one is read")
	}
}
