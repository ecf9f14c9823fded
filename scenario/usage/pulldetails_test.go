package usage

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestDetailsByMonth: each report is within one month, and all days are in one of them.
func TestDetailsByMonth(t *testing.T) {
	now := time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("", -2*3600)) // 1:30 of 1 April in UTC
	for _, c := range []struct {
		from, to string
		want     string // "" where that is an error
		held     bool
	}{
		{"2026-01", "2026-03", "2026-01 2026-02 2026-03", false},
		{"2026-03-05", "2026-03-05", "2026-03-05 to 2026-03-05", false},
		{"2026-02-28", "2026-03-01", "2026-02-28 to 2026-02-28 2026-03-01 to 2026-03-01", false},
		{"2026-02-15", "2026-03", "2026-02-15 to 2026-02-28 2026-03", false},
		{"2026-04", "2026-04", "2026-04-01 to 2026-04-01", true},
		{"2025-03", "2025-03-31", "2025-03", false},
		{"2025-02-28", "2025-03-31", "", false}, // more than 13 months ago
		{"2026-05", "2026-06", "", false},
		{"2026-03", "2026-02", "", false},
		{"2026-3", "2026-04", "", false},
		{"2026-02-30", "2026-04", "", false},
	} {
		all, held, err := Details{From: c.from, To: c.to}.ByMonth(now)
		var got []string
		for _, d := range all {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != c.want || (err == nil) != (c.want != "") || held != c.held {
			t.Errorf("%s to %s: %q, held %t, %v", c.from, c.to, got, held, err)
		}
	}
}

// TestDetailsSettled: a report that was made within three days of its end is asked for again.
func TestDetailsSettled(t *testing.T) {
	d := Details{From: "2026-02-01", To: "2026-02-28"}
	for made, want := range map[string]bool{"2026-02-28T10:00:00Z": false, "2026-03-03T23:59:00Z": false, "2026-03-04T00:00:01Z": true} {
		at, err := time.Parse(time.RFC3339, made)
		if err != nil || d.settled(at) != want || (Details{BillingPeriod: "202602"}).settled(at) != want || !(Details{Invoice: "G1"}).settled(at) {
			t.Errorf("%s: %v", made, err)
		}
	}
}

// TestDetailsFolder: scopes whose names differ have folders of their own, by names that
// every file system has.
func TestDetailsFolder(t *testing.T) {
	seen := map[string]bool{}
	for _, scope := range []string{"/subscriptions/a", "/providers/x/billingAccounts/a:b_c", "/providers/x/billingAccounts/a_b_c", "/providers/x/billingAccounts/1/billingProfiles/a"} {
		name := Details{Scope: scope, Metric: "ActualCost", From: "2026-02-01", To: "2026-02-28"}.Folder()
		if seen[name] || strings.ContainsAny(name, `:/\ .`) {
			t.Error(name)
		}
		seen[name] = true
	}
}

// FuzzDetailsAnswer: each part of an answer has a link and a size that is none or not below
// zero, and there are as many as are said to be.
func FuzzDetailsAnswer(f *testing.F) {
	for _, s := range []string{
		`{"status":"Completed","manifest":{"manifestVersion":"2025-03-01","dataFormat":"Csv","blobCount":1,"byteCount":2,"compressData":false,"requestContext":{"requestScope":"subscriptions/s","requestBody":{"metric":"ActualCost","timePeriod":{"start":"2026-02-01","end":"2026-02-28"}}},"blobs":[{"blobLink":"https://x.blob.core.windows.net/a?sig=b","byteCount":2}]},"validTill":"2026-03-01T00:00:00Z"}`,
		`{"status":"NoDataFound"}`, `{"status":"Failed","error":{"code":"c","message":"m"}}`, `{"error":{"code":"c","message":"m"}}`, `{"manifest":{"blobs":[]}}`,
		`{"manifest":{"blobs":[{"byteCount":-1,"blobLink":"x"}]}}`, `{"manifest":{"blobCount":-1}}`, `{"manifest":null}`, `[]`, `null`, ``, "\ufeff{}",
	} {
		f.Add([]byte(s))
	}
	d := Details{Scope: "/subscriptions/s", Metric: "ActualCost", From: "2026-02-01", To: "2026-02-28"}
	f.Fuzz(func(t *testing.T, body []byte) {
		blobs, _, again, err := d.read(body)
		switch {
		case err != nil:
			if len(blobs) > 0 || again && errors.Is(err, errNoDetails) || len(fmt.Sprint(err)) > 4000 {
				t.Errorf("%d parts, again %t: %v", len(blobs), again, err)
			}
		case len(blobs) == 0:
			t.Error("no parts, and no error")
		}
		for _, b := range blobs {
			if b.BlobLink == "" || b.ByteCount != nil && *b.ByteCount < 0 {
				t.Errorf("%+v", b)
			}
		}
	})
}
