package web

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// newPage offers ways to start a scenario.
type newPage struct {
	page
	startForm
	Examples []Example
	Machines []Machine
}

// startForm is what a person says of a new scenario.
type startForm struct {
	Name, Region, OS, By, Comfort string
	Terms                         string // one of Choices
	Choices                       []termsChoice
	Regions                       []ratebook.Region
	Fault                         string // why it was not made
}

// termsChoice are terms that a card is there for.
type termsChoice struct {
	Key, Text string
	terms     ratebook.Terms
	ratebook  string
}

// sampleTerms are those of the sample cards that have most.
var sampleTerms = termsChoice{"sample", "sample prices, for trying out (Pay-As-You-Go, EUR, NL)",
	ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: ratebook.DefaultLocale}, scenario.Sample}

// startForm reads what was said, and offers the terms of the cards at hand.
func (s *Server) startForm(r *http.Request) startForm {
	f := startForm{Name: r.FormValue("name"), Region: r.FormValue("region"), OS: r.FormValue("os"), By: r.FormValue("by"), Comfort: r.FormValue("comfort"), Terms: r.FormValue("terms")}
	headers, _, _ := s.o.Program.Cards(r.Context())
	for _, h := range headers {
		text := fmt.Sprintf("%s, %s, %s, from %s", h.Terms.Offer, h.Terms.Currency, h.Terms.Market, h.Terms.Source)
		c := termsChoice{h.Terms.String() + " " + string(h.Terms.Source), text, h.Terms, ""}
		if !slices.ContainsFunc(f.Choices, func(o termsChoice) bool { return o.Key == c.Key }) {
			f.Choices = append(f.Choices, c)
		}
	}
	f.Choices = append(f.Choices, sampleTerms)
	for _, region := range ratebook.Regions() {
		if !region.IsZone() && region != ratebook.Global {
			f.Regions = append(f.Regions, region)
		}
	}
	return f
}

// start is what was said, for the program.
func (f startForm) start() Start {
	from := Start{Name: cmp.Or(f.Name, "A new scenario"), Region: f.Region, OS: f.OS, By: f.By, Comfort: f.Comfort}
	chosen := f.Choices[0]
	for _, c := range f.Choices {
		if c.Key == f.Terms {
			chosen = c
		}
	}
	from.Terms, from.Ratebook = chosen.terms, chosen.ratebook
	return from
}

// machineRows is how many machines the empty form has room for.
const machineRows = 4

// newScenario is the page to start a scenario from.
func (s *Server) newScenario(w http.ResponseWriter, r *http.Request) {
	s.showNew(w, r, http.StatusOK, s.startForm(r), nil)
}

func (s *Server) showNew(w http.ResponseWriter, r *http.Request, status int, form startForm, machines []Machine) {
	for len(machines) < machineRows {
		machines = append(machines, Machine{})
	}
	s.view(w, r, status, "new", &newPage{page{Title: "Start a scenario", Here: "new"}, form, s.o.Program.Examples, machines})
}

// newFromMachines starts a scenario of machines that were typed in.
func (s *Server) newFromMachines(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		s.fault(w, r, http.StatusBadRequest, "The form cannot be read", err)
		return
	}
	form := s.startForm(r)
	from := form.start()
	at := func(key string, i int) string {
		if i < len(r.PostForm[key]) {
			return r.PostForm[key][i]
		}
		return ""
	}
	for i := range r.PostForm["machine"] {
		m := Machine{Name: at("machine", i), OS: at("machine_os", i), Count: at("count", i), Hours: at("hours", i), Size: at("size", i),
			VCPUs: at("vcpus", i), Memory: at("memory", i), DiskKind: at("disk_kind", i), Disk: at("disk", i)}
		if m.typed() {
			from.Machines = append(from.Machines, m)
		}
	}
	name := s.o.Folder.free(scenarioName(from.Name))
	var text []byte
	err := errors.New("type at least one machine: a size, or how many vCPUs and how much memory it needs")
	if len(from.Machines) > 0 {
		text, err = s.o.Program.Start(s.o.Folder.Path(name), from)
	}
	if err != nil {
		form.Fault = s.o.Folder.Tidy(err.Error())
		s.showNew(w, r, http.StatusUnprocessableEntity, form, from.Machines)
		return
	}
	s.started(w, r, name, text)
}

// newFromExample copies an example into the folder.
func (s *Server) newFromExample(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(s.o.Program.Examples, func(e Example) bool { return e.File == r.FormValue("example") })
	if i < 0 {
		s.fault(w, r, http.StatusBadRequest, "There is no such example", fmt.Errorf("%q is none of the examples", r.FormValue("example")))
		return
	}
	e := s.o.Program.Examples[i]
	s.started(w, r, e.File, e.Text)
}

// started puts a new scenario into the folder, under its name or the next that is free,
// and goes to its page.
func (s *Server) started(w http.ResponseWriter, r *http.Request, name string, text []byte) {
	for range 3 { // another may take the name meanwhile
		free := s.o.Folder.free(name)
		_, err := s.o.Folder.Create(r.Context(), free, text)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			s.fault(w, r, http.StatusInternalServerError, "The scenario cannot be saved", err)
			return
		}
		http.Redirect(w, r, scenarioAddress(free), http.StatusSeeOther)
		return
	}
	s.fault(w, r, http.StatusConflict, "The scenario cannot be saved", fmt.Errorf("there are too many scenarios named %s", name))
}
