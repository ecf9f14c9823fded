package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"

	"github.com/chromedp/chromedp"
)

// same holds each figure of the page to the command: its value to JSON to the last digit,
// its text to the table; and the totals to those of the cases, in order.
func (b *browser) same(file string, flags ...string) {
	b.t.Helper()
	at := filepath.Join(b.folder, file)
	table := printed(b.t, append([]string{"compare", at, "--detail", "months"}, flags...)...)
	inJSON := printed(b.t, append([]string{"compare", at, "--detail", "months", "--format", "json"}, flags...)...)
	words := strings.Fields(table)
	list := b.figures()
	has := figuresOf(b.t, inJSON)
	for _, f := range list {
		if !has[f.Value] {
			b.t.Errorf("%s: the command's JSON has no %s (%s)", file, f.Value, f.Text)
		}
		if !slices.Contains(words, f.Text[strings.LastIndex(f.Text, " ")+1:]) {
			b.t.Errorf("%s: the command's table has no %q", file, f.Text)
		}
	}
	var c struct {
		Cases []struct{ Name, Total string }
	}
	if err := json.Unmarshal([]byte(inJSON), &c); err != nil {
		b.t.Fatal(err)
	}
	totals := ask(b, chromedp.Evaluate[[]string](`[...document.querySelectorAll("#cases tbody tr")].map((r) => r.querySelector("data").value)`))
	for i, k := range c.Cases {
		if i >= len(totals) || totals[i] != k.Total {
			b.t.Errorf("%s: %s is %s in the command, and %q on the page", file, k.Name, k.Total, totals)
		}
	}
	if len(list) < 3*len(c.Cases) {
		b.t.Errorf("%s: the page has %d figures", file, len(list))
	}
}

// figuresOf are the figures of a comparison in JSON, and the sums of those that a table
// has a sum of: what was drawn in all months, and what all levers bring.
func figuresOf(t *testing.T, text string) map[string]bool {
	var all any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			has[v] = true
		case []any:
			drawn, brought := money.Zero, money.Zero
			for _, one := range v {
				walk(one)
				switch one := one.(type) {
				case string:
					if d, err := money.Parse(one); err == nil {
						drawn = drawn.Add(d)
					}
				case map[string]any:
					if s, ok := one["amount"].(string); ok {
						if d, err := money.Parse(s); err == nil {
							brought = brought.Add(d)
						}
					}
				}
			}
			has[drawn.String()], has[brought.String()] = true, true
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(all)
	return has
}

// A seller compares offers and a commitment: from an example, one click away, to the
// break-even and one page for the customer.
func TestSellerInBrowser(t *testing.T) {
	b := open(t, t.TempDir())
	if s := b.text(); !strings.Contains(s, "side by side") || !strings.Contains(s, "There is no scenario in") {
		t.Error(s)
	}
	b.look("empty")
	b.click(`form:has([value="commitment.yaml"]) button`)
	b.same("commitment.yaml")
	b.look("scenario")
	b.print("scenario")
	b.do(chromedp.Click(`[name="breakeven"]`), chromedp.Click(`[name="bridge"]`))
	b.click(`.actions button`)
	b.same("commitment.yaml", "--breakeven", "--bridge")
	if s := b.text(); !strings.Contains(s, "Cheapest by usage") || !strings.Contains(s, "Bridge to") {
		t.Error(s)
	}
	page := b.fetch("/scenario/commitment.yaml/download/one-page")
	if want := printed(t, "compare", filepath.Join(b.folder, "commitment.yaml"), "--format", "html", "--one-page"); string(page) != want {
		t.Error("the page for a customer is not the command's")
	}
	b.goTo("/")
	if s := b.text(); !strings.Contains(s, "Scenarios in") {
		t.Error(s)
	}
	b.look("front")
}

