package main

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/estimate/notify"
)

// receiver is a webhook that answers as it is told, and then with 200.
type receiver struct {
	*httptest.Server
	home string

	mu      sync.Mutex
	answers []http.HandlerFunc
	bodies  [][]byte
	heads   []http.Header
}

func status(code int, head ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(head); i += 2 {
			w.Header().Set(head[i], head[i+1])
		}
		w.WriteHeader(code)
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func startReceiver(t *testing.T, answers ...http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{home: t.TempDir(), answers: answers}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		r.bodies, r.heads = append(r.bodies, body), append(r.heads, req.Header.Clone())
		answer := status(http.StatusOK)
		if len(r.answers) > 0 {
			answer, r.answers = r.answers[0], r.answers[1:]
		}
		r.mu.Unlock()
		answer(w, req)
	}))
	r.Config.ErrorLog = log.New(io.Discard, "", 0) // of connections that are hung up
	r.StartTLS()
	t.Cleanup(r.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})
	r.write(t, "ca.pem", string(ca))
	r.write(t, "watch.yaml", watched)
	r.use(t, 4)
	return r
}

// message is the nth that came, from 0.
func (r *receiver) message(n int) (body []byte, head http.Header) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bodies[n], r.heads[n]
}

// asked is how many messages came.
func (r *receiver) asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.bodies)
}

