package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
)

// decoders read a saved response of each source.
var decoders = map[ratebook.Source]func(io.Reader, ratebook.Terms) (*ratebook.Card, error){
	ratebook.RateCard:   fetch.DecodeRateCard,
	ratebook.Retail:     fetch.DecodeRetail,
	ratebook.PriceSheet: fetch.DecodePriceSheet,
}

// fetchFile takes a saved response into the ratebook.
func (p *program) fetchFile(ctx context.Context, o fetchOptions, jobs []job) error {
	if len(jobs) != 1 {
		return badInput(fmt.Errorf("--from-file is one card's, and the terms name %d: give one offer, one currency and one market", len(jobs)))
	}
	if o.resume || o.dryRun {
		return badInput(errors.New("--resume and --dry-run do not go with --from-file"))
	}
	terms := jobs[0].terms
	fetched, err := o.time(p.now())
	if err != nil {
		return badInput(err)
	}
	f, err := os.Open(o.file)
	if err != nil {
		return badInput(err)
	}
	defer f.Close()
	card, err := decoders[terms.Source](fetch.Bound(ctx, f, p.config.maxResponse), terms)
	if err != nil {
		return badInput(fmt.Errorf("%s: %w", o.file, err))
	}
	card.Provenance.URL = "file:" + filepath.Base(o.file)
	card.Provenance.Fetched = fetched
	for _, w := range card.Provenance.Warnings {
		p.say("%s: %s", o.file, w)
	}
	if o.fetched == "" {
		p.say("--fetched is not given: the card counts as fetched now")
	}
	book, err := openStore(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer book.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	path, err := book.Put(ctx, card, f)
	if err != nil {
		return err
	}
	p.say("kept %s, %d meters, in %s", terms, card.Provenance.Meters, path)
	return nil
}

func (o fetchOptions) time(now time.Time) (time.Time, error) {
	if o.fetched == "" {
		return now.UTC(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, o.fetched); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("--fetched %q is not a time; write it as 2026-08-03 or 2026-08-03T07:10:11Z", o.fetched)
}
