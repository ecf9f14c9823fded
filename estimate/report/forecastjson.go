package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/forecast"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonForecast struct {
	Version         int                `json:"version"`
	LastDay         string             `json:"last_day"`
	LastDayFound    bool               `json:"last_day_found"`
	BillingCycleDay int                `json:"billing_cycle_day"`
	Months          []scenario.Month   `json:"months"`
	Outcomes        int                `json:"outcomes"`
	Cases           []jsonForecastCase `json:"cases"`
	Warnings        []string           `json:"warnings"`
}

type jsonForecastCase struct {
	Name     string             `json:"name"`
	Source   ratebook.Source    `json:"source"`
	Offer    ratebook.Offer     `json:"offer"`
	Currency money.Currency     `json:"currency"`
	Market   ratebook.Market    `json:"market"`
	Card     jsonCard           `json:"card"`
	Complete bool               `json:"complete"`
	Unpriced []jsonUnpriced     `json:"unpriced"`
	Months   []jsonBill         `json:"months"`
	Backtest *jsonBacktest      `json:"backtest"` // null where there are too few days
	Groups   []jsonBillGroup    `json:"groups"`
	Lines    []jsonForecastLine `json:"lines"`
	Warnings []string           `json:"warnings"`
}

type jsonBill struct {
	Month    scenario.Month `json:"month"`
	Recorded money.Decimal  `json:"recorded"`
	Expected money.Decimal  `json:"expected"`
	P50      money.Decimal  `json:"p50"`
	Low80    money.Decimal  `json:"low80"`
	High80   money.Decimal  `json:"high80"`
	Low95    money.Decimal  `json:"low95"`
	High95   money.Decimal  `json:"high95"`
}

type jsonBacktest struct {
	MASE    string `json:"mase"`
	Off     string `json:"off"` // 0.05 for 5%
	Origins int    `json:"origins"`
	Ahead   int    `json:"ahead"`
}

type jsonBillGroup struct {
	By     string     `json:"by"`
	Key    string     `json:"key"`
	Months []jsonBill `json:"months"`
}

type jsonForecastLine struct {
	Workload     string              `json:"workload"`
	Subscription string              `json:"subscription"`
	Tags         map[string]string   `json:"tags"`
	MeterID      ratebook.MeterID    `json:"meter_id"`
	Meter        string              `json:"meter"`
	Category     string              `json:"category"`
	Subcategory  string              `json:"subcategory"`
	Region       ratebook.Region     `json:"region"`
	Unit         string              `json:"unit"`
	State        string              `json:"state"`
	Method       string              `json:"method"`
	Why          string              `json:"method_reason"`
	Season       string              `json:"season"` // "week, month's end"; "none"
	MASE         *string             `json:"mase"`   // null without a back-test
	Gaps         int                 `json:"gaps"`
	Months       []jsonForecastMonth `json:"months"`
}

type jsonForecastMonth struct {
	Month    scenario.Month `json:"month"`
	Quantity money.Decimal  `json:"quantity"`
	Amount   *money.Decimal `json:"amount"` // null without a price
}

// ForecastJSON writes a forecast as one object, version 1: its cases with their
// months, groups and lines. Decimals are strings and unrounded; mase and off
// are rounded at four places. A line's quantities are in the unit of the case's
// meter. The same forecast gives the same bytes.
func ForecastJSON(w io.Writer, f *forecast.Forecast, _ Options) error {
	head := jsonForecast{
		Version: 1, LastDay: f.LastDay.Format(time.DateOnly), LastDayFound: f.Found, BillingCycleDay: f.CycleDay,
		Months: f.Months, Outcomes: f.Outcomes, Cases: []jsonForecastCase{}, Warnings: []string{},
	}
	for _, w := range f.Warnings {
		head.Warnings = append(head.Warnings, w.String())
	}
	for i := range f.Cases {
		head.Cases = append(head.Cases, forecastCaseJSON(f, &f.Cases[i]))
	}
	out := newStream(w)
	out.value(0, head)
	return out.end()
}

