package mapping_test

import (
	"os"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/mapping"

	"golang.org/x/tools/txtar"
)

// badFiles calls f with the files of testdata/bad.txtar. Each is followed by its
// "error". "replace a => b" is the small file with its first a replaced.
func badFiles(t testing.TB, f func(name, file, want string) string) {
	t.Helper()
	const path = "testdata/bad.txtar"
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(ar.Files); i += 2 {
		in := string(ar.Files[i].Data)
		if change, ok := strings.CutPrefix(in, "replace "); ok {
			old, put, _ := strings.Cut(strings.TrimSuffix(change, "\n"), " => ")
			if strings.Count(small, old) == 0 {
				t.Fatalf("%s: %q is not in the small file", ar.Files[i].Name, old)
			}
			in = strings.Replace(small, old, put, 1)
		}
		ar.Files[i+1].Data = []byte(f(ar.Files[i].Name, in, string(ar.Files[i+1].Data)))
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBadFiles holds every message to its text.
func TestBadFiles(t *testing.T) {
	badFiles(t, func(name, file, want string) string {
		_, err := mapping.Read("x.yaml", []byte(file))
		if err == nil {
			t.Errorf("%s: no error", name)
			return ""
		}
		got := err.Error() + "\n"
		if got != want && !*update {
			t.Errorf("%s:\n%swant:\n%s", name, got, want)
		}
		return got
	})
}

// FuzzRead holds that any bytes are a mapping or an error that begins with the
// file's name, line by line; and that a mapping loses no usage.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add(mapping.File("aws"))
	f.Add(mapping.File("gcp"))
	badFiles(f, func(_, file, want string) string {
		f.Add([]byte(file))
		return want
	})
	lines := []string{
		"S | Box:m.three | - | - | Hrs | 20 | 7", "S | EU-Box:m.two | - | - | Hrs | 5 | 1", "S | Free | - | - | GB | 1 | 0",
		"AmazonEC2 | BoxUsage:m5.large | RunInstances | us-east-1 | Hrs | 744 | 71.424", "AmazonS3 | Requests-Tier1 | - | - | - | 3 | 0",
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := mapping.Read("x.yaml", data)
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				if !strings.HasPrefix(line, "x.yaml:") {
					t.Errorf("an error has the line %q", line)
				}
			}
			if m != nil {
				t.Error("a mapping comes with the error")
			}
			return
		}
		for _, line := range lines {
			r := m.Map([]scenario.Used{used(t, line)})
			places := len(r.Skipped) + len(r.Unmapped)
			if len(r.Mapped) > 0 {
				places++
			}
			if places != 1 {
				t.Errorf("%s is in %d lists", line, places)
			}
			for _, x := range r.Mapped {
				if x.Machine == nil && (x.Selector.Category == "" || x.Selector.Name == "") || x.Quantity.Sign() < 0 || x.Reason == "" || x.Rule.Line == 0 {
					t.Errorf("%s: %+v", line, x)
				}
			}
		}
	})
}

// FuzzRegion holds that, with any name of a region and any text in front of a usage
// type, the usage ends in one list, and is told of.
func FuzzRegion(f *testing.F) {
	for _, seed := range [][2]string{
		{"us-east-1", "BoxUsage:m5.large"}, {"US West (Oregon)", "USW2-BoxUsage:m5.large"}, {"EU (Ireland)", "EU-BoxUsage:m5.large"},
		{"us-west-2-lax-1a", "LAX1-BoxUsage:m5.large"}, {"Any", "BoxUsage:m5.large"}, {"", "Requests-Tier1"}, {"us-gov-west-1a", "-"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, region, usageType string) {
		u := used(t, "AmazonEC2 | BoxUsage:m5.large | RunInstances | - | Hrs | 1 | 1")
		u.Foreign.Region, u.Foreign.UsageType = region, usageType
		r := mapping.AWS().Map([]scenario.Used{u})
		if len(r.Mapped)+len(r.Skipped)+len(r.Unmapped) != 1 {
			t.Fatalf("%+v", r)
		}
		for _, m := range r.Mapped {
			if m.Region == "" || !strings.Contains(m.Reason, " to "+string(m.Region)) {
				t.Errorf("%q of %q goes to %q: %s", usageType, region, m.Region, m.Reason)
			}
		}
		for _, l := range append(r.Skipped, r.Unmapped...) {
			if l.Reason == "" {
				t.Errorf("%q of %q is left without a reason", usageType, region)
			}
		}
	})
}
