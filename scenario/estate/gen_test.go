package estate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// writeRVTools writes an export of so many machines, of the columns of RVTools 4.4, with
// two disks each.
func writeRVTools(t testing.TB, path string, machines int) {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", "vInfo"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("vDisk"); err != nil {
		t.Fatal(err)
	}
	info, err := f.NewStreamWriter("vInfo")
	if err != nil {
		t.Fatal(err)
	}
	disk, err := f.NewStreamWriter("vDisk")
	if err != nil {
		t.Fatal(err)
	}
	row := func(w *excelize.StreamWriter, n int, cells ...any) {
		if err := w.SetRow(fmt.Sprintf("A%d", n), cells); err != nil {
			t.Fatal(err)
		}
	}
	row(info, 1, "VM", "Powerstate", "Template", "SRM Placeholder", "CPUs", "Memory", "NICs", "Disks", "OS according to the configuration file", "OS according to the VMware Tools", "VM UUID", "Host", "Annotation")
	row(disk, 1, "VM", "Disk", "Capacity MiB", "VM UUID")
	systems := []string{"Microsoft Windows Server 2019 (64-bit)", "Ubuntu Linux (64-bit)", "Red Hat Enterprise Linux 8 (64-bit)"}
	for i := range machines {
		name, id := fmt.Sprintf("vm-%05d", i), fmt.Sprintf("4201-%08d", i)
		state := "poweredOn"
		if i%10 == 9 {
			state = "poweredOff"
		}
		row(info, i+2, name, state, i%97 == 96, false, 1+i%16, 1024*(1+i%64), 1+i%2, 2, systems[i%3], "", id, "esx", "")
		row(disk, 2*i+2, name, "Hard disk 1", 1024*(30+i%200), id)
		row(disk, 2*i+3, name, "Hard disk 2", 1024*(100+i%900), id)
	}
	for _, w := range []*excelize.StreamWriter{info, disk} {
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// TestManyMachines reads an inventory of 5,000 machines, and loses none.
func TestManyMachines(t *testing.T) {
	dir := t.TempDir()
	if keep := os.Getenv("AZWHATIF_KEEP"); keep != "" {
		dir = keep
	}
	path := filepath.Join(dir, "rvtools.xlsx")
	writeRVTools(t, path, 5000)
	start := time.Now()
	inv, err := Read(context.Background(), Spec{Files: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read in %v", time.Since(start))
	if n := len(inv.Machines) + len(inv.Apart) + len(inv.Left); n != 5000 || len(inv.Left) != 0 {
		t.Errorf("%d machines, %d apart, %d left", len(inv.Machines), len(inv.Apart), len(inv.Left))
	}
	for _, m := range inv.Machines {
		if len(m.Disks) != 2 || m.Unsized != 0 {
			t.Fatalf("%s has %d disks", m.Name, len(m.Disks))
		}
	}
}

// BenchmarkRead reads an inventory of 5,000 machines; rows is a bare pass over the cells of
// its two sheets, to compare it with.
func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "rvtools.xlsx")
	writeRVTools(b, path, 5000)
	b.Run("estate", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(context.Background(), Spec{Files: []string{path}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			f, err := excelize.OpenFile(path)
			if err != nil {
				b.Fatal(err)
			}
			for _, sheet := range f.GetSheetList() {
				rows, err := f.Rows(sheet)
				if err != nil {
					b.Fatal(err)
				}
				for rows.Next() {
					if _, err := rows.Columns(); err != nil {
						b.Fatal(err)
					}
				}
			}
			_ = f.Close()
		}
	})
}
