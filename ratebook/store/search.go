package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// Search gives the meters of the cards in use of the terms that each word of the query
// occurs in, best matches first: see ratebook.Search. A meter stands there once for
// every description and region that the cards have of it. A card that is damaged is
// left out: its error stands in the place of its terms in damage, which is otherwise nil.
//
// DuckDB looks for the words in all cards at once, so that none is loaded.
func (b *Book) Search(ctx context.Context, terms []ratebook.Terms, query string) (meters []ratebook.Meter, damage []error, err error) {
	err = Again(func() (err error) {
		meters, damage, err = b.searchOnce(ctx, terms, strings.Fields(strings.ToLower(query)))
		return err
	})
	return ratebook.Search(meters, query), damage, err
}

func (b *Book) searchOnce(ctx context.Context, terms []ratebook.Terms, words []string) (meters []ratebook.Meter, damage []error, err error) {
	damage = make([]error, len(terms))
	var cards []source
	for i, t := range terms {
		of, err := b.inUse(t, time.Time{})
		for _, c := range of {
			if err == nil {
				err = b.checkOnce(c)
			}
		}
		switch {
		case errors.Is(err, ratebook.ErrRemoved):
			return nil, nil, err
		case err != nil:
			damage[i] = err
		default:
			cards = append(cards, of...)
		}
	}
	if len(cards) == 0 || len(words) == 0 {
		return nil, damage, nil
	}
	meters, err = b.search(ctx, cards, words)
	for _, c := range cards {
		if err != nil && gone(c.folder) {
			return nil, nil, damaged(c.folder, err)
		}
	}
	return meters, damage, err
}

// search gives the meters that all words may occur in, in the cards' order.
func (b *Book) search(ctx context.Context, cards []source, words []string) (meters []ratebook.Meter, err error) {
	from, paths, err := b.union(cards)
	if err != nil {
		return nil, err
	}
	regions, err := b.regions(ctx, from, paths)
	if err != nil {
		return nil, err
	}
	// Each column is looked through by itself: of most, DuckDB looks at each text of a
	// file's dictionary once, and not at each row's.
	conditions, args := make([]string, len(words)), paths
	for i, w := range words {
		for _, column := range []string{"category", "subcategory", "unit", "name", "meter_id"} {
			conditions[i] += "contains(lower(" + column + "), ?) OR "
			args = append(args, w)
		}
		conditions[i] = "(" + conditions[i] + "region IN (SELECT unnest(string_split(?, chr(31)))))"
		args = append(args, joined(ratebook.RegionsWith(regions, w)))
	}
	db, err := b.duckdb()
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT `+meterText+` AS meter, string_agg(DISTINCT card::VARCHAR, ',') `+from+
		` WHERE `+strings.Join(conditions, " AND ")+` GROUP BY meter ORDER BY min(card * 10000000000 + position)`, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	s := newScanner(false)
	for rows.Next() {
		var row, in string
		if err := rows.Scan(&row, &in); err != nil {
			return nil, err
		}
		m, err := s.meter(row)
		if err != nil {
			return nil, err
		}
		if answered(cards, in, m) {
			meters = append(meters, m)
		}
	}
	return meters, rows.Err()
}

// answered tells whether one of the cards that have a meter, by their places, answers
// for it: none of its terms' newer ones, which stand before it, was asked for the meter.
func answered(cards []source, in string, m ratebook.Meter) bool {
	for place := range strings.SplitSeq(in, ",") {
		i, err := strconv.Atoi(place)
		if err != nil {
			continue
		}
		if !slices.ContainsFunc(cards[:i], func(c source) bool { return c.Terms == cards[i].Terms && c.Covers(m) }) {
			return true
		}
	}
	return false
}

// regions are all of the cards.
func (b *Book) regions(ctx context.Context, from string, paths []any) (list []ratebook.Region, err error) {
	db, err := b.duckdb()
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT DISTINCT region `+from, slices.Clone(paths)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r ratebook.Region
		if err := rows.Scan(&r); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// joined is the list as string_split takes it apart. An empty list is one region that
// no card has; the global region is "".
func joined(regions []ratebook.Region) string {
	if len(regions) == 0 {
		return partEnd
	}
	texts := make([]string, len(regions))
	for i, r := range regions {
		texts[i] = string(r)
	}
	return strings.Join(texts, fieldEnd)
}
