package scenario

import (
	"regexp"
	"strings"
)

// subscriptionID reads a subscription: an id is in small letters, as imports have it, for
// Azure does not tell capitals apart; a name stays as it is written.
func subscriptionID(s string) (string, error) {
	s, err := words("subscription")(s)
	if guid.MatchString(s) {
		s = strings.ToLower(s)
	}
	return s, err
}

// subscription is subscriptionID of one file: names that differ in capitals only are one
// subscription's, written as they first were.
func (r *reader) subscription(s string) (string, error) {
	s, err := subscriptionID(s)
	if err != nil {
		return s, err
	}
	key := strings.ToLower(s)
	if first, again := r.spelled[key]; again {
		return first, nil
	}
	if r.spelled == nil {
		r.spelled = map[string]string{}
	}
	r.spelled[key] = s
	return s, nil
}

var guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// Accounts gives the billing account of each subscription that one is stated of: "" is
// that of all others. An error is an *Error of a workload whose subscription stands
// under another account already: a subscription has one.
func (s *Scenario) Accounts() (map[string]string, error) {
	accounts, first := map[string]string{}, map[string]Workload{}
	for _, w := range s.Workloads {
		if w.Account == "" {
			continue
		}
		if other, known := first[w.Subscription]; !known {
			accounts[w.Subscription], first[w.Subscription] = w.Account, w
		} else if other.Account != w.Account {
			whose := "subscription " + w.Subscription
			if w.Subscription == "" {
				whose = "usage without a subscription"
			}
			return nil, w.Errorf("workload %q: %s is of billing account %q, and of %q in %s; a subscription has one: name the subscriptions, or one billing_account", w.Name, whose, w.Account, other.Account, other.Pos)
		}
	}
	return accounts, nil
}
