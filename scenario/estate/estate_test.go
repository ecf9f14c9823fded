package estate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"azwhatif/scenario"

	"golang.org/x/text/encoding/unicode"
)

// written writes files into a folder of their own, and reads them.
func written(t *testing.T, files map[string]string) (*scenario.Inventory, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Read(context.Background(), Spec{Files: []string{dir}})
}

// shown is an inventory in few words: its machines, and why others are none.
func shown(inv *scenario.Inventory) string {
	var out []string
	for _, m := range inv.Machines {
		s := fmt.Sprintf("%s %s/%s %s", m.Name, m.VCPUs, m.Memory.Round(3), m.OS)
		for _, d := range m.Disks {
			s += fmt.Sprintf(" %d×%s%s", d.Count, d.Class, map[bool]string{true: "", false: d.GiB.Round(3).String()}[d.GiB.IsZero()])
		}
		if m.Count != 1 {
			s += fmt.Sprintf(" (%d)", m.Count)
		}
		if m.Unsized > 0 {
			s += fmt.Sprintf(" unsized %d", m.Unsized)
		}
		out = append(out, s)
	}
	for _, l := range inv.Apart {
		out = append(out, "apart "+l.Name+": "+l.Reason)
	}
	for _, l := range inv.Left {
		out = append(out, "left "+l.Name+": "+l.Reason)
	}
	return strings.Join(out, "\n")
}

func TestRead(t *testing.T) {
	const info = "VM,Powerstate,Template,SRM Placeholder,CPUs,Memory,Disks,OS according to the configuration file,OS according to the VMware Tools\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"RVTools in CSV files": {map[string]string{
			"RVTools_tabvInfo.csv": info + "a,poweredOn,False,False,2,8192,2,Other (64-bit),Ubuntu Linux (64-bit)\n" +
				"b,poweredOff,False,False,2,4096,1,Windows,\nt,poweredOn,True,False,2,4096,1,Windows,\nvCLS-1,poweredOn,False,False,1,128,1,Photon,\n" +
				"s,poweredOn,False,True,1,128,1,Photon,\nc,poweredOn,False,False,4,,1,Windows,\n",
			"RVTools_tabvDisk.csv": "VM,Disk,Capacity MB\na,Hard disk 1,81920\na,Hard disk 2,40960\nb,Hard disk 1,10240\nc,Hard disk 1,1024\nghost,Hard disk 1,1024\n",
		}, `a 2/8 linux 1×80 1×40
apart b: it does not run (poweredOff)
apart t: it is a template
apart vCLS-1: it is one of vSphere's own (vCLS)
apart s: it is a placeholder of Site Recovery Manager: the machine that it stands for is elsewhere
left ghost: a disk of a machine that vInfo does not list
left c: it has no memory`},
		"the heads of its command line, thousands with points, listed twice": {map[string]string{
			"x.csv": "vInfoVMName;vInfoPowerstate;vInfoTemplate;vInfoCPUs;vInfoMemory;vInfoOS;vInfoProvisioned\na;poweredOn;FALSCH;4;16.384;Microsoft Windows Server 2016 (64-bit);102.400\na;poweredOn;FALSCH;4;16.384;Microsoft Windows Server 2016 (64-bit);102.400\n",
		}, "a 4/16 windows 1×100\napart a: listed twice: it is the machine of"},
		"a plain table, German, decimal comma": {map[string]string{
			"x.csv": "Servername;Prozessoren;Arbeitsspeicher (GB);Betriebssystem;Festplatten;Anzahl\nweb;4;15,5;Windows Server 2019;128,5 GB+2x512;2\ndb;8;64;Red Hat Enterprise Linux 8;P30;1\nsun;2;4;Solaris 11;;\n",
		}, "web 4/15.5 windows 1×128.5 2×512 (2)\ndb 8/64 rhel 1×P30\nleft sun: Azure runs no Solaris (Solaris 11)"},
		"memory without a unit": {map[string]string{"x.csv": "name,vcpus,memory,os\na,2,8192,ubuntu\nb,4,65536,suse\n"}, "a 2/8 linux\nb 4/64 sles"},
		"Azure Migrate's import": {map[string]string{
			"x.csv": "*Server name,*Cores,*Memory (In MB),*OS name,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB)\na,16,65536,Microsoft Windows Server 2019,2,500,500\nb,2,4096,Ubuntu,2,30,\n",
		}, "a 16/64 windows 1×500 1×500\nb 2/4 linux 1×30 unsized 1"},
		"an assessment's sheet": {map[string]string{
			"x.csv": "Machine Name,Environment,Recommended VM Size,Operating System,Cores,Memory (in MB),CPU Utilization (in %),Storage (in GB),Disk Names,Recommended Disk SKUs\na,,Standard_D2,Windows Server 2012,2,4096,12.5,127.998,scsi0:0;,Standard_S10;\nb,,Standard_D4,Ubuntu,4,8192,1,300,scsi0:0;scsi0:1;,Standard_S10;Standard_S15;\n",
		}, "a 2/4 windows 1×127.998\nb 4/8 linux 1×128 1×256"},
		"a discovery report": {map[string]string{
			"x.csv": "Machine Name,Environment,Operating System,Cores,Memory (in MB),Total Disks,Power Stats\na,,Ubuntu,2,4096,3,On\nb,,Ubuntu,2,4096,3,Off\n",
		}, "a 2/4 linux unsized 3\napart b: it does not run (Off)"},
	} {
		t.Run(name, func(t *testing.T) {
			inv, err := written(t, c.files)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(shown(inv), "\n")
			for i, want := range strings.Split(c.want, "\n") {
				if i >= len(got) || !strings.HasPrefix(got[i], want) {
					t.Fatalf("read\n%s\nwant\n%s", shown(inv), c.want)
				}
			}
			if len(got) != strings.Count(c.want, "\n")+1 {
				t.Errorf("read\n%s\nwant\n%s", shown(inv), c.want)
			}
		})
	}
}

