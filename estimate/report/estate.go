package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// estateRow is one machine of an estate, or a row that became none.
type estateRow struct {
	name, os              string
	vcpus, memory         money.Decimal // allocated; of a stated size its own
	needVCPUs, needMemory money.Decimal
	size, disks, reason   string
	monthly, disksMonthly money.Decimal // of the machines with their licences; of their disks and snapshots
	priced, disksPriced   bool
	incomplete            bool
}

// estateRows are the machines of the first case, in the inventory's order, and behind
// them what is left out and what is apart, with the reasons.
func estateRows(c *compare.Comparison, inv *scenario.Inventory) (list []estateRow) {
	e := c.Base()
	list, sized := machineRows(e, inv)
	for _, l := range inv.Machines { // of a size that is no longer sold: a card may have its meter
		if !sized[l.Place.String()] {
			list = append(list, estateRow{name: l.Name, reason: "its size " + l.Size + " is not in the catalogue: what it costs stands among the services"})
		}
	}
	for _, l := range inv.Left {
		list = append(list, estateRow{name: l.Name, reason: l.Reason, incomplete: true})
	}
	for _, l := range inv.Apart {
		list = append(list, estateRow{name: l.Name, reason: "apart: " + l.Reason})
	}
	return list
}

// machineRows are those of the machines that have a size or need one, and the places where
// the inventory lists them.
func machineRows(e *estimate.Estimate, inv *scenario.Inventory) (list []estateRow, places map[string]bool) {
	unsized := map[string]int{}
	for _, l := range inv.Machines {
		unsized[l.Place.String()] = l.Unsized
	}
	places = map[string]bool{}
	for _, u := range e.Machines() {
		row := machineRow(e, u)
		if n := unsized[u.File]; n > 0 {
			row.disksPriced, row.incomplete = false, true
			row.reason += "; " + estimate.Plural(n, "disk") + " of unknown size not priced"
		}
		list, places[u.File] = append(list, row), true
	}
	return list, places
}

func machineRow(e *estimate.Estimate, u estimate.MachineUse) estateRow {
	row := estateRow{name: u.Name, os: string(u.OS), vcpus: u.Need.VCPUs, memory: u.Need.Memory, needVCPUs: u.Asked.VCPUs, needMemory: u.Asked.Memory, priced: true, disksPriced: true, reason: u.WhyText()}
	if !u.Count.Equal(money.One) {
		row.name += " × " + u.Count.String()
	}
	if u.SQL != "" {
		row.os += ", SQL Server " + string(u.SQL)
	}
	if u.Size != nil {
		row.size = u.Size.Name
		if row.vcpus.IsZero() {
			row.vcpus, row.memory = money.Int(int64(u.Size.VCPUs)), u.Size.Memory
		}
	}
	var disks []string
	for _, p := range u.Parts {
		ok, amount := e.PartPriced(p), e.MachineAmount(p)
		switch p.What {
		case estimate.DiskPart, estimate.SnapshotPart:
			row.disksPriced = row.disksPriced && ok
			row.disksMonthly = row.disksMonthly.Add(amount)
			if p.What == estimate.DiskPart {
				each := p.Of
				if n := p.Count.Div(u.Count); !n.Equal(money.One) {
					each = n.String() + "×" + each
				}
				disks = append(disks, each)
			}
		case estimate.AddressPart:
			if ok {
				row.reason += fmt.Sprintf("; its public addresses cost %s beside", money.Amount{Value: amount, Currency: e.Currency()})
			}
		default:
			row.priced = row.priced && ok
			row.monthly = row.monthly.Add(amount)
		}
		if !ok {
			row.incomplete = true
			if p.Price != "" && !strings.Contains(row.reason, p.Price) {
				row.reason += "; " + string(p.What) + " " + p.Of + ": " + p.Price
			}
		}
	}
	row.disks = strings.Join(disks, ";")
	row.priced = row.priced && u.Size != nil
	return row
}

// estateColumns are those of the CSV.
var estateColumns = []string{"machine", "os", "vcpus", "memory_gib", "need_vcpus", "need_memory_gib", "size", "currency", "monthly", "disks", "disks_monthly", "reason"}

