package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
)

// fetchFile takes a saved answer, of one or several files, into the ratebook.
func (p *program) fetchFile(ctx context.Context, o fetchOptions, jobs []job) error {
	if len(jobs) != 1 {
		return badInput(fmt.Errorf("--from-file is one card's, and the terms name %d: give one offer, one currency and one market", len(jobs)))
	}
	if o.resume || o.dryRun {
		return badInput(errors.New("--resume and --dry-run do not go with --from-file"))
	}
	fetched, err := o.time(p.now())
	if err != nil {
		return badInput(err)
	}
	files, err := inputFiles(o.files)
	if err != nil {
		return badInput(err)
	}
	opened, err := openAll(files)
	defer opened.close()
	if err != nil {
		return badInput(err)
	}
	response, hash, remove, err := opened.response()
	if err != nil {
		return badInput(err)
	}
	defer remove()
	card, err := p.decode(ctx, opened, jobs[0])
	if err != nil {
		return badInput(err)
	}
	card.Provenance.Fetched, card.Provenance.SHA256 = fetched, cmp.Or(hash, card.Provenance.SHA256)
	for _, w := range card.Provenance.Warnings {
		p.say("%s: %s", strings.TrimPrefix(card.Provenance.URL, "file:"), w)
	}
	if o.fetched == "" {
		p.say("--fetched is not given: the card counts as fetched now")
	}
	if _, err := response.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return p.keep(ctx, card, response)
}

// decode reads the files of a card, and says what was read of each.
func (p *program) decode(ctx context.Context, files inputs, j job) (*ratebook.Stream, error) {
	decoder := fetch.SourceNamed(j.terms.Source).Decoder
	parts := make([]fetch.Part, len(files))
	for i, f := range files {
		parts[i] = fetch.Part{Name: f.name, Body: fetch.Bound(ctx, f.File, p.config.maxResponse)}
	}
	card, counts, err := decoder.Parts(parts, j.terms)
	if err != nil {
		return nil, err
	}
	if len(files) > 1 {
		for i, f := range files {
			p.say("read %s: %s", f.name, estimate.Plural(counts[i], decoder.Counts))
		}
	}
	card.Provenance.URL = files.address()
	return card, p.coverage(card, j)
}

// coverage says of a retail card what it was asked for, where --region or --service
// state it, and holds its meters against that.
func (p *program) coverage(card *ratebook.Stream, j job) error {
	if j.terms.Source != ratebook.Retail {
		return nil
	}
	if !j.stated {
		if card.Asked == nil {
			p.say("the pages do not say what they were asked for: the card answers for the meters that it has. State --region and --service where it has all of them, or --region all where it has everything")
		}
		return nil
	}
	if card.Provenance.Partial {
		p.say("the pages are not all there: the card answers for the meters that it has, not for all that --region states")
		return nil
	}
	asked := j.asks()
	for r := range card.Rates {
		if !asked.Covers(r.Meter.Region, r.Meter.Category) {
			return fmt.Errorf("--region and --service state that the pages are of %s, and they have %s in %s", asked, r.Meter.Title(), r.Meter.Region.Display())
		}
	}
	if card.Asked != nil && card.Asked.String() != asked.String() {
		return fmt.Errorf("--region and --service state that the pages are of %s, and by their links they are of %s", asked, card.Asked)
	}
	card.Asked = &asked
	return nil
}

// keep adds a card to the ratebook.
func (p *program) keep(ctx context.Context, card *ratebook.Stream, response io.Reader) error {
	book, err := openStore(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer book.Close()
	p.warnAboutAccount(ctx, book, card)
	path, err := book.Put(ctx, card, response)
	if err != nil {
		return err
	}
	p.say("kept %s, %d meters, in %s", cardName(card.Header), card.Provenance.Meters, path)
	p.warnAboutZeros(ctx, book, card)
	return nil
}

// warnAboutAccount says that a card takes the place of one of another enrollment.
func (p *program) warnAboutAccount(ctx context.Context, b book, card *ratebook.Stream) {
	if card.Provenance.Account == "" {
		return
	}
	headers, _ := b.Cards(ctx)
	for _, h := range newest(headers, p.now()) {
		if had := h.Provenance.Account; h.Terms == card.Terms && had != "" && had != card.Provenance.Account {
			p.say("%s: the newest card so far is of the account %s, and this one is of %s: keep a ratebook for each, or one hides the other", card.Terms, had, card.Provenance.Account)
		}
	}
}

func (o fetchOptions) time(now time.Time) (time.Time, error) {
	if o.fetched == "" {
		return now.UTC(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		t, err := time.Parse(layout, o.fetched)
		if err != nil {
			continue
		}
		if t.After(now) && o.fetched == now.Local().Format(time.DateOnly) { // today, east of Greenwich
			t = now
		}
		if (ratebook.Provenance{Fetched: t}).FromFuture(now) {
			return t, fmt.Errorf("--fetched %s is in the future: it is %s now", o.fetched, now.UTC().Format(time.RFC3339))
		}
		return t.UTC(), nil
	}
	return time.Time{}, fmt.Errorf("--fetched %q is not a time; write it as 2026-08-03 or 2026-08-03T07:10:11Z", o.fetched)
}
