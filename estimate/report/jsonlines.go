package report

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonLine struct {
	Workload string           `json:"workload"`
	MeterID  ratebook.MeterID `json:"meter_id"`
	Meter    string           `json:"meter"`
	Category string           `json:"category"`
	Region   ratebook.Region  `json:"region"`
	Unit     string           `json:"unit"`
	Quantity *money.Decimal   `json:"quantity"`
	Amount   *money.Decimal   `json:"amount"`
	Months   []jsonLineMonth  `json:"months,omitzero"`

	Subcategory  string            `json:"subcategory"`
	Subscription string            `json:"subscription"`
	Tags         map[string]string `json:"tags"`
	Asked        string            `json:"asked"`
	Mapped       []string          `json:"mapped,omitempty"` // how another cloud's usage became it, and why
	Extra        scenario.ExtraOf  `json:"extra,omitempty"`  // of what stands under extras: backup, load balancer, monitoring, egress
	Why          string            `json:"why,omitempty"`    // the rule that makes the quantity of what is stated of it
	MovedFrom    *jsonMeter        `json:"moved_from,omitempty"`
	Levers       []scenario.Lever  `json:"levers,omitempty"`
	Priced       bool              `json:"priced"`
	CardSHA256   string            `json:"card_sha256,omitempty"` // of the line's card, where the case has several
}

type jsonMeter struct {
	MeterID ratebook.MeterID `json:"meter_id"`
	Meter   string           `json:"meter"`
	Region  ratebook.Region  `json:"region"`
}

type jsonLineMonth struct {
	Month    string         `json:"month"`
	Quantity *money.Decimal `json:"quantity"`
	Included *money.Decimal `json:"included"`
	Amount   *money.Decimal `json:"amount"`
	Tiers    []jsonTier     `json:"tiers,omitzero"`
	Covered  *money.Decimal `json:"covered,omitempty"` // of Quantity, by benefits
}

type jsonTier struct {
	Above     money.Decimal `json:"above"`
	Quantity  money.Decimal `json:"quantity"`
	UnitPrice money.Decimal `json:"unit_price"`
	Amount    money.Decimal `json:"amount"`
}

// lines makes the objects of a case's lines.
type lines struct {
	*summary
	detail Detail
	names  []string      // of months
	shares [][]lineTiers // nil where months are not asked for
}

func linesOf(k *summary, d Detail) lines {
	out := lines{summary: k, detail: d}
	if d.Has(DetailMonths) {
		out.shares = tiersOf(k.Estimate)
		for _, m := range k.Months {
			out.names = append(out.names, m.String())
		}
	}
	return out
}

func (k lines) line(i int) jsonLine {
	l := k.Lines[i]
	out := jsonLine{
		Workload: l.Workload, MeterID: l.Meter.ID, Meter: l.Meter.Name, Category: l.Meter.Category,
		Region: l.Meter.Region, Subcategory: l.Meter.Subcategory, Subscription: l.Subscription,
		Tags: l.Tags, Asked: l.Asked, Mapped: l.Mapped, Levers: l.Levers, Priced: len(k.missing[i]) == 0,
	}
	if l.Extra != nil {
		out.Extra, out.Why = l.Extra.Of, l.Extra.Why
	}
	if out.Tags == nil {
		out.Tags = map[string]string{}
	}
	if len(k.Estimate.Cards) > 1 {
		out.CardSHA256 = k.Estimate.CardOfLine(l).Provenance.SHA256
	}
	if known(l) {
		total := l.Total()
		out.Unit, out.Quantity = l.Meter.Unit.String(), &total
	}
	if amount, ok := k.missing.Line(k.Estimate, i); ok {
		out.Amount = &amount
	}
	if l.Moved() {
		out.MovedFrom = &jsonMeter{l.From.ID, l.From.Name, l.From.Region}
	}
	if k.shares != nil {
		out.Months = make([]jsonLineMonth, 0, len(k.Months))
		for m := range k.Months {
			out.Months = append(out.Months, k.month(i, m))
		}
	}
	return out
}

func (k lines) month(line, month int) jsonLineMonth {
	l, share := k.Lines[line], k.shares[line][month]
	out := jsonLineMonth{Month: k.names[month]}
	if known(l) {
		out.Quantity = &l.Quantities[month]
	}
	amount, _, ok := k.missing.Month(k.Estimate, line, month)
	if ok {
		out.Amount = &amount
	}
	if _, has := k.Use(l); has && k.missing.Why(line, month) == "" {
		out.Included = &share.Included
	}
	if !share.Covered.IsZero() {
		out.Covered = &share.Covered
	}
	if k.detail.Has(DetailTiers) {
		out.Tiers = make([]jsonTier, 0, len(share.Tiers))
		for _, t := range share.Tiers {
			out.Tiers = append(out.Tiers, jsonTier{t.Above, t.Quantity, t.UnitPrice, t.Amount})
		}
	}
	return out
}
