package unit

import "slices"

// Measure is how a quantity grows with time: what a month's quantity follows
// from where only some days of it are known.
type Measure string

const (
	// OfTime is hours and days of something: "1 Hour", "1 GB/Hour", "10 Days",
	// "1/Day". A longer month has more of them.
	OfTime Measure = "hours or days"
	// OfMonth is what is held for a month: "1/Month", "1 GB/Month", and "1/3
	// Months"; and, where the unit names no period, things that are held and not
	// done, as those of old cards: "Connections", "1 User". A month of any length
	// has the same.
	OfMonth Measure = "the month"
	// OfCount is what happens: operations, GB moved, and a plain count, which says
	// no more. A longer month has more of it.
	OfCount Measure = "counts"
)

// held are the nouns of things that a unit without a period counts by the month.
var held = []string{
	"Accounts", "Agents", "Apps", "Azure Endpoints", "Border Routers", "Certificates", "Concurrent DVCs", "Connections", "Cores",
	"DNS Zones", "Database Units", "Databases", "Devices", "Disks", "Domains", "External Endpoints", "Hosted Zones", "IOPS",
	"Instances", "Mbps", "Messaging Units", "Named Users", "Nodes", "Packs", "Pipelines", "Plans", "Policies", "Reserved Units",
	"Resources", "Seats", "Service Endpoints", "Sites", "Subscriptions", "Users", "Virtual Machines", "Virtual Users", "Websites",
	"Zones", "vCPUs",
}

// Measure is the unit's, by its period, else by its noun.
func (u Unit) Measure() Measure {
	switch u.period {
	case Second, Minute, Hour, Day:
		return OfTime
	case Month, Year:
		return OfMonth
	}
	if slices.Contains(held, u.noun) {
		return OfMonth
	}
	return OfCount
}
