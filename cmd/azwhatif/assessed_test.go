package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"azwhatif/ratebook/size"

	"github.com/xuri/excelize/v2"
)

// assessedMachine is a machine of a made-up assessment of Azure Migrate. Numbers are whole:
// usage in hundredths of a percent, storage in hundredths of a GB.
type assessedMachine struct {
	name, os        string
	cores, mb       int
	cpu, memory     int // 0: not measured; -1: an empty cell
	disks, asIs     []string
	storage         int
	onlyPerformance bool // it is not in the sheet of those as configured
}

// The classes of disks, and up to how many GiB they hold.
var classSteps = []struct{ number, gib int }{{1, 4}, {2, 8}, {3, 16}, {4, 32}, {6, 64}, {10, 128}, {15, 256}, {20, 512}, {30, 1024}, {40, 2048}, {50, 4096}, {60, 8192}, {70, 16384}, {80, 32767}}

// classFor is the class of a kind (P, E, S) that holds so many hundredths of a GB.
func classFor(kind string, hundredths int) string {
	for _, c := range classSteps {
		if hundredths <= c.gib*100 && (kind != "S" || c.number >= 4) {
			return kind + strconv.Itoa(c.number)
		}
	}
	return ""
}

var longKind = map[string]string{"P": "Premium_", "E": "StandardSSD_", "S": "Standard_"}

// assessedMachines are machines of all kinds: odd memory, sizes of disks on and beside the
// edges of classes, usage that is missing, 0, just above a number of cores, and 100%.
func assessedMachines(n int) (list []assessedMachine) {
	rng := rand.New(rand.NewPCG(16, 294))
	pick := func(of ...int) int { return of[rng.IntN(len(of))] }
	systems := []string{"Microsoft Windows Server 2019 Datacenter", "Microsoft Windows Server 2012 R2 (64-bit)", "Microsoft Windows Server 2008 (32-bit)", "Ubuntu Linux (64-bit)", "CentOS 7 (64-bit)", "Red Hat Enterprise Linux 8 (64-bit)", ""}
	for i := range n {
		m := assessedMachine{
			name: fmt.Sprintf("SRV-%03d", i), os: systems[rng.IntN(len(systems))], cores: pick(1, 1, 2, 2, 2, 3, 4, 4, 4, 5, 6, 8, 8, 10, 12, 16, 24, 32, 48, 64),
			cpu: pick(-1, 0, 0, 1, 137, 1000, 2012, 2500, 2525, 5000, 5037, 5050, 5051, 5600, 7500, 9999, 10000), memory: pick(-1, 0, 50, 1250, 4999, 5000, 5001, 8333, 10000),
			onlyPerformance: i%5 == 4,
		}
		m.mb = m.cores*pick(1024, 2048, 4096, 8192) + pick(0, 0, 0, -1, 1, 512, 1000)
		if rng.IntN(12) == 0 {
			m.mb = pick(512, 1000, 1023, 3500, 7168, 14336, 16383, 16384, 16385, 57344, 131073)
		}
		count := pick(1, 1, 1, 2, 3, 5, 9)
		for range count {
			of := pick(400, 3200, 3201, 3300, 6399, 6400, 6401, 12799, 12800, 12801, 25600, 51200, 102400, 204801, 1638400)
			m.storage += of
			m.disks = append(m.disks, longKind["P"]+classFor("P", of))
			if kind := []string{"S", "S", "E", "P"}[rng.IntN(4)]; kind != "P" {
				m.disks[len(m.disks)-1] = longKind[kind] + classFor(kind, of)
			}
			m.asIs = append(m.asIs, longKind["S"]+classFor("S", of))
			if rng.IntN(6) == 0 {
				m.asIs[len(m.asIs)-1] = longKind["P"] + classFor("P", of)
			}
		}
		list = append(list, m)
	}
	return list
}

