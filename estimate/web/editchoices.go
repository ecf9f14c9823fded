package web

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/edit"
)

// choice is one of what a field can have.
type choice struct{ Value, Label string }

// choices are lists that fields complete from, by the name of the list.
type choices map[string][]choice

// choicesOf are those of a draft: what the cards at hand have, and the names that the file
// has. The cards are asked once for their state.
func (s *Server) choicesOf(ctx context.Context, f *edit.File, plain *scenario.Scenario) choices {
	out := choices{"regions": {{"", ""}}}
	for i := range f.Len(edit.Path{"workloads"}) {
		name, _ := f.Get(edit.Path{"workloads"}.At(i).With("name"))
		out["workloads"] = append(out["workloads"], choice{name, ""})
	}
	for _, src := range ratebook.Sources {
		out["sources"] = append(out["sources"], choice{string(src), ""})
	}
	if plain == nil || s.o.Program.Choices == nil || len(plain.Cases) == 0 {
		return out
	}
	key := fmt.Sprint("choices ", plain.Ratebook, plain.Cases[0].Terms, s.o.Program.State(ctx, plain))
	path := s.o.Folder.Path(f.Name)
	text := f.Text()
	t := s.tasks.do(key, "Looking at the cards", func(ctx context.Context, _ *task) (any, error) {
		own, err := scenario.Read(path, text) // of its own: choosing a ratebook completes it
		if err != nil {
			return nil, err
		}
		return s.o.Program.Choices(ctx, own)
	})
	if !t.wait(ctx, patience) || t.err != nil {
		return out // any value can be typed
	}
	got := t.result.(Choices)
	sets := map[string]map[string]bool{"offers": {}, "currencies": {}, "markets": {}}
	for _, terms := range got.Terms {
		sets["offers"][string(terms.Offer)], sets["currencies"][string(terms.Currency)], sets["markets"][string(terms.Market)] = true, true, true
	}
	for list, set := range sets {
		for _, value := range slices.Sorted(maps.Keys(set)) {
			out[list] = append(out[list], choice{value, offerTitle(list, value)})
		}
	}
	out["regions"] = nil
	for _, r := range got.Regions {
		out["regions"] = append(out["regions"], choice{string(r), r.Display()})
	}
	for _, c := range got.Categories {
		out["categories"] = append(out["categories"], choice{c, ""})
	}
	for _, size := range got.Sizes {
		out["sizes"] = append(out["sizes"], choice{size, ""})
	}
	return out
}

// offerTitle is what an offer is called; "" in other lists.
func offerTitle(list, value string) string {
	if list != "offers" {
		return ""
	}
	facts, _ := ratebook.Offer(value).Facts()
	return facts.Name
}

// listOf is the list that a field completes from; "" for none.
func listOf(path edit.Path) string {
	switch last := path[len(path)-1]; {
	case last == "offer" || len(path) == 3 && path[1] == "offers":
		return "offers"
	case last == "currency" || last == "report_in" || last == "billed_currency":
		return "currencies"
	case last == "market":
		return "markets"
	case last == "region":
		return "regions"
	case last == "category":
		return "categories"
	case last == "workload":
		return "workloads"
	case last == "size" && len(path) > 2 && path[len(path)-3] == "machines":
		return "sizes"
	}
	return ""
}
