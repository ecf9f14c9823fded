package scenario

import (
	"cmp"
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Extra says what a usage is for that stands under extras: what machines bring along.
type Extra struct {
	Of   ExtraOf
	What string // as it is stated: "10 instances of 120 GiB"
	Why  string // how the meter's quantity follows from it; "" where it is the same
	Rule string // of Why, a sentence with its source
}

// ExtraOf is the part of extras that a usage is of.
type ExtraOf string

const (
	OfBackup     ExtraOf = "backup"
	OfBalancer   ExtraOf = "load balancer"
	OfMonitoring ExtraOf = "monitoring"
	OfEgress     ExtraOf = "egress"
)

func (e Extra) String() string { return string(e.Of) + ": " + e.What }

// extraMeter is what a meter of an extra is called, the usual name first: names differ by
// source and by year.
type extraMeter struct {
	counts string      // its unit; "1/Month", "1 GB/Month", "1 GB", "1 Hour"
	names  [][3]string // category, subcategory, name
}

// Names of meters, as the Retail Prices API and rate cards have them.
//
// Source: prices.azure.com, services Backup, Load Balancer, Log Analytics and Bandwidth;
// azure.microsoft.com/pricing/details of backup, load-balancer, monitor and bandwidth.
var (
	protectedInstances = extraMeter{"1/Month", [][3]string{{"Backup", "", "Azure VM Protected Instances"}, {"Backup", "", "Azure VM Protected Instance"}}}
	includedRules      = extraMeter{"1 Hour", [][3]string{{"Load Balancer", "Standard", "Standard Included LB Rules and Outbound Rules"}, {"Load Balancer", "", "Standard Included LB Rules and Outbound Rules"}}}
	furtherRules       = extraMeter{"1/Hour", [][3]string{{"Load Balancer", "Standard", "Standard Overage LB Rules and Outbound Rules"}, {"Load Balancer", "", "Standard Overage LB Rules and Outbound Rules"}}}
	balancedData       = extraMeter{"1 GB", [][3]string{{"Load Balancer", "Standard", "Standard Data Processed"}, {"Load Balancer", "", "Standard Data Processed"}}}
	ingestedLogs       = extraMeter{"1 GB", [][3]string{{"Log Analytics", "", "Analytics Logs Data Ingestion"}, {"Log Analytics", "", "Pay-as-you-go Data Ingestion"}}}
	retainedLogs       = extraMeter{"1 GB/Month", [][3]string{{"Log Analytics", "", "Analytics Logs Data Retention"}, {"Log Analytics", "", "Pay-as-you-go Data Retention"}}}
	toInternet         = extraMeter{"1 GB", [][3]string{{"Bandwidth", "", "Standard Data Transfer Out"}, {"Bandwidth", "Rtn Preference: MGN", "Standard Data Transfer Out"}, {"Bandwidth", "", "Data Transfer Out"}}}
	fromOutside        = extraMeter{"1 GB", [][3]string{{"Bandwidth", "", "Standard Data Transfer In"}, {"Bandwidth", "Rtn Preference: MGN", "Standard Data Transfer In"}, {"Bandwidth", "", "Data Transfer In"}}}
	toNearRegions      = extraMeter{"1 GB", [][3]string{{"Bandwidth", "Inter-Region", "Intra Continent Data Transfer Out"}, {"Bandwidth", "", "Intra Continent Data Transfer Out"}, {"Bandwidth", "Rtn Preference: MGN", "Standard Inter-Region Data Transfer"}}}
)

// storedBackups is the meter of what a vault stores.
func storedBackups(redundancy string) extraMeter {
	return extraMeter{"1 GB/Month", [][3]string{{"Backup", "", redundancy + " Data Stored"}, {"Backup", "Standard", redundancy + " Data Stored"}}}
}

// usage is a demand of the meter in a region: a card that has none of its names leaves it
// unpriced.
func (m extraMeter) usage(at Pos, region ratebook.Region, of Extra, d Demand) Usage {
	u := Usage{Pos: at, Extra: &of, Demand: d, Likely: []ratebook.Meter{}}
	for i, n := range m.names {
		named := ratebook.Meter{Category: n[0], Subcategory: n[1], Name: n[2], Unit: unit.MustParse(m.counts), Region: region}
		if i == 0 {
			u.Imported = &named
		} else {
			u.Likely = append(u.Likely, named)
		}
	}
	return u
}

// Sizes of protected instances, in GiB (unit.ByteRule): one of up to halfInstance counts
// as half, and each wholeInstance begun as one.
//
// Source: azure.microsoft.com/pricing/details/backup: "instance ≤ 50 GB", "> 50 but ≤ 500
// GB", "> 500 GB: for each 500 GB increment".
var halfInstance, wholeInstance = money.Int(50), money.Int(500)

// instancesOf is how many protected instances a machine of so many GiB counts as.
func instancesOf(gib money.Decimal) money.Decimal {
	if !halfInstance.Less(gib) {
		return money.MustParse("0.5")
	}
	exact := gib.Div(wholeInstance)
	n := exact.RoundEven(0)
	if n.Less(exact) {
		n = n.Add(money.One)
	}
	return n
}

// includedRulesOf is how many rules a load balancer has for its first price.
//
// Source: azure.microsoft.com/pricing/details/load-balancer: "first 5 rules".
const includedRulesOf = 5

// extras reads what machines bring along, as usage of a region.
func (r *reader) extras(it *item[fileExtras], region ratebook.Region, whose string) (list []Usage) {
	if it == nil {
		return nil
	}
	f := it.v
	if region == ratebook.Global {
		r.errorf(it.line, "%s has extras, and no region; give it one, such as region: westeurope", whose)
	}
	if f.Backup.line == 0 && f.LoadBalancer.line == 0 && f.Monitoring == nil && f.Egress == nil {
		r.errorf(it.line, "extras is empty; state backup, load_balancer, monitoring or egress")
	}
	add := func(line int, m extraMeter, of Extra, d Demand) {
		list = append(list, m.usage(Pos{r.file, line}, region, of, d))
	}
	data := func(t text, key string, of ExtraOf, what string, m extraMeter) {
		if t.line > 0 {
			q := counted(r, key, t, dataOf(key))
			add(t.line, m, Extra{Of: of, What: fmt.Sprintf(what, q)}, Demand{Quantity: q})
		}
	}
	for _, b := range f.Backup.list {
		r.backup(b, add)
	}
	for _, b := range f.LoadBalancer.list {
		r.loadBalancer(b, add)
	}
	if m := f.Monitoring; m != nil {
		if m.v.Logs.line == 0 && m.v.Retained.line == 0 {
			r.errorf(m.line, "monitoring states neither logs nor retained; write logs: 50 GB")
		}
		data(m.v.Logs, "logs", OfMonitoring, "%s of logs taken in", ingestedLogs)
		data(m.v.Retained, "retained", OfMonitoring, "%s of logs kept for longer than is free", retainedLogs)
	}
	if e := f.Egress; e != nil {
		if e.v.Internet.line == 0 && e.v.Regions.line == 0 && e.v.In.line == 0 {
			r.errorf(e.line, "egress states no data; write internet: 1 TB")
		}
		data(e.v.Internet, "internet", OfEgress, "%s to the internet, by Microsoft's network", toInternet)
		data(e.v.Regions, "regions", OfEgress, "%s to other regions of the continent", toNearRegions)
		data(e.v.In, "in", OfEgress, "%s in", fromOutside)
	}
	return list
}

// backup reads machines that are backed up, and what their vault stores.
func (r *reader) backup(it item[fileBackup], add func(int, extraMeter, Extra, Demand)) {
	f, line := it.v, it.line
	if f.Instances.line == 0 && f.Stored.line == 0 {
		r.errorf(line, "the backup has neither instances nor stored; write {instances: 10, size: 120 GiB, stored: 2 TiB, redundancy: LRS}")
		return
	}
	if f.Instances.line > 0 {
		n, gib := counted(r, "instances", f.Instances.text, wholeCount("instances")), need(r, f.Size, line, "size", Gibibytes("size"))
		if f.Size.line > 0 && gib.Sign() == 0 {
			r.errorf(f.Size.line, "size %s is not above zero", f.Size.value)
		}
		each := instancesOf(gib)
		count := n.Mul(each)
		add(f.Instances.line, protectedInstances, Extra{
			Of: OfBackup, What: fmt.Sprintf("%s instances of %s", n, f.Size.value),
			Why:  fmt.Sprintf("each counts as %s: half up to 50 GB, else one for each 500 GB begun", each),
			Rule: "A machine that is backed up counts as half a protected instance up to 50 GB, else as one for each 500 GB begun (Microsoft's price page of Azure Backup).",
		}, Demand{Count: &count})
	} else if f.Size.line > 0 {
		r.errorf(f.Size.line, "size is that of each of the instances; state instances, too")
	}
	if f.Stored.line > 0 {
		q := counted(r, "stored", f.Stored, dataOf("stored"))
		redundancy := need(r, f.Redundancy, line, "redundancy", oneOf("redundancy", "LRS", "ZRS", "GRS", "RA-GRS"))
		add(f.Stored.line, storedBackups(cmp.Or(redundancy, "LRS")), Extra{Of: OfBackup, What: q.String() + " stored, " + redundancy}, Demand{Quantity: q})
	} else if f.Redundancy.line > 0 {
		r.errorf(f.Redundancy.line, "redundancy is that of what is stored; state stored, too")
	}
}

// loadBalancer reads load balancers of the Standard SKU.
func (r *reader) loadBalancer(it item[fileLoadBalancer], add func(int, extraMeter, Extra, Demand)) {
	f, n := it.v, money.One
	if f.Count.line > 0 {
		n = counted(r, "count", f.Count.text, wholeCount("count"))
	}
	rules := need(r, f.Rules.text, it.line, "rules", whole("rules", 1, 10_000))
	of := Extra{
		Of: OfBalancer, What: fmt.Sprintf("%s with %d rules", n, rules), Why: fmt.Sprintf("the first %d rules of each are one price, each further one has its own", includedRulesOf),
		Rule: fmt.Sprintf("Of a load balancer of the Standard SKU the first %d rules are one price, each further one has its own; inbound NAT rules are free (Microsoft's price page of Load Balancer).", includedRulesOf),
	}
	add(it.line, includedRules, of, Demand{Count: &n, Hours: &Schedule{HoursADay: 24, DaysAWeek: 7}})
	if rules > includedRulesOf {
		further := n.Mul(money.Int(int64(rules - includedRulesOf)))
		add(it.line, furtherRules, of, Demand{Count: &further, Hours: &Schedule{HoursADay: 24, DaysAWeek: 7}})
	}
	if f.Data.line > 0 {
		q := counted(r, "data", f.Data, dataOf("data"))
		q.Value = q.Value.Mul(n)
		add(f.Data.line, balancedData, Extra{Of: OfBalancer, What: q.String() + " processed"}, Demand{Quantity: q})
	}
}

// dataOf reads an amount of data a month, such as "500 GiB"; not below zero.
func dataOf(what string) func(string) (unit.Quantity, error) {
	return func(s string) (unit.Quantity, error) {
		if _, err := Gibibytes(what)(s); err != nil {
			return unit.Quantity{}, err
		}
		return unit.ParseQuantity(s)
	}
}
