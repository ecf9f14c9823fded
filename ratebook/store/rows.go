package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"sync"

	"azwhatif/ratebook"

	"github.com/duckdb/duckdb-go/v2"
)

// rows are those of rates.parquet, which DuckDB takes one after another while they are
// made: of a card of any size a few hundred are in memory.
type rows struct {
	made chan [][]driver.Value
	next [][]driver.Value // that DuckDB has not taken yet
	end  chan struct{}    // closed where no more are wanted
	once sync.Once
	err  error // of the one who makes them; to be read once made is closed
}

// rowsAtOnce are handed over together.
const rowsAtOnce = 512

// readRows begins to make a card's rows. They are to be stopped.
func readRows(ctx context.Context, card *ratebook.Stream) *rows {
	r := &rows{made: make(chan [][]driver.Value), end: make(chan struct{})}
	go func() {
		defer close(r.made)
		r.err = r.make(ctx, card)
	}()
	return r
}

// make makes all rows, and counts: a card that has fewer rates than it states is not one.
func (r *rows) make(ctx context.Context, card *ratebook.Stream) (err error) {
	batch := make([][]driver.Value, 0, rowsAtOnce)
	rates, tiers := 0, 0
	send := func() bool {
		select {
		case r.made <- batch:
			batch = make([][]driver.Value, 0, rowsAtOnce)
			return true
		case <-ctx.Done():
			err = context.Cause(ctx)
		case <-r.end:
		}
		return false
	}
	for rate := range card.Rates {
		if batch, err = appendRate(batch, rates, rate); err != nil {
			return fmt.Errorf("meter %s %q: %w", rate.Meter.ID, rate.Meter.Name, err)
		}
		rates, tiers = rates+1, tiers+len(rate.Tiers)
		if len(batch) >= rowsAtOnce && !send() {
			return err
		}
	}
	if len(batch) > 0 && !send() {
		return err
	}
	if p := card.Provenance; rates != p.Rates || tiers != p.Tiers {
		return fmt.Errorf("the card states %d rates and %d tiers, and has %d and %d", p.Rates, p.Tiers, rates, tiers)
	}
	return nil
}

// stop ends the making of rows, and gives what went wrong in it.
func (r *rows) stop() error {
	r.once.Do(func() { close(r.end) })
	for range r.made { // until it has ended
	}
	return r.err
}

// FillChunk gives DuckDB the next rows; none where all were given.
//
// Note: a row source would be shorter, and cannot give NULL (Row.SetRowValue).
func (r *rows) FillChunk(chunk duckdb.DataChunk) error {
	n := 0
	for most := duckdb.GetDataChunkCapacity(); n < most; n++ {
		if len(r.next) == 0 {
			batch, more := <-r.made
			if !more {
				break
			}
			r.next = batch
		}
		for column, value := range r.next[0] {
			if err := chunk.SetValue(column, n, value); err != nil {
				return err
			}
		}
		r.next = r.next[1:]
	}
	if n == 0 && r.err != nil {
		return r.err
	}
	return chunk.SetSize(n)
}

func (r *rows) Init()                                {}
func (r *rows) Cardinality() *duckdb.CardinalityInfo { return nil }
func (r *rows) ColumnInfos() []duckdb.ColumnInfo     { return columns }
