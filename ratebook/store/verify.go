package store

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// Finding is what Verify says of one card.
type Finding struct {
	Path   string          // of the card's folder
	Header ratebook.Header // zero where card.json cannot be read
	Damage []string        // what is wrong; none where the card is sound
}

// Cards gives the headers of all cards, by their folders' names, and an error
// that names its folder for each card whose header is damaged. Rates are not
// looked at: see Verify.
func (b *Book) Cards(ctx context.Context) (headers []ratebook.Header, damage []error) {
	folders, damage := b.folders()
	for _, folder := range folders {
		if err := ctx.Err(); err != nil {
			return headers, append(damage, err)
		}
		d, err := readDocument(folder)
		if err != nil {
			if !gone(folder) {
				damage = append(damage, damaged(folder, err))
			}
			continue
		}
		headers = append(headers, d.Header)
	}
	return headers, damage
}

// folders are those of all cards, sorted by their paths, and so for the same
// terms by the time of fetching. A folder that is not a card's is among them.
func (b *Book) folders() (folders []string, unreadable []error) {
	folders = []string{b.root()}
	for range 5 {
		var next []string
		for _, folder := range folders {
			entries, err := os.ReadDir(folder)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				unreadable = append(unreadable, fmt.Errorf("ratebook: %w", err))
			}
			for _, e := range entries {
				if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
					next = append(next, filepath.Join(folder, e.Name()))
				}
			}
		}
		folders = next
	}
	slices.Sort(folders)
	return folders, unreadable
}

// Verify recomputes the hashes and counts of every card. Damage is in the
// Findings, but for cards that were removed while they were looked at; an error means that not all folders of the ratebook could be listed.
func (b *Book) Verify(ctx context.Context) ([]Finding, error) {
	folders, unreadable := b.folders()
	findings := make([]Finding, 0, len(folders))
	for _, folder := range folders {
		if err := ctx.Err(); err != nil {
			return findings, err
		}
		f := b.verify(ctx, folder)
		if err := ctx.Err(); err != nil {
			return findings, err
		}
		if len(f.Damage) == 0 || !gone(folder) {
			findings = append(findings, f)
		}
	}
	return findings, errors.Join(unreadable...)
}

func (b *Book) verify(ctx context.Context, folder string) Finding {
	f := Finding{Path: folder}
	note := func(err error) bool {
		if err != nil {
			f.Damage = append(f.Damage, err.Error())
		}
		return err == nil
	}
	d, err := readDocument(folder)
	if !note(err) {
		return f
	}
	f.Header = d.Header
	note(checkResponse(filepath.Join(folder, responseFile), d.Provenance.SHA256))
	path := filepath.Join(folder, ratesFile)
	if note(checkRates(path, d)) {
		note(b.checkCounts(ctx, path, d.Provenance))
	}
	return f
}

// checkResponse unpacks the response and compares its hash.
func checkResponse(path, want string) error {
	f, err := os.Open(path)
	if err != nil {
		return plain(err)
	}
	defer func() { _ = f.Close() }()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", responseFile, err)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, unpacked); err != nil {
		return fmt.Errorf("%s is damaged: %w", responseFile, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != want {
		return fmt.Errorf("%s is damaged: it does not have the hash that %s states", responseFile, cardFile)
	}
	return nil
}

// checkCounts counts meters, rates and tiers in rates.parquet.
func (b *Book) checkCounts(ctx context.Context, path string, p ratebook.Provenance) error {
	db, err := b.duckdb()
	if err != nil {
		return err
	}
	pattern, err := b.paths.Read(path)
	if err != nil {
		return err
	}
	var meters, rates, tiers int
	err = db.QueryRowContext(ctx, "SELECT count(DISTINCT meter_id), count(DISTINCT position), count(unit_price) FROM read_parquet(?, hive_partitioning = false)", pattern).
		Scan(&meters, &rates, &tiers)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", ratesFile, err)
	}
	if meters != p.Meters || rates != p.Rates || tiers != p.Tiers {
		return fmt.Errorf("%s has %d meters, %d rates and %d tiers, where %s states %d, %d and %d", ratesFile, meters, rates, tiers, cardFile, p.Meters, p.Rates, p.Tiers)
	}
	return nil
}