// EstateCSV writes a row a machine: what it has, what it needs, its size, and what that
// costs in a month with its licences, and its disks; amounts are unrounded. A machine
// that is not priced has no size or no amount, and the reason says why. The rows that
// become no machine stand behind.
func EstateCSV(w io.Writer, c *compare.Comparison, inv *scenario.Inventory, _ Options) error {
	out := csv.NewWriter(w)
	if err := out.Write(estateColumns); err != nil {
		return err
	}
	text := func(d money.Decimal, ok bool) string {
		if !ok {
			return ""
		}
		return d.String()
	}
	for _, r := range estateRows(c, inv) {
		known := !r.vcpus.IsZero()
		row := []string{
			unformula(r.name), r.os, text(r.vcpus, known), text(r.memory, known), text(r.needVCPUs, !r.needVCPUs.IsZero()), text(r.needMemory, !r.needVCPUs.IsZero()), r.size,
			string(c.Base().Currency()), text(r.monthly, r.priced && known), r.disks, text(r.disksMonthly, r.disksPriced && known), unformula(r.reason),
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// EstateTable writes the same for a terminal, with the totals beneath.
func EstateTable(w io.Writer, c *compare.Comparison, inv *scenario.Inventory, opt Options) error {
	out := bufio.NewWriter(w)
	e := c.Base()
	cur := e.Currency()
	g := grid{columns: []column{{"Machine", false}, {"OS", false}, {"Has", false}, {"Size", false}, {"Monthly\n" + string(cur), true}, {"Disks", false}, {"Disks\n" + string(cur), true}}}
	machines, disks := money.Zero, money.Zero
	for _, r := range estateRows(c, inv) {
		row := []cell{words(r.name), words(r.os), words(""), words(strings.TrimPrefix(r.size, "Standard_")), words(""), words(r.disks), words("")}
		if !r.vcpus.IsZero() {
			row[2] = words(fmt.Sprintf("%s vCPUs, %s GiB", r.vcpus, r.memory.Round(2)))
			if r.priced {
				row[4] = figure(amount(r.monthly, cur))
			}
			if r.disksPriced && !r.disksMonthly.IsZero() {
				row[6] = figure(amount(r.disksMonthly, cur))
			}
		}
		if r.incomplete || r.vcpus.IsZero() {
			row[0].note = clean(r.reason)
			if r.incomplete {
				row[0].mark, row[0].alert = "! ", true
			}
		}
		machines, disks = machines.Add(r.monthly), disks.Add(r.disksMonthly)
		g.rows = append(g.rows, row)
	}
	g.foot = []cell{words("Total"), words(""), words(""), words(""), figure(amount(machines, cur)), words(""), figure(amount(disks, cur))}
	fmt.Fprintf(out, "%s\n", clean("Estate, a month under "+e.Card.Terms.String()))
	if s := c.Samples(); s != "" {
		fmt.Fprintf(out, "Note: %s\n", clean(s))
	}
	if len(e.Machines()) > 0 || len(inv.Left)+len(inv.Apart) > 0 {
		out.WriteString("\n" + g.draw(opt.width(), opt.Color))
	}
	total := e.Total()
	rest := total.Value.Sub(machines).Sub(disks)
	if !rest.IsZero() {
		fmt.Fprintf(out, "\nAddresses, services and fixed costs: %s", money.Amount{Value: rest, Currency: cur})
	}
	fmt.Fprintf(out, "\nIn all: %s a month", total)
	if !e.Complete() {
		fmt.Fprintf(out, ", incomplete: %s", e.Incomplete())
	}
	out.WriteString("\n")
	for _, t := range inv.Stated {
		fmt.Fprintf(out, "The estimate %s says %s a month; %s of it is priced anew.\n", clean(t.Place.File), t.Monthly, t.Parsed)
	}
	footnotes(out, c, opt.width())
	return out.Flush()
}

type jsonEstate struct {
	Version  int                 `json:"version"`
	Currency money.Currency      `json:"currency"`
	Card     jsonCard            `json:"card"`
	Total    money.Decimal       `json:"total"` // a month
	Complete bool                `json:"complete"`
	Machines []jsonEstateRow     `json:"machines"`
	Left     []jsonLeftMachine   `json:"left_out"`
	Apart    []jsonLeftMachine   `json:"apart"`
	Fixed    []jsonFixed         `json:"fixed"`
	Stated   []jsonEstimateTotal `json:"stated"`
	Sources  []jsonSource        `json:"sources"`
}

type jsonEstateRow struct {
	Machine      string         `json:"machine"`
	OS           string         `json:"os"`
	VCPUs        money.Decimal  `json:"vcpus"`
	Memory       money.Decimal  `json:"memory_gib"`
	NeedVCPUs    money.Decimal  `json:"need_vcpus"`
	NeedMemory   money.Decimal  `json:"need_memory_gib"`
	Size         *string        `json:"size"`
	Monthly      *money.Decimal `json:"monthly"`
	Disks        string         `json:"disks"`
	DisksMonthly *money.Decimal `json:"disks_monthly"`
	Reason       string         `json:"reason"`
}

type jsonLeftMachine struct {
	Machine string `json:"machine"`
	Place   string `json:"place"`
	Reason  string `json:"reason"`
}

type jsonFixed struct {
	Name     string         `json:"name"`
	Place    string         `json:"place"`
	Currency money.Currency `json:"currency"`
	Monthly  money.Decimal  `json:"monthly"`
	Upfront  money.Decimal  `json:"upfront"`
	Reason   string         `json:"reason"`
}

type jsonEstimateTotal struct {
	Place    string         `json:"place"`
	Currency money.Currency `json:"currency"`
	Monthly  money.Decimal  `json:"monthly"`
	Upfront  money.Decimal  `json:"upfront"`
	Parsed   money.Decimal  `json:"priced_anew"`
}

type jsonSource struct {
	Name   string   `json:"name"`
	Format string   `json:"format"`
	Rows   int      `json:"rows"`
	SHA256 string   `json:"sha256"`
	Notes  []string `json:"notes"`
}

// EstateJSON writes the same for programs; "version" is 1.
func EstateJSON(w io.Writer, c *compare.Comparison, inv *scenario.Inventory, _ Options) error {
	e := c.Base()
	out := jsonEstate{
		Version: 1, Currency: e.Currency(), Card: cardJSON(e.Card), Total: e.Total().Value, Complete: e.Complete(),
		Machines: []jsonEstateRow{}, Left: leftJSON(inv.Left), Apart: leftJSON(inv.Apart), Fixed: []jsonFixed{}, Stated: []jsonEstimateTotal{}, Sources: []jsonSource{},
	}
	rows, _ := machineRows(e, inv)
	for _, r := range rows {
		row := jsonEstateRow{Machine: r.name, OS: r.os, VCPUs: r.vcpus, Memory: r.memory, NeedVCPUs: r.needVCPUs, NeedMemory: r.needMemory, Disks: r.disks, Reason: r.reason}
		if r.size != "" {
			row.Size = &r.size
		}
		if r.priced {
			row.Monthly = &r.monthly
		}
		if r.disksPriced {
			row.DisksMonthly = &r.disksMonthly
		}
		out.Machines = append(out.Machines, row)
	}
	for _, f := range inv.Fixed {
		out.Fixed = append(out.Fixed, jsonFixed{f.Name, f.Place.String(), f.Monthly.Currency, f.Monthly.Value, f.Upfront.Value, f.Reason})
	}
	for _, t := range inv.Stated {
		out.Stated = append(out.Stated, jsonEstimateTotal{t.Place.String(), t.Monthly.Currency, t.Monthly.Value, t.Upfront.Value, t.Parsed.Value})
	}
	for _, s := range inv.Sources {
		out.Sources = append(out.Sources, jsonSource{s.Name, s.Format, s.Rows, s.SHA256, append([]string{}, s.Notes...)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func leftJSON(list []scenario.LeftMachine) []jsonLeftMachine {
	out := []jsonLeftMachine{}
	for _, l := range list {
		out = append(out, jsonLeftMachine{l.Name, l.Place.String(), l.Reason})
	}
	return out
}
