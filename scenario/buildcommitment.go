package scenario

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// fileCommitments are one commitment, a list of them, or the word none.
type fileCommitments struct {
	line int
	none bool
	list []item[fileCommitment]
}

func (c *fileCommitments) UnmarshalYAML(n *yaml.Node) error {
	c.line = n.Line
	switch n.Kind {
	case yaml.ScalarNode:
		c.none = true // as the shape has it
		return nil
	case yaml.SequenceNode:
		return n.Decode(&c.list)
	}
	c.list = make([]item[fileCommitment], 1)
	return n.Decode(&c.list[0])
}

// JSONSchema says that there may be one, several or none.
func (fileCommitments) JSONSchema() *jsonschema.Schema {
	one := schemaOf(&fileCommitment{})
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{one, {Type: "array", Items: one, MinItems: new(uint64(1))}, {Type: "string", Enum: []any{noCommitment}}}}
}

// noCommitment is the word that takes those of the other case away.
const noCommitment = "none"

type fileCommitment struct {
	Kind       text                  `yaml:"kind,omitempty" jsonschema:"enum=prepay,enum=plan,enum=macc" jsonschema_description:"prepay (left out): paid for the term and drawn down; macc: usage promised, with milestones; plan: one of 2012."`
	Amount     number                `yaml:"amount,omitempty" jsonschema_description:"For the whole term, in the case's currency."`
	Months     number                `yaml:"months,omitempty" jsonschema_description:"The term, from the scenario's first month on."`
	Discount   number                `yaml:"discount,omitempty" jsonschema_description:"The discount on what the commitment pays for, such as 5%, in place of the card's or the plan's."`
	PaysFor    text                  `yaml:"pays_for,omitempty" jsonschema:"enum=benefits,enum=usage" jsonschema_description:"Of a prepayment: benefits, it pays for reservations and savings plans first, and then for usage; usage, for usage only. Left out: as the offer has it (an Enterprise Agreement's pays for benefits)."`
	Milestones []item[fileMilestone] `yaml:"milestones,omitempty" jsonschema_description:"Of a macc: what must have been reached by when."`
	Shortfall  text                  `yaml:"shortfall,omitempty" jsonschema:"enum=credit,enum=lost" jsonschema_description:"Of a macc: what a shortfall that is paid at a milestone buys. credit (left out): it pays for later usage of the term; lost: nothing."`
	Plan       text                  `yaml:"plan,omitempty" jsonschema:"enum=6-month,enum=12-month" jsonschema_description:"A commitment plan of 2012."`
	Pay        text                  `yaml:"pay,omitempty" jsonschema:"enum=monthly,enum=upfront" jsonschema_description:"Of a plan: how it is paid."`
	Monthly    number                `yaml:"monthly,omitempty" jsonschema_description:"Of a plan: what it promises a month, in the case's currency."`
}

type fileMilestone struct {
	Month  number `yaml:"month" jsonschema_description:"The month of the term at whose end it is due, such as 12."`
	Amount number `yaml:"amount" jsonschema_description:"What must have been reached, counted from the term's beginning."`
}

// maxMilestones bounds the milestones of a commitment.
const maxMilestones = MaxMonths

// commitments reads those of a case: one, a list, or none. Two of one kind would
// share usage by a rule that no document has.
func (r *reader) commitments(f fileCommitments) []Commitment {
	if f.none {
		return nil
	}
	var list []Commitment
	var lines [2]int // where the MACC stands, and the one that is paid
	for _, it := range f.list {
		c := *r.commitment(it)
		at := 0
		if c.Paid() {
			at = 1
		}
		if first := lines[at]; first > 0 {
			r.errorf(it.line, "a second commitment of this kind, besides that of line %d; a case has one MACC, and one prepayment or plan of 2012", first)
			continue
		}
		lines[at] = it.line
		list = append(list, c)
	}
	if len(list) == 0 {
		r.errorf(f.line, "the list of commitments is empty; write commitment: none where there is none")
	}
	return list
}

func (r *reader) commitment(f item[fileCommitment]) *Commitment {
	v, c := f.v, &Commitment{}
	kind := ""
	if v.Kind.line > 0 {
		kind = value(r, v.Kind, oneOf("kind", commitmentKinds...))
	}
	if v.Plan.line > 0 && (kind == "" || kind == "plan") || kind == "plan" {
		r.plan(c, v, f.line)
		return c
	}
	if kind == "macc" {
		c.Kind = MACC
	}
	for _, k := range []struct {
		key string
		text
	}{{"plan", v.Plan}, {"pay", v.Pay}, {"monthly", v.Monthly.text}} {
		if k.line > 0 {
			r.errorf(k.line, "%s belongs to a plan of 2012, not to a commitment of kind %s; leave it out, or write plan: 12-month", k.key, c.Kind)
		}
	}
	before := len(r.errs)
	c.Amount = need(r, v.Amount.text, f.line, "amount", positive("amount"))
	r.threeDigits("amount", v.Amount.text)
	c.Months = need(r, v.Months.text, f.line, "months", whole("months", 1, MaxMonths))
	if v.PaysFor.line > 0 && c.Kind == MACC {
		r.errorf(v.PaysFor.line, "pays_for belongs to a prepayment; a macc pays for nothing")
	}
	if c.Kind == MACC {
		if v.Discount.line > 0 {
			r.errorf(v.Discount.line, "a macc has no discount of its own; state what was negotiated as the case's discount or discounts")
		}
		set(r, &c.ShortfallLost, v.Shortfall, shortfall)
		r.milestones(c, v.Milestones, len(r.errs) == before)
		return c
	}
	for _, m := range v.Milestones {
		r.errorf(m.line, "milestones belong to a commitment of kind macc")
		break
	}
	if v.Shortfall.line > 0 {
		r.errorf(v.Shortfall.line, "shortfall belongs to a commitment of kind macc")
	}
	c.Discount = r.stated(v.Discount)
	c.PaysFor = value(r, v.PaysFor, oneOf("pays_for", PaysForBenefits, PaysForUsage))
	return c
}

