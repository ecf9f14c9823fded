package usage_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// charge is a record of a generated month: what it is, and what it costs in an
// actual and in an amortized export.
type charge struct {
	kind              string // usage, reservation, savings plan, spot, licence, unused, purchase, refund
	machine, day      int
	quantity          int // in 1/100 hours
	actual, amortized int // cents; -1 where the export does not have the record
}

// charges are a month's: machines that are on demand, covered, partly covered by
// the hour, or spot; unused hours, purchases and refunds beside them.
func charges(r *rand.Rand) (list []charge) {
	for machine := range 2 + r.IntN(4) {
		for day := 1; day <= 28; day++ {
			covered, rest := r.IntN(2401), 0
			if r.IntN(3) > 0 {
				rest = 2400 - covered
			}
			kind := []string{"reservation", "savings plan"}[r.IntN(2)]
			list = append(list, charge{kind, machine, day, covered, 0, 1 + covered/100*12})
			if rest > 0 {
				list = append(list, charge{[]string{"usage", "spot"}[r.IntN(2)], machine, day, rest, rest / 100 * 20, rest / 100 * 20})
			}
			if kind == "savings plan" { // of Windows, say: a plan does not cover it
				list = append(list, charge{"licence", machine, day, covered, covered / 100 * 9, covered / 100 * 9})
			}
			if r.IntN(4) == 0 {
				list = append(list, charge{"unused", machine, day, r.IntN(500), -1, r.IntN(60)})
			}
		}
	}
	list = append(list, charge{"purchase", 0, 1, 100, 8760, -1}, charge{"refund", 0, 20, -100, -100, -1})
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

const benefitID = "/providers/Microsoft.Capacity/reservationOrders/0a000000-0000-4000-8000-0000000000ff/reservations/1"

func hundredths(n int) string { return money.Int(int64(n)).Mul(money.MustParse("0.01")).String() }

// exportOf writes the records as an export of Azure's has them.
func exportOf(list []charge, amortized bool) string {
	var b strings.Builder
	b.WriteString("SubscriptionId,Date,MeterId,MeterCategory,MeterSubCategory,MeterRegion,MeterName,Quantity,EffectivePrice,Cost,UnitPrice,BillingCurrencyCode,UnitOfMeasure,ReservationId,ChargeType,Frequency,Term,PublisherType,PricingModel,BenefitId\n")
	for _, c := range list {
		cost, id, model, what, frequency := c.actual, "", "OnDemand", "Usage", "UsageBased"
		if amortized {
			cost = c.amortized
		}
		switch c.kind {
		case "reservation":
			id, model = benefitID, "Reservation"
		case "savings plan":
			model = "SavingsPlan"
		case "spot":
			model = "Spot"
		case "unused":
			id, model, what = benefitID, "Reservation", "UnusedReservation"
		case "purchase", "refund":
			id, model, what, frequency = benefitID, "Reservation", strings.ToUpper(c.kind[:1])+c.kind[1:], "Recurring"
		}
		if cost < 0 && c.kind != "refund" || amortized && c.kind == "refund" {
			continue
		}
		reservation := ""
		if id != "" {
			reservation = "1"
		}
		fmt.Fprintf(&b, "0a000000-0000-4000-8000-000000000001,2026-02-%02d,%s,Virtual Machines,Dsv5 Series,EU West,D4s v5,%s,0,%s,0.2,EUR,1 Hour,%s,%s,%s,12,Azure,%s,%s\n",
			c.day, c.meter(), hundredths(c.quantity), hundredths(cost), reservation, what, frequency, model, id)
	}
	return b.String()
}

func (c charge) meter() string {
	if c.kind == "licence" {
		return "aaaaaaaa-0000-4000-8000-0000000000ff"
	}
	return fmt.Sprintf("aaaaaaaa-0000-4000-8000-00000000000%d", c.machine)
}

// focusOf writes them as FOCUS has them, both costs in one row.
func focusOf(list []charge) string {
	var b strings.Builder
	b.WriteString("ProviderName,SubAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeFrequency,BilledCost,EffectiveCost,BillingCurrency,PricingQuantity,PricingCategory,CommitmentDiscountId,CommitmentDiscountStatus,x_SkuMeterId,x_SkuMeterName,x_PricingUnitDescription,x_SkuTerm\n")
	for _, c := range list {
		category, class, pricing, id, status := "Usage", "", "Standard", "", ""
		switch c.kind {
		case "reservation", "savings plan":
			pricing, id, status = "Committed", benefitID, "Used"
		case "spot":
			pricing = "Dynamic"
		case "unused":
			pricing, id, status = "Committed", benefitID, "Unused"
		case "purchase":
			category, id = "Purchase", benefitID
		case "refund":
			category, class, id = "Purchase", "Correction", benefitID
		}
		billed, effective := max(c.actual, 0), max(c.amortized, 0)
		if c.kind == "refund" {
			billed = c.actual
		}
		fmt.Fprintf(&b, "Microsoft,/subscriptions/0a000000-0000-4000-8000-000000000001,2026-02-%02d,2026-02-%02d,%s,%s,Recurring,%s,%s,EUR,%s,%s,%s,%s,%s,D4s v5,1 Hour,12\n",
			c.day, c.day+1, category, class, hundredths(billed), hundredths(effective), hundredths(c.quantity), pricing, id, status, c.meter())
	}
	return b.String()
}

// TestCoveredAgrees holds an actual, an amortized and a FOCUS export of one month
// to the same hours, covered and not; and each to all that its records have.
func TestCoveredAgrees(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		list := charges(rand.New(rand.NewPCG(seed, 1)))
		want, effective := map[string]money.Decimal{}, money.Zero
		for _, c := range list {
			q := money.MustParse(hundredths(c.quantity))
			switch c.kind {
			case "reservation", "savings plan":
				want["covered "+c.meter()] = want["covered "+c.meter()].Add(q)
				effective = effective.Add(money.MustParse(hundredths(c.amortized)))
				fallthrough
			case "usage", "spot", "licence":
				want[c.meter()] = want[c.meter()].Add(q)
			case "unused":
				effective = effective.Add(money.MustParse(hundredths(c.amortized)))
			}
		}
		for name, text := range map[string]string{"actual.csv": exportOf(list, false), "amortized.csv": exportOf(list, true), "focus.csv": focusOf(list)} {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{path}}, nil)
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, name, err)
			}
			s := im.Sources[0]
			if rows := int64(strings.Count(text, "\n") - 1); s.Rows != rows || s.Rows != s.Metered+s.Aside || s.Covered == 0 {
				t.Errorf("seed %d, %s: %d rows of %d = %d usage (%d covered) + %d aside", seed, name, s.Rows, rows, s.Metered, s.Covered, s.Aside)
			}
			got := map[string]money.Decimal{}
			for _, u := range im.Used {
				if u.Rated() {
					got[string(u.Meter.ID)] = got[string(u.Meter.ID)].Add(u.Quantity)
				}
				if u.Kind == scenario.CoveredUsage {
					got["covered "+string(u.Meter.ID)] = got["covered "+string(u.Meter.ID)].Add(u.Quantity)
				}
			}
			for k, q := range want {
				if !got[k].Equal(q) {
					t.Errorf("seed %d, %s: %s has %s hours; want %s", seed, name, k, got[k], q)
				}
			}
			if len(got) != len(want) {
				t.Errorf("seed %d, %s: %d meters; want %d", seed, name, len(got), len(want))
			}
			cost := scenario.CoverOf(im, 0, func(scenario.Used) bool { return true }).Cost
			if known := name != "actual.csv"; known != (cost.Unknown == "") || known && !cost.Total().Equal(effective) {
				t.Errorf("seed %d, %s: the benefits cost %s (%q); want %s", seed, name, cost.Total(), cost.Unknown, effective)
			}
		}
	}
}
