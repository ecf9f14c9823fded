package scenario

import (
	"strings"

	"azwhatif/ratebook/money"
)

type fileCash struct {
	Discount number `yaml:"discount_rate,omitempty" jsonschema_description:"What money costs a year, such as 8%: present values are at this rate. Left out: there are none."`
}

type fileCurrent struct {
	Name       text                  `yaml:"name,omitempty" jsonschema_description:"What it is called; left out: Current."`
	Currency   text                  `yaml:"currency" jsonschema_description:"The currency of its amounts, such as EUR."`
	Monthly    number                `yaml:"monthly,omitempty" jsonschema_description:"What is paid each month today."`
	OnPremises *item[fileOnPremises] `yaml:"on_premises,omitempty" jsonschema_description:"In place of monthly: the figures that Azure Migrate's published formulas need."`
	Growth     number                `yaml:"growth,omitempty" jsonschema_description:"By how much it grows from each year to the next, such as 3%; left out: 0%."`
	Waves      []item[fileWave]      `yaml:"waves,omitempty" jsonschema_description:"Parts of it that move at a time of their own; the rest goes on. Left out: all of it ends when the scenario begins."`
}

type fileWave struct {
	Tags    keyed[number] `yaml:"tags" jsonschema_description:"Of the workloads and the machines that move in the wave, such as {wave: 1}."`
	From    text          `yaml:"from" jsonschema_description:"Their first month in Azure, such as 2027-01; they need not state it."`
	Overlap number        `yaml:"overlap,omitempty" jsonschema_description:"For how many months from then on both sides run; left out: 0."`
	Share   number        `yaml:"share,omitempty" jsonschema_description:"Which part of what is paid today ends with the wave, such as 40%."`
	Monthly number        `yaml:"monthly,omitempty" jsonschema_description:"In place of share: what is paid for it each month, in the first year."`
}

// fileOnPremises are the figures of onPremisesFactors, in their order.
type fileOnPremises struct {
	Servers            number `yaml:"servers" jsonschema_description:"How many servers (virtual machines) there are."`
	SQLServers         number `yaml:"sql_servers,omitempty" jsonschema_description:"How many servers with SQL Server there are; left out: 0."`
	Cores              number `yaml:"cores" jsonschema_description:"Physical cores of all hosts."`
	Memory             number `yaml:"memory" jsonschema_description:"Memory of all hosts, in GB."`
	Storage            number `yaml:"storage" jsonschema_description:"Storage that is attached, in GB."`
	Threads            number `yaml:"threads,omitempty" jsonschema_description:"Hyperthreaded cores of a physical one; left out: 2."`
	CorePrice          number `yaml:"core_price,omitempty" jsonschema_description:"What a hyperthreaded core costs without its memory; left out: USD 113.87."`
	MemoryPrice        number `yaml:"memory_price,omitempty" jsonschema_description:"What each GB of memory of a hyperthreaded core adds to that; left out: USD 16.232."`
	ServerYears        number `yaml:"server_years,omitempty" jsonschema_description:"Years in which servers are written off; left out: 4."`
	StoragePrice       number `yaml:"storage_price,omitempty" jsonschema_description:"What a GB of storage costs to buy; left out: USD 2."`
	StorageYears       number `yaml:"storage_years,omitempty" jsonschema_description:"Years in which storage is written off; left out: 4."`
	StorageMaintenance number `yaml:"storage_maintenance,omitempty" jsonschema_description:"Its maintenance a year, a part of its price; left out: 10%."`
	Network            number `yaml:"network,omitempty" jsonschema_description:"Network equipment and software, a part of servers and storage; left out: 10%."`
	NetworkYears       number `yaml:"network_years,omitempty" jsonschema_description:"Years in which it is written off; left out: 5."`
	NetworkMaintenance number `yaml:"network_maintenance,omitempty" jsonschema_description:"Its maintenance a year, a part of its price; left out: 15%."`
	Security           number `yaml:"security,omitempty" jsonschema_description:"Security of a server a year; left out: USD 250."`
	SQLSecurity        number `yaml:"sql_security,omitempty" jsonschema_description:"Protection of a server with SQL Server a year; left out: USD 1000."`
	Monitoring         number `yaml:"monitoring,omitempty" jsonschema_description:"Monitoring of a server a year; left out: USD 430."`
	Patching           number `yaml:"patching,omitempty" jsonschema_description:"Patching of a server a year; left out: USD 430."`
	Backup             number `yaml:"backup,omitempty" jsonschema_description:"Backup of a server a year; left out: USD 580."`
	CorePower          number `yaml:"core_power,omitempty" jsonschema_description:"Power of a core, in kW; left out: 0.009."`
	StoragePower       number `yaml:"storage_power,omitempty" jsonschema_description:"Power of a TB of storage, in kWh; left out: 10."`
	StorageFactor      number `yaml:"storage_power_factor,omitempty" jsonschema_description:"What turns that into kW; left out: 0.0001."`
	LoadFactor         number `yaml:"load_factor,omitempty" jsonschema_description:"Left out: 2."`
	PUE                number `yaml:"pue,omitempty" jsonschema_description:"Power usage effectiveness; left out: 1.8."`
	UnusedPower        number `yaml:"unused_power,omitempty" jsonschema_description:"Part of the data centre's power that is unused; left out: 40%."`
	Colocation         number `yaml:"colocation,omitempty" jsonschema_description:"What a kW of space, power and lease costs a month. None is published: left out, there is no cost of facilities."`
	ServersPerAdmin    number `yaml:"servers_per_admin,omitempty" jsonschema_description:"Servers that one administrator looks after. None is published: left out, there is no cost of labour."`
	AdminHourly        number `yaml:"admin_hourly,omitempty" jsonschema_description:"What an administrator costs an hour; none is published."`
	AdminHours         number `yaml:"admin_hours,omitempty" jsonschema_description:"Hours of an administrator a month; left out: 730."`
	Licences           number `yaml:"licences,omitempty" jsonschema_description:"Licences and support of software a year (Windows, SQL Server, virtualization). No prices are published: left out, there are none."`
}

