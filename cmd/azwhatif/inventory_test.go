package main

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// inventoryKinds are inventories to be made up: their header, and what stands in a column.
var inventoryKinds = map[string]struct {
	file   string
	header string
	cells  [][]string
}{
	"plain": {"machines.csv", "name,vcpus,memory_gib,os,size,disks,count,power state,template,region,hours", [][]string{
		{"web", "db 1", "=1+1", "", "Büro", "a,b"}, {"2", "4", "0", "x", "64", "100000", "2.5", "-1", ""}, {"8", "16", "0", "1e9", "", "12.5", "lots"}, {"linux", "windows", "Solaris 11", "", "RHEL 8", "?"},
		{"", "", "D4s v5", "Standard_A5", "Standard_X9"}, {"", "128", "2x256", "P10;E20", "40000", "junk"}, {"", "", "1", "3", "0", "many"}, {"on", "off", "", "??"}, {"", "", "yes"}, {"", "westeurope", "swedencentral", "Mars"}, {"", "24x7", "12x5", "x"},
	}},
	"rvtools": {"RVTools_tabvInfo.csv", "VM,Powerstate,Template,SRM Placeholder,CPUs,Memory,NICs,Disks,Provisioned MiB,OS according to the configuration file,VM UUID,Host", [][]string{
		{"web", "db", "vCLS-1", "", "=2", "vm 7"}, {"poweredOn", "poweredOn", "poweredOff", "suspended", "", "odd"}, {"False", "False", "True", ""}, {"False", "False", "True"}, {"1", "2", "4", "0", "", "x", "500"}, {"4096", "8,192", "0", "", "x"},
		{"1", "", "9"}, {"1", "2", "0", ""}, {"102400", "", "0", "x", "99,999,999"}, {"Ubuntu Linux (64-bit)", "Microsoft Windows Server 2016 (64-bit)", "Other (64-bit)", "Oracle Solaris 11", ""}, {"", "42-1", "42-2", "42-3"}, {"esx1", "esx2"},
	}},
	"import": {"import.csv", "*Server name,IP addresses,*Cores,*Memory (In MB),*OS name,OS version,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB),CPU utilization percentage,Memory utilization percentage", [][]string{
		{"web", "db", "", "app 3"}, {"10.0.0.1", ""}, {"2", "8", "0", "x", ""}, {"4096", "16384", "0", "", "x"}, {"Windows Server 2019", "CentOS 7", "AIX 7", ""}, {""}, {"1", "2", "0", "", "x"}, {"32", "128", "", "x", "99999"}, {"", "512", "-3"}, {"", "0", "12.5", "100", "250"}, {"", "50", "-1"},
	}},
}

// TestInventoriesLoseNothing makes up inventories, good and bad rows mixed: every row comes
// out as a machine with its price, left out, or apart, and none of them without a reason.
func TestInventoriesLoseNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	for name, kind := range inventoryKinds {
		for seed := range uint64(2) {
			rng := rand.New(rand.NewPCG(seed, 5))
			var text bytes.Buffer
			w := csv.NewWriter(&text)
			_ = w.Write(strings.Split(kind.header, ","))
			const rows = 120
			for range rows {
				var cells []string
				for _, of := range kind.cells {
					i := rng.IntN(len(of))
					if rng.IntN(3) > 0 { // mostly what is good
						i = min(i, 1)
					}
					cells = append(cells, of[i])
				}
				_ = w.Write(cells)
			}
			w.Flush()
			path := filepath.Join(dir, kind.file)
			if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, code := ran(t, "estate", path, "--ratebook", "sample", "--source", "retail", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL", "--region", "westeurope", "--format", "csv")
			if code != 0 {
				t.Fatalf("%s: exit %d: %s", name, code, stderr)
			}
			out, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
			if err != nil || len(out) != rows+1 {
				t.Errorf("%s, seed %d: %d rows in, %d out, %v", name, seed, rows, len(out)-1, err)
				continue
			}
			priced := 0
			for _, r := range out[1:] {
				if r[8] != "" {
					priced++
				}
				if r[11] == "" || r[6] == "" && r[8] != "" || strings.HasPrefix(r[0], "=") {
					t.Errorf("%s: %q", name, r)
				}
			}
			if priced == 0 || priced == rows {
				t.Errorf("%s: %d of %d machines are priced: the sample says little", name, priced, rows)
			}
		}
	}
}
