package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario"
)

// exampleFiles are the scenario files of the project.
func exampleFiles(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../scenarios/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	files := map[string][]byte{}
	for _, p := range append(paths, "../cmd/azwhatif/start.yaml", "testdata/design.yaml") {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[p] = data
	}
	return files
}

func TestExamplesAreRead(t *testing.T) {
	for name, data := range exampleFiles(t) {
		s, err := scenario.Read(name, data)
		if err != nil {
			t.Error(err)
		} else if s.Ratebook != scenario.Sample {
			t.Errorf("%s: the ratebook is %q, not that of the program", name, s.Ratebook)
		}
	}
}

// FuzzRead holds that any bytes are a scenario or an error that begins with the
// file's name, line by line.
func FuzzRead(f *testing.F) {
	for _, data := range exampleFiles(f) {
		f.Add(data)
	}
	badFiles(f, func(_, file, want string) string {
		f.Add([]byte(file))
		return want
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenario.Read("x.yaml", data)
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				if !strings.HasPrefix(line, "x.yaml:") {
					t.Errorf("an error has the line %q", line)
				}
			}
			if s != nil {
				t.Error("a scenario comes with the error")
			}
			return
		}
		check(t, s)
	})
}

// check holds what is so of every scenario that is read.
func check(t *testing.T, s *scenario.Scenario) {
	t.Helper()
	last := s.Start.Add(s.Months - 1)
	if s.Name == "" || s.Start.IsZero() || s.Months < 1 || s.Months > scenario.MaxMonths || len(s.Period()) != s.Months || len(s.SHA256) != 64 {
		t.Errorf("%q, %s, %d, %s", s.Name, s.Start, s.Months, s.SHA256)
	}
	if len(s.Workloads)+len(s.Imports)+len(s.Estates) == 0 || len(s.Cases) == 0 && s.AllRegions == nil || len(s.Cases) > scenario.MaxCases {
		t.Errorf("%d workloads, %d cases", len(s.Workloads), len(s.Cases))
	}
	names := map[string]bool{}
	for _, w := range s.Workloads {
		if w.Name == "" || names[w.Name] || w.Line == 0 || len(w.Usage)+len(w.Machines) == 0 {
			t.Errorf("workload %+v", w)
		}
		names[w.Name] = true
		if w.From.Since(s.Start) < 0 || w.Until.Since(w.From) < 0 || last.Since(w.Until) < 0 {
			t.Errorf("workload %q runs from %s to %s", w.Name, w.From, w.Until)
		}
		for _, u := range w.Usage {
			if u.Meter.IsZero() || u.Line == 0 || u.Count != nil && u.Count.Sign() < 0 || u.Quantity.Value.Sign() < 0 || u.Count == nil && u.Hours != nil {
				t.Errorf("usage %+v", u)
			}
		}
	}
	for _, w := range s.Workloads {
		for _, m := range w.Machines {
			if m.Line == 0 || m.Count.Sign() <= 0 || (m.Size == "") == (m.Need.VCPUs.Sign() <= 0 || m.Need.Memory.Sign() <= 0) {
				t.Errorf("machine %+v", m)
			}
			for _, d := range m.Disks {
				if d.Count.Sign() <= 0 || (d.Class == "") == (d.GiB.Sign() <= 0) {
					t.Errorf("disk %+v", d)
				}
			}
		}
	}
	names = map[string]bool{}
	for _, c := range s.Cases {
		if c.Name == "" || names[c.Name] || c.Line == 0 || c.Terms.Offer == "" || c.Terms.Currency == "" || c.Terms.Market == "" || c.Terms.Source == "" || c.Terms.Locale == "" {
			t.Errorf("case %+v", c)
		}
		names[c.Name] = true
		if _, ok := s.Exchange[c.Terms.Currency]; !ok && s.ReportIn != "" && s.ReportIn != c.Terms.Currency {
			t.Errorf("case %q cannot be reported in %s", c.Name, s.ReportIn)
		}
	}
}
