package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// The files of a card.
const (
	cardFile     = "card.json"
	ratesFile    = "rates.parquet"
	responseFile = "response.json.gz"
)

// stamp is a time in a folder's name. It has no colon, for Windows, and sorts
// as the times do.
const stamp = "20060102T150405.000Z"

// format is the version of the files' shape. A card of an earlier one is read,
// one of a later is not: in format 1 rates.parquet has no prices beside the rates,
// and in format 2 no last days.
const format = 3

// document is card.json.
type document struct {
	Format      int    `json:"format"`
	SHA256      string `json:"sha256"`       // of this file, with these 64 digits as zeros
	RatesSHA256 string `json:"rates_sha256"` // of rates.parquet
	ratebook.Header
}

const noHash = "0000000000000000000000000000000000000000000000000000000000000000"

// marshal writes the document with its own hash in it.
func (d document) marshal() ([]byte, error) {
	d.Format, d.SHA256 = format, noHash
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, err
	}
	return bytes.Replace(b.Bytes(), []byte(noHash), []byte(hashOf(b.Bytes())), 1), nil
}

// readDocument reads a card's card.json, and checks it against its own hash
// and against the folder that it stands in.
func readDocument(folder string) (d document, err error) {
	data, err := os.ReadFile(filepath.Join(folder, cardFile))
	if err != nil {
		return d, plain(err)
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return document{}, fmt.Errorf("%s is damaged: %w", cardFile, err)
	}
	if d.Format > format {
		return document{}, fmt.Errorf("%s is of format %d, and this program reads format %d: use a newer azwhatif", cardFile, d.Format, format)
	}
	if len(d.SHA256) != len(noHash) || hashOf(bytes.Replace(data, []byte(d.SHA256), []byte(noHash), 1)) != d.SHA256 {
		return document{}, fmt.Errorf("%s is damaged: it does not have its hash", cardFile)
	}
	place, err := folderOf("", d.Terms)
	if err != nil {
		return document{}, err
	}
	if want := filepath.Join(place, nameOf(d.Header)); !strings.HasSuffix(filepath.Clean(folder), want) {
		return document{}, fmt.Errorf("%s says %s, which is not the folder that it stands in", cardFile, filepath.ToSlash(want))
	}
	return d, nil
}

// folderOf is where the cards of the terms are.
func folderOf(root string, t ratebook.Terms) (string, error) {
	if t.Locale == "" {
		t.Locale = ratebook.DefaultLocale
	}
	parts := []string{string(t.Offer), string(t.Currency), string(t.Market), t.Locale}
	for _, p := range append(parts, string(t.Source)) {
		if p == "" || p[0] == '.' || strings.Trim(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", fmt.Errorf("the terms %q of %q have a part that no card can have: %q", t, t.Source, p)
		}
	}
	return filepath.Join(append([]string{root}, parts...)...), nil
}

// nameOf is the name of a card's folder: "ratecard-20260803T000000.000Z".
func nameOf(h ratebook.Header) string {
	return string(h.Terms.Source) + "-" + h.Provenance.Fetched.UTC().Format(stamp)
}

// parseName takes a name of nameOf apart; ok is false for any other.
func parseName(name string) (source ratebook.Source, fetched time.Time, ok bool) {
	i := len(name) - len(stamp) - 1
	if i < 1 || name[0] == '.' || name[i] != '-' {
		return "", time.Time{}, false
	}
	fetched, err := time.Parse(stamp, name[i+1:])
	return ratebook.Source(name[:i]), fetched, err == nil
}

// fileHash is the SHA-256 of a file, in hexadecimal.
func fileHash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", plain(err)
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", plain(err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// plain leaves a file's folder out of an error, where the folder is named anyway.
func plain(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s is missing", filepath.Base(p.Path))
		}
		return fmt.Errorf("%s cannot be read: %w", filepath.Base(p.Path), p.Err)
	}
	return err
}
