package estimate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// An agreement is a case with all that pays for a charge, as numbers: what the
// independent calculation works on, and what the card and the scenario are written from.
type agreement struct {
	months     int
	uses       []agreedUse
	account    bool     // tiers count all subscriptions of the billing account
	credit     *big.Rat // a month and subscription; nil is none
	recurring  *big.Rat
	discount   *big.Rat // negotiated
	deeper     *big.Rat // of the first meter, in its place; nil is none
	prepay     *agreedPrepay
	macc       *agreedMACC
	reserved   []agreedTerm // of the first meter
	plans      []agreedTerm // in the order stated
	offersRate *big.Rat     // the discount on what a prepayment pays for
	bought     []agreedPurchase
}

type agreedUse struct {
	sub, meter         int
	count              int64 // of machines, running so many hours; else the quantity
	hours, from, until int
}

type agreedPrepay struct {
	amount   *big.Rat
	months   int
	benefits bool
	stated   bool // pays_for stands in the scenario
}

type agreedMACC struct {
	amount     *big.Rat
	months     int
	milestones map[int]*big.Rat // by month, from 1
	lost       bool
}

// An agreedTerm is a reservation or, with an hourly amount, a savings plan.
type agreedTerm struct {
	count   int64
	from    int // month of the scenario, may be below 0
	months  int
	upfront bool
	hourly  *big.Rat
	sub     int      // the one subscription that it is for; -1 is shared
	owned   *big.Rat // what one has already: the price of one, a month or (upfront) for the term; of a plan, not nil
}

func (t agreedTerm) in(month int) bool { return month >= t.from && month < t.from+t.months }

// part is what a month costs, of a reservation, and whole what the term does.
func (t agreedTerm) part() *big.Rat {
	year := times(rat(agreedYear), new(big.Rat).SetFrac64(t.count, 12))
	switch {
	case t.hourly != nil:
		return times(t.hourly, whole(agreedHours))
	case t.owned == nil:
		return year
	case t.upfront:
		return times(t.owned, new(big.Rat).SetFrac64(t.count, int64(t.months)))
	}
	return times(t.owned, whole(t.count))
}

