package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/internal/race"
	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/ratebook/money"
)

// fakeEnv is an Env whose Azure is the fake, and which waits so long for an
// answer; 0 for the default.
func fakeEnv(t *testing.T, s *azuretest.Server, quiet time.Duration) Env {
	t.Helper()
	for _, v := range s.Env() {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AZURE_") {
			t.Setenv(name, value)
		}
	}
	cfg := azure.Config{
		Cloud: "custom", ResourceManager: s.ResourceManager, Audience: s.Audience, Authority: s.Authority, CAFile: s.CAFile,
		DisableInstanceDiscovery: true, BlobHosts: []string{s.BlobHost}, Credential: "env",
		RetryDelay: time.Millisecond, TryTimeout: quiet,
	}
	return Env{
		ARM: sync.OnceValues(func() (*azure.Client, error) {
			cred, err := azure.NewCredential(cfg, azure.Options{})
			if err != nil {
				return nil, err
			}
			return azure.New(cfg, cred, azure.Options{})
		}),
		Open:         func(address string) (*azure.Client, error) { return azure.NewOpen(address, cfg, azure.Options{}) },
		Endpoint:     cfg.Endpoint(),
		Subscription: s.Subscription, RetailEndpoint: s.Retail,
	}
}

func spoolFile(t testing.TB) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "response"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func rateCardSource(t testing.TB) Source {
	t.Helper()
	s := SourceNamed(ratebook.RateCard)
	if s.Name != ratebook.RateCard || !s.SignIn {
		t.Fatal("no ratecard source")
	}
	return s
}

func TestSources(t *testing.T) {
	all := Sources()
	if len(all) != len(ratebook.Sources) || !slices.IsSortedFunc(all, func(a, b Source) int { return strings.Compare(string(a.Name), string(b.Name)) }) {
		t.Errorf("%v", all)
	}
	for _, s := range all {
		if s.Name == "" || s.Request == nil || s.Fetch == nil || s.Decoder.Parts == nil || s.Decoder.Counts == "" {
			t.Errorf("%+v", s)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a second source of one name is taken")
		}
	}()
	register(Source{Name: ratebook.RateCard})
}

func TestRateCardRequest(t *testing.T) {
	env := Env{Endpoint: "https://management.azure.com", Subscription: "22222222-2222-4222-8222-222222222222"}
	got, err := rateCardSource(t).Request(env, terms)
	want := "https://management.azure.com/subscriptions/22222222-2222-4222-8222-222222222222/providers/Microsoft.Commerce/RateCard" +
		"?$filter=OfferDurableId%20eq%20%27MS-AZR-0003P%27%20and%20Currency%20eq%20%27USD%27%20and%20Locale%20eq%20%27en-US%27%20and%20RegionInfo%20eq%20%27US%27&api-version=2016-08-31-preview"
	if err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
	for offer, want := range map[ratebook.Offer]string{"MS-AZR-0017P": "(Enterprise Agreement): the RateCard API does not serve it", "MS-AZR-0145P": "the partner's price sheet"} {
		other := terms
		other.Offer = offer
		if _, err := rateCardSource(t).Request(env, other); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", offer, err)
		}
	}
	env.Subscription = ""
	if _, err := rateCardSource(t).Request(env, terms); err == nil || !strings.Contains(err.Error(), "--subscription") {
		t.Error(err)
	}
}

