package fetch

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The portal's zip has sheets of at most 75 MB each. These bounds are far above
// what is known, and keep a made-up file from filling the memory.
const (
	zipPacked   = 512 << 20
	zipUnpacked = 4 << 30
)

// zip reads the CSV files within a zip, one after another, and nothing else in it.
func (d *sheet) zip() error {
	data, err := io.ReadAll(io.LimitReader(d.res, zipPacked+1))
	if err != nil {
		return d.res.stopped(err)
	}
	if len(data) > zipPacked {
		return fmt.Errorf("the zip is larger than %d MB: unpack it, and give the sheets one by one", zipPacked>>20)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("the zip is damaged or cut off: fetch it again (%w)", err)
	}
	left, sheets := int64(zipUnpacked), 0
	for _, f := range z.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		if f.FileInfo().IsDir() || !strings.EqualFold(path.Ext(name), ".csv") || strings.HasPrefix(name, ".") {
			continue
		}
		sheets++
		in, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s in the zip: %w", clip(name), err)
		}
		bound := &bounded{r: in, left: &left}
		err = d.csv(clip(name)+" in the zip: line", bound)
		_ = in.Close()
		if bound.err != nil {
			return fmt.Errorf("%s in the zip: %w", clip(name), bound.err)
		}
		if err != nil {
			return err
		}
	}
	if sheets == 0 {
		return errors.New("the zip has no CSV file")
	}
	return nil
}

// bounded ends with an error where more comes than is left, and keeps what
// went wrong.
type bounded struct {
	r    io.Reader
	left *int64
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		b.err = fmt.Errorf("unpacked it is larger than %d GB", zipUnpacked>>30)
		return 0, b.err
	}
	n, err := b.r.Read(p)
	*b.left -= int64(n)
	if err != nil && err != io.EOF {
		b.err = fmt.Errorf("it is damaged: %w", err)
	}
	return n, err
}