func (r *receiver) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(r.home, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// use has the files bill 50 EUR on so many days.
func (r *receiver) use(t *testing.T, days int) {
	t.Helper()
	text := "SubscriptionId,Date,MeterCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType\n"
	for day := 1; day <= days; day++ {
		text += fmt.Sprintf("s1,2026-09-%02d,Virtual Machines,1AB41620-5FFA-51B3-AC16-6416F9F747A9,D4s v5,EU West,1 Hour,24,50,EUR,Usage\n", day)
	}
	r.write(t, "usage.csv", text)
}

// watched fires from the third day on; the second alert never does.
const watched = `version: 1
name: Watch <all> & *tell*
ratebook: sample
start: 2026-01
months: 12
imports: [{files: [usage.csv], as: as-recorded}]
cases: [{name: PAYG, offer: MS-AZR-0003P, currency: EUR, market: NL}]
alerts:
  - {name: Over <100>, on: actual, of: billed, above: 100 EUR}
  - {name: Far, on: actual, of: billed, above: 100000 EUR}
`

const hookSecret = "the webhook's secret"

// alert runs the command; the address has a secret in its path.
func (r *receiver) alert(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command("azwhatif", append([]string{"alert", filepath.Join(r.home, "watch.yaml"), "--as-of", "2026-09-12"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+r.home, "XDG_DATA_HOME="+r.home, "XDG_CONFIG_HOME="+r.home, "AZWHATIF_AZURE_CA_FILE="+filepath.Join(r.home, "ca.pem"),
		"AZWHATIF_AZURE_RETRY_DELAY=1ms", "AZWHATIF_WEBHOOK_SECRET="+hookSecret, "AZWHATIF_WEBHOOK="+r.URL+"/services/T000-secret")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if text := out.String() + errs.String(); strings.Contains(text, "T000-secret") || strings.Contains(text, hookSecret) {
		t.Errorf("a secret is printed:\n%s", text)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// TestAlertWebhook: a receiver that fails twice gets the message, signed, once.
func TestAlertWebhook(t *testing.T) {
	for name, answers := range map[string][]http.HandlerFunc{
		"503 and 500":    {status(503), status(500)},
		"429 and 429":    {status(429, "Retry-After", "1"), status(429)},
		"it hangs up":    {hangUp, hangUp},
		"it answers 202": {status(408), status(502), status(202)},
	} {
		t.Run(name, func(t *testing.T) {
			r := startReceiver(t, answers...)
			_, stderr, code := r.alert(t)
			if code != exitAlert || !strings.Contains(stderr, "sent 1 alert to "+strings.TrimPrefix(r.URL, "https://")) || !strings.Contains(stderr, "1 of 2 alerts fired") {
				t.Fatalf("ends with %d: %s", code, stderr)
			}
			if n := r.asked(); n != 3 {
				t.Errorf("%d tries, want 3", n)
			}
			_, first := r.message(0)
			for i := range r.asked() {
				body, h := r.message(i)
				stamp := h.Get("X-Azwhatif-Timestamp")
				if want := notify.Sign([]byte(hookSecret), stamp, body); h.Get("X-Azwhatif-Signature") != want || !strings.HasPrefix(want, "sha256=") {
					t.Errorf("signed %s, want %s", h.Get("X-Azwhatif-Signature"), want)
				}
				if at, err := strconv.ParseInt(stamp, 10, 64); err != nil || time.Since(time.Unix(at, 0)).Abs() > time.Minute {
					t.Errorf("timestamp %q", stamp)
				}
				if h.Get("X-Azwhatif-Delivery") != first.Get("X-Azwhatif-Delivery") || h.Get("X-Azwhatif-Delivery") == "" || h.Get("Content-Type") != "application/json" {
					t.Errorf("%v", h)
				}
			}
			var message struct {
				Version  int
				Scenario string
				Fired    int
				Alerts   []struct{ Name, Status, Value, Limit, Currency, Text string }
			}
			last, _ := r.message(2)
			if err := json.Unmarshal(last, &message); err != nil || message.Version != 1 || message.Fired != 1 || len(message.Alerts) != 1 ||
				message.Alerts[0].Name != "Over <100>" || message.Alerts[0].Value != "200" || message.Alerts[0].Limit != "100" || message.Alerts[0].Currency != "EUR" {
				t.Errorf("%v\n%s", err, last)
			}
		})
	}
}

// TestAlertWebhookFails: what is not sent is an error, is not remembered, and is
// sent on the next run.
func TestAlertWebhookFails(t *testing.T) {
	many := func(n int, f http.HandlerFunc) (all []http.HandlerFunc) {
		for range n {
			all = append(all, f)
		}
		return all
	}
	for _, c := range []struct {
		name    string
		answers []http.HandlerFunc
		tries   int
		want    string
	}{
		{"it is down", many(5, status(503)), 5, "it answers 503 Service Unavailable, in the last of 5 tries: try again later"},
		{"it refuses", many(1, status(400)), 1, "it answers 400 Bad Request"},
		{"it is gone", many(1, status(410)), 1, "it answers 410 Gone"},
		{"it redirects", many(1, status(307, "Location", "https://example.org/T000-secret")), 1, "a redirect, which is not followed"},
		{"it hangs up", many(5, hangUp), 5, "in the last of 5 tries"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := startReceiver(t, c.answers...)
			state := filepath.Join(r.home, "state.json")
			_, stderr, code := r.alert(t, "--state", state)
			if code != exitFailure || !strings.Contains(stderr, "1 alert fired and not sent: the webhook at 127.0.0.1") || !strings.Contains(stderr, c.want) {
				t.Errorf("ends with %d: %s", code, stderr)
			}
			if n := r.asked(); n != c.tries {
				t.Errorf("%d tries, want %d", n, c.tries)
			}
			if _, err := os.Stat(state); !os.IsNotExist(err) {
				t.Errorf("it is remembered: %v", err)
			}
			if _, stderr, code := r.alert(t, "--state", state); code != exitAlert || !strings.Contains(stderr, "sent 1 alert") || r.asked() != c.tries+1 {
				t.Errorf("the next run ends with %d, %d messages: %s", code, r.asked(), stderr)
			}
		})
	}
}

// TestAlertState: an alert is sent once for a period, again when it is worse by a
// tenth, and again where the file that remembers is cut off.
func TestAlertState(t *testing.T) {
	r := startReceiver(t)
	state := filepath.Join(r.home, "state.json")
	run := func(what string, sent int, want string) string {
		t.Helper()
		before := r.asked()
		out, stderr, code := r.alert(t, "--state", state)
		if code != exitAlert || r.asked()-before != sent || !strings.Contains(stderr, want) {
			t.Errorf("%s: ends with %d, %d messages, want %d:\n%s", what, code, r.asked()-before, sent, stderr)
		}
		return out
	}
	run("at 200", 1, "sent 1 alert")
	first, err := os.ReadFile(state)
	if err != nil || !strings.Contains(string(first), `"extent": "200"`) {
		t.Fatalf("%v: %s", err, first)
	}
	if out := run("again", 0, "1 alert fired that had been sent before"); !strings.Contains(out, "fired: Over <100>, 2026-09 (sent before)") {
		t.Error(out)
	}
	r.use(t, 5)
	run("at 250, worse by a fourth", 1, "sent 1 alert")
	r.write(t, "watch.yaml", strings.Replace(watched, "above: 100 EUR}", "above: 100 EUR, worse_by: 50%}", 1))
	r.use(t, 7)
	run("at 350, worse by 40%", 0, "been sent before")
	r.use(t, 8)
	run("at 400, worse by 60%", 1, "sent 1 alert")
	r.use(t, 4)
	run("at 200, better", 0, "been sent before")

	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) - 1 {
		if cut%20 != 0 {
			continue
		}
		if err := os.WriteFile(state, whole[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		run(fmt.Sprintf("cut off behind %d bytes", cut), 1, "state.json is damaged (it is cut off): it is taken for empty, and alerts that were sent are sent again")
		run("and then", 0, "been sent before")
	}
	r.write(t, "state.json", "not what was written")
	run("damaged", 1, "it is not what this program wrote")
	newer := r.write(t, "state.json", `{"version": 2, "sent": []}`)
	if _, stderr, code := r.alert(t, "--state", newer); code != exitBadInput || !strings.Contains(stderr, "is of version 2") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
	if _, _, code := r.alert(t, "--state", filepath.Join(r.home, "none", "state.json")); code != exitFailure {
		t.Errorf("a state that cannot be written ends with %d", code)
	}
	left, err := filepath.Glob(filepath.Join(r.home, ".azwhatif-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("%v is left; %v", left, err)
	}
}

// TestAlertChat has the shapes that Teams and Slack take, names escaped.
func TestAlertChat(t *testing.T) {
	r := startReceiver(t)
	if _, stderr, code := r.alert(t, "--webhook-format", "teams"); code != exitAlert {
		t.Fatal(stderr)
	}
	var teams struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Type, Version string
				Body          []struct{ Type, Text string }
			}
		}
	}
	body, _ := r.message(0)
	if err := json.Unmarshal(body, &teams); err != nil || teams.Type != "message" || len(teams.Attachments) != 1 {
		t.Fatalf("%v\n%s", err, body)
	}
	card := teams.Attachments[0]
	if card.ContentType != "application/vnd.microsoft.card.adaptive" || card.Content.Type != "AdaptiveCard" || card.Content.Version != "1.4" || len(card.Content.Body) != 3 ||
		card.Content.Body[0].Text != `Watch <all> & \*tell\*: alerts as of 2026-09-12, 1 of 1 fired` || card.Content.Body[1].Text != "Over <100>, 2026-09" ||
		!strings.HasPrefix(card.Content.Body[2].Text, "EUR 200.00 billed from 2026-09-01 to 2026-09-12") {
		t.Errorf("%s", body)
	}
	if _, stderr, code := r.alert(t, "--webhook-format", "slack"); code != exitAlert {
		t.Fatal(stderr)
	}
	var slack struct {
		Text   string
		Blocks []struct {
			Type string
			Text struct{ Type, Text string }
		}
	}
	body, _ = r.message(1)
	if err := json.Unmarshal(body, &slack); err != nil || len(slack.Blocks) != 2 || slack.Blocks[0].Type != "header" || slack.Blocks[1].Text.Type != "mrkdwn" ||
		slack.Text != "Watch &lt;all&gt; &amp; ∗tell∗: alerts as of 2026-09-12, 1 of 1 fired" ||
		!strings.HasPrefix(slack.Blocks[1].Text.Text, "*Over &lt;100&gt;, 2026-09*\nEUR 200.00 billed") {
		t.Errorf("%v\n%s", err, body)
	}
}