// inOrder are benefits as they cover: of one subscription first, of these what one has.
func inOrder(list []agreedTerm) (out []agreedTerm) {
	for _, shared := range []bool{false, true} {
		for _, owned := range []bool{true, false} {
			for _, t := range list {
				if (t.sub < 0) == shared && (t.owned != nil) == owned {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// agreedPurchase is one of the Marketplace.
type agreedPurchase struct {
	amount      int64
	dollars     bool // else euros
	once        bool
	from, until int
	eligible    bool
}

const agreedDollar = "0.8" // euros

const agreedHours = 100 // of a month

// The meters: two machines, storage in tiers with a free amount, one that the offer
// excludes, and one of third parties.
var agreedPrices = [5]string{"1", "2.5", "0.5", "3", "7"}

const (
	agreedPlanX, agreedPlanY = "0.8", "2.2"
	agreedLongX, agreedLongY = "0.6", "1.5" // of three years
	agreedYear               = "600"        // of the first meter, reserved
	agreedIncluded           = 50
	agreedAbove, agreedNext  = 300, "0.25" // storage's second tier
	machineX, machineY       = 0, 1
	storage, excluded, other = 2, 3, 4
)

func rat(text string) *big.Rat { r, _ := new(big.Rat).SetString(text); return r }

func sumRat(list ...*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, r := range list {
		sum.Add(sum, r)
	}
	return sum
}

func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func less(a, b *big.Rat) *big.Rat  { return new(big.Rat).Sub(a, b) }
func minRat(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
func maxRat(a, b *big.Rat) *big.Rat {
	return new(big.Rat).Neg(minRat(new(big.Rat).Neg(a), new(big.Rat).Neg(b)))
}
func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// calculate gives each month's total, and what is drawn from the prepayment, counted
// toward the MACC, and unused of both, month by month, in the order of the design.
func (a *agreement) calculate() (totals, drawn, counted, unused []*big.Rat) {
	one := whole(1)
	left, reached, returnable := new(big.Rat), new(big.Rat), new(big.Rat)
	if a.prepay != nil {
		left = a.prepay.amount
	}
	for m := range a.months {
		total, lost, bought := new(big.Rat), new(big.Rat), new(big.Rat)
		// 1 and 2: quantities, by subscription and meter, and what runs for so many hours
		quantity := map[[2]int]*big.Rat{}
		running := map[int]map[[2]int]*big.Rat{} // by hours: units that run at least so long
		subs := map[int]bool{}
		for _, u := range a.uses {
			subs[u.sub] = true
			key := [2]int{u.sub, u.meter}
			if quantity[key] == nil {
				quantity[key] = new(big.Rat)
			}
			if m < u.from || m > u.until {
				continue
			}
			quantity[key] = sumRat(quantity[key], whole(u.count*int64(max(1, u.hours))))
			for _, h := range []int{30, 60, agreedHours} {
				if u.hours >= h {
					if running[h] == nil {
						running[h] = map[[2]int]*big.Rat{}
					}
					if running[h][key] == nil {
						running[h][key] = new(big.Rat)
					}
					running[h][key] = sumRat(running[h][key], whole(u.count))
				}
			}
		}
		keep := func(meter int) *big.Rat {
			switch {
			case meter == excluded || meter == other:
				return one
			case meter == machineX && a.deeper != nil:
				return less(one, a.deeper)
			}
			return less(one, a.discount)
		}
		// 3: benefits cover, hour by hour
		for i, band := range []int{30, 60, agreedHours} {
			hours := whole(int64(band - []int{0, 30, 60}[i]))
			units := map[[2]int]*big.Rat{}
			for key, n := range running[band] {
				units[key] = n
			}
			cover := func(sub, meter int, capacity, each *big.Rat) *big.Rat { // gives what is left of it
				fits := func(key [2]int) bool { return key[1] == meter && (sub < 0 || key[0] == sub) }
				wants := new(big.Rat)
				for key, n := range units {
					if fits(key) {
						wants = sumRat(wants, times(n, each))
					}
				}
				if wants.Sign() == 0 {
					return capacity
				}
				part := minRat(one, new(big.Rat).Quo(capacity, wants))
				for key, n := range units {
					if fits(key) {
						covered := times(n, part)
						units[key] = less(n, covered)
						quantity[key] = less(quantity[key], times(covered, hours))
					}
				}
				return less(capacity, times(part, wants))
			}
			for _, r := range inOrder(a.reserved) {
				if r.in(m) {
					cover(r.sub, machineX, whole(r.count), one)
				}
			}
			for _, p := range inOrder(a.plans) {
				if !p.in(m) {
					continue
				}
				pays := [2]*big.Rat{times(rat(agreedPrices[machineX]), keep(machineX)), times(rat(agreedPrices[machineY]), keep(machineY))}
				prices := map[int][2]string{12: {agreedPlanX, agreedPlanY}, 36: {agreedLongX, agreedLongY}}[p.months]
				each := [2]*big.Rat{minRat(rat(prices[0]), pays[0]), minRat(rat(prices[1]), pays[1])}
				order := []int{machineX, machineY}
				switch times(each[1], pays[0]).Cmp(times(each[0], pays[1])) {
				case -1:
					slices.Reverse(order)
				case 0: // in proportion: as one meter, in the plan's money
					fits := func(key [2]int) bool { return key[1] <= machineY && (p.sub < 0 || key[0] == p.sub) }
					both := new(big.Rat)
					for key, n := range units {
						if fits(key) {
							both = sumRat(both, times(n, each[key[1]]))
						}
					}
					if both.Sign() > 0 {
						part := minRat(one, new(big.Rat).Quo(p.hourly, both))
						for key, n := range units {
							if fits(key) {
								units[key] = less(n, times(n, part))
								quantity[key] = less(quantity[key], times(times(n, part), hours))
							}
						}
					}
					order = nil
				}
				capacity := p.hourly
				for _, meter := range order {
					capacity = cover(p.sub, meter, capacity, each[meter])
				}
			}
		}
		for _, t := range slices.Concat(a.reserved, a.plans) {
			if !t.in(m) {
				continue
			}
			total = sumRat(total, t.part())
			if !t.upfront {
				bought = sumRat(bought, t.part())
			} else if m == t.from {
				bought = sumRat(bought, times(t.part(), whole(int64(t.months))))
			}
		}
		// then included and tiers
		gross, first := map[[2]int]*big.Rat{}, map[[2]int]*big.Rat{}
		for key, q := range quantity {
			price := rat(agreedPrices[key[1]])
			gross[key], first[key] = times(q, price), times(q, price)
			if key[1] == storage && q.Sign() > 0 {
				all := q
				if a.account {
					all = new(big.Rat)
					for other, n := range quantity {
						if other[1] == storage {
							all = sumRat(all, n)
						}
					}
				}
				part, billable := new(big.Rat).Quo(q, all), maxRat(new(big.Rat), less(all, whole(agreedIncluded)))
				low := minRat(billable, whole(agreedAbove))
				first[key] = times(part, times(low, price))
				gross[key] = sumRat(first[key], times(part, times(less(billable, low), rat(agreedNext))))
			}
		}
		// 4 and 5: discounts, and what the prepayment pays
		inTerm := a.prepay != nil && m < a.prepay.months
		net, all := map[[2]int]*big.Rat{}, new(big.Rat)
		for key, g := range gross {
			if key[1] == excluded || key[1] == other {
				continue
			}
			net[key] = times(g, keep(key[1]))
			if inTerm {
				net[key] = times(less(g, times(first[key], a.offersRate)), keep(key[1]))
			}
			all = sumRat(all, net[key])
		}
		paidBenefits, paidUsage, part := new(big.Rat), new(big.Rat), new(big.Rat) // part of usage that is paid
		if inTerm {
			if a.prepay.benefits {
				paidBenefits = minRat(left, bought)
			}
			paidUsage = minRat(less(left, paidBenefits), all)
			if all.Sign() > 0 {
				part = new(big.Rat).Quo(paidUsage, all)
			}
			left = less(left, sumRat(paidBenefits, paidUsage))
			if m == a.prepay.months-1 {
				lost, left = left, new(big.Rat)
			}
		}
		due := map[[2]int]*big.Rat{} // still to be paid
		for key, g := range gross {
			due[key] = g
			if net[key] != nil {
				due[key] = times(times(g, less(one, part)), keep(key[1]))
			}
			total = sumRat(total, due[key])
		}
		total = sumRat(total, paidUsage, lost)
		// 6: the credit, and recurring charges
		for sub := range subs {
			if a.recurring != nil {
				total = sumRat(total, a.recurring)
			}
			if a.credit == nil {
				continue
			}
			eligible := new(big.Rat)
			for key, d := range due {
				if key[0] == sub && key[1] != excluded && key[1] != other {
					eligible = sumRat(eligible, d)
				}
			}
			if eligible.Sign() == 0 {
				continue
			}
			used := minRat(a.credit, eligible)
			total = less(total, used)
			for key, d := range due {
				if key[0] == sub && key[1] != excluded && key[1] != other {
					due[key] = times(d, less(one, new(big.Rat).Quo(used, eligible)))
				}
			}
		}
		// purchases of the Marketplace
		market := new(big.Rat)
		for _, p := range a.bought {
			if m < p.from || m > p.until || p.once && m > p.from {
				continue
			}
			paid := whole(p.amount)
			if p.dollars {
				paid = times(paid, rat(agreedDollar))
			}
			total = sumRat(total, paid)
			if p.eligible {
				market = sumRat(market, paid)
			}
		}
		// 7: the MACC
		counts, short := new(big.Rat), new(big.Rat)
		if k := a.macc; k != nil && m < k.months {
			toPay := less(bought, paidBenefits)
			for key, d := range due {
				if key[1] != excluded && key[1] != other {
					toPay = sumRat(toPay, d)
				}
			}
			returned := new(big.Rat)
			if !k.lost {
				returned = minRat(returnable, toPay)
			}
			purchase := new(big.Rat)
			if a.prepay != nil && m == 0 {
				purchase = a.prepay.amount
			}
			counts = minRat(less(k.amount, reached), sumRat(less(toPay, returned), purchase, market))
			reached = sumRat(reached, counts)
			target := k.milestones[m+1]
			if m == k.months-1 {
				target = k.amount
			}
			if target != nil && reached.Cmp(target) < 0 {
				short = less(target, reached)
				reached = target
			}
			returnable = less(sumRat(returnable, short), returned)
			total = sumRat(total, short, new(big.Rat).Neg(returned))
		}
		totals, drawn = append(totals, total), append(drawn, sumRat(paidBenefits, paidUsage))
		counted, unused = append(counted, counts), append(unused, sumRat(lost, short))
	}
	return totals, drawn, counted, unused
}

// agreed makes up an agreement.
func agreed(r *rand.Rand) *agreement {
	pick := func(list ...string) *big.Rat { return rat(list[r.IntN(len(list))]) }
	a := &agreement{months: 1 + r.IntN(14), discount: pick("0", "0", "0.1", "0.25"), offersRate: pick("0", "0.05", "0.08")}
	for range 2 + r.IntN(7) {
		u := agreedUse{sub: r.IntN(2), meter: r.IntN(5), count: 1 + r.Int64N(6)}
		if u.meter <= machineY {
			u.hours = []int{30, 60, agreedHours}[r.IntN(3)]
		} else {
			u.count *= 1 + r.Int64N(120)
		}
		u.from = r.IntN(a.months)
		u.until = u.from + r.IntN(a.months-u.from)
		a.uses = append(a.uses, u)
	}
	if r.IntN(2) == 0 {
		a.credit = pick("40", "150", "900")
	}
	if r.IntN(3) == 0 {
		a.recurring = rat("9.5")
	}
	if r.IntN(2) == 0 {
		a.deeper = pick("0.4", "0.2", "0.12", "0.5")
	}
	if r.IntN(3) > 0 {
		a.prepay = &agreedPrepay{amount: whole(50 + r.Int64N(4000)), months: 1 + r.IntN(a.months+3), benefits: r.IntN(2) == 0, stated: r.IntN(2) == 0}
		if !a.prepay.stated {
			a.prepay.benefits = true // as an Enterprise Agreement's
		}
	}
	if r.IntN(3) > 0 {
		k := &agreedMACC{amount: whole(200 + r.Int64N(9000)), months: 2 + r.IntN(a.months+3), lost: r.IntN(2) == 0, milestones: map[int]*big.Rat{}}
		for m := 1 + r.IntN(3); m < k.months; m += 1 + r.IntN(4) {
			k.milestones[m] = new(big.Rat).Quo(times(k.amount, whole(int64(m))), whole(int64(4*k.months)))
			k.milestones[m] = whole(new(big.Int).Quo(k.milestones[m].Num(), k.milestones[m].Denom()).Int64() + 1)
		}
		a.macc = k
	}
	sub := func() int { return max(-1, r.IntN(4)-2) } // shared, or one of the two
	from := func() int { return r.IntN(a.months+6) - 6 }
	for range r.IntN(3) {
		a.reserved = append(a.reserved, agreedTerm{count: 1 + r.Int64N(4), from: from(), months: 12, upfront: r.IntN(2) == 0, sub: sub()})
	}
	for range r.IntN(3) {
		a.plans = append(a.plans, agreedTerm{hourly: pick("0.5", "3", "9.25"), from: from(), months: []int{12, 36}[r.IntN(2)], upfront: r.IntN(2) == 0, sub: sub()})
	}
	for range r.IntN(3) {
		t := agreedTerm{count: 1 + r.Int64N(3), from: from(), months: 7 + r.IntN(40), upfront: r.IntN(2) == 0, sub: sub(), owned: pick("41.2", "30", "77.07")}
		if t.upfront {
			t.owned = times(t.owned, whole(int64(t.months)))
		}
		a.reserved = append(a.reserved, t)
	}
	if r.IntN(3) == 0 {
		a.plans = append(a.plans, agreedTerm{hourly: pick("0.3", "2"), from: from(), months: []int{12, 36}[r.IntN(2)], upfront: r.IntN(2) == 0, sub: sub(), owned: new(big.Rat)})
	}
	a.account = r.IntN(2) == 0
	for range r.IntN(3) {
		from := r.IntN(a.months)
		a.bought = append(a.bought, agreedPurchase{1 + r.Int64N(300), r.IntN(2) == 0, r.IntN(2) == 0, from, from + r.IntN(a.months-from), r.IntN(3) > 0})
	}
	return a
}

func (a *agreement) scenario() string {
	month := func(m int) string { return scenario.Month{Year: 2026, Month: 1}.Add(m).String() }
	percent := func(r *big.Rat) string { return times(r, whole(100)).FloatString(2) + "%" }
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nname: Agreement\nstart: 2026-01\nmonths: %d\nhours_per_month: %d\n", a.months, agreedHours)
	if a.account {
		b.WriteString("rules: {tier_scope: billing-account}\n")
	}
	if slices.ContainsFunc(a.bought, func(p agreedPurchase) bool { return p.dollars }) {
		fmt.Fprintf(&b, "report_in: EUR\nexchange: {USD: {rate: %s, as_of: 2026-01-02, source: test}}\n", agreedDollar)
	}
	if a.bought != nil {
		b.WriteString("marketplace:\n")
	}
	for i, p := range a.bought {
		paid := fmt.Sprintf("monthly: %d, until: %s", p.amount, month(p.until))
		if p.once {
			paid = fmt.Sprintf("once: %d", p.amount)
		}
		fmt.Fprintf(&b, "  - {name: p%d, %s, currency: %s, eligible: %t, from: %s}\n", i, paid, map[bool]string{true: "USD", false: "EUR"}[p.dollars], p.eligible, month(p.from))
	}
	b.WriteString("workloads:\n")
	for i, u := range a.uses {
		amount := fmt.Sprintf("quantity: %d", u.count)
		if u.hours > 0 {
			amount = fmt.Sprintf("count: %d, hours: %d", u.count, u.hours)
		}
		fmt.Fprintf(&b, "  - {name: w%d, subscription: s%d, from: %s, until: %s, usage: [{meter: {id: %s}, %s}]}\n", i, u.sub, month(u.from), month(u.until), estimatetest.ID(u.meter), amount)
	}
	fmt.Fprintf(&b, "cases:\n  - name: Agreed\n    source: pricesheet\n    offer: MS-AZR-0017P\n    currency: EUR\n    market: NL\n    discount: %s\n", percent(a.discount))
	if a.deeper != nil {
		fmt.Fprintf(&b, "    discounts: [{where: {meter: {id: %s}}, discount: %s}]\n", estimatetest.ID(machineX), percent(a.deeper))
	}
	var list []string
	if k := a.macc; k != nil {
		text := fmt.Sprintf("{kind: macc, amount: %s, months: %d, shortfall: %s, milestones: [", k.amount.FloatString(2), k.months, map[bool]string{true: "lost", false: "credit"}[k.lost])
		for m := 1; m < k.months; m++ {
			if k.milestones[m] != nil {
				text += fmt.Sprintf("{month: %d, amount: %s}, ", m, k.milestones[m].FloatString(2))
			}
		}
		list = append(list, strings.TrimSuffix(text, ", ")+"]}")
	}
	if k := a.prepay; k != nil {
		text := fmt.Sprintf("{amount: %s, months: %d, discount: %s", k.amount.FloatString(2), k.months, percent(a.offersRate))
		if k.stated {
			text += ", pays_for: " + map[bool]string{true: "benefits", false: "usage"}[k.benefits]
		}
		list = append(list, text+"}")
	}
	if list != nil {
		fmt.Fprintf(&b, "    commitment: [%s]\n", strings.Join(list, ", "))
	}
	payment := func(t agreedTerm) string { return map[bool]string{true: "upfront", false: "monthly"}[t.upfront] }
	scope := func(t agreedTerm) string {
		if t.sub < 0 {
			return ""
		}
		return fmt.Sprintf(", scope: s%d", t.sub)
	}
	var reserved, plans, owned []string
	for _, t := range a.reserved {
		if t.owned == nil {
			reserved = append(reserved, fmt.Sprintf("{meter: {id: %s}, count: %d, months: 12, payment: %s, from: %s%s}", estimatetest.ID(machineX), t.count, payment(t), month(t.from), scope(t)))
			continue
		}
		price := map[bool]string{true: "upfront", false: "monthly"}[t.upfront]
		owned = append(owned, fmt.Sprintf("{meter: {id: %s}, count: %d, %s: %s, from: %s, until: %s%s}", estimatetest.ID(machineX), t.count, price, t.owned.FloatString(2), month(t.from), month(t.from+t.months-1), scope(t)))
	}
	for _, t := range a.plans {
		if t.owned == nil {
			plans = append(plans, fmt.Sprintf("{hourly: %s, months: %d, payment: %s, from: %s%s}", t.hourly.FloatString(2), t.months, payment(t), month(t.from), scope(t)))
			continue
		}
		owned = append(owned, fmt.Sprintf("{hourly: %s, payment: %s, from: %s, until: %s%s}", t.hourly.FloatString(2), payment(t), month(t.from), month(t.from+t.months-1), scope(t)))
	}
	if reserved != nil {
		fmt.Fprintf(&b, "    reservations: [%s]\n", strings.Join(reserved, ", "))
	}
	if plans != nil {
		fmt.Fprintf(&b, "    savings_plan: [%s]\n", strings.Join(plans, ", "))
	}
	if owned != nil {
		fmt.Fprintf(&b, "owned: [%s]\n", strings.Join(owned, ", "))
	}
	return b.String()
}

func (a *agreement) card() *ratebook.Card {
	card := &ratebook.Card{Header: ratebook.Header{Terms: ratebook.Terms{Source: ratebook.PriceSheet, Offer: "MS-AZR-0017P", Currency: "EUR", Market: "NL", Locale: "en-US"}}}
	for i, price := range agreedPrices {
		m := ratebook.Meter{ID: estimatetest.ID(i), Name: fmt.Sprintf("Q%d", i), Category: "Test", Unit: unit.MustParse("1")}
		if i <= machineY {
			m.Unit = unit.MustParse("1 Hour")
		}
		if i == other {
			m.Tags = []string{"Third Party"}
		}
		card.Rates = append(card.Rates, ratebook.Rate{Meter: m, Tiers: []ratebook.Tier{{UnitPrice: money.MustParse(price)}}})
	}
	card.Rates[storage].Included = money.Int(agreedIncluded)
	card.Rates[storage].Tiers = append(card.Rates[storage].Tiers, ratebook.Tier{Above: money.Int(agreedAbove), UnitPrice: money.MustParse(agreedNext)})
	card.Rates[machineX].Beside = []ratebook.Price{{Kind: ratebook.Reservation, Months: 12, Amount: money.MustParse(agreedYear)}, {Kind: ratebook.SavingsPlan, Months: 12, Amount: money.MustParse(agreedPlanX)}, {Kind: ratebook.SavingsPlan, Months: 36, Amount: money.MustParse(agreedLongX)}}
	card.Rates[machineY].Beside = []ratebook.Price{{Kind: ratebook.SavingsPlan, Months: 12, Amount: money.MustParse(agreedPlanY)}, {Kind: ratebook.SavingsPlan, Months: 36, Amount: money.MustParse(agreedLongY)}}
	out := []ratebook.MeterID{estimatetest.ID(excluded)}
	card.OfferTerms.Commitments = []ratebook.Discount{{Excluded: out}}
	if a.credit != nil {
		card.OfferTerms.Credits = []ratebook.Credit{{Amount: money.MustParse(a.credit.FloatString(2)), Excluded: out}}
	}
	if a.recurring != nil {
		card.OfferTerms.Recurring = []ratebook.Recurring{{Amount: money.MustParse(a.recurring.FloatString(2))}}
	}
	return card
}

// TestIndependent holds the engine to a calculation that shares no code with it, month
// by month: prepayments, a MACC with milestones, credits, recurring charges, reservations
// and savings plans, shared or of one subscription, bought or had already, negotiated prices and tiers that count a billing account together.
func TestIndependent(t *testing.T) {
	const cases = 600
	held, both, paid := 0, 0, 0
	for seed := range uint64(cases) {
		a := agreed(rand.New(rand.NewPCG(seed, 14)))
		text, card := a.scenario(), a.card()
		s, err := scenario.Read("agreement.yaml", []byte(text))
		if err != nil {
			if strings.Contains(err.Error(), "ends before the scenario begins") || strings.Contains(err.Error(), "milestone") {
				continue
			}
			t.Fatalf("seed %d: %v in\n%s", seed, err, text)
		}
		e := compared(t, estimatetest.Cards{card.Terms: card}, s).Base()
		checkTies(t, e)
		held++
		totals, drawn, counted, unused := a.calculate()
		if a.prepay != nil && a.macc != nil {
			both++
		}
		for m := range a.months {
			got := map[string][2]*big.Rat{"the total": {rat(e.ChargesIn(m).Total().String()), totals[m]}}
			lost := new(big.Rat)
			if k := e.Prepaid(); k != nil {
				got["the prepayment pays"] = [2]*big.Rat{rat(k.Drawn[m].String()), drawn[m]}
				lost = sumRat(lost, rat(k.Unused[m].String()))
				if k.Purchases[m].Sign() > 0 {
					paid++
				}
			}
			if k := e.MACC(); k != nil {
				got["counted"] = [2]*big.Rat{rat(k.Drawn[m].String()), counted[m]}
				lost = sumRat(lost, rat(k.Unused[m].String()))
			}
			got["unused"] = [2]*big.Rat{lost, unused[m]}
			for what, pair := range got {
				if off := less(pair[0], pair[1]); off.Abs(off).Cmp(rat("0.000000001")) > 0 {
					t.Errorf("month %d: %s is %s, and %s by the independent calculation", m+1, what, pair[0].FloatString(6), pair[1].FloatString(6))
				}
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, text)
		}
	}
	t.Logf("%d held, %d both, %d paid", held, both, paid)
	if held < 400 || both < 100 || paid < 100 {
		t.Errorf("%d cases are held, %d of them have a prepayment and a MACC, and %d months benefits that a prepayment pays for", held, both, paid)
	}
}
