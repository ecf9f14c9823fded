package fetch

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"

	"azwhatif/ratebook"
)

// Part is one file of an answer: a page of retail prices, a part of a price sheet.
type Part struct {
	Name string
	Body io.Reader // as for the decoders: see Bound
}

// Decoder reads saved answers of a source.
type Decoder struct {
	// Parts reads the files of one answer, in their order, and gives how many prices each
	// has. An error names the file. A card of several has no SHA256: see Pack.
	Parts func(parts []Part, terms ratebook.Terms) (*ratebook.Stream, []int, error)
	// Counts is what one of a file's prices is called: "item".
	Counts string
}

// decodeRateCardParts: an answer of the RateCard API has no pages.
func decodeRateCardParts(parts []Part, terms ratebook.Terms) (*ratebook.Stream, []int, error) {
	if len(parts) != 1 {
		return nil, nil, fmt.Errorf("a rate card is one file, and there are %d, from %s to %s: take them in one by one", len(parts), parts[0].Name, parts[len(parts)-1].Name)
	}
	card, err := DecodeRateCard(parts[0].Body, terms)
	if err != nil {
		return nil, nil, parts[0].wrong(err)
	}
	return card.Stream(), []int{card.Provenance.Meters}, nil
}

// wrong names the part in an error.
func (p Part) wrong(err error) error {
	if p.Name == "" || err == nil {
		return err
	}
	return fmt.Errorf("%s: %w", p.Name, err)
}

// Pack writes several files as the one response of a card, a zip that does not compress
// them, and gives its SHA-256. Two files with the same content are an error.
func Pack(w io.Writer, parts []Part) (hash string, err error) {
	sum := sha256.New()
	z := zip.NewWriter(io.MultiWriter(w, sum))
	seen, names := map[string]string{}, map[string]bool{}
	for _, p := range parts {
		name := path.Base(p.Name)
		for n := 2; names[name]; n++ {
			name = fmt.Sprintf("%d-%s", n, path.Base(p.Name))
		}
		names[name] = true
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return "", err
		}
		own := sha256.New()
		if _, err := io.Copy(io.MultiWriter(out, own), p.Body); err != nil {
			return "", p.wrong(err)
		}
		key := string(own.Sum(nil))
		if first, twice := seen[key]; twice {
			return "", fmt.Errorf("%s has the same content as %s: give each part once", p.Name, first)
		}
		seen[key] = p.Name
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// chain are the pages of retail prices that came, by which a missing one is noticed.
type chain struct {
	links []pageLink
	ends  int    // pages without a link to a next one
	file  string // of the first page with a link
}

// pageLink is where a page's successor begins, and where the page itself does.
type pageLink struct {
	from, to int
	question string // what it was asked for, without the place
}

var errPages = errors.New("the pages are not those of one answer")

// add takes a page's link.
func (c *chain) add(link string, items int, file string) error {
	if link == "" {
		c.ends++
		return nil
	}
	question, to, ok := splitLink(link)
	if !ok {
		return nil
	}
	if len(c.links) > 0 && c.links[0].question != question {
		return fmt.Errorf("%w: %s was asked for something else than %s", errPages, orPage(file), orPage(c.file))
	}
	if len(c.links) == 0 {
		c.file = file
	}
	c.links = append(c.links, pageLink{to - items, to, question})
	return nil
}

// splitLink takes the place off the link to a next page.
func splitLink(link string) (question string, skip int, ok bool) {
	u, err := url.Parse(link)
	if err != nil {
		return "", 0, false
	}
	q := u.Query()
	if skip, err = strconv.Atoi(q.Get("$skip")); err != nil || skip <= 0 {
		return "", 0, false
	}
	q.Del("$skip")
	q.Del("$top")
	return q.Encode(), skip, true
}

func orPage(file string) string {
	if file == "" {
		return "a page"
	}
	return file
}

// whole tells whether there is each page from the first to the last.
func (c *chain) whole() bool {
	begins := map[int]bool{}
	for _, l := range c.links {
		begins[l.from] = true
	}
	missing := 0 // pages that follow on one, and are none of those with a link
	for _, l := range c.links {
		if !begins[l.to] {
			missing++
		}
	}
	return (len(c.links) == 0 || begins[0]) && missing == min(1, len(c.links)) && c.ends == 1
}
