package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// MaxAlerts bounds a scenario's alerts.
const MaxAlerts = 200

// defaultWorseBy is how much further an alert has to be to be sent again.
var defaultWorseBy = money.MustParse("0.1")

// alerts checks what the file says of alerts. Cases have been read.
func (r *reader) alerts(s *Scenario, f fileScenario) {
	if len(f.Alerts) > MaxAlerts {
		r.errorf(f.Alerts[MaxAlerts].line, "%d alerts are more than %d", len(f.Alerts), MaxAlerts)
		return
	}
	names := map[string]int{}
	for _, it := range f.Alerts {
		r.unique(names, "an alert", it.v.Name)
		s.Alerts = append(s.Alerts, r.alert(s, it))
	}
}

// alertKeys are the keys that some alerts take, with what those watch.
var alertKeys = map[string][]AlertOn{
	"of": {OnActual, OnChange}, "budget": {OnActual, OnForecast}, "least": {OnChange}, "against": {OnChange}, "late": {OnChange},
	"at": {OnForecast}, "below": {OnForecast, OnChange, OnCommitment, OnPrice},
	"where": {OnActual, OnForecast, OnChange, OnUnpriced, OnPrice}, "commitment": {OnCommitment},
}

func (r *reader) alert(s *Scenario, it item[fileAlert]) Alert {
	f, line := it.v, it.line
	a := Alert{
		Pos: Pos{r.file, line}, Name: need(r, f.Name, line, "name", words("name")),
		On: need(r, f.On, line, "on", oneOf("on", OnActual, OnForecast, OnChange, OnCommitment, OnUnpriced, OnPrice)),
		Of: value(r, f.Of, oneOf("of", AlertBilled, AlertRated)), Late: value(r, f.Late.text, whole("late", 0, 27)),
		Against: value(r, f.Against, oneOf("against", AgainstMonth, AgainstYear, AgainstWeek)),
		At:      value(r, f.At, oneOf("at", AtExpected, AtLow80, AtHigh80, AtLow95, AtHigh95)),
		Budget:  pointed(f.Budget.line, counted(r, "budget", f.Budget.text, sum("budget"))), Least: pointed(f.Least.line, counted(r, "least", f.Least.text, sum("least"))),
		WorseBy: defaultWorseBy,
	}
	set(r, &a.WorseBy, f.WorseBy.text, percent("worse_by", 0, 10000))
	if a.On == "" {
		return a
	}
	where := 0
	if f.Where != nil {
		where = f.Where.line
	}
	for _, k := range []struct {
		key  string
		line int
	}{{"of", f.Of.line}, {"budget", f.Budget.line}, {"least", f.Least.line}, {"against", f.Against.line}, {"late", f.Late.line}, {"at", f.At.line}, {"below", f.Below.line}, {"where", where}, {"commitment", f.Commitment.line}} {
		if k.line > 0 && !slices.Contains(alertKeys[k.key], a.On) {
			r.errorf(k.line, "%s is not for an alert on %s; it is for one on %s", k.key, a.On, eitherOf(alertKeys[k.key]))
		}
	}
	if (a.On == OnActual || a.On == OnChange) && f.Of.line == 0 {
		r.errorf(line, "say what the alert is of: billed, the cost in the files, or rated, our figure under a case")
	}
	if a.On == OnChange && a.Against == "" {
		a.Against = AgainstMonth
	}
	if a.On == OnForecast && a.At == "" {
		a.At = AtExpected
	}
	if a.Of == AlertRated && a.Against == AgainstWeek {
		r.errorf(f.Against.line, "a rating is of a billing month, and not of a week: take against: month, or of: billed")
	}
	if len(s.Imports) == 0 && a.On != OnPrice {
		r.errorf(line, "an alert on %s needs imports: it watches recorded usage", a.On)
	}
	r.alertCase(s, &a, f)
	r.alertLimit(&a, f, line)
	r.alertCurrency(s, a, line)
	if f.Where != nil {
		a.Where = r.alertWhere(a.On, *f.Where)
	}
	return a
}

// alertCase settles the case that is rated.
func (r *reader) alertCase(s *Scenario, a *Alert, f fileAlert) {
	if a.Of == AlertBilled {
		if f.Case.line > 0 {
			r.errorf(f.Case.line, "what was billed is of no case; leave case out, or take of: rated")
		}
		return
	}
	var names []string
	for _, c := range s.Cases {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return // an error of its own
	}
	a.Case = names[0]
	if f.Case.line > 0 {
		if a.Case = f.Case.value; !slices.Contains(names, a.Case) {
			r.errorf(f.Case.line, "no case is named %q%s", a.Case, nearestName(a.Case, names))
			return
		}
	}
	if a.On == OnCommitment {
		r.alertCommitment(s.Cases[slices.Index(names, a.Case)], a, f)
	}
}

// alertCommitment settles which of the case's commitments is watched.
func (r *reader) alertCommitment(c Case, a *Alert, f fileAlert) {
	var kinds []string
	for _, k := range c.Commitments {
		kinds = append(kinds, k.Kind.String())
	}
	switch word := value(r, f.Commitment, oneOf("commitment", commitmentKinds...)); {
	case kinds == nil:
		r.errorf(a.Line, "case %q has no commitment to watch", a.Case)
	case word != "" && !slices.Contains(kinds, word):
		r.errorf(f.Commitment.line, "case %q has no commitment of kind %s; it has %s", a.Case, word, strings.Join(kinds, " and "))
	case word == "" && f.Commitment.line == 0 && len(kinds) > 1:
		r.errorf(a.Line, "case %q has two commitments; say which one is watched, with commitment: %s", a.Case, strings.Join(kinds, " or "))
	case word != "":
		a.Commitment = c.Commitments[slices.Index(kinds, word)].Kind
	default:
		a.Commitment = c.Commitments[0].Kind
	}
}

