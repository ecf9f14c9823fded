package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Chargeback says how a case's cost is charged to those who caused it: the
// cost centres.
type Chargeback struct {
	By       ChargeBy
	Shared   []SharedCost // cost centres that others bear, in the order of the file
	Untagged *Split       // nil where cost without a cost centre stays by itself
}

// SharedCost is a cost centre whose cost the others bear.
type SharedCost struct {
	Pos
	Name string
	Split
}

// Split is the rule by which cost is split among cost centres.
type Split struct {
	How    SplitHow
	Shares map[string]money.Decimal // by cost centre, of SplitFixed; together they are 1
}

// SplitHow names a rule.
type SplitHow string

const (
	SplitEven         SplitHow = "even"         // the same for each cost centre that has cost in the month
	SplitProportional SplitHow = "proportional" // in proportion to the cost centres' own cost of the month
	SplitFixed        SplitHow = "fixed"        // by stated shares
)

// ChargeBy says what a cost centre is: "subscription", "resource-group",
// "workload", or "tag:KEY".
type ChargeBy string

var chargeBys = []ChargeBy{"subscription", "resource-group", "workload"}

// ParseChargeBy reads one of them.
func ParseChargeBy(s string) (ChargeBy, error) {
	by := ChargeBy(s)
	if by.Tag() == "" && !slices.Contains(chargeBys, by) {
		return "", fmt.Errorf("%q is not one of subscription, resource-group, workload, tag:KEY", s)
	}
	return by, nil
}

// Tag is the KEY of "tag:KEY", else "".
func (by ChargeBy) Tag() string {
	key, ok := strings.CutPrefix(string(by), "tag:")
	if !ok {
		return ""
	}
	return key
}

// String names it for people: "tag cost_center", "subscription".
func (by ChargeBy) String() string {
	if key := by.Tag(); key != "" {
		return "tag " + key
	}
	return strings.ReplaceAll(string(by), "-", " ")
}

type fileChargeback struct {
	By       text               `yaml:"by" jsonschema_description:"What a cost centre is: subscription, resource-group, workload, or tag:KEY."`
	Shared   []item[fileShared] `yaml:"shared,omitempty" jsonschema_description:"Cost centres whose cost the others bear."`
	Untagged *item[fileSplit]   `yaml:"untagged,omitempty" jsonschema_description:"How cost without a cost centre is split; left out: it stays by itself, and is shown."`
}

type fileShared struct {
	Name   number        `yaml:"name" jsonschema_description:"The cost centre, such as a tag's value."`
	Split  text          `yaml:"split" jsonschema:"enum=even,enum=proportional,enum=fixed" jsonschema_description:"even: the same for each cost centre with cost in the month. proportional: by their own cost of the month. fixed: by shares."`
	Shares keyed[number] `yaml:"shares,omitempty" jsonschema_description:"For fixed: each cost centre's part, such as 60%; together 100%."`
}

type fileSplit struct {
	Split  text          `yaml:"split" jsonschema:"enum=even,enum=proportional,enum=fixed" jsonschema_description:"As for shared cost."`
	Shares keyed[number] `yaml:"shares,omitempty" jsonschema_description:"For fixed: each cost centre's part, such as 60%; together 100%."`
}

// chargeback checks what the file says of it.
func (r *reader) chargeback(s *Scenario, f *item[fileChargeback]) {
	if f == nil {
		return
	}
	c := &Chargeback{By: need(r, f.v.By, f.line, "by", func(s string) (ChargeBy, error) {
		by, err := ParseChargeBy(s)
		if err != nil {
			err = fmt.Errorf("by %w", err)
		}
		return by, err
	})}
	names := map[string]int{}
	for _, it := range f.v.Shared {
		r.unique(names, "a shared cost centre", it.v.Name.text)
		name := need(r, it.v.Name.text, it.line, "name", words("name"))
		c.Shared = append(c.Shared, SharedCost{Pos{r.file, it.line}, name, r.split(it.line, it.v.Split, it.v.Shares)})
	}
	for _, sh := range c.Shared {
		for _, to := range slices.Sorted(maps.Keys(sh.Shares)) {
			if line, shared := names[to]; shared {
				r.errorf(sh.Line, "%q has a share of %q, but is shared itself (line %d); leave it out", to, sh.Name, line)
			}
		}
	}
	if u := f.v.Untagged; u != nil {
		split := r.split(u.line, u.v.Split, u.v.Shares)
		c.Untagged = &split
	}
	s.Chargeback = c
}

func (r *reader) split(line int, how text, shares keyed[number]) Split {
	sp := Split{How: need(r, how, line, "split", oneOf("split", SplitEven, SplitProportional, SplitFixed))}
	if sp.How != SplitFixed {
		if len(shares) > 0 && sp.How != "" {
			r.errorf(line, `shares are for "split: fixed", and the split is %s`, sp.How)
		}
		return sp
	}
	sp.Shares = map[string]money.Decimal{}
	sum, before := money.Zero, len(r.errs)
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		it := shares[name]
		value(r, text{name, it.line}, words("the cost centre"))
		sp.Shares[name] = value(r, it.v.text, percent("share", 0, 100))
		sum = sum.Add(sp.Shares[name])
	}
	if len(r.errs) == before && !sum.Equal(money.One) {
		r.errorf(line, "the shares add up to %s%%; make them 100%%", sum.Mul(money.Int(100)))
	}
	return sp
}
