package invoice

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook/azure"
)

// API is a version of Azure's invoice API.
type API string

// The versions.
const (
	V2017 API = "2017-04-24-preview"
	V2020 API = "2020-05-01"
	V2024 API = "2024-04-01"
)

// ParseAPI reads a version, or its year.
func ParseAPI(s string) (API, error) {
	for _, a := range []API{V2017, V2020, V2024} {
		if s == string(a) || s == string(a)[:4] {
			return a, nil
		}
	}
	return "", fmt.Errorf("%q is not one of %s, %s, %s", s, V2017, V2020, V2024)
}

// Query says whose invoices are asked for, and of which time.
type Query struct {
	API          API
	Subscription string
	From, To     time.Time // days, UTC, both included, that the period's last day is among; From is zero for all
	Today        time.Time // invoices of later days are not asked for
}

// invoices is the path of the list, or of one invoice.
func (q Query) path(name ...string) string {
	base := "/subscriptions/" + q.Subscription + "/providers/Microsoft.Billing/invoices"
	if q.API != V2017 {
		base = "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/" + q.Subscription + "/invoices"
	}
	return strings.Join(append([]string{base}, name...), "/")
}

// first is when the first invoices ended that the 2017 API has.
var first = time.Date(2016, 12, 1, 0, 0, 0, 0, time.UTC)

// slack is how far the dates that are asked for go beyond those that are wanted:
// the 2020 and the 2024 API do not say which date of an invoice they go by, and
// one may be issued a month behind its period.
const slack = 62 * 24 * time.Hour

func (q Query) values() url.Values {
	v := url.Values{"api-version": {string(q.API)}}
	from := q.From
	if from.IsZero() {
		from = first
	}
	if q.API != V2017 {
		v.Set("periodStartDate", from.Add(-slack).Format(time.DateOnly))
		end := q.To.Add(slack)
		if end.After(q.Today) {
			end = q.Today
		}
		v.Set("periodEndDate", end.Format(time.DateOnly))
		return v
	}
	v.Set("$expand", "downloadUrl")
	// the end may be the day behind the last
	v.Set("$filter", fmt.Sprintf("invoicePeriodEndDate ge %s and invoicePeriodEndDate le %s", from.Format(time.DateOnly), q.To.AddDate(0, 0, 1).Format(time.DateOnly)))
	return v
}

// List gives the invoices whose period ends in the time that is asked for, those
// whose period is not known too, the newest first.
func List(ctx context.Context, client *azure.Client, q Query) ([]Found, error) {
	var list []Found
	ask := func(ctx context.Context) (*azure.Response, error) { return client.Get(ctx, q.path(), q.values()) }
	err := client.Pages(ctx, "the invoices", ask, func(records []json.RawMessage) error {
		for _, r := range records {
			f, err := decode(r)
			if err != nil {
				return err
			}
			if f.End.IsZero() || !f.End.Before(q.From) && !f.End.After(q.To) {
				list = append(list, f)
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Found) int { return cmp.Or(b.End.Compare(a.End), cmp.Compare(b.Name, a.Name)) })
	return list, err
}

// Latest is the name of the newest invoice, for Find.
const Latest = "latest"

var nameLike = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// CheckName refuses what cannot be an invoice's name; it becomes part of an
// address and of a file's name.
func CheckName(s string) error {
	if !nameLike.MatchString(s) {
		return fmt.Errorf("%q is not an invoice's number, such as E0600XYZAB; \"azwhatif invoices list\" shows them", s)
	}
	return nil
}

// Find gives one invoice by its name, or the Latest of the time that is asked for
// (with the 2017 API, of all).
func Find(ctx context.Context, client *azure.Client, q Query, name string) (f Found, err error) {
	if name == Latest && q.API != V2017 {
		list, err := List(ctx, client, q)
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("subscription %s has no invoice of a period that ends from %s to %s; give an earlier --from", q.Subscription, q.From.Format(time.DateOnly), q.To.Format(time.DateOnly))
		}
		if err != nil {
			return f, err
		}
		return list[0], nil
	}
	var raw json.RawMessage
	err = client.JSON(ctx, func(ctx context.Context) (*azure.Response, error) {
		return client.Get(ctx, q.path(name), url.Values{"api-version": {string(q.API)}})
	}, &raw)
	if err != nil {
		return f, fmt.Errorf("invoice %s: %w", name, err)
	}
	return decode(raw)
}