// TestRateCard fetches through azidentity and azcore from the fake.
func TestRateCard(t *testing.T) {
	newest := rateCardVersions[0]
	query := azuretest.CardQuery{Offer: "MS-AZR-0003P", Currency: "USD", Locale: "en-US", Market: "US"}
	for _, c := range []struct {
		name    string
		opt     azuretest.Options
		at      azuretest.Place
		faults  []azuretest.Fault
		asked   int
		version string
		want    []string
	}{
		{name: "redirected", asked: 1, version: newest},
		{name: "direct", opt: azuretest.Options{Direct: true}, asked: 1, version: newest},
		{name: "only the older version", opt: azuretest.Options{Versions: rateCardVersions[1:]}, asked: 2, version: rateCardVersions[1]},
		{name: "the version refused with 400", at: azuretest.RateCard, faults: []azuretest.Fault{azuretest.Answer(400, `{"error":{"code":"InvalidApiVersionParameter","message":"no"}}`)}, asked: 2, version: rateCardVersions[1]},
		{name: "cut off", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.CutOff(500)}, asked: 2, version: newest},
		{name: "cut off after the end of the meters", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.CutOff(len(azuretest.Card(query, 3)) - 1)}, asked: 2, version: newest},
		{name: "reset", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.ResetAfter(400), azuretest.CutOff(0)}, asked: 3, version: newest},
		{name: "truncated", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.Truncate(700)}, asked: 2, version: newest},
		{name: "silent in the middle", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.HangAfter(300)}, asked: 2, version: newest},
		{name: "empty", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.Empty()}, asked: 2, version: newest},
		{name: "slow", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.Slow(300, 20*time.Millisecond)}, asked: 1, version: newest},
		{name: "cut off always", at: azuretest.Blob, faults: azuretest.Times(9, azuretest.CutOff(500)), asked: 3, want: []string{"in the last of 3 tries: the response is cut off after 500 bytes", "https://localhost"}},
		{name: "reset always", at: azuretest.Blob, faults: azuretest.Times(9, azuretest.ResetAfter(0)), asked: 3, want: []string{"the last of 3 tries"}},
		{name: "empty always", at: azuretest.Blob, faults: azuretest.Times(9, azuretest.Empty()), asked: 3, want: []string{"the response is empty"}},
		{name: "a sign-in page", at: azuretest.RateCard, faults: []azuretest.Fault{azuretest.HTML()}, asked: 1, want: []string{"content type text/html: the response is HTML, not JSON", "Welcome to the guest network"}},
		{name: "a page in the blob's place", at: azuretest.Blob, faults: []azuretest.Fault{azuretest.HTML()}, asked: 1, want: []string{"is HTML, not JSON"}},
		{name: "not ready", at: azuretest.RateCard, faults: []azuretest.Fault{azuretest.Answer(202, `{}`)}, asked: 1, want: []string{"status 202 in place of a card"}},
		{name: "another currency", opt: azuretest.Options{Card: func(q azuretest.CardQuery) []byte {
			q.Currency = "EUR"
			return azuretest.Card(q, 1)
		}}, asked: 1, want: []string{"the card is in EUR, and USD was asked for"}},
		{name: "refused", at: azuretest.RateCard, faults: []azuretest.Fault{azuretest.DisallowedProvider()}, asked: 1, want: []string{"DisallowedProvider", "--source retail"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := azuretest.Start(t, c.opt)
			if len(c.faults) > 0 {
				s.Fault(c.at, c.faults...)
			}
			spool := spoolFile(t)
			if _, err := spool.WriteString("what was there before"); err != nil {
				t.Fatal(err)
			}
			quiet := time.Duration(0)
			if strings.HasPrefix(c.name, "silent") {
				quiet = 500 * time.Millisecond
			}
			env := fakeEnv(t, s, quiet)
			card, err := rateCardSource(t).Fetch(context.Background(), env, terms, spool)
			if n := len(s.Requests(azuretest.RateCard)); n != c.asked {
				t.Errorf("RateCard was asked %d times, want %d", n, c.asked)
			}
			for _, r := range s.Requests(azuretest.Blob) {
				if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
					t.Errorf("the blob storage was sent %v", r.Header)
				}
			}
			if c.want != nil {
				if card != nil || err == nil {
					t.Fatal("a card, or no error")
				}
				for _, want := range c.want {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("no %q in: %v", want, err)
					}
				}
				if strings.Contains(err.Error(), "sig=") || strings.Contains(err.Error(), "?") {
					t.Errorf("a query in: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			p := card.Provenance
			wantURL, _ := rateCardSource(t).Request(env, terms)
			if p.Meters != 3 || p.APIVersion != c.version || p.URL != strings.Replace(wantURL, newest, c.version, 1) || !p.Fetched.IsZero() || card.Terms != terms || len(p.Warnings) > 0 {
				t.Errorf("%+v", card.Header)
			}
			kept, err := os.ReadFile(spool.Name())
			query.Version = c.version
			if err != nil || !bytes.Equal(kept, azuretest.Card(query, 3)) {
				t.Errorf("the spool has %.200s, %v", kept, err)
			}
			again, err := DecodeRateCard(bytes.NewReader(kept), terms)
			if err != nil || again.Provenance.SHA256 != p.SHA256 {
				t.Errorf("the spool is another card: %v", err)
			}
		})
	}
}

// full is a disk that takes so many bytes.
type full struct {
	*os.File
	left int
}

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return f.File.Write(p)
}

