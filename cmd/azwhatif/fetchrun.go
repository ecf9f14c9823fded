package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/store"

	"github.com/schollz/progressbar/v3"
)

// run fetches the cards, a few at a time, and keeps each as soon as it is
// whole. What fails is listed when all have been tried.
func (p *program) run(ctx context.Context, book *store.Book, env fetch.Env, jobs []job, parallel int) error {
	if len(jobs) == 0 {
		p.say("nothing to fetch")
		return nil
	}
	progress := p.newProgress(len(jobs))
	errs := make([]error, len(jobs))
	var wg sync.WaitGroup
	slots := make(chan struct{}, parallel)
	for i, j := range jobs {
		slots <- struct{}{}
		if ctx.Err() != nil {
			errs[i] = context.Cause(ctx)
			<-slots
			continue
		}
		wg.Go(func() {
			defer func() { <-slots }()
			var kept string
			kept, errs[i] = p.fetchOne(ctx, book, env, j)
			if errs[i] != nil {
				kept = fmt.Sprintf("failed %s", j)
			}
			if ctx.Err() == nil || errs[i] == nil {
				progress.done(kept)
			}
		})
	}
	wg.Wait()
	progress.finish()
	return failures(jobs, errs)
}

func failures(jobs []job, errs []error) error {
	var list []string
	for i, err := range errs {
		if err != nil {
			list = append(list, fmt.Sprintf("%s: %s", jobs[i], strings.ReplaceAll(err.Error(), "\n", " ")))
		}
	}
	if list == nil {
		return nil
	}
	return errors.New(fmt.Sprintf("%d of %d cards were not fetched:\n", len(list), len(jobs)) + strings.Join(list, "\n"))
}

// fetchOne fetches one card by way of a spool, a file that is thrown away.
func (p *program) fetchOne(ctx context.Context, book *store.Book, env fetch.Env, j job) (kept string, err error) {
	folder, remove, err := atomicfile.Scratch("azwhatif-fetch-")
	if err != nil {
		return "", err
	}
	defer remove()
	spool, err := os.OpenFile(filepath.Join(folder, "response"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	defer spool.Close()
	card, err := j.source.Fetch(ctx, j.in(env), j.terms, spool)
	if err != nil {
		return "", err
	}
	card.Provenance.Fetched = p.now().UTC()
	p.warnAboutAccount(ctx, book, card)
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	if _, err := book.Put(ctx, card, spool); err != nil {
		return "", err
	}
	p.warnAboutZeros(ctx, book, card)
	kept = fmt.Sprintf("kept %s, %d meters", j, card.Provenance.Meters)
	for _, w := range card.Provenance.Warnings {
		kept += "\n  " + w
	}
	return kept, nil
}

// progress shows how far a run is: a bar on a terminal, lines elsewhere.
type progress struct {
	p   *program
	mu  sync.Mutex
	bar *progressbar.ProgressBar
}

func (p *program) newProgress(cards int) *progress {
	g := &progress{p: p}
	if isTerminal(p.stderr) && !p.config.Quiet {
		g.bar = progressbar.NewOptions(cards,
			progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetDescription("fetching cards"),
			progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
	}
	return g
}

func (g *progress) done(line string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.bar == nil {
		g.p.say("%s", line)
		return
	}
	_ = g.bar.Add(1) // a bar that cannot be drawn is no failure
}

func (g *progress) finish() {
	if g.bar != nil {
		_ = g.bar.Finish()
	}
}