// alertLimit reads the one limit, and holds it to what is watched.
func (r *reader) alertLimit(a *Alert, f fileAlert, line int) {
	limit := f.Above
	switch {
	case f.Above.line > 0 && f.Below.line > 0:
		r.errorf(f.Below.line, "above and below are both given; write two alerts")
		return
	case f.Below.line > 0:
		limit, a.Below = f.Below, true
	case f.Above.line == 0:
		r.errorf(line, "the alert has no limit; give above or below")
		return
	}
	before := len(r.errs)
	a.Limit = value(r, limit.text, alertLimit)
	if !a.Limit.Part {
		r.threeDigits("the limit", limit.text)
	}
	if len(r.errs) > before {
		return
	}
	part, amount := a.Limit.Part, a.Limit.Currency != ""
	switch a.On {
	case OnActual, OnForecast:
		switch {
		case part && a.Budget == nil:
			r.errorf(limit.line, "%s is a part of what? give the budget, such as 5000 EUR, or an amount", limit.value)
		case amount && a.Budget != nil:
			r.errorf(limit.line, "with a budget, the limit is a part of it, such as 80%%")
		case !part && !amount:
			r.errorf(limit.line, "%s of what? write an amount with its currency, such as 5000 EUR, or a part of a budget, such as 80%%", limit.value)
		}
	case OnChange, OnCommitment, OnPrice:
		if !part {
			r.errorf(limit.line, "a limit on %s is a percentage, such as 20%%", a.On)
		}
	case OnUnpriced:
		if amount {
			r.errorf(limit.line, "usage without a price has no amount: write a number of meters, or a part of them, such as 5%%")
		}
	}
	signed := a.On == OnChange || a.On == OnPrice
	if a.Limit.Value.Sign() < 0 && !signed {
		r.errorf(limit.line, "a limit on %s is not below zero", a.On)
	}
	if a.On == OnPrice && a.Below && a.Limit.Value.Sign() > 0 {
		r.errorf(limit.line, "prices that fell are below zero: write -5%%, or above for prices that rose")
	}
	if a.On == OnPrice && !a.Below && a.Limit.Value.Sign() < 0 {
		r.errorf(limit.line, "prices that rose are above zero: write 5%%, or below for prices that fell")
	}
}

// alertCurrency holds amounts to one currency, and to the case's.
func (r *reader) alertCurrency(s *Scenario, a Alert, line int) {
	used := a.Currency()
	for _, b := range []*money.Amount{a.Budget, a.Least} {
		if b != nil && b.Currency != used {
			r.errorf(line, "the alert has amounts in %s and %s; take one currency", used, b.Currency)
			return
		}
	}
	for _, c := range s.Cases {
		if c.Name == a.Case && used != "" && c.Terms.Currency != used && c.Terms.Currency != "" {
			r.errorf(line, "the alert has amounts in %s, and its case, %q, is in %s; take one currency", used, c.Name, c.Terms.Currency)
		}
	}
}

func (r *reader) alertWhere(on AlertOn, it item[fileAlertWhere]) AlertWhere {
	f := it.v
	w := AlertWhere{
		Subscription: value(r, f.Subscription, words("subscription")), ResourceGroup: value(r, f.ResourceGroup, words("resource_group")),
		Resource: value(r, f.Resource, words("resource")), Category: value(r, f.Category, words("category")), Tags: r.tags(f.Tags),
	}
	if f.Meter != nil {
		m := r.meter(*f.Meter)
		w.Meter = &m
	}
	if w.IsZero() {
		r.errorf(it.line, "where picks nothing out; leave it out for all usage")
	}
	if on == OnPrice && (w.Subscription != "" || w.ResourceGroup != "" || w.Resource != "" || len(w.Tags) > 0) {
		r.errorf(it.line, "an alert on price is of a category or a meter: a card knows nothing of who uses it")
	}
	return w
}

// alertLimit reads "5000 EUR", "80%" or "3".
func alertLimit(s string) (l AlertLimit, err error) {
	if number, ok := strings.CutSuffix(s, "%"); ok {
		l.Part = true
		l.Value, err = money.Parse(number)
		l.Value = l.Value.Mul(money.MustParse("0.01"))
	} else if number, code, ok := strings.Cut(s, " "); ok {
		l.Value, err = money.Parse(number)
		if err == nil {
			l.Currency, err = money.ParseCurrency(strings.TrimSpace(code))
		}
	} else {
		l.Value, err = money.Parse(s)
	}
	if err != nil {
		return l, fmt.Errorf("%q is not a limit; write an amount such as 5000 EUR, a part such as 80%%, or a number%s", s, thousands(s))
	}
	return l, nil
}

// sum reads an amount with its currency, "5000 EUR", above zero.
func sum(what string) func(string) (money.Amount, error) {
	return func(s string) (money.Amount, error) {
		l, err := alertLimit(s)
		if err != nil || l.Currency == "" || l.Value.Sign() <= 0 {
			return money.Amount{}, fmt.Errorf("%s %q is not an amount above zero with its currency, such as 5000 EUR%s", what, s, thousands(s))
		}
		return money.Amount{Value: l.Value, Currency: l.Currency}, nil
	}
}

// pointed is a value that is there, or nil.
func pointed[T any](line int, v T) *T {
	if line == 0 {
		return nil
	}
	return &v
}

func eitherOf(list []AlertOn) string {
	names := make([]string, len(list))
	for i, on := range list {
		names[i] = string(on)
	}
	return strings.Join(names, " or ")
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
