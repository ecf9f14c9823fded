package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure"
)

// TestNextPageMeanwhile: while a page is read the next is asked for, and no other.
func TestNextPageMeanwhile(t *testing.T) {
	second := make(chan bool, 1)
	env, asked := serveRetail(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n == 2 {
			second <- true
		}
		fmt.Fprintf(w, `{"Items":[{"page":%d}],"NextPageLink":"https://%s/api/retail/prices?page=%d"}`, n, r.Host, n+1)
	})
	client, err := env.Open(env.RetailEndpoint)
	if err != nil {
		t.Fatal(err)
	}
	f := spool(t)
	r := readPages(t.Context(), client, f, func(ctx context.Context) (*azure.Response, error) { return client.Get(ctx, retailPath, nil) })
	b := make([]byte, 10)
	if _, err := io.ReadFull(r, b); err != nil || string(b) != `{"Items":[` {
		t.Fatalf("%q %v", b, err)
	}
	select {
	case <-second:
	case <-time.After(time.Minute):
		t.Fatal("the second page is not asked for while the first one is read")
	}
	r.stop()
	if len(*asked) > 2 {
		t.Errorf("asked for %d pages while one is read", len(*asked))
	}
	if kept, _ := f.Stat(); kept.Size() == 0 {
		t.Error("the first page is not in the spool")
	}
}

// FuzzSkim: what encoding/json takes for a page is one, with the same link and number
// of items; what it does not, is none.
func FuzzSkim(f *testing.F) {
	for _, s := range []string{
		`{"Items":[{"a":[1,{"b":2}]},{}],"NextPageLink":"https://x/?a=1\u0026b=2","Count":2}`, `{"items":[],"nextpagelink":null}`, `[{"a":1}]`, `{}`, ``, `{"Items":[{}`,
		`{"NextPageLink":"a","NextPageLink":"b"}`, `{"Items":{}}`, `{"Items":[1]} {}`, `null`, `{"a":"` + strings.Repeat("x", 300) + `"}`, "{\"Items\":[\"\xff\"]}\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		link, items, err := skim(data)
		if json.Valid(data) != (err == nil) {
			t.Fatalf("valid %v, but %v", json.Valid(data), err)
		}
		var want struct {
			NextPageLink *string
			Items        []json.RawMessage
		}
		if err != nil || json.Unmarshal(data, &want) != nil {
			return
		}
		var names map[string]json.RawMessage // several in other capitals: either may count
		if json.Unmarshal(data, &names); len(names) > 0 && twice(names) {
			return
		}
		if want.NextPageLink != nil && *want.NextPageLink != link || len(want.Items) != items {
			t.Errorf("%q, %d items; want %v, %d", link, items, want.NextPageLink, len(want.Items))
		}
	})
}

func twice(names map[string]json.RawMessage) bool {
	seen := map[string]bool{}
	for n := range names {
		if n = strings.ToLower(n); seen[n] {
			return true
		}
		seen[n] = true
	}
	return false
}
