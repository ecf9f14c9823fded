package fetch

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/ratebook/realdata"
)

// TestRetailFake: the real pages, served by the fake Azure with faults, filtered
// there, give the cards that the files of that region make.
func TestRetailFake(t *testing.T) {
	var items []json.RawMessage
	var west []byte
	for _, name := range []string{"eastus_vm_page1", "westeurope_vm_page1", "westeurope_vm_page2"} {
		data, err := os.ReadFile(realdata.File(t, "retail/retail_api_"+name+"_2024-02.json"))
		if err != nil {
			t.Fatal(err)
		}
		page, err := azuretest.RetailPage(data)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, page...)
		if strings.HasPrefix(name, "west") {
			west = append(west, data...)
		}
	}
	fake := azuretest.Start(t, azuretest.Options{RetailItems: items, RetailPage: 200})
	env := Env{
		RetailEndpoint: fake.Retail,
		Open: func(address string) (*azure.Client, error) {
			return azure.NewOpen(address, azure.Config{CAFile: fake.CAFile, RetryDelay: time.Millisecond}, azure.Options{})
		},
		Filter: Filter{Regions: []ratebook.Region{"westeurope", "swedencentral"}, Services: []string{"Virtual Machines"}},
	}
	for _, offer := range []ratebook.Offer{"MS-AZR-0003P", "MS-AZR-0023P"} {
		terms := retailTerms
		terms.Offer, terms.Currency = offer, "USD"
		fake.Fault(azuretest.Retail, azuretest.ServerError(503), azuretest.None, azuretest.CutOff(1000), azuretest.ThrottleMilliseconds(5))
		card, err := retailSource(t).Fetch(t.Context(), env, terms, spool(t))
		if err != nil {
			t.Fatal(err)
		}
		want, err := decodeRetail(west, terms)
		if err != nil {
			t.Fatal(err)
		}
		got := sortedLines(showAll(card.Card()))
		if !slices.Equal(got, sortedLines(showAll(want))) {
			t.Errorf("%s: %d lines are not those of the files", offer, len(got))
		}

		terms.Currency = "EUR"
		if _, err := retailSource(t).Fetch(t.Context(), env, terms, spool(t)); err == nil || !strings.Contains(err.Error(), "there are no retail prices in EUR for which (armRegionName eq 'westeurope'") {
			t.Error(err)
		}
	}
}

func sortedLines(s string) []string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return lines
}