// writeAssessment writes the workbook with the columns of Azure Migrate's export tool.
func writeAssessment(t *testing.T, path string, machines []assessedMachine) {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	put := func(sheet string, row int, cells []any) {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &cells); err != nil {
			t.Fatal(err)
		}
	}
	put("Sheet1", 1, []any{"Target Region", "centralus"})
	head := func(sheet, columns string) {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		var cells []any
		for c := range strings.SplitSeq(columns, "|") {
			cells = append(cells, c)
		}
		put(sheet, 1, cells)
	}
	const perf, asIs = "All_VM_IaaS_Server_Rehost_Perf", "VM_IaaS_Server_Rehost_As-is"
	head(perf, "Machine Name|Environment|Azure VM Readiness|Azure VM Readiness - Warnings|Recommended VM Size|Monthly Compute Cost Estimate (Pay as you go)|Monthly Storage Cost Estimate|Operating System|Support Status|VM Host|Boot Type|Cores|Memory (in MB)|CPU Utilization (in %)|Memory Utilization (in %)|Storage (in GB)|Network Adapters|Disk Names|Azure Disk Readiness|Recommended Disk SKUs|Standard HDD Disks")
	head(asIs, "Machine Name|Environment|Azure VM Readiness|Recommended VM Size|Monthly Compute Cost Estimate|Monthly Storage Cost Estimate|Operating System|Support Status|VM Host|Boot Type|Cores|Memory (in MB)|Storage (in GB)|Network Adapters|Disk Names|Azure Disk Readiness|Recommended Disk SKUs")
	use := func(n int) any {
		if n < 0 {
			return nil
		}
		return float64(n) / 100
	}
	below := 2
	for i, m := range machines {
		names := ""
		for k := range m.disks {
			names += fmt.Sprintf("scsi0:%d;", k)
		}
		environment := []string{"Prod", "Dev", "Prod"}[i%3]
		put(perf, i+2, []any{m.name, environment, "Ready", "", "Standard_D2s_v3", 100.5, 10.25, m.os, "Mainstream", "host", "BIOS", m.cores, m.mb, use(m.cpu), use(m.memory), float64(m.storage) / 100, 1, names, "Ready;", strings.Join(m.disks, ";") + ";", 0})
		if !m.onlyPerformance {
			put(asIs, below, []any{m.name, environment, "Ready", "Standard_D2s_v3", 100.5, 10.25, m.os, "Mainstream", "host", "BIOS", m.cores, m.mb, float64(m.storage) / 100, 1, names, "Ready;", strings.Join(m.asIs, ";") + ";"})
			below++
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// sizePrices are made-up prices of an hour, in millionths, by size; many are equal.
func sizePrices() map[string]int {
	rng := rand.New(rand.NewPCG(16, 2026))
	prices := map[string]int{}
	for _, s := range size.BuiltIn().Sizes {
		gib, _ := strconv.ParseFloat(s.Memory.String(), 64)
		price := 20_000*s.Whole + 4_000*int(gib)
		switch {
		case strings.HasPrefix(s.Name, "Standard_A"), strings.HasPrefix(s.Name, "Standard_B"):
			price = price * 8 / 10
		case strings.Contains(s.Name, "s_v5"):
			price = price * 9 / 10
		}
		price = price/5_000*5_000 + 5_000*rng.IntN(3)
		if rng.IntN(20) > 0 { // some have none
			prices[s.Name] = price
		}
	}
	return prices
}

const windowsPerCore = 46_000

// writeRetail writes the prices as the interface serves them: of a size Linux, Windows,
// spot, and Windows for dev/test, which costs what Linux does.
func writeRetail(t *testing.T, path string, prices map[string]int) {
	t.Helper()
	var items []map[string]any
	add := func(kind, product, meter string, price int) {
		items = append(items, map[string]any{
			"currencyCode": "AUD", "tierMinimumUnits": 0, "retailPrice": json.Number(fmt.Sprintf("%d.%06d", price/1e6, price%1e6)), "unitPrice": json.Number(fmt.Sprintf("%d.%06d", price/1e6, price%1e6)),
			"armRegionName": "centralus", "location": "US Central", "effectiveStartDate": "2026-08-01T00:00:00Z", "meterId": fmt.Sprintf("00000000-0000-0000-0000-%012d", len(items)),
			"meterName": meter, "productName": product, "skuName": meter, "serviceName": "Virtual Machines", "unitOfMeasure": "1 Hour", "type": kind, "isPrimaryMeterRegion": true,
		})
	}
	for _, s := range size.BuiltIn().Sizes {
		price, ok := prices[s.Name]
		if !ok {
			continue
		}
		short := strings.ReplaceAll(strings.TrimPrefix(s.Name, "Standard_"), "_", " ")
		product := "Virtual Machines " + s.Series() + " Series"
		add("Consumption", product, short, price)
		add("Consumption", product, short+" Spot", price/10)
		add("Consumption", product+" Windows", short, price+windowsPerCore*s.VCPUs)
		id := items[len(items)-1]["meterId"]
		add("DevTestConsumption", product+" Windows", short, price)
		items[len(items)-1]["meterId"] = id
	}
	for _, l := range []struct {
		name  string
		price int
	}{{"1-4 vCPU VM License", 60_000}, {"5+ vCPU VM License", 130_000}} {
		add("Consumption", "Red Hat Enterprise Linux", l.name, l.price)
		items[len(items)-1]["serviceName"], items[len(items)-1]["armRegionName"] = "Virtual Machines Licenses", ""
	}
	data, err := json.Marshal(map[string]any{"Items": items, "NextPageLink": nil, "Count": len(items)})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

var ruledOut = regexp.MustCompile(`^Standard_(B[0-9]|N[A-Z]*[0-9]|H[A-Z]*[0-9]|PB[0-9]|DC[0-9]|EC[0-9]|[A-Z]+[0-9]+-[0-9])|_Promo`)
var ofAv2 = regexp.MustCompile(`^Standard_A[0-9]+m?_v2$`)

// bruteForce is what Azure Migrate's rules make of a machine (azwhatif's own reading of
// them, written without the program's): the cheapest size of all that fit.
func bruteForce(m assessedMachine, prices map[string]int, utilisation, devTest bool, comfortTenths int) string {
	// Cores in parts of 100,000; memory in parts of 100,000 of a MB.
	cores, memory := m.cores*100_000, m.mb*100_000
	disks := m.disks
	if utilisation {
		if m.cpu > 0 {
			cores = m.cores * m.cpu * comfortTenths
		}
		if m.memory > 0 {
			memory = m.mb * m.memory * comfortTenths
		}
	} else if !m.onlyPerformance {
		disks = m.asIs
	}
	best, bestSize := "", size.Size{}
	cost := func(s size.Size) int {
		price := prices[s.Name]
		switch {
		case strings.Contains(m.os, "Windows") && !devTest:
			price += windowsPerCore * s.VCPUs
		case strings.Contains(m.os, "Red Hat") && !devTest && s.VCPUs <= 4:
			price += 60_000
		case strings.Contains(m.os, "Red Hat") && !devTest:
			price += 130_000
		}
		return price
	}
	catalogue := size.BuiltIn()
	for _, s := range catalogue.Sizes {
		_, priced := prices[s.Name]
		switch sale := catalogue.In(&s, "centralus"); {
		case !priced, !sale.Sold, s.ARM, ruledOut.MatchString(s.Name), utilisation && ofAv2.MatchString(s.Name):
			continue
		case s.VCPUs*101_000 < cores && (s.VCPUs != 2 || cores > 220_000):
			continue
		case len(disks)-1 > s.Disks, strings.Contains(strings.Join(disks, " "), "Premium") && !s.Premium:
			continue
		}
		if gib, _ := strconv.ParseFloat(s.Memory.String(), 64); int(gib*1024)*100_000 < memory {
			continue
		}
		switch {
		case best == "" || cost(s) < cost(bestSize):
		case cost(s) > cost(bestSize), s.VCPUs > bestSize.VCPUs:
			continue
		case s.VCPUs < bestSize.VCPUs:
		case bestSize.Memory.Less(s.Memory):
			continue
		case s.Memory.Less(bestSize.Memory):
		case s.Name > best:
			continue
		}
		best, bestSize = s.Name, s
	}
	return best
}

// TestAssessedSizes holds the command to the rules of Azure Migrate (docs/machines.md): it
// sizes a workbook of some 300 machines as configured and by utilisation, under
// Pay-As-You-Go and a dev/test offer, and agrees with a second calculation in every one.
func TestAssessedSizes(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("XDG_DATA_HOME", dir)
	machines, prices := assessedMachines(300), sizePrices()
	book, card, ratebook := filepath.Join(dir, "assessment.xlsx"), filepath.Join(dir, "card.json"), filepath.Join(dir, "book")
	writeAssessment(t, book, machines)
	writeRetail(t, card, prices)
	for _, offer := range []string{"MS-AZR-0003P", "MS-AZR-0023P"} {
		terms := []string{"--ratebook", ratebook, "--source", "retail", "--offer", offer, "--currency", "AUD", "--market", "AU"}
		if _, stderr, code := ran(t, append([]string{"fetch", "--from-file", card, "--fetched", "2026-08-03"}, terms...)...); code != 0 {
			t.Fatal(stderr)
		}
		for _, by := range []string{"allocated", "utilisation"} {
			stdout, stderr, code := ran(t, append([]string{"estate", book, "--region", "centralus", "--by", by, "--comfort", "1.3", "--format", "csv"}, terms...)...)
			if code != 0 || !strings.Contains(stderr, "300 machines, 0 apart, 0 left out") {
				t.Fatal(code, stderr)
			}
			rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
			if err != nil || len(rows) != len(machines)+1 {
				t.Fatal(len(rows), err)
			}
			got := map[string][]string{}
			for _, r := range rows[1:] {
				got[r[0]] = r
			}
			without := 0
			for _, m := range machines {
				r := got[m.name]
				want := bruteForce(m, prices, by == "utilisation", offer == "MS-AZR-0023P", 13)
				if r[6] != want {
					t.Errorf("%s, %s: %+v has %q, want %q: %s", offer, by, m, r[6], want, r[11])
				}
				if want == "" {
					without++
				}
				disks := m.disks
				if by == "allocated" && !m.onlyPerformance {
					disks = m.asIs
				}
				if len(disks) == 1 { // the class that holds the storage
					_, class, _ := strings.Cut(disks[0], "_")
					if r[9] != class+" LRS" {
						t.Errorf("%s, %s: the disk of %s is %q, want %q", offer, by, m.name, r[9], class)
					}
				}
			}
			if without > 10 {
				t.Errorf("%d machines have no size: the sample says nothing of them", without)
			}
		}
	}
}
