package workbook

import (
	"path/filepath"
	"strings"
	"time"

	"azwhatif/ratebook"
)

const provenanceFirst = 5 // the row of the first card

// cardNumber is the place of a card among the comparison's, from 0.
func cardNumber(cards []ratebook.Header, card ratebook.Header) int {
	for i, h := range cards {
		if p := card.Provenance; h.Terms == card.Terms && h.Provenance.SHA256 == p.SHA256 && h.Provenance.Fetched.Equal(p.Fetched) {
			return i
		}
	}
	return 0
}

// provenance says where every price came from.
func (b *book) provenance() {
	s := b.sheet(provenanceSheet, look{
		widths: []float64{32, 11, 10, 9, 9, 44, 13, 22, 66, 9, 9, 9, 50}, last: 12, freeze: "B5", repeat: "4:4", titles: 1,
	})
	s.title("Provenance", "The cards that the prices are from, the scenario, and the program. Nothing secret is in it.")
	b.cardRows(s)
	s.next()
	sc := b.c.Scenario
	for _, row := range [][2]string{
		{"Scenario", sc.Name},
		{"Scenario's file", filepath.Base(sc.File)},
		{"SHA-256 of the file", sc.SHA256},
		{"Written by", strings.TrimSpace("azwhatif " + b.opt.Version)},
	} {
		s.text(0, style{kind: strong}, row[0])
		s.text(1, style{kind: value}, row[1])
		s.next()
	}
	s.flush()
}

// cardNote is what to know of a card: what it was asked for, where that is not
// everything, and what was odd about its response.
func cardNote(h ratebook.Header) string {
	var notes []string
	if asked, known := h.Coverage(); known && !asked.Everything() {
		notes = append(notes, "covers "+asked.String())
	} else if !known {
		notes = append(notes, "covers only the meters it has")
	}
	if s := h.Provenance.Sample; s != "" {
		notes = append(notes, s)
	}
	return strings.Join(append(notes, h.Provenance.Warnings...), "; ")
}

// cardRows has a row a card, from row 4 on.
func (b *book) cardRows(s *sheet) {
	s.skip(4)
	s.heads(0, "Offer", "Source", "Currency", "Market", "Locale", "Fetched from", "API version", "Fetched, UTC", "SHA-256 of the response")
	s.numHeads(9, "Meters", "Rates", "Tiers")
	s.heads(12, "Note")
	s.next()
	for _, h := range b.document().cards {
		p := h.Provenance
		name := string(h.Terms.Offer)
		if f, ok := h.Terms.Offer.Facts(); ok {
			name += ", " + f.Name
		}
		s.text(0, styleText, name)
		s.text(1, styleText, string(h.Terms.Source))
		s.text(2, styleText, string(h.Terms.Currency))
		s.text(3, styleText, string(h.Terms.Market))
		s.text(4, styleText, h.Terms.Locale)
		s.text(5, styleText, p.URL)
		s.text(6, styleText, p.APIVersion)
		s.text(7, styleText, p.Fetched.UTC().Format(time.RFC3339))
		s.text(8, styleText, p.SHA256)
		for i, n := range []int{p.Meters, p.Rates, p.Tiers} {
			s.num(9+i, style{kind: plain, format: wholes}, float64(n))
		}
		s.text(12, styleText, cardNote(h))
		s.next()
	}
}