// onPremises reads the figures; those that are left out are the published ones, whose
// amounts are in USD.
func (r *reader) onPremises(it item[fileOnPremises], in money.Currency) OnPremises {
	f, line := it.v, it.line
	var out OnPremises
	var foreign []string
	add := func(given number, key, label, unit, published string, read func(string) func(string) (money.Decimal, error)) *Factor {
		k := Factor{Key: key, Label: label, Unit: unit, Stated: given.line > 0, Known: given.line > 0 || published != ""}
		if k.Stated {
			k.Value = counted(r, key, given.text, read(key))
		} else if published != "" {
			k.Value = money.MustParse(published)
		}
		out = append(out, k)
		return &out[len(out)-1]
	}
	must := func(given number, key, label, unit string) {
		if given.line == 0 {
			r.errorf(line, "%q is missing", key)
		}
		add(given, key, label, unit, "", notNegative)
	}
	amount := func(given number, key, label, unit, published string) {
		k := add(given, key, label, string(in)+" "+unit, published, notNegative)
		if k.Money = true; published != "" && !k.Stated && in != "USD" {
			foreign = append(foreign, key)
		}
	}
	part := func(given number, key, label, unit, published string, high int64) {
		k := add(given, key, label, unit, published, func(what string) func(string) (money.Decimal, error) { return percent(what, 0, high) })
		k.Percent = true
	}
	must(f.Servers, "servers", "Servers", "servers")
	add(f.SQLServers, "sql_servers", "Servers with SQL Server", "servers", "0", notNegative)
	must(f.Cores, "cores", "Physical cores", "cores")
	must(f.Memory, "memory", "Memory", "GB")
	must(f.Storage, "storage", "Storage", "GB")
	add(f.Threads, "threads", "Hyperthreaded cores of a physical one", "cores", "2", positive)
	amount(f.CorePrice, "core_price", "A hyperthreaded core, without its memory", "a core", "113.87")
	amount(f.MemoryPrice, "memory_price", "… and each GB of its memory", "a GB", "16.232")
	add(f.ServerYears, "server_years", "Servers are written off in", "years", "4", positive)
	amount(f.StoragePrice, "storage_price", "Storage, bought", "a GB", "2")
	add(f.StorageYears, "storage_years", "Storage is written off in", "years", "4", positive)
	part(f.StorageMaintenance, "storage_maintenance", "Maintenance of storage", "of its price a year", "0.1", 1000)
	part(f.Network, "network", "Network equipment and software", "of servers and storage", "0.1", 1000)
	add(f.NetworkYears, "network_years", "It is written off in", "years", "5", positive)
	part(f.NetworkMaintenance, "network_maintenance", "Maintenance of the network", "of its price a year", "0.15", 1000)
	amount(f.Security, "security", "Security", "a server a year", "250")
	amount(f.SQLSecurity, "sql_security", "Protection of SQL Server", "a server a year", "1000")
	amount(f.Monitoring, "monitoring", "Monitoring", "a server a year", "430")
	amount(f.Patching, "patching", "Patching", "a server a year", "430")
	amount(f.Backup, "backup", "Backup", "a server a year", "580")
	add(f.CorePower, "core_power", "Power of a core", "kW", "0.009", notNegative)
	add(f.StoragePower, "storage_power", "Power of a TB of storage", "kWh", "10", notNegative)
	add(f.StorageFactor, "storage_power_factor", "… which is in kW", "of that", "0.0001", notNegative)
	add(f.LoadFactor, "load_factor", "Load factor", "factor", "2", notNegative)
	add(f.PUE, "pue", "Power usage effectiveness", "factor", "1.8", notNegative)
	part(f.UnusedPower, "unused_power", "Power that is unused", "of all", "0.4", 99)
	amount(f.Colocation, "colocation", "Space, power and lease", "a kW a month", "")
	add(f.ServersPerAdmin, "servers_per_admin", "Servers of one administrator", "servers", "", positive)
	amount(f.AdminHourly, "admin_hourly", "An administrator", "an hour", "")
	add(f.AdminHours, "admin_hours", "Hours of an administrator", "a month", "730", notNegative)
	amount(f.Licences, "licences", "Licences and support of software", "a year", "")
	if foreign != nil {
		r.errorf(line, "the published amounts are in USD, and current is in %s: say currency: USD (report_in and exchange tell it in another), or state %s", in, strings.Join(foreign, ", "))
	}
	if (f.ServersPerAdmin.line > 0) != (f.AdminHourly.line > 0) {
		r.errorf(line, "servers_per_admin and admin_hourly go together: state both, or neither")
	}
	return out
}
