package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"azwhatif/ratebook/fetch"
)

// fetchSizes takes the catalogue of sizes into the ratebook.
func (p *program) fetchSizes(ctx context.Context, o fetchOptions) error {
	if len(o.offers)+len(o.currencies)+len(o.markets)+len(o.files)+len(o.services) > 0 {
		return badInput(errors.New("--sizes takes the catalogue of sizes, which has no offer, currency, market or file; give it by itself"))
	}
	env := p.fetchEnv()
	address, err := fetch.SizesRequest(env)
	if err != nil {
		return badInput(err)
	}
	if o.dryRun {
		fmt.Fprintln(p.stdout, "GET "+address)
		return nil
	}
	book, err := openStore(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer book.Close()
	sizes, err := fetch.Sizes(ctx, env, p.now().UTC().Format(time.DateOnly))
	if err != nil {
		return fmt.Errorf("the catalogue of sizes: %w", err)
	}
	path, err := book.PutSizes(ctx, sizes)
	if err != nil {
		return err
	}
	p.say("%d sizes in %d regions, kept in %s", len(sizes.Sizes), len(sizes.Regions), path)
	return nil
}
