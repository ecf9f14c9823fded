package fetch

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// zipPacked is far above what is known: the portal's zip has sheets of at most
// 75 MB each, unpacked. All of it is held in memory.
const zipPacked = 128 << 20

var errZip = errors.New("the zip is damaged or cut off")

// zip reads the CSV and Parquet files within a zip, one after another, and those of a
// zip within it; nothing else.
func (d *sheet) zip(from io.Reader, depth int) error {
	data, err := io.ReadAll(io.LimitReader(from, zipPacked+1))
	if err != nil {
		return d.broken(err)
	}
	if len(data) > zipPacked {
		return fmt.Errorf("the zip is larger than %d MB: unpack it, and give the sheets", zipPacked>>20)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("%w: fetch it again (%v)", errZip, err)
	}
	if d.left == 0 {
		d.left = d.res.body.most
	}
	sheets := 0
	for _, f := range z.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		ending := strings.ToLower(path.Ext(name))
		if f.FileInfo().IsDir() || strings.HasPrefix(name, ".") || ending != ".csv" && ending != ".parquet" && (ending != ".zip" || depth > 0) {
			continue
		}
		sheets++
		in, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s in the zip: %w", clip(name), err)
		}
		bound := &bounded{r: in, ctx: d.res.body.ctx, left: &d.left, most: d.res.body.most}
		switch ending {
		case ".zip":
			if err = d.zip(bound, depth+1); err != nil {
				err = fmt.Errorf("%s in the zip: %w", clip(name), err)
			}
		case ".parquet":
			err = d.parquet(clip(name)+" in the zip: row", bound)
		default:
			err = d.csv(clip(name)+" in the zip: line", bound)
		}
		_ = in.Close()
		if bound.err != nil {
			return fmt.Errorf("%s in the zip: %w", clip(name), bound.err)
		}
		if err != nil {
			return err
		}
	}
	if sheets == 0 {
		return errors.New("the zip has neither a CSV nor a Parquet file")
	}
	return nil
}

// bounded ends with an error where more comes than is left, and keeps what
// went wrong.
type bounded struct {
	r    io.Reader
	ctx  context.Context
	left *int64
	most int64
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		b.err = context.Cause(b.ctx)
	} else if *b.left <= 0 {
		b.err = aboveMost(b.most)
	}
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	*b.left -= int64(n)
	if err != nil && err != io.EOF {
		b.err = fmt.Errorf("it is damaged: %w", err)
	}
	return n, err
}
