package unit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"azwhatif/ratebook/money"
)

// maxText and maxBlock bound what Parse takes: Azure's longest unit has 35
// letters, its largest block is 1e11.
const maxText = 100

var maxBlock = money.MustParse("1e15")

// periodWords are the times as Azure writes them. The Spanish, Portuguese and
// Chinese ones stand in price sheets of customers in those languages.
var periodWords = map[string]Period{
	"second": Second, "seconds": Second, "sec": Second, "secs": Second, "segundo": Second, "segundos": Second, "秒": Second,
	"minute": Minute, "minutes": Minute, "min": Minute, "mins": Minute, "minuto": Minute, "minutos": Minute, "分钟": Minute,
	"hour": Hour, "hours": Hour, "hr": Hour, "hrs": Hour, "h": Hour, "hora": Hour, "horas": Hour, "小时": Hour,
	"day": Day, "days": Day, "día": Day, "días": Day, "dia": Day, "dias": Day, "天": Day, "日": Day,
	"month": Month, "months": Month, "mes": Month, "meses": Month, "mês": Month, "月": Month,
	"year": Year, "years": Year, "yr": Year, "yrs": Year, "año": Year, "años": Year, "ano": Year, "anos": Year, "年": Year,
}

// periodAdjectives stand before the noun: "1 Daily Unit" is 1/Day.
var periodAdjectives = map[string]Period{
	"hourly": Hour, "daily": Day, "monthly": Month, "annual": Year, "yearly": Year,
}

var magnitudes = map[string]money.Decimal{
	"K": money.Int(1e3), "M": money.Int(1e6), "B": money.Int(1e9), "T": money.Int(1e12),
	"thousand": money.Int(1e3), "million": money.Int(1e6), "billion": money.Int(1e9),
}

// MustParse is Parse for constants in the program's own text.
func MustParse(s string) Unit {
	u, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}

// Parse reads a unit as Azure writes it: "10K", "1 GB/Month", "100 Hours",
// "10,000s" (per 10000), "1/10 Days", "1 Daily Unit" (Units/Day), "GB-Hours".
// A noun that is not in the tables is kept as it is; ParseQuantity, for what
// users write, is strict.
func Parse(s string) (Unit, error) {
	s = tidy(s)
	bad := func(why string) (Unit, error) {
		if len(s) > maxText {
			s = strings.ToValidUTF8(s[:maxText], "") + "…"
		}
		return Unit{}, fmt.Errorf("unit %q is not a unit of measure%s", s, why)
	}
	if s == "" || len(s) > maxText || !printable(s) {
		return bad("")
	}
	p := parser{rest: slashes(s), unit: Unit{text: s, block: money.One}}
	for p.number() || p.magnitude() || p.adjective() || p.slash() || p.periodWord() || p.plural() {
		if p.why != "" {
			return bad(p.why)
		}
	}
	if p.rest != "" {
		if !unicode.IsLetter(first(p.rest)) || looksLikeBytes(p.rest) {
			return bad("")
		}
		p.noun()
		if p.why != "" {
			return bad(p.why)
		}
	}
	if maxBlock.Less(p.unit.block) || p.unit.block.Sign() <= 0 || len(p.unit.block.String()) > 18 {
		return bad(": its number is out of range")
	}
	if len(s) > maxText/2 && len(p.unit.canonical()) > maxText { // which has to be read back
		return bad("")
	}
	return p.unit, nil
}

// tidy makes every run of blanks, no-break ones among them, one blank.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func printable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// slashes writes "per" and "por" as a slash, and "(s)" as a plain plural.
func slashes(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "(s)", "s"))
	for i, w := range words {
		switch strings.ToLower(w) {
		case "per", "por":
			words[i] = "/"
		case "callingminutes":
			words[i] = "Calling Minutes"
		}
	}
	return strings.Join(words, " ")
}

// looksLikeBytes finds misspelt bytes: "GBs", "Gbyte", "TBytes". As a noun of
// its own it would be counted one by one.
func looksLikeBytes(s string) bool {
	s = strings.ToLower(s)
	if _, ok := byteWords[s]; ok || s == "" || !strings.ContainsRune("kmgtpe", first(s)) {
		return false
	}
	switch strings.TrimPrefix(s[1:], "i") {
	case "bs", "byte", "bytes":
		return true
	}
	return false
}

// parser takes one piece after the other off both ends of rest, until only
// the noun is left. Each of its methods takes one piece and says whether it was there.
type parser struct {
	rest string
	unit Unit
	why  string // what is wrong, to follow "is not a unit of measure"
}

