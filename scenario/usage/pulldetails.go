package usage

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"azwhatif/internal/secret"
	"azwhatif/internal/terminal"
)

// Details is what one report of cost details is of, as Cost Management makes it: of an
// Enterprise Agreement or a Microsoft Customer Agreement, or a subscription in one.
type Details struct {
	Scope  string // "/subscriptions/…" or "/providers/Microsoft.Billing/billingAccounts/…": see ParseScope
	Metric string // ActualCost or AmortizedCost

	// One of the three: days, both included, "2026-03-01", within one month; the month of
	// an enrollment, "202603"; an invoice of a billing profile or a customer.
	From, To      string
	BillingPeriod string
	Invoice       string
}

// detailsVersion is the api-version that reports of cost details are asked with.
//
// Source: Microsoft Learn, REST API Cost Management, "Generate Cost Details Report -
// Create Operation", and "Get small cost datasets on demand", which has the limits: one
// month in a report, 13 months back, no management groups.
const detailsVersion = "2025-03-01"

// detailsMonths is how many months back Azure makes reports of.
const detailsMonths = 13

var (
	subscriptionScope = regexp.MustCompile(`(?i)^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	accountScope      = regexp.MustCompile(`(?i)^/providers/Microsoft\.Billing/billingAccounts/([0-9A-Za-z][0-9A-Za-z:_-]*)(?:/(billingProfiles|departments|enrollmentAccounts|customers|invoiceSections)/[0-9A-Za-z][0-9A-Za-z_-]*)?(?:/invoiceSections/[0-9A-Za-z][0-9A-Za-z_-]*)?$`)
)

// ParseScope reads the resource id of a scope; the slash in front may be left out.
func ParseScope(s string) (string, error) {
	scope := "/" + strings.Trim(s, "/")
	if subscriptionScope.MatchString(scope) || accountScope.MatchString(scope) {
		return scope, nil
	}
	return "", fmt.Errorf("--scope %q is not the id of a subscription (subscriptions/ID) or of a billing account or a part of it (providers/Microsoft.Billing/billingAccounts/NAME, and behind it /billingProfiles/NAME, /invoiceSections/NAME, /departments/NAME, /enrollmentAccounts/NAME or /customers/NAME); management groups and resource groups have no such report", clip(s))
}

// ParseMetric reads "actual" or "amortized", or Azure's own words for them.
func ParseMetric(s string) (string, error) {
	switch strings.TrimSuffix(strings.ToLower(s), "cost") {
	case "actual":
		return "ActualCost", nil
	case "amortized":
		return "AmortizedCost", nil
	}
	return "", fmt.Errorf("--metric %q is neither actual nor amortized", clip(s))
}

// ByMonth splits days into reports, each within one month. A month, "2026-03", stands for
// its first or its last day. held tells that the last days are in the future, and left out.
func (d Details) ByMonth(now time.Time) (all []Details, held bool, err error) {
	from, err := dayOrMonth("--from", d.From, false)
	if err != nil {
		return nil, false, err
	}
	to, err := dayOrMonth("--to", d.To, true)
	if err != nil {
		return nil, false, err
	}
	today := now.UTC().Truncate(24 * time.Hour)
	first := time.Date(today.Year(), today.Month()-detailsMonths, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case from.After(today):
		return nil, false, fmt.Errorf("--from %s is in the future", d.From)
	case to.Before(from):
		return nil, false, fmt.Errorf("--to %s is before --from %s", d.To, d.From)
	case from.Before(first):
		return nil, false, fmt.Errorf("--from %s is too far back: Azure makes these reports of the past %d months, from %s; for what was before, export it, and read the export", d.From, detailsMonths, first.Format("2006-01"))
	}
	if to.After(today) {
		to, held = today, true
	}
	for !from.After(to) {
		end := time.Date(from.Year(), from.Month()+1, 0, 0, 0, 0, 0, time.UTC)
		if end.After(to) {
			end = to
		}
		part := d
		part.From, part.To = from.Format(time.DateOnly), end.Format(time.DateOnly)
		all = append(all, part)
		from = end.AddDate(0, 0, 1)
	}
	return all, held, nil
}

// Days are the days from the first of two to the last, both included; a month, "2026-03",
// stands for its first or its last day.
func Days(from, to string) (first, last string, err error) {
	f, err := dayOrMonth("--from", from, false)
	if err != nil {
		return "", "", err
	}
	t, err := dayOrMonth("--to", to, true)
	if err == nil && t.Before(f) {
		err = fmt.Errorf("--to %s is before --from %s", to, from)
	}
	return f.Format(time.DateOnly), t.Format(time.DateOnly), err
}

func dayOrMonth(flag, s string, last bool) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, nil
	}
	month, err := time.Parse("2006-01", s)
	if err != nil {
		return month, fmt.Errorf("%s %q is neither a day such as 2026-03-01 nor a month such as 2026-03", flag, clip(s))
	}
	if last {
		month = month.AddDate(0, 1, -1)
	}
	return month, nil
}

// Check says what is wrong with a report of an invoice or a billing period.
func (d Details) Check() error {
	m := accountScope.FindStringSubmatch(d.Scope)
	enrollment := m != nil && strings.Trim(m[1], "0123456789") == ""
	part := ""
	if m != nil {
		part = strings.ToLower(m[2])
	}
	switch {
	case d.BillingPeriod != "" && !enrollment:
		return errors.New("--billing-period is of an enrollment: give --billing-account its number; of others, give the days with --from and --to")
	case d.Invoice != "" && part != "billingprofiles" && part != "customers":
		return errors.New("--invoice is of a billing profile or a customer of a Microsoft Customer Agreement: give --billing-account and --billing-profile")
	case d.Invoice != "" && !invoiceName.MatchString(d.Invoice):
		return fmt.Errorf("--invoice %q is not the number of an invoice, such as G012345678", clip(d.Invoice))
	}
	if _, err := time.Parse("200601", d.BillingPeriod); d.BillingPeriod != "" && err != nil {
		return fmt.Errorf("--billing-period %q is not a month; write it as 202603", clip(d.BillingPeriod))
	}
	return nil
}

var invoiceName = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]{0,60}$`)

// days are the days that the report is of: those of a billing period are the month's, and
// those of an invoice, which has usage of more than one month, are not known.
func (d Details) days() (from, to string) {
	if month, err := time.Parse("200601", d.BillingPeriod); err == nil {
		return month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
	}
	return d.From, d.To
}

// String is what the report is of, for people: "2026-03", "2026-03-05 to 2026-03-31".
func (d Details) String() string {
	switch {
	case d.Invoice != "":
		return "invoice " + d.Invoice
	case d.BillingPeriod != "":
		return "billing period " + d.BillingPeriod
	}
	if from, err := time.Parse(time.DateOnly, d.From); err == nil && from.Day() == 1 && from.AddDate(0, 1, -1).Format(time.DateOnly) == d.To {
		return d.From[:len("2006-01")]
	}
	return d.From + " to " + d.To
}

func (d Details) path() string {
	return d.Scope + "/providers/Microsoft.CostManagement/generateCostDetailsReport"
}

func detailsQuery() url.Values { return url.Values{"api-version": {detailsVersion}} }

// detailsBody is the document that a report is asked with, and that its manifest repeats.
type detailsBody struct {
	Metric        string       `json:"metric"`
	TimePeriod    *detailsDays `json:"timePeriod,omitempty"`
	BillingPeriod string       `json:"billingPeriod,omitempty"`
	InvoiceID     string       `json:"invoiceId,omitempty"`
}

type detailsDays struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

func (d Details) body() detailsBody {
	b := detailsBody{Metric: d.Metric, BillingPeriod: d.BillingPeriod, InvoiceID: d.Invoice}
	if d.From != "" {
		b.TimePeriod = &detailsDays{d.From, d.To}
	}
	return b
}

// detailsAnswer is what became of a report.
type detailsAnswer struct {
	Status   string
	Error    *struct{ Code, Message string }
	Manifest *struct {
		DataFormat     string
		BlobCount      *int
		CompressData   bool
		RequestContext struct {
			RequestScope string
			RequestBody  detailsBody
		}
		Blobs []detailsBlob
	}
}

// detailsBlob is one part of a report. Its link opens it for who has it, for a time.
type detailsBlob struct {
	BlobLink  string
	ByteCount *int64
}

// errNoDetails is a report of days of which there is nothing.
var errNoDetails = errors.New("there are no cost details of it")

// read gives the parts of a report that is made, and whether they are packed. again
// tells that the answer itself is not whole. It is errNoDetails where the report is of
// nothing, and an error where it is of something else than was asked for.
func (d Details) read(body []byte) (blobs []detailsBlob, packed, again bool, err error) {
	var a detailsAnswer
	if err := json.Unmarshal(trimMark(body), &a); err != nil {
		return nil, false, true, fmt.Errorf("the answer about the report is not whole: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	m := a.Manifest
	switch status := strings.ToLower(a.Status); {
	case a.Error != nil && a.Error.Code+a.Error.Message != "":
		return nil, false, false, fmt.Errorf("the report was not made: %s", oneLine(a.Error.Code+": "+a.Error.Message))
	case status == "nodatafound":
		return nil, false, false, errNoDetails
	case status != "" && status != "completed" && status != "readytodownload":
		return nil, false, false, fmt.Errorf("the report was not made: its status is %q", clip(a.Status))
	case m == nil:
		return nil, false, false, errors.New(`the answer about the report has no "manifest"; something between here and Azure may be answering in its place`)
	case m.DataFormat != "" && !strings.EqualFold(m.DataFormat, "csv"):
		return nil, false, false, fmt.Errorf("the report is in %q, not CSV: it is not known how to read it", clip(m.DataFormat))
	case m.BlobCount != nil && *m.BlobCount != len(m.Blobs):
		return nil, false, false, fmt.Errorf("the report has %d parts, as it says, and names %d", *m.BlobCount, len(m.Blobs))
	}
	if other := d.differs(m.RequestContext.RequestScope, m.RequestContext.RequestBody); other != "" {
		return nil, false, false, fmt.Errorf("the report is of another %s than was asked for: nothing of it is kept", other)
	}
	if len(m.Blobs) == 0 {
		return nil, false, false, errNoDetails
	}
	for i, b := range m.Blobs {
		switch {
		case b.BlobLink == "":
			return nil, false, false, fmt.Errorf("part %d of the report has no link", i+1)
		case b.ByteCount != nil && *b.ByteCount < 0:
			return nil, false, false, fmt.Errorf("part %d of the report says that it has %d bytes", i+1, *b.ByteCount)
		}
	}
	return m.Blobs, m.CompressData, false, nil
}

// oneLine is a text of Azure's on one line, shortened.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(terminal.Clean(s)), " ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return secret.Replace(s)
}

// differs names what a report is of, as far as it says so, that was not asked for.
func (d Details) differs(scope string, of detailsBody) string {
	asked := d.body()
	same := func(got, want string) bool {
		return got == "" || strings.EqualFold(strings.Trim(got, "/"), strings.Trim(want, "/"))
	}
	switch {
	case !same(scope, d.Scope):
		return "scope"
	case !same(of.Metric, asked.Metric):
		return "metric"
	case !same(of.InvoiceID, asked.InvoiceID):
		return "invoice"
	case !same(of.BillingPeriod, asked.BillingPeriod):
		return "billing period"
	case of.TimePeriod != nil && asked.TimePeriod != nil && !(same(dayOf(of.TimePeriod.Start), d.From) && same(dayOf(of.TimePeriod.End), d.To)):
		return "period"
	}
	return ""
}
