package invoice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/money"
)

// RecommendationQuery says which recommendations are asked for.
type RecommendationQuery struct {
	Scope    string // "/subscriptions/ID", or Account's
	LookBack int    // 7, 30 or 60 days
	Months   int    // the term: 12 or 36
	Single   bool   // plans for one subscription, not shared ones
}

// Account is the scope of a billing account, or of one of its profiles.
func Account(name, profile string) string {
	s := "/providers/Microsoft.Billing/billingAccounts/" + name
	if profile != "" {
		s += "/billingProfiles/" + profile
	}
	return s
}

const recommendationVersion = "2025-03-01"

// Recommendations asks for Microsoft's recommendations, as they come.
func Recommendations(ctx context.Context, client *azure.Client, q RecommendationQuery) (all []json.RawMessage, err error) {
	share := "Shared"
	if q.Single {
		share = "Single"
	}
	values := url.Values{
		"api-version": {recommendationVersion},
		"$expand":     {"properties/usage,properties/allRecommendationDetails"},
		"$filter":     {fmt.Sprintf("properties/scope eq '%s' AND properties/lookBackPeriod eq 'Last%dDays' AND properties/term eq 'P%dY'", share, q.LookBack, q.Months/12)},
	}
	ask := func(ctx context.Context) (*azure.Response, error) {
		return client.Get(ctx, q.Scope+"/providers/Microsoft.CostManagement/benefitRecommendations", values)
	}
	err = client.Pages(ctx, "the recommendations", ask, func(records []json.RawMessage) error {
		all = append(all, records...)
		return nil
	})
	return all, err
}

// recommendationWire is a record of benefitRecommendations. Source: Microsoft.CostManagement
// in azure-rest-api-specs, 2025-03-01.
type recommendationWire struct {
	ID, Name, Type, Kind string
	Properties           *struct {
		FirstConsumptionDate, LastConsumptionDate, LookBackPeriod string
		TotalHours                                                json.Number
		Usage                                                     *struct {
			UsageGrain string
			Charges    []json.Number
		}
		ArmSkuName, Term, CommitmentGranularity, CurrencyCode, Scope string
		CostWithoutBenefit                                           *json.Number
		RecommendationDetails                                        *candidateWire
		AllRecommendationDetails                                     *struct{ Value []candidateWire }
	}
}

type candidateWire struct {
	CommitmentAmount                                                      *json.Number
	BenefitCost, OverageCost, TotalCost, SavingsAmount, SavingsPercentage *json.Number
	WastageCost, AverageUtilizationPercentage, CoveragePercentage         *json.Number
}

var term = regexp.MustCompile(`^P(\d{1,2})([YM])$`)