// number takes "10", "10K", "1,000" or "10,000s" off the front. Several
// multiply: "10000 1,000s" is ten million.
func (p *parser) number() bool {
	n, rest, ok := leadingNumber(p.rest)
	if !ok {
		return false
	}
	// "10,000s": a plural of the number itself
	if strings.HasPrefix(rest, "s") && !unicode.IsLetter(first(rest[1:])) {
		rest = rest[1:]
	}
	p.multiply(n)
	p.rest = strings.TrimSpace(rest)
	return true
}

func (p *parser) multiply(n money.Decimal) {
	p.unit.block = p.unit.block.Mul(n)
	if maxBlock.Less(p.unit.block) || n.Sign() <= 0 {
		p.why = ": its number is out of range"
	}
}

// leadingNumber reads digits, commas between thousands, a fraction, and a
// letter K, M, B or T that no other letter follows.
func leadingNumber(s string) (n money.Decimal, rest string, ok bool) {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || (s[end] == ',' || s[end] == '.') && end > 0) {
		end++
	}
	digits := s[:end]
	if strings.Contains(digits, ",") {
		if !grouped(digits) {
			return n, s, false
		}
		digits = strings.ReplaceAll(digits, ",", "")
	}
	n, err := money.Parse(digits)
	if err != nil {
		return money.Zero, s, false
	}
	rest = s[end:]
	if rest != "" && !unicode.IsLetter(first(rest[1:])) {
		if m, ok := magnitudes[strings.Replace(rest[:1], "k", "K", 1)]; ok {
			n, rest = n.Mul(m), rest[1:]
		}
	}
	return n, rest, true
}

// grouped tells whether commas stand between thousands: "1,000,000" and "1,000.5".
func grouped(digits string) bool {
	whole, _, _ := strings.Cut(digits, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if i == 0 && (len(g) == 0 || len(g) > 3) || i > 0 && len(g) != 3 {
			return false
		}
	}
	return true
}

// magnitude takes "Million" off the front.
func (p *parser) magnitude() bool {
	word, rest, _ := strings.Cut(p.rest, " ")
	m, ok := magnitudes[strings.ToLower(word)]
	if !ok || len(word) < 2 {
		return false
	}
	p.multiply(m)
	p.rest = rest
	return true
}

// adjective takes "Daily" off the front.
func (p *parser) adjective() bool {
	word, rest, _ := strings.Cut(p.rest, " ")
	period, ok := periodAdjectives[strings.ToLower(word)]
	if ok {
		p.rest = rest
		p.setPeriod(period, 1)
	}
	return ok
}

// slash takes "/Month" or "/10 Days" off the end, and the slash off "/Call".
func (p *parser) slash() bool {
	i := strings.LastIndexByte(p.rest, '/')
	if i < 0 {
		return false
	}
	left, right := strings.TrimSpace(p.rest[:i]), strings.TrimSpace(p.rest[i+1:])
	n, word, numbered := leadingNumber(right)
	if period, ok := periodWords[strings.ToLower(strings.TrimSpace(word))]; ok {
		per := int64(1)
		if numbered {
			per = int64(n.Float64())
			if !n.IsInteger() || per < 1 || per > 1000 {
				p.why = ": its number of periods is out of range"
			}
		}
		p.rest = left
		p.setPeriod(period, per)
		return true
	}
	if left == "" && right != "" && unicode.IsLetter(first(right)) {
		p.rest = right
		return true
	}
	return false
}

// periodWord takes "Hours" or "-Hours" off the end.
func (p *parser) periodWord() bool {
	i := strings.LastIndexAny(p.rest, " -")
	period, ok := periodWords[strings.ToLower(p.rest[i+1:])]
	if ok {
		p.rest = strings.TrimSpace(p.rest[:max(i, 0)])
		p.setPeriod(period, 1)
	}
	return ok
}

// plural takes "(10s)" off the end of "Authentications (10s)".
func (p *parser) plural() bool {
	i := strings.LastIndexByte(p.rest, '(')
	if i < 0 || !strings.HasSuffix(p.rest, "s)") {
		return false
	}
	n, rest, ok := leadingNumber(p.rest[i+1:])
	if !ok || rest != "s)" {
		return false
	}
	p.multiply(n)
	p.rest = strings.TrimSpace(p.rest[:i])
	return true
}

func (p *parser) setPeriod(period Period, per int64) {
	if p.unit.period != "" {
		p.why = ": it has two periods"
	}
	p.unit.period, p.unit.per = period, per
}

// noun takes what is left.
func (p *parser) noun() {
	if key(p.rest) == "mau" {
		p.setPeriod(Month, 1)
	}
	noun, ok := canonicalNoun(p.rest)
	if !ok {
		noun = p.rest
	}
	for w := range strings.FieldsSeq(noun) {
		if w = strings.ToLower(w); w == "per" || w == "por" { // "1por": a slash, glued to its number
			p.why = ": it says per, and not per what"
		}
	}
	p.unit.noun, p.rest = noun, ""
}
