package money_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

func d(s string) money.Decimal { return money.MustParse(s) }

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "12": "12", "-0.086": "-0.086", "+5": "5", "007": "7", "1.50": "1.5", "100": "100", "-0": "0", "-0.00": "0", "0.0": "0",
		"6.5e-05": "0.000065", "6.5E-05": "0.000065", "1e3": "1000", "1.5e+3": "1500", "1024.0000000000": "1024",
		"0.1": "0.1", "0.000000000000000000000000000001": "0.000000000000000000000000000001",
		"123456789012345678901234567890.123456789012345678": "123456789012345678901234567890.123456789012345678",
		"9223372036854775807":                               "9223372036854775807", "9223372036854775808": "9223372036854775808", "-9223372036854775808": "-9223372036854775808",
		"18446744073709551616": "18446744073709551616", "340282366920938463463374607431768211456": "340282366920938463463374607431768211456",
		"0e9": "0", "1e-20": "0.00000000000000000001",
	} {
		got, err := money.Parse(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %s, want %s (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{
		"", " ", "1 ", " 1", "1,000", "1,5", "1.000.000", "NaN", "nan", "Inf", "-Infinity", "0x1", "0x1p4", "1_000", "1e999999999", "1e-999999999",
		"-1e999999999", "1e61", "1e", "e5", ".", "-", "+", "+-1", "--1", "1-", "1e5.5", "1e+-5", "1.2.3", "12a", "½", "１", "٣", "€5", "5%", "1\n", "1\x00",
		strings.Repeat("9", 61), "1e9223372036854775807", "1e18446744073709551617",
	} {
		got, err := money.Parse(text)
		if err == nil {
			t.Errorf("%q is taken for %s", text, got)
		} else if !strings.HasSuffix(err.Error(), "is not a number") || len(err.Error()) > 100 || !got.IsZero() {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}

func TestMustParse(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("MustParse takes 1,000")
		}
	}()
	money.MustParse("1,000")
}

// TestArithmetic has sums and products that are exact, and quotients rounded at
// 18 places, half away from zero.
func TestArithmetic(t *testing.T) {
	for _, c := range []struct {
		name string
		got  money.Decimal
		want string
	}{
		{"a sum that a float gets wrong", d("0.1").Add(d("0.2")), "0.3"},
		{"a sum of far apart", d("1e30").Add(d("1e-30")), "1000000000000000000000000000000.000000000000000000000000000001"},
		{"a sum above 64 bits", d("9223372036854775807").Add(money.One), "9223372036854775808"},
		{"a difference below 64 bits", d("-9223372036854775808").Sub(money.One), "-9223372036854775809"},
		{"a difference that is zero", d("1.10").Sub(d("1.1")), "0"},
		{"zero less a number", money.Zero.Sub(d("1.5")), "-1.5"},
		{"a product", d("1.02").Mul(d("1.02")), "1.0404"},
		{"a product of small ones", d("1e-20").Mul(d("1e-20")), "0." + strings.Repeat("0", 39) + "1"},
		{"a product above 128 bits", d("99999999999999999999").Mul(d("99999999999999999999")), "9999999999999999999800000000000000000001"},
		{"a product by zero", d("1.5").Mul(money.Zero), "0"},
		{"a product of two below zero", d("-1.5").Mul(d("-2")), "3"},
		{"a quotient", d("1").Div(d("3")), "0.333333333333333333"},
		{"a quotient that is rounded up", d("2").Div(d("3")), "0.666666666666666667"},
		{"a quotient below zero", d("-2").Div(d("3")), "-0.666666666666666667"},
		{"a quotient that is exact", d("1").Div(d("8")), "0.125"},
		{"a quotient's half", d("1e-18").Div(d("2")), "0.000000000000000001"},
		{"a quotient's half below zero", d("-1e-18").Div(d("2")), "-0.000000000000000001"},
		{"less than a quotient's half", d("1e-18").Div(d("3")), "0"},
		{"a large quotient", d("1e30").Div(d("7")), "142857142857142857142857142857.142857142857142857"},
		{"a quotient by a small one", d("1").Div(d("1e-18")), "1000000000000000000"},
		{"to the power 0", d("1.02").Pow(0), "1"},
		{"zero to the power 0", money.Zero.Pow(0), "1"},
		{"to the power 11", d("1.02").Pow(11), "1.2433743083946522728448"},
		{"to the power 119", d("2").Pow(119), "664613997892457936451903530140172288"},
		{"minus one to an odd power", d("-1").Pow(3), "-1"},
		{"rounded", d("2.345").Round(2), "2.35"},
		{"rounded below zero", d("-2.345").Round(2), "-2.35"},
		{"rounded to tens", d("2345").Round(-1), "2350"},
		{"not rounded", d("2.3").Round(5), "2.3"},
		{"the lesser", d("2").Min(d("-3")), "-3"},
		{"the greater", d("2").Max(d("-3")), "2"},
		{"the opposite", d("-2.5").Neg(), "2.5"},
		{"the opposite of zero", money.Zero.Neg(), "0"},
		{"a sum of many", money.Sum(d("1"), d("0.1"), d("-0.01")), "1.09"},
		{"a sum of none", money.Sum(), "0"},
		{"the zero value", money.Decimal{}, "0"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"1", "1.0", 0}, {"1", "2", -1}, {"-1", "-2", 1}, {"0", "-0", 0}, {"1e30", "1e-30", 1}, {"-1e30", "1", -1}, {"0.1", "0.10000000000000000001", -1}, {"18446744073709551616", "18446744073709551615", 1}} {
		a, b := d(c.a), d(c.b)
		if a.Cmp(b) != c.want || b.Cmp(a) != -c.want || a.Equal(b) != (c.want == 0) || a.Less(b) != (c.want < 0) || a.Sub(b).Sign() != c.want {
			t.Errorf("%s and %s: %d", a, b, a.Cmp(b))
		}
	}
	for text, want := range map[string]bool{"0": true, "5": true, "5.0": true, "-5": true, "5.5": false, "1e-20": false, "1e20": true} {
		if d(text).IsInteger() != want {
			t.Errorf("%s is an integer: %t", text, !want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("division by zero does not panic")
		}
	}()
	money.One.Div(money.Zero)
}

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		number string
		places int32
		want   string
	}{
		{"12.5", 2, "12.50"}, {"12", 0, "12"}, {"12.5", 0, "13"}, {"-12.5", 0, "-13"}, {"0", 2, "0.00"}, {"0.005", 2, "0.01"}, {"0.0049", 2, "0.00"},
		{"99.995", 2, "100.00"}, {"1e20", 2, "100000000000000000000.00"},
	} {
		if got := d(c.number).Fixed(c.places); got != c.want {
			t.Errorf("%s at %d places is %s, want %s", c.number, c.places, got, c.want)
		}
	}
	for text, want := range map[string]float64{"0": 0, "0.1": 0.1, "-2.5": -2.5, "1e20": 1e20, "0.333333333333333333": 1.0 / 3} {
		if got := d(text).Float64(); got != want {
			t.Errorf("%s is the float %v, want %v", text, got, want)
		}
	}
}

// TestText writes numbers and reads them back, alone and in JSON: as strings,
// so that no reader turns them into floats.
func TestText(t *testing.T) {
	for _, text := range []string{"0", "1", "-1.5", "0.0000065", "5350", "123456789012345678901234567890.123456789"} {
		data, err := json.Marshal(map[string]money.Decimal{"n": d(text)})
		if want := `{"n":"` + text + `"}`; string(data) != want || err != nil {
			t.Errorf("%s (%v), want %s", data, err, want)
		}
		var back map[string]money.Decimal
		if err := json.Unmarshal(data, &back); err != nil || !back["n"].Equal(d(text)) {
			t.Errorf("%s is read as %s (%v)", data, back["n"], err)
		}
	}
	var n money.Decimal
	if err := n.UnmarshalText([]byte("1,000")); err == nil {
		t.Error("1,000 is read")
	}
}

func TestShare(t *testing.T) {
	numbers := func(list string) (ds []money.Decimal) {
		for _, s := range strings.Fields(list) {
			ds = append(ds, d(s))
		}
		return ds
	}
	for _, c := range []struct {
		total, weights, want string
		ok                   bool
	}{
		{"10", "1 1 2", "2.5 2.5 5", true},
		{"10", "1 1 1", "3.333333333333333334 3.333333333333333333 3.333333333333333333", true}, // the rest to the first of the largest
		{"10", "1 2 2", "2 4 4", true},
		{"-10", "1 1 2", "-2.5 -2.5 -5", true},
		{"0", "1 2", "0 0", true},
		{"5", "0 3 0", "0 5 0", true},
		{"5", "3", "5", true},
		{"5", "-3", "5", true},
		{"9", "-1 4", "-3 12", true},
		{"9", "-1 -2", "3 6", true},
		{"0.000000000000000001", "1 1 1", "0.000000000000000001 0 0", true},
		{"5", "0 0", "0 0", false},
		{"5", "", "", false},
		{"0", "", "", true},
		{"0", "0", "0", true},
		{"5", "1 -1", "0 0", false}, // nothing to share by
	} {
		parts, ok := money.Share(d(c.total), numbers(c.weights))
		if got := strings.Trim(fmt.Sprint(parts), "[]"); got != c.want || ok != c.ok {
			t.Errorf("%s by %s is %s (%t), want %s", c.total, c.weights, got, ok, c.want)
		}
	}
}

// TestShareTies shares generated totals by generated weights: zero and below
// zero among them, alike and far apart.
func TestShareTies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	number := func() money.Decimal {
		switch r.IntN(6) {
		case 0:
			return money.Zero
		case 1:
			return money.Int(-r.Int64N(1000))
		case 2:
			return d("1e-12").Mul(money.Int(r.Int64N(1000)))
		case 3:
			return d("1e20").Mul(money.Int(r.Int64N(1000)))
		default:
			return money.Int(r.Int64N(100_000)).Mul(d("0.001"))
		}
	}
	half := d("1e-18").Mul(d("0.5"))
	for range 3000 {
		total, weights := number(), make([]money.Decimal, r.IntN(8))
		sum, below := money.Zero, false
		for i := range weights {
			weights[i] = number()
			sum = sum.Add(weights[i])
			below = below || weights[i].Sign() < 0
		}
		parts, ok := money.Share(total, weights)
		if len(parts) != len(weights) || ok != (!sum.IsZero() || total.IsZero()) {
			t.Fatalf("%s by %v: %v, %t", total, weights, parts, ok)
		}
		if added := money.Sum(parts...); ok && !added.Equal(total) || !ok && !added.IsZero() {
			t.Fatalf("%s by %v: %v add up to %s", total, weights, parts, added)
		}
		if sum.IsZero() {
			continue
		}
		slack := half.Mul(money.Int(int64(len(weights))))
		for i, w := range weights {
			if w.IsZero() && !parts[i].IsZero() {
				t.Fatalf("%s by %v: a part without a weight is %s", total, weights, parts[i])
			}
			// |part × sum - total × weight| is what the rounding makes of it.
			off := parts[i].Mul(sum).Sub(total.Mul(w))
			if limit := slack.Mul(sum.Max(sum.Neg())); limit.Less(off.Max(off.Neg())) {
				t.Fatalf("%s by %v: part %d is %s", total, weights, i, parts[i])
			}
			if !below && parts[i].Sign()*total.Sign() < 0 && slack.Less(parts[i].Max(parts[i].Neg())) {
				t.Fatalf("%s by %v: part %d, %s, has the other sign", total, weights, i, parts[i])
			}
		}
	}
}

