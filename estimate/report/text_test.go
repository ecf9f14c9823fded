package report

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

func TestNumbers(t *testing.T) {
	d := money.MustParse
	for _, tt := range []struct{ got, want string }{
		{amount(d("12345678901.234"), "EUR"), "12,345,678,901.23"},
		{amount(d("0.0001"), "EUR"), "0.00"},
		{amount(d("-0.004"), "EUR"), "0.00"},
		{amount(d("-0.005"), "EUR"), "-0.01"},
		{amount(d("1234.5"), "JPY"), "1,235"},
		{amount(d("-0.4"), "JPY"), "0"},
		{amount(d("1.2345"), "KWD"), "1.235"},
		{signed("12.00"), "+12.00"},
		{signed("-12.00"), "-12.00"},
		{signed("0.00"), "0.00"},
		{percent(d("0.1234")), "+12.3%"},
		{percent(d("-0.00001")), "0.0%"},
		{percent(d("12345678")), ">+99,999%"},
		{quantity(d("0")), "0"},
		{quantity(d("35040")), "35,040"},
		{quantity(d("5709.4567")), "5,709.46"},
		{quantity(d("-30.41666")), "-30.417"},
		{quantity(d("1.23456")), "1.2346"},
		{quantity(d("0.000012345678")), "0.000012346"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{clean("a\tb\r\n c\x1b[31m\u202e\u2066d\x00\xff"), "a b c[31md"},
		{clean("  x \u2028 y  "), "x y"},
		{shorten("abcdef", 6), "abcdef"},
		{shorten("abcdefg", 6), "abcde…"},
		{shorten("abc defg", 5), "abc…"},
		{shorten("東京東京", 5), "東京…"},
		{shorten("e\u0301e\u0301e\u0301", 3), "e\u0301e\u0301e\u0301"},
		{strings.Join(wrap("one two three", 7, 0), "|"), "one two|three"},
		{strings.Join(wrap("one two three", 7, 1), "|"), "one tw…"},
		{strings.Join(wrap("abcdefghij", 4, 0), "|"), "abcd|efgh|ij"},
		{strings.Join(wrap("東京東京", 3, 0), "|"), "東|京|東|京"},
		{strings.Join(wrap("東", 1, 0), "|"), "東"},
		{strings.Join(wrap("", 5, 0), "|"), ""},
		{strings.Join(hanging("! ", "one two", 5, 0), "|"), "! one|  two"},
		{escape("a|b *c* _d_ <e> `f` [g] ~h~ #1 &amp; $i$ \\"), "a\\|b \\*c\\* \\_d\\_ \\<e\\> \\`f\\` \\[g\\] \\~h\\~ \\#1 \\&amp; \\$i\\$ \\\\"},
		{escape("- x"), "\\- x"},
		{escape("-1,234.50"), "-1,234.50"},
		{escape("1. x"), "1\\. x"},
		{unformula("=1+1"), "'=1+1"},
		{unformula(" \t@x"), "'@x"},
		{unformula("-5"), "'-5"},
		{unformula("5-5"), "5-5"},
		{list([]string{"a"}), "a"},
		{list([]string{"a", "b", "c"}), "a, b and c"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

// TestLocale draws tables as a terminal in Chinese would have them.
func TestLocale(t *testing.T) {
	again := exec.Command(os.Args[0], "-test.run=^(TestGrid|TestText)$")
	again.Env = append(os.Environ(), "LC_ALL=zh_CN.UTF-8", "RUNEWIDTH_EASTASIAN=1")
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestGrid draws numbers of several lengths, and text that is too wide.
func TestGrid(t *testing.T) {
	g := grid{
		keep:    1,
		columns: []column{{"Name", false}, {"Amount\nEUR", true}, {"%", true}},
		rows: [][]cell{
			{{text: "a name that is long enough to be wrapped, thrice and once more", mark: "! ", note: "incomplete"}, {text: "1,234.50", number: true, code: "EUR"}, figure("+1.5%")},
			{words("東京"), {text: "7", number: true, code: "JPY"}, figure(">+99,999%")},
			{words("東京"), words("none"), words("")},
		},
		foot: []cell{words("Total"), figure("-0.125"), words("")},
	}
	want := `
                     Amount
Name                    EUR            %
────────────────────────────────────────
! a name      EUR 1,234.50         +1.5%
  that is
  long enou…
  incomplete
東京          JPY     7      >+99,999%
東京                   none
────────────────────────────────────────
Total                -0.125
`
	if got := "\n" + g.draw(40, false); got != want {
		t.Errorf("%s", got)
	}
	g.rows[0][0].alert = true
	if got := "\n" + strings.NewReplacer(yellow, "", reset, "").Replace(g.draw(40, true)); got != want || !strings.Contains(g.draw(40, true), yellow) {
		t.Errorf("%s", got)
	}
	if g.draw(20, false) == "" || strings.Count(g.draw(20, false), "Name") != 2 {
		t.Errorf("%s", g.draw(20, false))
	}
}