func shortfall(s string) (lost bool, err error) {
	word, err := oneOf("shortfall", "credit", "lost")(s)
	return word == "lost", err
}

// stated is the discount that a commitment states, nil where it states none.
func (r *reader) stated(n number) *money.Decimal {
	if n.line == 0 {
		return nil
	}
	d := value(r, n.text, percent("discount", 0, 100))
	return &d
}

// plan reads a plan of 2012.
func (r *reader) plan(c *Commitment, v fileCommitment, line int) {
	c.Kind = PlanOf2012
	for _, k := range []struct {
		key, instead string
		line         int
	}{
		{"amount", "say what it promises with monthly", v.Amount.line}, {"months", "the plan's name has its months", v.Months.line},
		{"shortfall", "it belongs to a commitment of kind macc", v.Shortfall.line},
		{"pays_for", "it belongs to a prepayment", v.PaysFor.line},
	} {
		if k.line > 0 {
			r.errorf(k.line, "a plan has no %s; %s", k.key, k.instead)
		}
	}
	if len(v.Milestones) > 0 {
		r.errorf(v.Milestones[0].line, "milestones belong to a commitment of kind macc")
	}
	before := len(r.errs)
	plan := need(r, v.Plan, line, "plan", planNamed)
	c.Monthly = need(r, v.Monthly.text, line, "monthly", positive("monthly"))
	r.threeDigits("monthly", v.Monthly.text)
	c.Upfront = need(r, v.Pay, line, "pay", oneOf("pay", "monthly", "upfront")) == "upfront"
	c.Discount = r.stated(v.Discount)
	if len(r.errs) > before {
		return
	}
	c.Plan, c.Months = &plan, plan.Months
	c.Amount = c.Monthly.Mul(money.Int(int64(plan.Months)))
	if c.Discount == nil && c.Monthly.Less(ratebook.PlanMinimum()) {
		r.errorf(v.Monthly.line, "monthly %s is below the plan's minimum, %s USD; promise more, or state the discount that was granted: discount: 20%%", c.Monthly, ratebook.PlanMinimum())
	}
}

func planNamed(s string) (ratebook.Plan, error) {
	var names []string
	for _, p := range ratebook.Plans {
		if p.Name == s {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return ratebook.Plan{}, fmt.Errorf("plan %q is not known; write %s", s, strings.Join(names, " or "))
}

// planCurrency refuses a plan's own discounts in another currency than theirs.
func (r *reader) planCurrency(c Case, line int) {
	k := c.Prepaid()
	if k != nil && k.Plan != nil && k.Discount == nil && c.Terms.Currency != "USD" && c.Terms.Currency != "" {
		r.errorf(line, "the steps of the plan's discount are known in USD only, and the case is in %s; state the discount: commitment: {plan: %s, …, discount: 20%%}", c.Terms.Currency, k.Plan.Name)
	}
}

// milestones reads a MACC's, which rise in months and amounts and stay within
// the term and its amount. known is false where those two are not.
func (r *reader) milestones(c *Commitment, list []item[fileMilestone], known bool) {
	if len(list) > maxMilestones {
		r.errorf(list[maxMilestones].line, "%d milestones are more than %d", len(list), maxMilestones)
		return
	}
	before := len(r.errs)
	lines := make([]int, 0, len(list))
	for _, it := range list {
		m := Milestone{
			Month:  need(r, it.v.Month.text, it.line, "month", whole("month", 1, MaxMonths)),
			Amount: need(r, it.v.Amount.text, it.line, "amount", positive("amount")),
		}
		r.threeDigits("amount", it.v.Amount.text)
		c.Milestones = append(c.Milestones, m)
		lines = append(lines, it.line)
	}
	if len(r.errs) > before || !known {
		return
	}
	for i, m := range c.Milestones {
		last := Milestone{}
		if i > 0 {
			last = c.Milestones[i-1]
		}
		switch {
		case m.Month > c.Months:
			r.errorf(lines[i], "the milestone in month %d comes after the term, which has %d months", m.Month, c.Months)
		case m.Month <= last.Month:
			r.errorf(lines[i], "the milestone in month %d does not come after the one before it, in month %d", m.Month, last.Month)
		case c.Amount.Less(m.Amount):
			r.errorf(lines[i], "the milestone of %s exceeds the amount of the commitment, %s", m.Amount, c.Amount)
		case m.Amount.Less(last.Amount):
			r.errorf(lines[i], "the milestone of %s is below the one before it, %s; amounts count from the term's beginning", m.Amount, last.Amount)
		case m.Month == c.Months && !m.Amount.Equal(c.Amount):
			r.errorf(lines[i], "the milestone at the end of the term is %s, and the amount of the commitment %s; leave it out, or make them the same", m.Amount, c.Amount)
		}
	}
	c.Milestones = slices.DeleteFunc(c.Milestones, func(m Milestone) bool { return m.Month == c.Months })
}
