package usage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"time"

	"azwhatif/ratebook/azure"
)

// Reported is what is asked of the UsageAggregates API: the usage of a
// subscription that was reported in a time, which is up to some days after it was used.
type Reported struct {
	Subscription string
	Start, End   time.Time // UTC, at midnight, or on the hour where Hourly; End is exclusive
	Hourly       bool      // a record for each hour of usage; else for each day
}

// ReportedDays are whole days in UTC, both included, such as 2026-03-01. The API
// refuses an end in the future: held tells that the last days, or hours, are not over
// and so left out.
func ReportedDays(from, to string, hourly bool, now time.Time) (r Reported, held bool, err error) {
	r.Hourly = hourly
	if r.Start, err = time.Parse(time.DateOnly, from); err != nil {
		return r, false, fmt.Errorf("--from %q is not a day such as 2026-03-01", clip(from))
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return r, false, fmt.Errorf("--to %q is not a day such as 2026-03-31", clip(to))
	}
	if last.Before(r.Start) {
		return r, false, fmt.Errorf("--to %s is before --from %s", to, from)
	}
	step := 24 * time.Hour
	if hourly {
		step = time.Hour
	}
	r.End = last.AddDate(0, 0, 1)
	if over := now.UTC().Truncate(step); r.End.After(over) {
		r.End, held = over, true
	}
	if r.Start.Before(r.End) {
		return r, held, nil
	}
	hint := ""
	if !hourly && r.Start.Before(now.UTC().Truncate(time.Hour)) {
		hint = "; --hourly asks for the hours of today that are"
	}
	return r, held, fmt.Errorf("--from %s is not over (days are UTC)%s", from, hint)
}

// Last is the last day of which something is asked for.
func (r Reported) Last() time.Time { return r.End.Add(-1).Truncate(24 * time.Hour) }

const usageVersion = "2015-06-01-preview" // the only one

func (r Reported) path() string {
	return "/subscriptions/" + r.Subscription + "/providers/Microsoft.Commerce/UsageAggregates"
}

func (r Reported) query() url.Values {
	const layout = "2006-01-02T15:04:05-07:00" // as the reference has it, not with Z
	granularity := "Daily"
	if r.Hourly {
		granularity = "Hourly"
	}
	return url.Values{
		"api-version":            {usageVersion},
		"reportedStartTime":      {r.Start.UTC().Format(layout)},
		"reportedEndTime":        {r.End.UTC().Format(layout)},
		"aggregationGranularity": {granularity},
		"showDetails":            {"true"}, // without, neither resources nor tags
	}
}

// Pull asks for all pages and writes them as one answer, {"value": […]}, a record
// a line, as Azure wrote it: what RollUp reads as azure-usage-aggregates. In one
// answer each record counts, so that equal ones of two pages are not taken for
// pages that overlap. On an error, what was written is not whole. progress, where
// not nil, is told the records so far.
func Pull(ctx context.Context, client *azure.Client, r Reported, out io.Writer, progress func(records int)) (records int, err error) {
	w := bufio.NewWriter(out)
	_, _ = w.WriteString(`{"value":[`) // a bufio.Writer keeps its error for Flush
	ask := func(ctx context.Context) (*azure.Response, error) { return client.Get(ctx, r.path(), r.query()) }
	err = client.Pages(ctx, "the usage", ask, func(page []json.RawMessage) error {
		for _, record := range page {
			if records > 0 {
				_ = w.WriteByte(',')
			}
			_ = w.WriteByte('\n')
			var line bytes.Buffer
			if err := json.Compact(&line, record); err != nil {
				return err
			}
			if _, err := w.Write(line.Bytes()); err != nil {
				return err
			}
			records++
		}
		if progress != nil {
			progress(records)
		}
		return nil
	})
	if err != nil {
		return records, err
	}
	_, _ = w.WriteString("\n]}\n")
	return records, w.Flush()
}