func forecastCaseJSON(f *forecast.Forecast, c *forecast.Case) jsonForecastCase {
	t := c.Card.Terms
	out := jsonForecastCase{
		Name: c.Case.Name, Source: t.Source, Offer: t.Offer, Currency: t.Currency, Market: t.Market,
		Card:     cardJSON(c.Card),
		Complete: c.Complete(), Unpriced: []jsonUnpriced{}, Months: billsJSON(c.Outlooks),
		Groups: []jsonBillGroup{}, Lines: []jsonForecastLine{}, Warnings: []string{},
	}
	for _, u := range c.Unpriced {
		out.Unpriced = append(out.Unpriced, unpricedJSON(c.Estimate, u))
	}
	if c.Tested {
		out.Backtest = &jsonBacktest{inexact(c.MASE), inexact(c.Off), c.Origins, c.Ahead}
	}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, jsonBillGroup{g.By.Title, g.Key, billsJSON(g.Outlooks)})
	}
	missing := estimate.GapsOf(c.Estimate)
	for i, u := range f.Uses {
		l := c.Lines[i]
		line := jsonForecastLine{
			Workload: l.Workload, Subscription: l.Subscription, Tags: l.Tags, MeterID: l.Meter.ID, Meter: l.Meter.Name,
			Category: l.Meter.Category, Subcategory: l.Meter.Subcategory, Region: l.Meter.Region, Unit: l.Meter.Unit.String(),
			State: string(u.State), Method: u.Series.Method, Why: u.Series.Why, Season: u.Series.Season(), Gaps: u.Gaps,
		}
		if u.Series.Tested {
			mase := inexact(u.Series.MASE)
			line.MASE = &mase
		}
		for m, month := range f.Months {
			out := jsonForecastMonth{Month: month, Quantity: l.Quantities[f.First+m]}
			if value, _, ok := missing.Month(c.Estimate, i, f.First+m); ok {
				out.Amount = &value
			}
			line.Months = append(line.Months, out)
		}
		out.Lines = append(out.Lines, line)
	}
	for _, w := range c.Warnings {
		out.Warnings = append(out.Warnings, w.String())
	}
	return out
}

func billsJSON(bills []forecast.Outlook) []jsonBill {
	var out []jsonBill
	for _, b := range bills {
		out = append(out, jsonBill(b))
	}
	return out
}

// inexact shows a float with four places.
func inexact(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }

// ForecastCSV writes a row for each case and month ("total"), each key of a
// group ("group") and each line ("meter"), whose quantity is in the unit of the
// case's meter. Ranges are of totals and groups. Decimals are unrounded.
func ForecastCSV(w io.Writer, f *forecast.Forecast, _ Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{{
		"part", "case", "offer", "currency", "market", "by", "key", "subscription", "meter_id", "region", "unit", "month", "recorded", "expected",
		"p50", "low80", "high80", "low95", "high95", "quantity", "complete", "state", "method", "mase", "season", "method_reason",
	}}
	for k := range f.Cases {
		c := &f.Cases[k]
		t := c.Card.Terms
		first := []string{unformula(c.Case.Name), string(t.Offer), string(t.Currency), string(t.Market)}
		complete := map[bool]string{true: "yes", false: "no"}[c.Complete()]
		bills := func(part, by, key string, bills []forecast.Outlook, mase string) {
			for _, b := range bills {
				row := append(append([]string{part}, first...), unformula(by), unformula(key), "", "", "", "", b.Month.String())
				for _, d := range []money.Decimal{b.Recorded, b.Expected, b.P50, b.Low80, b.High80, b.Low95, b.High95} {
					row = append(row, d.String())
				}
				rows = append(rows, append(row, "", complete, "", "", mase, "", ""))
			}
		}
		mase := ""
		if c.Tested {
			mase = inexact(c.MASE)
		}
		bills("total", "", "", c.Outlooks, mase)
		for _, g := range c.Groups {
			bills("group", g.By.Title, g.Key, g.Outlooks, "")
		}
		missing := estimate.GapsOf(c.Estimate)
		for i, u := range f.Uses {
			l := c.Lines[i]
			mase := ""
			if u.Series.Tested {
				mase = inexact(u.Series.MASE)
			}
			for m, month := range f.Months {
				amount, priced := "", "no"
				if value, _, ok := missing.Month(c.Estimate, i, f.First+m); ok {
					amount, priced = value.String(), "yes"
				}
				row := append(append([]string{"meter"}, first...), unformula(l.Workload), unformula(title(l.Meter)), unformula(l.Subscription),
					unformula(string(l.Meter.ID)), unformula(string(l.Meter.Region)), unformula(l.Meter.Unit.String()), month.String())
				rows = append(rows, append(row, "", amount, "", "", "", "", "", l.Quantities[f.First+m].String(), priced, string(u.State), u.Series.Method, mase, u.Series.Season(), u.Series.Why))
			}
		}
	}
	return out.WriteAll(rows)
}
