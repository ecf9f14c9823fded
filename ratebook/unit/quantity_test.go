package unit

import "testing"

var quantities = []struct {
	text, value, unit string
	bare              bool
}{
	{"2 TB", "2", "TB", false},
	{"2TB", "2", "TB", false},
	{" 2\u00a0tb ", "2", "tb", false},
	{"3M Transactions", "3000000", "Transactions", false},
	{"3 million transactions", "3000000", "transactions", false},
	{"1.5M", "1500000", "1", true},
	{"2k", "2000", "1", true},
	{"500000", "500000", "1", true},
	{"6.5e-05", "0.000065", "1", true},
	{"1e3 GB", "1000", "GB", false},
	{"40 hours", "40", "hours", false},
	{"40h", "40", "h", false},
	{"100 GB/Month", "100", "GB/Month", false},
	{"100 GB per month", "100", "GB per month", false},
	{"5/Month", "5", "1/Month", false},
	{"5 B", "5", "B", false},
	{"5B", "5000000000", "1", true},
	{"5 units", "5", "units", false},
	{"-3 GB", "-3", "GB", false},
	{"64 GB-hours", "64", "GB-hours", false},
	{"3M writes", "3000000", "writes", false},
}

func TestParseQuantity(t *testing.T) {
	for _, c := range quantities {
		q, err := ParseQuantity(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if q.Value.String() != c.value || q.Unit.String() != c.unit || q.Bare != c.bare {
			t.Errorf("%q is %s of %q, bare %v", c.text, q.Value, q.Unit, q.Bare)
		}
	}
}

func TestParseQuantityErrors(t *testing.T) {
	for text, want := range map[string]string{
		"2,000":       `quantity "2,000" has a comma: leave it out, 2000`,
		"2,000 GB":    `quantity "2,000 GB" has a comma: leave it out, 2000 GB`,
		"1,5 TB":      `quantity "1,5 TB" has a comma: leave it out, or write a point before a fraction, 1.5 TB`,
		"2 GBs":       `quantity "2 GBs": unit "GBs" is not a unit of measure; did you mean GB?`,
		"2 huors":     `quantity "2 huors": unit "huors" is not a unit of measure; did you mean Hours?`,
		"2 teabags":   `quantity "2 teabags": unit "teabags" is not a unit of measure; leave it out to count in the meter's own unit`,
		"2 Gb":        `quantity "2 Gb": unit "Gb" could be bits; write GB for bytes`,
		"2 Tb/Month":  `quantity "2 Tb/Month": unit "Tb/Month" could be bits; write TB for bytes`,
		"2 000 GB":    `quantity "2 000 GB": a second number, "000 GB"; leave out blanks between digits`,
		"5 per 10 GB": `quantity "5 per 10 GB": unit "per 10 GB" is not a unit of measure`,
		"5/10 days":   `quantity "5/10 days": unit "1/10 days" has a number of its own; write one number, in front`,
		"GB":          `quantity "GB" does not begin with a number; write a number and a unit, such as 2 TB`,
		"":            `quantity "" does not begin with a number; write a number and a unit, such as 2 TB`,
		"1.2.3":       `quantity "1.2.3": unit ".3" is not a unit of measure`,
	} {
		_, err := ParseQuantity(text)
		if got := errText(err); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func FuzzParseQuantity(f *testing.F) {
	for _, c := range quantities {
		f.Add(c.text)
	}
	f.Add("2,000")
	f.Add("1,5 TB")
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuantity(s)
		if err != nil {
			return
		}
		r, err := ParseQuantity(q.String())
		if err != nil || !r.Value.Equal(q.Value) || !r.Unit.Same(q.Unit) || r.Bare != q.Bare {
			t.Errorf("%q shows as %q, which reads back as %+v: %v", s, q, r, err)
		}
	})
}
