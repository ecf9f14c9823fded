package invoice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"

	"azwhatif/ratebook/azure"
)

// PDF gives the invoice's PDF, whole. A link that has expired is asked for anew,
// once; what breaks off, or is not all of a PDF, is asked for again.
func PDF(ctx context.Context, client *azure.Client, q Query, f Found) ([]byte, error) {
	renewed := false
	renew := func() (err error) {
		f.link, err = link(ctx, client, q, f)
		renewed = true
		return err
	}
	if f.link == "" {
		if err := renew(); err != nil {
			return nil, fmt.Errorf("the link to the PDF of invoice %s: %w", f.Name, err)
		}
		renewed = false
	}
	pdf, err := client.Whole(ctx, func(ctx context.Context) (*azure.Response, error) {
		res, err := client.Fetch(ctx, f.link)
		var refused *azure.Error
		if errors.As(err, &refused) && refused.Expired() && !renewed {
			if err := renew(); err != nil {
				return nil, err
			}
			return client.Fetch(ctx, f.link)
		}
		return res, err
	}, checkPDF)
	if err != nil {
		return nil, fmt.Errorf("the PDF of invoice %s: %w", f.Name, err)
	}
	return pdf, nil
}

// link asks for the signed address of the PDF.
func link(ctx context.Context, client *azure.Client, q Query, f Found) (string, error) {
	if q.API == V2017 {
		again, err := Find(ctx, client, q, f.Name)
		if err == nil && again.link == "" {
			err = errors.New("there is no link to it in the answer")
		}
		return again.link, err
	}
	document := f.document
	if document == "" {
		document = q.path(f.Name) + "/download"
	}
	document, err := versioned(document, q.API)
	if err != nil {
		return "", err
	}
	var ready struct{ URL string }
	err = client.JSON(ctx, func(ctx context.Context) (*azure.Response, error) { return client.Submit(ctx, document) }, &ready)
	if err == nil && ready.URL == "" {
		err = errors.New("the answer says that the PDF is ready, and gives no link to it; try again later")
	}
	return ready.URL, err
}

// versioned adds the api-version to the address of a document where it has none.
func versioned(address string, api API) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the address of its document is none") // and may hold a token
	}
	query := u.Query()
	if query.Get("api-version") == "" {
		query.Set("api-version", string(api))
		u.RawQuery = query.Encode()
	}
	return u.String(), nil
}

// tail is how many of a PDF's last bytes its end mark is looked for in.
const tail = 1024

// checkPDF says what is wrong with what should be a PDF; again tells that more of it
// may be had by asking again. That all bytes of an announced length came is held
// by the client.
func checkPDF(data []byte) (again bool, err error) {
	switch {
	case len(data) == 0:
		return true, errors.New("it is empty")
	case !bytes.HasPrefix(data, []byte("%PDF-"[:min(5, len(data))])):
		return false, errors.New("it is not a PDF")
	case !bytes.Contains(data[max(0, len(data)-tail):], []byte("%%EOF")):
		return true, fmt.Errorf("it is a part of a PDF, of %d bytes: its end is missing", len(data))
	}
	return false, nil
}
