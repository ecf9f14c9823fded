package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"azwhatif/ratebook"
)

// ratebookPage lists the cards.
type ratebookPage struct {
	page
	In      string
	Cards   []card
	Damaged []string
}

// card is a card as the page lists it.
type card struct {
	ratebook.Header
	Covers string
	Age    int // in days
}

// ratebook is the page of the cards: which there are, how old, and what they cover.
func (s *Server) ratebook(w http.ResponseWriter, r *http.Request) {
	headers, damaged, in := s.o.Program.Cards(r.Context())
	p := &ratebookPage{page: page{Title: "Ratebook", Here: "ratebook"}, In: in}
	for _, h := range headers {
		c := card{Header: h, Covers: "not known", Age: int(time.Since(h.Provenance.Fetched).Hours() / 24)}
		if asked, known := h.Coverage(); known {
			if c.Covers = asked.String(); asked.Everything() {
				c.Covers = "everything"
			}
		}
		p.Cards = append(p.Cards, c)
	}
	slices.SortStableFunc(p.Cards, func(a, b card) int {
		return cmp.Or(cmp.Compare(a.Terms.String(), b.Terms.String()), b.Provenance.Fetched.Compare(a.Provenance.Fetched))
	})
	for _, err := range damaged {
		p.Damaged = append(p.Damaged, err.Error())
	}
	s.view(w, r, http.StatusOK, "ratebook", p)
}
