package estate

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// cellsOf is a sheet's cells, of a text with a row a line and bars between cells.
func cellsOf(text string) (rows [][]any) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		var cells []any
		for c := range strings.SplitSeq(line, "|") {
			var n float64
			if _, err := fmt.Sscanf(c, "%g", &n); err == nil && fmt.Sprint(n) == c {
				cells = append(cells, n)
			} else {
				cells = append(cells, c)
			}
		}
		rows = append(rows, cells)
	}
	return rows
}

// writeSheets writes a workbook of sheets, each "name\nrows".
func writeSheets(t *testing.T, path string, sheets ...string) {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, s := range sheets {
		name, text, _ := strings.Cut(s, "\n")
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			continue
		}
		for r, cells := range cellsOf(text) {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", r+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// TestRVToolsWorkbooks has what exports are like: of old versions and other languages,
// with machines of one name, sheets that are empty or missing, rows that are none.
func TestRVToolsWorkbooks(t *testing.T) {
	const win, lin = "Microsoft Windows Server 2019 (64-bit)", "Ubuntu Linux (64-bit)"
	for name, c := range map[string]struct {
		sheets []string
		want   string
	}{
		"version 3, MB": {[]string{
			"vInfo\nVM|Powerstate|Template|CPUs|Memory|NICs|Disks|Provisioned MB|In Use MB|OS according to the configuration file\na|poweredOn|False|2|4,096|1|2|102,400|51,200|" + win + "\nb|suspended|False|2|4096|1|1|1024|1|" + lin,
			"vDisk\nVM|Powerstate|Disk|Capacity MB|Raw\na|poweredOn|Hard disk 1|40,960|False\na|poweredOn|Hard disk 2|61,440|False\nb|suspended|Hard disk 1|1,024|False",
		}, "a 2/4 windows 1×40 1×60\napart b: it does not run (suspended)"},
		"names twice, in two vCenters": {[]string{
			"vInfo\nVM|Powerstate|Template|SRM Placeholder|CPUs|Memory|Total disk capacity MiB|OS according to the configuration file|VM UUID|VI SDK Server\n" +
				"a|poweredOn|False|False|2|4096|1024|" + lin + "|42-1|vc1\na|poweredOn|False|False|2|4096|1024|" + lin + "|42-2|vc2\ncopy|poweredOn|False|False|2|4096|1024|" + lin + "|42-1|vc2\na|poweredOn|False|False|2|4096|1024|" + lin + "|42-1|vc1",
			"vDisk\nVM|Disk|Capacity MiB|VM UUID\na|1|10240|42-1\na|1|20480|42-2\ncopy|1|30720|42-1",
		}, "a 2/4 linux 1×10\na 2/4 linux 1×20\ncopy 2/4 linux 1×30\napart a: listed twice: it is the machine of"},
		"names twice, without ids": {[]string{
			"vInfo\nVM|Powerstate|Template|CPUs|Memory|Provisioned MiB|OS according to the configuration file|Host|VI SDK Server\na|poweredOn|False|2|4096|10240|" + lin + "|esx|vc1\na|poweredOn|False|2|4096|20480|" + lin + "|esx|vc2",
		}, "a 2/4 linux 1×10\na 2/4 linux 1×20"},
		"no rows, and a title above": {[]string{"vInfo\nMy estate\n\nVM|Powerstate|CPUs|Memory|OS according to the configuration file\n\na|poweredOn|1|512|" + lin + "\n\n|poweredOn|1|512|" + lin + "\nz|poweredOn|0|512|" + lin + "\nm|poweredOn|1|0|" + lin, "vDisk"},
			"a 1/0.5 linux unsized 1\nleft : the row names no machine\nleft z: 0 vCPUs are not a machine's\nleft m: 0 GiB of memory are not a machine's"},
		"German": {[]string{
			"vInfo\nVM|Betriebszustand|Vorlage|CPUs|Arbeitsspeicher|Bereitgestellt MiB|Betriebssystem gemäß Konfigurationsdatei\na|eingeschaltet|Falsch|4|16384|1024|" + win + "\nv|eingeschaltet|Wahr|4|16384|1024|" + win,
			"vDisk\nVM|Festplatte|Kapazität MiB\na|1|131072",
		}, "a 4/16 windows 1×128\napart v: it is a template"},
		"Japanese": {[]string{"vInfo\n仮想マシン|電源状態|テンプレート|CPU数|メモリ|構成ファイルの OS\na|パワーオン|False|4|16384|" + win + "\nb|パワーオフ|False|4|16384|" + lin, "vDisk\n仮想マシン|ディスク|容量 MiB\na|1|131072"},
			"a 4/16 windows 1×128\napart b: it does not run (パワーオフ)"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.xlsx")
			writeSheets(t, path, c.sheets...)
			inv, err := Read(context.Background(), Spec{Files: []string{path}})
			if err != nil {
				t.Fatal(err)
			}
			got, want := strings.Split(shown(inv), "\n"), strings.Split(c.want, "\n")
			if len(got) != len(want) {
				t.Fatalf("read\n%s\nwant\n%s", shown(inv), c.want)
			}
			for i := range want {
				if !strings.HasPrefix(got[i], want[i]) {
					t.Errorf("read %q, want %q", got[i], want[i])
				}
			}
		})
	}
}