// DecodeRecommendation reads one record. What of it cannot be read is an error that
// names it: no figure is calculated from a part.
func DecodeRecommendation(raw json.RawMessage) (r reconcile.Recommendation, err error) {
	var w recommendationWire
	if err := json.Unmarshal(raw, &w); err != nil {
		return r, fmt.Errorf("a recommendation cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if kind := strings.ToLower(w.Type); kind != "" && kind != "microsoft.costmanagement/benefitrecommendations" {
		return r, fmt.Errorf("a record of type %.60q is no recommendation: give an answer of Microsoft.CostManagement/benefitRecommendations", terminal.Clean(w.Type))
	}
	if w.Properties == nil {
		return r, fmt.Errorf("a recommendation has no \"properties\"")
	}
	p := w.Properties
	r = reconcile.Recommendation{
		ID: terminal.Clean(w.Name), Kind: terminal.Clean(w.Kind), Scope: terminal.Clean(p.Scope), LookBack: terminal.Clean(p.LookBackPeriod),
		Granularity: terminal.Clean(p.CommitmentGranularity), Recommended: -1,
	}
	fail := func(format string, args ...any) (reconcile.Recommendation, error) {
		return r, fmt.Errorf("recommendation %s: "+format, append([]any{r.ID}, args...)...)
	}
	if r.Currency, err = money.ParseCurrency(p.CurrencyCode); err != nil {
		return fail("its currency: %w", err)
	}
	m := term.FindStringSubmatch(p.Term)
	if m == nil {
		return fail("its term %.20q is not one such as P1Y", p.Term)
	}
	r.Months, _ = strconv.Atoi(m[1])
	if m[2] == "Y" {
		r.Months *= 12
	}
	for _, d := range []struct {
		text string
		to   *time.Time
	}{{p.FirstConsumptionDate, &r.First}, {p.LastConsumptionDate, &r.Last}} {
		if day, note := readDay(d.text); note == "" {
			*d.to = day
		}
	}
	if p.TotalHours != "" {
		n, err := strconv.Atoi(p.TotalHours.String())
		if err != nil || n < 0 || n > mostHours {
			return fail("totalHours %.30q is not a number of hours", p.TotalHours)
		}
		r.Hours = n
	}
	if p.Usage != nil {
		r.Grain = terminal.Clean(p.Usage.UsageGrain)
		if len(p.Usage.Charges) > mostHours {
			return fail("it lists %d charges, more than the hours of a year", len(p.Usage.Charges))
		}
		for h, n := range p.Usage.Charges {
			d, err := money.Parse(n.String())
			if err != nil {
				return fail("the charge of hour %d: %w", h+1, err)
			}
			r.Charges = append(r.Charges, d)
		}
	}
	if r.Without, err = number(p.CostWithoutBenefit); err != nil {
		return fail("costWithoutBenefit: %w", err)
	}
	list := []candidateWire{}
	if p.AllRecommendationDetails != nil {
		list = p.AllRecommendationDetails.Value
	}
	for i, c := range list {
		one, err := c.candidate()
		if err != nil {
			return fail("its candidate %d: %w", i+1, err)
		}
		r.Candidates = append(r.Candidates, one)
	}
	if p.RecommendationDetails == nil {
		return r, nil
	}
	one, err := p.RecommendationDetails.candidate()
	if err != nil {
		return fail("its recommendationDetails: %w", err)
	}
	r.Recommended = slices.IndexFunc(r.Candidates, func(c reconcile.Candidate) bool { return c.Hourly.Equal(one.Hourly) })
	if r.Recommended < 0 {
		r.Recommended, r.Candidates = 0, append([]reconcile.Candidate{one}, r.Candidates...)
	}
	return r, nil
}

// mostHours are those of a year: no look-back is longer.
const mostHours = 366 * 24

// candidate reads one amount with its figures.
func (w candidateWire) candidate() (c reconcile.Candidate, err error) {
	hourly, err := number(w.CommitmentAmount)
	switch {
	case err != nil:
		return c, fmt.Errorf("commitmentAmount: %w", err)
	case hourly == nil:
		return c, errors.New("it has no commitmentAmount")
	case hourly.Sign() < 0:
		return c, fmt.Errorf("commitmentAmount %s is below zero", hourly)
	}
	c.Hourly = *hourly
	hundred := money.Int(100)
	for _, f := range []struct {
		name string
		from *json.Number
		to   **money.Decimal
		part bool // a percentage
	}{
		{"benefitCost", w.BenefitCost, &c.Benefit, false}, {"overageCost", w.OverageCost, &c.Overage, false}, {"totalCost", w.TotalCost, &c.Total, false},
		{"savingsAmount", w.SavingsAmount, &c.Savings, false}, {"savingsPercentage", w.SavingsPercentage, &c.SavingsPart, true},
		{"wastageCost", w.WastageCost, &c.Wastage, false}, {"averageUtilizationPercentage", w.AverageUtilizationPercentage, &c.Utilisation, true},
		{"coveragePercentage", w.CoveragePercentage, &c.Coverage, true},
	} {
		d, err := number(f.from)
		if err != nil {
			return c, fmt.Errorf("%s: %w", f.name, err)
		}
		if d != nil && f.part {
			part := d.Div(hundred)
			d = &part
		}
		*f.to = d
	}
	return c, nil
}

// number reads a number that may be left out.
func number(n *json.Number) (*money.Decimal, error) {
	if n == nil || *n == "" {
		return nil, nil
	}
	d, err := money.Parse(n.String())
	if err != nil {
		return nil, err
	}
	return &d, nil
}
