package estimate

import (
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// YearlyCost is a part of what a data centre costs a year.
type YearlyCost struct {
	Name   string
	Amount money.Decimal
	Lacks  string // what is neither stated nor published, so that there is no amount
}

// OnPremisesCost is what a data centre costs in its first year, part by part, by the
// formulas of scenario.BusinessCase. Hardware counts what is written off of it in a year.
// Quotients are carried to money.Places.
func OnPremisesCost(p scenario.OnPremises) []YearlyCost {
	at := p.At
	threads := at("cores").Mul(at("threads"))
	core := at("core_price")
	if !threads.IsZero() {
		core = core.Add(at("memory_price").MulDiv(at("memory"), threads))
	}
	servers := core.Mul(threads)
	storage := at("storage").Mul(at("storage_price"))
	network := servers.Add(storage).Mul(at("network"))
	power := at("cores").Mul(at("core_power")).Add(at("storage").Mul(thousandth).Mul(at("storage_power")).Mul(at("storage_power_factor"))).
		Mul(at("load_factor")).Mul(at("pue"))
	each := money.Sum(at("monitoring"), at("patching"), at("backup"))
	list := []YearlyCost{
		{Name: "Servers, written off", Amount: servers.Div(at("server_years"))},
		{Name: "Storage, written off", Amount: storage.Div(at("storage_years"))},
		{Name: "Maintenance of storage", Amount: storage.Mul(at("storage_maintenance"))},
		{Name: "Network, written off", Amount: network.Div(at("network_years"))},
		{Name: "Maintenance of the network", Amount: network.Mul(at("network_maintenance"))},
		{Name: "Security", Amount: at("servers").Mul(at("security")).Add(at("sql_servers").Mul(at("sql_security")))},
		{Name: "Facilities: space and power", Amount: power.Mul(at("colocation")).Mul(money.Int(12)).Div(money.One.Sub(at("unused_power"))), Lacks: lacking(p, "colocation")},
		{Name: "Administrators", Lacks: lacking(p, "servers_per_admin", "admin_hourly")},
		{Name: "Monitoring, patching and backup", Amount: at("servers").Mul(each)},
		{Name: "Licences and support of software", Amount: at("licences"), Lacks: lacking(p, "licences")},
	}
	if per := at("servers_per_admin"); !per.IsZero() {
		list[7].Amount = at("servers").MulDiv(at("admin_hours").Mul(at("admin_hourly")).Mul(money.Int(12)), per)
	}
	return list
}

var thousandth = money.MustParse("0.001")

// lacking names the figures that have no value, where one of them has none.
func lacking(p scenario.OnPremises, keys ...string) (text string) {
	for _, key := range keys {
		if p.Lacks(key) {
			if text != "" {
				text += " and "
			}
			text += key
		}
	}
	return text
}

// CurrentMonthly is what is paid today each month of the first year.
func CurrentMonthly(c *scenario.Current) money.Decimal {
	if c.OnPremises == nil {
		return c.Monthly
	}
	sum := money.Zero
	for _, part := range OnPremisesCost(c.OnPremises) {
		sum = sum.Add(part.Amount)
	}
	return sum.Div(money.Int(12))
}

// WaveMonthly is what is paid today each month of the first year for a wave.
func WaveMonthly(c *scenario.Current, w scenario.Wave) money.Decimal {
	if w.Share != nil {
		return CurrentMonthly(c).Mul(*w.Share)
	}
	return w.Monthly
}

// CurrentRest is what of it is in no wave, and goes on.
func CurrentRest(c *scenario.Current) money.Decimal {
	rest := CurrentMonthly(c)
	for _, w := range c.Waves {
		rest = rest.Sub(WaveMonthly(c, w))
	}
	return rest
}

// CurrentStill is what is still paid today's way in each of so many months, while waves
// move: those that have not moved, those of which both sides run, and what is in no wave.
// It is nil where there are no waves: all of it ends before the first month.
func CurrentStill(c *scenario.Current, start scenario.Month, months int) []money.Decimal {
	if c.Waves == nil {
		return nil
	}
	list := slices.Repeat([]money.Decimal{CurrentRest(c)}, months)
	for _, w := range c.Waves {
		monthly := WaveMonthly(c, w)
		for m := range w.MonthsPaid(start, months) {
			list[m] = list[m].Add(monthly)
		}
	}
	return grown(c, list)
}

// CurrentPayments is what is paid today in each of so many months, with its growth from year to year.
func CurrentPayments(c *scenario.Current, months int) []money.Decimal {
	return grown(c, slices.Repeat([]money.Decimal{CurrentMonthly(c)}, months))
}

// grown lets payments of each month, at the first year's prices, grow from year to year.
func grown(c *scenario.Current, list []money.Decimal) []money.Decimal {
	for m := range list {
		list[m] = list[m].Mul(money.One.Add(c.Growth).Pow(m / 12))
	}
	return list
}