// An architect uploads an inventory, sees what was read and what was not, and compares
// regions and reservations.
func TestArchitectInBrowser(t *testing.T) {
	files := t.TempDir()
	var paths []string
	for name, text := range map[string]string{
		"RVTools_tabvInfo.csv": "VM,Powerstate,Template,CPUs,Memory,Disks,OS according to the configuration file\nweb,poweredOn,False,2,8192,1,Ubuntu Linux (64-bit)\ndb,poweredOn,False,4,16384,1,Microsoft Windows Server 2019 (64-bit)\nold,poweredOff,False,4,16384,1,Microsoft Windows Server 2008 (64-bit)\n",
		"RVTools_tabvDisk.csv": "VM,Disk,Capacity MiB\nweb,Hard disk 1,102400\ndb,Hard disk 1,131072\nold,Hard disk 1,131072\n",
	} {
		paths = append(paths, filepath.Join(files, name))
		if err := os.WriteFile(paths[len(paths)-1], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := open(t, t.TempDir())
	b.click(`a[href="/new"]`)
	b.look("new")
	b.do(chromedp.SetUploadFiles("#files", paths))
	b.click(`.drop button`)
	if s := b.text(); !strings.Contains(s, "2 machines, 1 apart, 0 left out") || !strings.Contains(s, "old") {
		t.Error(s)
	}
	b.look("preview")
	b.do(chromedp.SetValue("#name", "Data centre"))
	b.do(chromedp.Click(`form[action^="/new/upload"] button`), chromedp.WaitVisible(`[role="alert"]`))
	if s := b.text(); !strings.Contains(s, "name a region") {
		t.Error(s)
	}
	b.do(chromedp.SetValue("#region", "westeurope"))
	b.mu.Lock()
	b.said = nil // an answer that says what is missing is an error on the console
	b.mu.Unlock()
	b.click(`form[action^="/new/upload"] button`)
	b.same("data-centre.yaml")
	b.do(chromedp.Click(`[name="regions"]`))
	b.click(`.actions button`)
	b.same("data-centre.yaml", "--regions", "all")
	if s := b.text(); !strings.Contains(s, "Regions, As used") || !strings.Contains(s, "Reserved for three years") {
		t.Error(s)
	}
}

// Finance traces a figure to the hash of the answer that its price is from, and takes the
// workbook along.
func TestFinanceInBrowser(t *testing.T) {
	folder := t.TempDir()
	data, err := os.ReadFile("../../scenarios/web-shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "web-shop.yaml"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, folder)
	b.click(`a[href="/scenario/web-shop.yaml"]`)
	b.same("web-shop.yaml")
	b.click(`#cases tbody tr:nth-child(2) a:has(data)`)
	want := printed(t, "explain", filepath.Join(folder, "web-shop.yaml"), "--case", "Sweden")
	got := strings.Join(strings.Fields(b.text()), "")
	for line := range strings.Lines(want) {
		if line = strings.Join(strings.Fields(strings.ReplaceAll(line, folder+"/", "")), ""); !strings.Contains(got, line) {
			t.Errorf("the page has no %q", line)
		}
	}
	if !strings.Contains(got, "sha-256") {
		t.Error("there is no hash")
	}
	book := b.fetch("/scenario/web-shop.yaml/download/workbook")
	if !bytes.HasPrefix(book, []byte("PK")) {
		t.Error("the workbook is none")
	}
	b.goTo("/ratebook")
	b.look("ratebook")
}

// Finance changes an exchange rate on the form, sees the new totals at once, and saves; the
// file keeps all else, and the command gives the same from it.
func TestEditInBrowser(t *testing.T) {
	folder := t.TempDir()
	data, err := os.ReadFile("../../scenarios/web-shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "web-shop.yaml")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, folder)
	b.goTo("/scenario/web-shop.yaml/edit")
	b.look("edit")
	// Typed as a person does, and left by the tabulator: the module sends the change.
	ask(b, chromedp.Evaluate[bool](`document.getElementById("v-exchange-USD-rate").select() ?? true`))
	b.do(chromedp.KeyEvent("0.5\t"), chromedp.WaitVisible(`#edit[data-dirty="true"]`))
	if now, _ := os.ReadFile(file); !bytes.Equal(now, data) {
		t.Error("an edit is in the file before it is saved")
	}
	totals := b.figures()
	b.look("edited")
	b.do(chromedp.Click(`#edit button[value="save"]`), chromedp.WaitVisible(`#edit[data-dirty="false"]`))
	now, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(string(data), `rate: "0.877577885"`, `rate: "0.5"`, 1); string(now) != want {
		t.Errorf("the file is now\n%s", now)
	}
	b.goTo("/scenario/web-shop.yaml")
	b.same("web-shop.yaml")
	var want struct {
		Cases []struct {
			Total string `json:"total_reported"`
		}
	}
	if err := json.Unmarshal([]byte(printed(t, "compare", file, "--format", "json")), &want); err != nil {
		t.Fatal(err)
	}
	for _, c := range want.Cases {
		if !slices.ContainsFunc(totals, func(f shown) bool { return f.Value == c.Total }) {
			t.Errorf("the form did not show %s in %v", c.Total, totals)
		}
	}
}
