package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// ratebookPage lists the cards.
type ratebookPage struct {
	page
	In      string
	Cards   []card
	Damaged []string
	SignIn  string
	Sources []ratebook.Source
	Ask     Ask
	Fault   string
}

// Ask is a card to fetch.
type Ask struct {
	Source, Offer, Currency, Market string
	Regions                         []string // of retail prices; all where there is none
}

// card is a card as the page lists it.
type card struct {
	ratebook.Header
	Covers string
	Age    int // in days
}

// ratebook is the page of the cards: which there are, how old, and what they cover.
func (s *Server) ratebook(w http.ResponseWriter, r *http.Request) {
	s.showRatebook(w, r, http.StatusOK, Ask{Source: string(ratebook.Retail), Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL"}, "")
}

func (s *Server) showRatebook(w http.ResponseWriter, r *http.Request, status int, ask Ask, fault string) {
	headers, damaged, in := s.o.Program.Cards(r.Context())
	p := &ratebookPage{page: page{Title: "Ratebook", Here: "ratebook"}, In: in, SignIn: s.o.Program.SignIn, Sources: ratebook.Sources, Ask: ask, Fault: fault}
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
	s.view(w, r, status, "ratebook", p)
}

// fetch begins to fetch a card, and goes to the page that shows how far it is.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	ask := Ask{Source: r.FormValue("source"), Offer: r.FormValue("offer"), Currency: r.FormValue("currency"), Market: r.FormValue("market")}
	for region := range strings.FieldsFuncSeq(r.FormValue("regions"), func(c rune) bool { return c == ',' || c == ' ' }) {
		ask.Regions = append(ask.Regions, region)
	}
	name := fmt.Sprintf("Fetching %s, %s, %s", ask.Offer, ask.Currency, ask.Market)
	t := s.tasks.do("fetch "+rand.Text(), name, func(ctx context.Context, t *task) (any, error) {
		return ask, s.o.Program.Fetch(ctx, ask, t.say)
	})
	http.Redirect(w, r, "/ratebook/fetch/"+t.id, http.StatusSeeOther)
}

// fetched shows how far a fetch is, and then the ratebook.
func (s *Server) fetched(w http.ResponseWriter, r *http.Request) {
	t := s.tasks.find(r.PathValue("id"))
	if t != nil && !t.wait(r.Context(), patience) {
		s.wait(w, r, t)
		return
	}
	if t == nil || t.err == nil {
		http.Redirect(w, r, "/ratebook", http.StatusSeeOther)
		return
	}
	ask, _ := t.result.(Ask)
	s.showRatebook(w, r, http.StatusOK, ask, t.err.Error())
}