func TestAmount(t *testing.T) {
	eur, usd := money.Amount{Value: d("1.5"), Currency: "EUR"}, money.Amount{Value: d("1.5"), Currency: "USD"}
	if sum, err := eur.Add(eur); sum.String() != "EUR 3.00" || err != nil {
		t.Error(sum, err)
	}
	if none, err := eur.Sub(eur); none.String() != "EUR 0.00" || err != nil {
		t.Error(none, err)
	}
	for _, f := range []func(money.Amount) (money.Amount, error){eur.Add, eur.Sub} {
		if sum, err := f(usd); err == nil || err.Error() != "EUR and USD do not add: state an exchange rate" || sum != (money.Amount{}) {
			t.Error(sum, err)
		}
	}
	for _, c := range []struct {
		value    string
		currency money.Currency
		want     string
	}{
		{"12345.6", "EUR", "EUR 12,345.60"}, {"-1234567.005", "USD", "USD -1,234,567.01"}, {"1234.5", "JPY", "JPY 1,235"},
		{"0.004", "EUR", "EUR 0.00"}, {"999", "EUR", "EUR 999.00"}, {"1.2345", "BHD", "BHD 1.235"}, {"1.005", "XXQ", "XXQ 1.01"},
	} {
		if got := (money.Amount{Value: d(c.value), Currency: c.currency}).String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestThousands(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "0": "0", "12": "12", "123": "123", "1234": "1,234", "-123": "-123", "-1234.5678": "-1,234.5678", "123456": "123,456",
		"1234567.00": "1,234,567.00", "0.0001234": "0.0001234", ".5": ".5", "100000000000000000000": "100,000,000,000,000,000,000",
	} {
		if got := money.Thousands(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCurrency(t *testing.T) {
	for text, want := range map[string]money.Currency{"EUR": "EUR", "eur": "EUR", "Usd": "USD", "JPY": "JPY", "GBP": "GBP", "INR": "INR"} {
		if got, err := money.ParseCurrency(text); got != want || err != nil {
			t.Errorf("%q is %q, want %q (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{"", "E", "EU", "EURO", "€", "ZZQ", "EUR ", "978", "E\x00R", "ÉUR"} {
		got, err := money.ParseCurrency(text)
		if err == nil {
			t.Errorf("%q is taken for %q", text, got)
		} else if !strings.HasSuffix(err.Error(), "is not a currency; give its ISO 4217 code, such as EUR") {
			t.Error(err)
		}
	}
	for currency, want := range map[money.Currency]int32{"EUR": 2, "USD": 2, "JPY": 0, "KRW": 0, "BHD": 3, "": 2, "nonsense": 2} {
		if got := currency.Digits(); got != want {
			t.Errorf("%s has %d digits, want %d", currency, got, want)
		}
	}
}