// TestReadTogether reads inventories at the same time, as the page does.
func TestReadTogether(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 20 {
				inv, err := written(t, map[string]string{"vms.csv": fmt.Sprintf("machine (%d),vcpus,memory_gib,Größe é %[1]d\nb,2,8,x\n", n)})
				if err != nil {
					t.Error(err)
				} else if got := shown(inv); got != "b 2/8 " {
					t.Errorf("%q", got)
				}
			}
		})
	}
	all.Wait()
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unit":      {"name,vcpus,memory\na,2,200\nb,2,300\n", "name it memory_gib or memory_mib"},
		"decimals":  {"name;vcpus;memory_gib\na;2;1,5\nb;2;2.5\n", "state decimal"},
		"no table":  {"hello\nworld\n", "no inventory that is known"},
		"quotation": {"name,vcpus,memory_gib,os,x\na,2,4,\"linux,y\nb,2,4,linux,z\nc,2,4,linux,z\n", "quotation mark that nothing closes"},
		"empty":     {"", "the file is empty"},
	} {
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Read(context.Background(), Spec{Files: []string{path}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestWide(t *testing.T) {
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("name\tvcpus\tmemory_gib\tos\nBüro\t2\t4\tlinux\n")
	if err != nil {
		t.Fatal(err)
	}
	inv, err := written(t, map[string]string{"x.txt": text})
	if err != nil || shown(inv) != "Büro 2/4 linux" {
		t.Errorf("%v, %v", inv, err)
	}
}

func TestCollector(t *testing.T) {
	list, err := collectedMachines([]byte(`{"Value":[{"properties":{"displayName":"a","numberOfProcessorCore":4,"allocatedMemoryInMB":8192,"operatingSystemDetails":{"osName":"Windows Server 2019"},"powerStatus":"On","disks":{"d":{"maxSizeInBytes":107374182400}}}}]}`))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	r := &reading{inv: &scenario.Inventory{}, seen: map[string]scenario.Place{}}
	r.collected(list[0], scenario.Place{})
	if got := shown(r.inv); got != "a 4/8 windows 1×100" {
		t.Error(got)
	}
}

// TestLines has descriptions of the calculator, in several languages.
func TestLines(t *testing.T) {
	for text, want := range map[string]string{
		"2 D2as v5 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Linux,  (Pay as you go); 2 managed disks – E4":                                                                      "2 D2as v5 linux 1×E4",
		"1 D2s v3 (2 vCPUs, 8 GB RAM) x 160 Hours (Pay as you go), Windows (License included), SQL Enterprise (Pay as you go); 0 managed disks – S10":                                   "1 D2s v3 windows",
		"1 B1ms (1 Core, 2 GB RAM) x 730 Horas (Pay as you go), Linux; 1 managed disk – S4; Inter Region transfer type, 5 GB outbound data transfer de Espanha Central para Ásia Leste": "1 B1ms linux 1×S4",
		"2 A2 v2 (2 vCPUs, 4 GB RAM) x 730 Stunden (Nutzungsbasierte Bezahlung), Linux; 0 verwaltete Betriebssystemdatenträger – E1":                                                    "2 A2 v2 linux",
		"1 D8ads v5 (8 vCPUs, 32 GB RAM) (3 year reserved), Windows (License included), OS Only; 1 managed disk – S20":                                                                  "1 D8ads v5 windows 1×S20",
	} {
		p, err := machineLine(line{region: "spaincentral", text: text})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		m := p.machines[0]
		got := fmt.Sprintf("%d %s %s", m.Count, m.Size, m.OS)
		for _, d := range m.Disks {
			got += fmt.Sprintf(" %d×%s", d.Count, d.Class)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"1 D2 (2 vCPUs, 8 GB RAM) x 730 Hours (Spot), Linux", "something", "1 D2 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Linux; 3 unknown things"} {
		if _, err := machineLine(line{region: "eastus", text: text}); err == nil {
			t.Errorf("%s is priced anew", text)
		}
	}
}

// TestServiceLines has what other services' lines are priced anew by.
func TestServiceLines(t *testing.T) {
	for _, c := range []struct{ service, text, want string }{
		{"Virtual Machine Scale Sets", "10 D2 v3 (2 vCPUs, 8 GB RAM) (3 year savings plan), Windows (AHB), OS Only", "10 D2 v3"},
		{"Virtual Machines", "21个D2 v3 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Windows (AHB), OS Only", "21 D2 v3"},
		{"Virtual Machines", "2 D4s v5 (4 vCPUs, 16 GB RAM) x 730 Stunden (Nutzungsbasierte Bezahlung), Windows (Lizenz enthalten), Nur Betriebssystem; 2 verwaltete Datenträger – P10; 5 GB ausgehende Datenübertragung von Europa, Westen nach Asien, Osten",
			"2 D4s v5 1×P10; 5 Inter-Region / Inter Continent Data Transfer Out - NAM or EU To Any"},
		{"Azure Kubernetes Service (AKS)", "Standard; Cluster management for 2 clusters; 3 D4s v5 (4 vCPUs, 16 GB RAM) x 730 Hours (Pay as you go), Linux; 3 managed OS disks – P10", "3 D4s v5 1×P10; 1460 Azure Kubernetes Service / Standard Uptime SLA"},
		{"Azure Kubernetes Service (AKS)", "Free; Cluster management for 1 clusters; 1 D2 v3 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Linux; 0 managed OS disks – S4", "1 D2 v3"},
		{"Azure Kubernetes Service (AKS)", "Premium; Cluster management for 1 clusters; 1 D2 v3 (2 vCPUs, 8 GB RAM) x 730 Hours (Pay as you go), Linux", "fixed"},
		// 2 disks x 730 hours: 1,024 GiB; 5,000 - 3,000 free IOPS; 200 - 125 free MB/s
		{"Storage Accounts", "Managed Disks, Premium SSD v2, LRS Redundancy, 2 Disks x 730 Hours, 1,024 GiB, 5,000 IOPS, 200 MB/s",
			"1495040 Azure Premium SSD v2 / Premium LRS Provisioned Capacity; 2920000 Azure Premium SSD v2 / Premium LRS Provisioned IOPS; 109500 Azure Premium SSD v2 / Premium LRS Provisioned Throughput (MBps)"},
		{"Managed Disks", "Ultra Disk, 1 Disk, 512 GiB, 2,048 IOPS, 8 MB/s, 730 Hours", "373760 Ultra Disks / Ultra LRS Provisioned Capacity; 1495040 Ultra Disks / Ultra LRS Provisioned IOPS; 5840 Ultra Disks / Ultra LRS Provisioned Throughput (MBps)"},
		{"Managed Disks", "Ultra Disk, 1 Disk, 512 GiB, 2,048 IOPS, 8 MB/s, 5 snapshots", "fixed"},
		{"Storage Accounts", "Block Blob Storage, General Purpose V2, LRS Redundancy, Cool Access Tier, 1,00,000 GB Capacity", "100000 General Block Blob v2 / Cool LRS Data Stored"},
	} {
		got := "fixed"
		if p, err := readers[letters(c.service)](line{service: c.service, region: "westeurope", text: clean(c.text)}); err == nil {
			var parts []string
			for _, m := range p.machines {
				s := fmt.Sprintf("%d %s", m.Count, m.Size)
				for _, d := range m.Disks {
					s += fmt.Sprintf(" %d×%s", d.Count, d.Class)
				}
				parts = append(parts, s)
			}
			for _, u := range p.uses {
				parts = append(parts, fmt.Sprintf("%s %s / %s", u.Quantity, u.Meter.Subcategory, u.Meter.Name))
			}
			got = strings.Join(parts, "; ")
		}
		if got != c.want {
			t.Errorf("%s: %s\n%s, want\n%s", c.service, c.text, got, c.want)
		}
	}
}

// conserved holds what is so of every file: no row is in two lists.
func conserved(t *testing.T, name string, data []byte) {
	books, err := parse(name, ".", data, 0)
	if err != nil {
		return
	}
	r := &reading{inv: &scenario.Inventory{}, seen: map[string]scenario.Place{}}
	for _, b := range books {
		if f := claim(b, ""); f != nil {
			if err := f.Read(r, []*book{b}); err != nil {
				return
			}
		}
	}
	seen := map[scenario.Place]bool{}
	for _, m := range r.inv.Machines {
		if m.Size == "" && (m.VCPUs.Sign() <= 0 || m.Memory.Sign() <= 0) || m.Count < 1 {
			t.Errorf("machine %+v", m)
		}
		if m.Cost == nil && seen[m.Place] {
			t.Errorf("%s is two machines", m.Place)
		}
		seen[m.Place] = true
	}
	for _, l := range r.inv.Left {
		if l.Reason == "" {
			t.Errorf("%s is left without a reason", l.Place)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("name,vcpus,memory_gib,os,disks\na,2,4,linux,128;P10\n"))
	f.Add([]byte("VM,Powerstate,Template,CPUs,Memory,OS according to the configuration file\na,poweredOn,False,2,8192,Windows\n"))
	f.Add([]byte("*Server name,*Cores,*Memory (In MB),*OS name,Number of disks,Disk 1 size (In GB)\na,1,1,x,1,1\n"))
	f.Add([]byte("Machine Name,Recommended VM Size,Operating System,Cores,Memory (in MB),Storage (in GB),Disk Names,Recommended Disk SKUs\na,x,Ubuntu,1,1024,1,a;b;,Standard_S4;\n"))
	f.Add([]byte("Service type,Custom name,Region,Description,Estimated monthly cost,Estimated upfront cost\nBandwidth,,,\"Inter Region transfer type, 500 GB outbound data transfer from West US to East Asia\",24.75,0\n,,Total,,24.75,0\nAll prices shown are in USD.\n"))
	f.Fuzz(func(t *testing.T, data []byte) { conserved(t, "x.csv", data) })
}

func FuzzCollector(f *testing.F) {
	f.Add([]byte(`[{"displayName":"a","numberOfProcessorCore":4,"allocatedMemoryInMB":8192}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := collectedMachines(data)
		if err != nil {
			return
		}
		r := &reading{inv: &scenario.Inventory{}, seen: map[string]scenario.Place{}}
		for i, o := range list {
			r.collected(o, scenario.Place{Row: i + 1})
		}
		if n := len(r.inv.Machines) + len(r.inv.Apart) + len(r.inv.Left); n != len(list) {
			t.Errorf("%d of %d machines", n, len(list))
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.xlsx")
	writeRVTools(f, path, 3)
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) { conserved(t, "x.xlsx", data) })
}

func FuzzLine(f *testing.F) {
	f.Add("Virtual Machines", "1 A2 (2 Cores, 3.5 GB RAM) x 730 Hours (Pay as you go), Linux,  (Pay as you go); 1 managed disk – E10")
	f.Add("Azure SQL Database", "Single Database, vCore, General Purpose, Gen 5, 1 - 2 vCore Database(s) x 730 Hours, 50 GB Storage, SQL License")
	f.Add("Storage Accounts", "Block Blob Storage, General Purpose V2, LRS Redundancy, Hot Access Tier, 1,000 GB Capacity")
	f.Fuzz(func(t *testing.T, service, text string) {
		if read := readers[letters(service)]; read != nil {
			if p, err := read(line{region: "eastus", text: clean(text)}); err == nil {
				for _, u := range p.uses {
					if u.Quantity.Sign() < 0 {
						t.Errorf("%q uses %s", text, u.Quantity)
					}
				}
			}
		}
	})
}
