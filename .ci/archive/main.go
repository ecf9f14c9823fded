// Command archive packs a folder so that the same files give the same bytes on every
// machine: sorted, without owners, dated SOURCE_DATE_EPOCH. It stands here because
// tar and zip of macOS and Windows cannot do that.
//
//	go run ./.ci/archive dist/azwhatif_1.0.0_linux_amd64.tar.gz FOLDER
//
// The ending says which: .tar.gz or .zip. FOLDER's own name comes first in each path.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: archive OUT.tar.gz|OUT.zip FOLDER")
	}
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		log.Fatalf("SOURCE_DATE_EPOCH: %v", err)
	}
	if err := pack(os.Args[1], os.Args[2], time.Unix(seconds, 0).UTC()); err != nil {
		log.Fatal(err)
	}
}

func pack(out, folder string, at time.Time) (err error) {
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	var add func(name string, mode fs.FileMode, text []byte) error
	var ends []io.Closer // the innermost first
	if strings.HasSuffix(out, ".zip") {
		z := zip.NewWriter(file)
		ends = append(ends, z, file)
		add = func(name string, mode fs.FileMode, text []byte) error {
			h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
			h.SetMode(mode)
			w, err := z.CreateHeader(h)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		}
	} else {
		g, _ := gzip.NewWriterLevel(file, gzip.BestCompression)
		t := tar.NewWriter(g)
		ends = append(ends, t, g, file)
		add = func(name string, mode fs.FileMode, text []byte) error {
			err := t.WriteHeader(&tar.Header{Name: name, Mode: int64(mode), Size: int64(len(text)), ModTime: at, Format: tar.FormatUSTAR})
			if err == nil {
				_, err = t.Write(text)
			}
			return err
		}
	}
	top := filepath.Base(folder)
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error { // in the order of names
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode()&0o100 != 0 {
			mode = 0o755
		}
		return add(top+"/"+filepath.ToSlash(inside), mode, text)
	})
	for _, c := range ends {
		if e := c.Close(); err == nil {
			err = e
		}
	}
	return err
}