// TestRateCardStops: what is no fault of the response's is not tried again.
func TestRateCardStops(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{Card: func(q azuretest.CardQuery) []byte { return azuretest.Card(q, 2000) }})
	env := fakeEnv(t, s, 0)
	card, err := rateCardSource(t).Fetch(context.Background(), env, terms, &full{spoolFile(t), 100_000})
	if card != nil || err == nil || !strings.Contains(err.Error(), "cannot be written down: no space left on device") || len(s.Requests(azuretest.RateCard)) != 1 {
		t.Errorf("%d requests: %v", len(s.Requests(azuretest.RateCard)), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.Fault(azuretest.Blob, azuretest.HangAfter(1000))
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := rateCardSource(t).Fetch(ctx, env, terms, spoolFile(t)); !errors.Is(err, context.Canceled) || len(s.Requests(azuretest.RateCard)) != 2 {
		t.Errorf("%d requests: %v", len(s.Requests(azuretest.RateCard)), err)
	}
}

// TestRateCardMemory: while a card of 25 MB comes in over the network and is
// spooled, less than twice its size is held, the rates that it becomes among it.
// What is held is what is in use after each collection of garbage; between them
// the heap is larger, as GOGC lets it be.
func TestRateCardMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a card of 25 MB")
	}
	size, meters := int64(0), 54_000
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	// The body is made while it is read, so that the memory of this process is the reader's.
	res, err := (generatedCard{meters, &size}).RoundTrip(nil)
	if err != nil {
		t.Fatal(err)
	}
	held, stop, stopped := uint64(0), make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		var now runtime.MemStats
		for {
			runtime.GC()
			runtime.ReadMemStats(&now)
			held = max(held, now.HeapAlloc)
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	card, _, err := readRateCard(t.Context(), Env{}, &azure.Response{Body: res.Body, Status: 200, ContentType: "application/json"}, terms, spoolFile(t))
	close(stop)
	<-stopped
	if err != nil || card.Provenance.Meters != meters {
		t.Fatal(err)
	}
	most := int64(held) - int64(before.HeapAlloc)
	t.Logf("%d MB of JSON, at most %d MB held (%.2f times)", size>>20, most>>20, float64(most)/float64(size))
	if size < 24<<20 || most > 2*size && !race.On {
		t.Errorf("%d bytes held for a response of %d", most, size)
	}
	runtime.KeepAlive(card)
}

// generatedCard answers with a card that is made in pieces as it is read.
type generatedCard struct {
	meters int
	size   *int64
}

func (g generatedCard) RoundTrip(r *http.Request) (*http.Response, error) {
	from, to := io.Pipe()
	go func() {
		const piece = 500
		send := func(b []byte) { n, _ := to.Write(b); *g.size += int64(n) }
		for i := 0; i < g.meters; i += piece {
			// the meters of one small card, their ids made different
			card := azuretest.Card(azuretest.CardQuery{Offer: "MS-AZR-0003P", Currency: "USD", Locale: "en-US", Market: "US"}, piece)
			open, end := bytes.IndexByte(card, '[')+1, bytes.LastIndexByte(card, ']')
			open += bytes.IndexByte(card[open:], '[') + 1 // OfferTerms come first
			list := bytes.ReplaceAll(card[open:end], []byte("-0000-4000-8000-"), []byte("-"+hex4(i/piece)+"-4000-8000-"))
			// 40,000 meters are 25 MB: the real API's answers are indented
			list = bytes.ReplaceAll(list, []byte(`,"`), []byte(",\r\n                \""))
			if i == 0 {
				send(card[:open])
			} else {
				send([]byte(","))
			}
			send(list)
			if i+piece >= g.meters {
				send(card[end:])
			}
		}
		_ = to.Close()
	}()
	return &http.Response{StatusCode: 200, Body: from, Header: http.Header{}, Request: r}, nil
}

func hex4(n int) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15]})
}

// TestRateCardRandom fetches several cards at a time while one request in three
// goes wrong: each ends in a whole card of its own terms, or in an error.
func TestRateCardRandom(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{
		Faults: azuretest.Random(7, 3),
		Card:   func(q azuretest.CardQuery) []byte { return azuretest.Card(q, 30) },
	})
	env := fakeEnv(t, s, 0)
	source := rateCardSource(t)
	slots, done := make(chan bool, 4), make(chan error, 60)
	for i := range cap(done) {
		slots <- true
		go func() {
			defer func() { <-slots }()
			want := terms
			want.Currency = []money.Currency{"USD", "EUR", "GBP"}[i%3]
			want.Market = []ratebook.Market{"US", "NL"}[i%2]
			spool := spoolFile(t)
			card, err := source.Fetch(context.Background(), env, want, spool)
			if err == nil {
				kept, readErr := os.ReadFile(spool.Name())
				q := azuretest.CardQuery{Offer: "MS-AZR-0003P", Currency: string(want.Currency), Locale: "en-US", Market: string(want.Market)}
				if readErr != nil || !bytes.Equal(kept, azuretest.Card(q, 30)) || card.Provenance.Meters != 30 || card.Terms != want {
					t.Errorf("a damaged card for %s: %+v", want, card.Header)
				}
			} else if card != nil || strings.Contains(err.Error(), "sig=") {
				t.Errorf("%v", err)
			}
			done <- err
		}()
	}
	whole := 0
	for range cap(done) {
		if err := <-done; err == nil {
			whole++
		} else {
			t.Log(err)
		}
	}
	if whole < cap(done)/2 {
		t.Errorf("%d of %d fetched", whole, cap(done))
	}
	for _, r := range s.Requests(azuretest.Blob) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			t.Errorf("the blob storage was sent %v", r.Header)
		}
	}
}
