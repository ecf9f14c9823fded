package unit

import (
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

// units are spellings of every shape, with what they mean.
var units = []struct {
	text, block, noun string
	period            Period
	same              string // another spelling of the same
}{
	{"1", "1", "", "", "Units"},
	{"1 Unit", "1", "", "", "1"},
	{"Unassigned", "1", "", "", "1"},
	{"10K", "10000", "", "", "10000"},
	{"10,000s", "10000", "", "", "10K"},
	{"10000s", "10000", "", "", "10K"},
	{"1,000,000s", "1000000", "", "", "1M"},
	{"100s", "100", "", "", "100"},
	{"1 Million", "1000000", "", "", "1M"},
	{"1B", "1000000000", "", "", "1000000000 "},
	{"10000 1,000s", "10000000", "", "", "10M"},
	{"2500000 ", "2500000", "", "", "2.5M"},
	{"10K Transactions", "10000", "Transactions", "", "10,000 transactions"},
	{"1M Queries", "1000000", "Queries", "", "1000000 query"},
	{"1,000 APIs", "1000", "APIs", "", "1K APIs"},
	{"Authentications (10s)", "10", "Authentications", "", "10 Authentications"},
	{"100 GB", "100", "GB", "", "100 GiB"},
	{"1 TB", "1", "TB", "", "1024 GB"},
	{"128 MB", "128", "MB", "", "131072 KB"},
	{"1 Gb", "1", "GB", "", "GB"},
	{"100 Mbps", "100", "Mbps", "", "100 Mbps"},
	{"1 Cubic Meter/Month", "1", "Cubic Meters", Month, "Cubic Meters / month"},
	{"Hours", "1", "", Hour, "1 Hour"},
	{"1 小时", "1", "", Hour, "Hours"},
	{"1/小时", "1", "", Hour, "1/Hour"},
	{"1 hora", "1", "", Hour, "Hours"},
	{"1 1 Hour", "1", "", Hour, "1 Hour"},
	{"10 Hrs", "10", "", Hour, "10 Hours"},
	{"Minute(s)", "1", "", Minute, "1 Minute"},
	{"60 Minutes", "60", "", Minute, "1 Hour"},
	{"1 /Minute", "1", "", Minute, "1/Minute"},
	{"1/Month", "1", "", Month, "1 Month"},
	{"1 por mes", "1", "", Month, "1/Month"},
	{"10K/Month", "10000", "", Month, "10000 /Month"},
	{"1/Year", "1", "", Year, "12/Month"},
	{"1/10 Days", "1", "", Day, "10 Days"},
	{"1/3 Months", "1", "", Month, "3 Months"},
	{"1 GB/Month", "1", "GB", Month, "Gb / Month"},
	{"1\u00a0GB/mes", "1", "GB", Month, "GB/month"},
	{"1 GB/月", "1", "GB", Month, "1 GiB/Month"},
	{"1 GB/hora", "1", "GB", Hour, "1 GB/Hr"},
	{"1 GiB Hour", "1", "GB", Hour, "1 GB-Hours"},
	{"50000 GB Seconds", "50000", "GB", Second, "50K GiB-Second"},
	{"1 Daily Unit", "1", "", Day, "1 Day"},
	{"1 Hourly Connection", "1", "Connections", Hour, "Connections/Hour"},
	{"1 Annual Domains", "1", "Domains", Year, "1 Domain/Year"},
	{"Annual subscriptions", "1", "Subscriptions", Year, "Subscription/Year"},
	{"1000 MAUs", "1000", "Users", Month, "1K Users/Month"},
	{"100 Core Hrs", "100", "Cores", Hour, "100 Core Hours"},
	{"10000 Virtual User Minutes", "10000", "Virtual Users", Minute, "10K Virtual User-Minutes"},
	{"CallingMinutes", "1", "Calls", Minute, "Call Minutes"},
	{"Per Call", "1", "Calls", "", "1 Call"},
	{"per Privacy Subject Rights Request", "1", "Privacy Subject Rights Requests", "", "privacy subject rights requests"},
	{"VM", "1", "Virtual Machines", "", "1 Virtual Machine"},
	{"1 Database Units (DU)", "1", "Database Units", "", "DB Units"},
	{"1 Widget", "1", "Widget", "", "Widgets"},
	{"5 Widgets/Hour", "5", "Widgets", Hour, "5 widget hours"},
	{"1 Query/Core", "1", "Query/Core", "", "query/core"},
}

func TestParse(t *testing.T) {
	for _, c := range units {
		u, err := Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if u.Block().String() != c.block || u.Noun() != c.noun || u.Period() != c.period {
			t.Errorf("%q is (%s, %q, %q), want (%s, %q, %q)", c.text, u.Block(), u.Noun(), u.Period(), c.block, c.noun, c.period)
		}
		if want := tidy(c.text); u.String() != want {
			t.Errorf("%q shows as %q, want %q", c.text, u, want)
		}
		for _, s := range []string{c.same, u.canonical()} {
			if v, err := Parse(s); err != nil || !u.Same(v) || !v.Same(u) {
				t.Errorf("%q is not the same as %q (%+v, %v)", c.text, s, v, err)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                        `unit "" is not a unit of measure`,
		"GBs":                     `unit "GBs" is not a unit of measure`,
		"1 Gbyte/Month":           `unit "1 Gbyte/Month" is not a unit of measure`,
		"0 GB":                    `unit "0 GB" is not a unit of measure: its number is out of range`,
		"-1 GB":                   `unit "-1 GB" is not a unit of measure`,
		"1,00 GB":                 `unit "1,00 GB" is not a unit of measure`,
		"1.2.3 GB":                `unit "1.2.3 GB" is not a unit of measure`,
		"1e9 GB":                  "",
		"1/0 Days":                `unit "1/0 Days" is not a unit of measure: its number of periods is out of range`,
		"1/1.5 Days":              `unit "1/1.5 Days" is not a unit of measure: its number of periods is out of range`,
		"GB Hours/Month":          `unit "GB Hours/Month" is not a unit of measure: it has two periods`,
		"100T 100T":               `unit "100T 100T" is not a unit of measure: its number is out of range`,
		"1\x00GB":                 `unit "1\x00GB" is not a unit of measure`,
		"1/":                      `unit "1/" is not a unit of measure`,
		"1por":                    `unit "1por" is not a unit of measure: it says per, and not per what`,
		strings.Repeat("GB ", 99): `unit "` + strings.Repeat("GB ", 33) + `G…" is not a unit of measure`,
	} {
		_, err := Parse(text)
		if got := errText(err); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestNotSame(t *testing.T) {
	for _, c := range [][2]string{
		{"10K", "10K Transactions"}, {"1 Hour", "1 Month"}, {"1 GB", "1 GB/Month"}, {"1 GB", "1 TB"},
		{"1 Hour", "10 Hours"}, {"Users", "Nodes"}, {"1", "GB"}, {"1/3 Months", "1/Month"}, {"1", "Hours"},
	} {
		if MustParse(c[0]).Same(MustParse(c[1])) {
			t.Errorf("%q and %q are taken for the same", c[0], c[1])
		}
	}
	if (Unit{}).String() != "1" || !(Unit{}).Same(MustParse("1")) {
		t.Error("the zero Unit is not a plain count of one")
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct{ q, from, to, want string }{
		{"2", "TB", "1 GB", "2048"},
		{"2048", "GB", "1 TB", "2"},
		{"1", "GiB", "GB", "1"},
		{"1", "PB", "100 GB", "10485.76"},
		{"1", "GB", "B", "1073741824"},
		{"1", "B", "GB", "0.000000000931322574615478515625"}, // 0.5^30, every digit
		{"1", "KB", "10 TB", "0.0000000000931322574615478515625"},
		{"3", "MB", "GB", "0.0029296875"},
		{"25000", "1", "10K", "2.5"},
		{"2.5", "10K", "1", "25000"},
		{"3000000", "Transactions", "10K", "300"},
		{"3", "1M", "Operations", "3000000"},
		{"7", "Widgets", "1", "7"},
		{"90", "Minutes", "1 Hour", "1.5"},
		{"730", "Hours", "100 Hours", "7.3"},
		{"1", "Days", "Seconds", "86400"},
		{"36", "Hours", "1 Daily Unit", "1.5"},
		{"744", "GB Hours", "1 GB/Day", "31"},
		{"30", "Days", "1/10 Days", "3"},
		{"2", "1/Year", "1/Month", "24"},
		{"18", "Months", "1/Year", "1.5"},
		{"40", "hours", "CallingMinutes", "2400"},
		{"1024", "MB Hours", "GB Seconds", "3600"},
		{"1e-20", "1", "10K", "0.000000000000000000000001"},
	} {
		got, err := Convert(money.MustParse(c.q), MustParse(c.from), MustParse(c.to))
		if err != nil {
			t.Errorf("%s %s in %s: %v", c.q, c.from, c.to, err)
			continue
		}
		if !got.Equal(money.MustParse(c.want)) {
			t.Errorf("%s %s is %s of %s, want %s", c.q, c.from, got, c.to, c.want)
		}
	}
}

// A ninth has no end: what is rounded is far behind the first digits, even where
// the factor is very small.
func TestConvertRounds(t *testing.T) {
	for _, c := range []struct{ from, to, back string }{
		{"Seconds", "Hours", "3600"},
		{"B Seconds", "PB Hours", "4053239664633446400"}, // 2^50 × 3600
		{"1", "31 Connections", "31"},
	} {
		got, err := Convert(money.One, MustParse(c.from), MustParse(c.to))
		if err != nil {
			t.Fatal(err)
		}
		off := got.Mul(money.MustParse(c.back)).Sub(money.One)
		if money.MustParse("1e-15").Less(off.Abs()) {
			t.Errorf("1 %s is %s %s, which is off by %s of it", c.from, got, c.to, off)
		}
	}
}

func TestConvertErrors(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"TB", "1 GB/Month", `5 of "TB" cannot be counted in "1 GB/Month": the one is without a period, the other per month`},
		{"1/Month", "1 Hour", `5 of "1/Month" cannot be counted in "1 Hour": how many hours a month has is for the scenario to say (hours_per_month)`},
		{"Days", "1/Year", `5 of "Days" cannot be counted in "1/Year": how many hours a month has is for the scenario to say (hours_per_month)`},
		{"1", "1 GB", `5 of "1" cannot be counted in "1 GB": a count is not a measure of GB; write its unit, such as GB`},
		{"GB", "10K", `5 of "GB" cannot be counted in "10K": GB is a measure, not a count`},
		{"GB", "10K Transactions", `5 of "GB" cannot be counted in "10K Transactions": GB are not Transactions`},
		{"Users", "Nodes", `5 of "Users" cannot be counted in "Nodes": Users are not Nodes`},
		{"1", "Hours", `5 of "1" cannot be counted in "Hours": the one is without a period, the other per hour`},
		{"10", "100 Mbps", `5 of "10" cannot be counted in "100 Mbps": a count is not a measure of Mbps; write its unit, such as Mbps`},
	} {
		_, err := Convert(money.Int(5), MustParse(c.from), MustParse(c.to))
		if got := errText(err); got != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestWithoutPeriod(t *testing.T) {
	for from, want := range map[string]string{
		"1 GB/Month": "1 GB", "10K/Month": "10000", "Hours": "1", "100 GB": "100 GB", "1/3 Months": "1",
	} {
		if got := MustParse(from).WithoutPeriod(); got.String() != want || got.Period() != "" {
			t.Errorf("%q without its period is %q, want %q", from, got, want)
		}
	}
	// 2 TB a month, in blocks of 100 GB/Month; 6 things a month, in blocks of three months
	q, err := Convert(money.Int(2), MustParse("TB"), MustParse("100 GB/Month").WithoutPeriod())
	if err != nil || q.String() != "20.48" {
		t.Errorf("2 TB are %s of 100 GB: %v", q, err)
	}
	q, err = Convert(money.Int(6), MustParse("1").Over(Month), MustParse("1/3 Months"))
	if err != nil || q.String() != "2" {
		t.Errorf("6 a month are %s of 1/3 Months: %v", q, err)
	}
}

func TestNearest(t *testing.T) {
	for in, want := range map[string]string{
		"GBs": "GB", "huors": "Hours", "transacions": "Transactions", "Querys": "Queries", "Teabags": "", "": "",
	} {
		if got := Nearest(in); got != want {
			t.Errorf("nearest to %q is %q, want %q", in, got, want)
		}
	}
	for _, n := range []string{"GB", "gib", "transaction", "Units", "MAU"} {
		if !Known(n) {
			t.Errorf("%q is not known", n)
		}
	}
	for _, n := range []string{"Widget", "GBs", ""} {
		if Known(n) {
			t.Errorf("%q is known", n)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range units {
		f.Add(c.text)
		f.Add(c.same)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse(s)
		if err != nil {
			return
		}
		for _, text := range []string{u.String(), u.canonical()} {
			if v, err := Parse(text); err != nil || !u.Same(v) {
				t.Errorf("%q (%+v) reads back from %q as %+v: %v", s, u, text, v, err)
			}
		}
		if w := u.WithoutPeriod(); w.Period() != "" || w.Noun() != u.Noun() {
			t.Errorf("%q without its period is %+v", s, w)
		}
	})
}
