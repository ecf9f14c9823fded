package estate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
)

// A number's decimal sign is found once for all of a file's numbers: "1.024" is
// settled by the "15,5" beside it.
type decimalSign byte

const (
	unsettled decimalSign = 0
	point     decimalSign = '.'
	comma     decimalSign = ','
)

var (
	marks  = strings.NewReplacer(".", "", ",", "")
	blanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "")
)

// evidence is the decimal sign that a number shows; unsettled where it shows none.
func evidence(s string) decimalSign {
	s = blanks.Replace(s)
	dot, com := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case dot < 0 && com < 0:
		return unsettled
	case dot >= 0 && com >= 0:
		if dot > com {
			return point
		}
		return comma
	case strings.Count(s, ".") > 1: // thousands
		return comma
	case strings.Count(s, ",") > 1:
		return point
	}
	at, sign, other := dot, point, comma
	if com >= 0 {
		at, sign, other = com, comma, point
	}
	behind := s[at+1:]
	before := strings.TrimLeft(s[:at], "+-")
	_ = other
	if len(behind) == 3 && len(before) >= 1 && len(before) <= 3 && before != "0" && !strings.ContainsAny(behind, "eE") {
		return unsettled // it may be thousands
	}
	return sign
}

// settle is the decimal sign of a file's numbers. stated is the user's.
func settle(stated string, numbers []string) (decimalSign, error) {
	switch stated {
	case ".":
		return point, nil
	case ",":
		return comma, nil
	}
	found := unsettled
	var shown string
	for _, s := range numbers {
		e := evidence(s)
		if e == unsettled {
			continue
		}
		if found != unsettled && e != found {
			return 0, fmt.Errorf("the decimal sign is not clear: %q and %q are in one file; state decimal as . or ,", shown, s)
		}
		found, shown = e, s
	}
	return found, nil
}

// parse reads a number of the file. Where the sign is not settled, a number that may
// be of thousands is an error, but for whole ones, which are of thousands.
func (d decimalSign) parse(s string, whole bool) (money.Decimal, error) {
	bad := func() (money.Decimal, error) { return money.Zero, fmt.Errorf("%q is not a number", s) }
	t := blanks.Replace(strings.TrimSpace(s))
	if len(t) == 0 || len(t) > 40 {
		return bad()
	}
	sign := d
	if e := evidence(t); e != unsettled && d == unsettled {
		sign = e
	}
	if sign == unsettled && strings.ContainsAny(t, ".,") {
		if !whole {
			return money.Zero, fmt.Errorf("%q may be thousands or decimals: state decimal as . or ,", s)
		}
		t = marks.Replace(t)
	}
	thousands, dec := ",", "."
	if sign == comma {
		thousands, dec = ".", ","
	}
	if whole && evidence(t) == unsettled { // 8.192 MiB is 8192, whichever sign decimals have
		t = marks.Replace(t)
	}
	before, behind, cut := strings.Cut(t, dec)
	groups := strings.Split(before, thousands)
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return bad()
		}
	}
	t = strings.Join(groups, "")
	if cut {
		t += "." + behind
	}
	n, err := money.Parse(t)
	if err != nil {
		return bad()
	}
	return n, nil
}

var (
	kibi = money.Int(1024)
	mebi = money.Int(1024 * 1024)
	gibi = money.Int(1024 * 1024 * 1024)
)

// inGiB turns a figure of a unit, as evenOut has it, into GiB.
func inGiB(n money.Decimal, unit string) money.Decimal {
	switch unit {
	case "tb":
		return n.Mul(kibi)
	case "mb":
		return n.Div(kibi)
	case "kb":
		return n.Div(mebi)
	case "b":
		return n.Div(gibi)
	}
	return n
}
