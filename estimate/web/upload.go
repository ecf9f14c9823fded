package web

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"azwhatif/internal/atomicfile"
	"azwhatif/internal/terminal"
)

// What an upload may have, and what one of its files may unpack to. Files that are named
// in a scenario may have more: who has put them there knows them.
const (
	mostUpload  = 512 << 20
	mostFiles   = 20
	MaxUnpacked = 512 << 20
)

// uploaded are files that were uploaded and not yet used, in a private folder that goes
// when the server has no more room for them, or ends.
type uploaded struct {
	folder string
	names  []string
	up     *Upload
	said   []string
}

func (u *uploaded) paths() (list []string) {
	for _, n := range u.names {
		list = append(list, filepath.Join(u.folder, n))
	}
	return list
}

// upload takes files in, has them read, and goes to the preview.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	tooLong := fmt.Errorf("at most %d MB can be uploaded; put larger files into the folder, and name them in a scenario", mostUpload>>20)
	if r.ContentLength > mostUpload { // nothing of it is waited for
		w.Header().Set("Connection", "close")
		s.fault(w, r, http.StatusRequestEntityTooLarge, "The upload is too long", tooLong)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostUpload)
	form, err := r.MultipartReader()
	if err != nil {
		s.fault(w, r, http.StatusBadRequest, "Nothing was uploaded", errors.New("choose one or several files, and upload them"))
		return
	}
	folder, remove, err := atomicfile.Scratch("azwhatif-upload-")
	if err != nil {
		s.fault(w, r, http.StatusInternalServerError, "The files cannot be kept", err)
		return
	}
	names, err := takeFiles(form, folder)
	if err != nil {
		remove()
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			s.fault(w, r, http.StatusRequestEntityTooLarge, "The upload is too long", tooLong)
			return
		}
		s.fault(w, r, http.StatusBadRequest, "The files cannot be taken", err)
		return
	}
	t := s.tasks.do("upload "+folder, "Reading "+strings.Join(names, ", "), func(ctx context.Context, t *task) (any, error) {
		u := &uploaded{folder: folder, names: names}
		up, said, err := s.o.Program.Look(ctx, u.paths())
		if err != nil {
			remove()
			return nil, errors.New(strings.ReplaceAll(err.Error(), folder+string(filepath.Separator), ""))
		}
		for i := range said {
			said[i] = strings.ReplaceAll(said[i], folder+string(filepath.Separator), "")
		}
		u.up, u.said = up, said
		return u, nil
	})
	t.gone = remove
	http.Redirect(w, r, "/new/upload/"+t.id, http.StatusSeeOther)
}

// takeFiles writes the files of a form into a folder, under names that are safe.
func takeFiles(form *multipart.Reader, folder string) (names []string, err error) {
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if part.FileName() == "" {
			continue
		}
		if len(names) == mostFiles {
			return nil, fmt.Errorf("more than %d files are uploaded at once", mostFiles)
		}
		name := safeName(part.FileName())
		for n := 2; ; n++ {
			if _, err := os.Lstat(filepath.Join(folder, name)); errors.Is(err, fs.ErrNotExist) {
				break
			}
			name = fmt.Sprintf("%d-%s", n, safeName(part.FileName()))
		}
		out, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(out, part)
		if err = errors.Join(err, out.Close()); err != nil {
			return nil, err
		}
		if err := unpacks(filepath.Join(folder, name)); err != nil {
			return nil, fmt.Errorf("%s %w", name, err)
		}
		names = append(names, name)
	}
	if names == nil {
		return nil, errors.New("choose one or several files, and upload them")
	}
	return names, nil
}

// unpacks refuses an archive, such as a workbook is one, that says that it unpacks to
// more than an upload may. What has more than it says is not read by anyone.
func unpacks(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil { // no archive: what it is is found by who reads it
		return nil
	}
	defer z.Close()
	left := uint64(MaxUnpacked)
	for _, m := range z.File {
		if m.UncompressedSize64 > left {
			return fmt.Errorf("unpacks to more than %d MB: put it into the folder, and name it in a scenario", MaxUnpacked>>20)
		}
		left -= m.UncompressedSize64
	}
	return nil
}

// safeName is a file's name without folders, and without characters that mean something
// to a system, a pattern, YAML or a page.
func safeName(name string) string {
	name = terminal.Clean(name)
	name = name[strings.LastIndexAny(name, `/\:`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ._-()", r) {
			return r
		}
		return '_'
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".-")
	ending := filepath.Ext(name)
	stem := []rune(strings.TrimSuffix(name, ending))
	return cmp.Or(string(stem[:min(len(stem), 60)]), "upload") + ending[:min(len(ending), 12)]
}

// previewPage shows what was read of an upload and what was not, before a scenario is
// made of it.
type previewPage struct {
	page
	startForm
	ID    string
	Files []string
	Up    *Upload
	Said  []string
}

// preview is the page of an upload.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	u, ok := s.uploadOf(w, r)
	if ok {
		s.showPreview(w, r, http.StatusOK, u, s.startForm(r))
	}
}

func (s *Server) showPreview(w http.ResponseWriter, r *http.Request, status int, u *uploaded, form startForm) {
	form.Name = cmp.Or(form.Name, strings.TrimSuffix(u.names[0], filepath.Ext(u.names[0])))
	s.view(w, r, status, "preview", &previewPage{page{Title: "What was read", Here: "new"}, form, r.PathValue("id"), u.names, u.up, u.said})
}

// uploadOf gives an upload that was read; else it has answered.
func (s *Server) uploadOf(w http.ResponseWriter, r *http.Request) (*uploaded, bool) {
	t := s.tasks.find(r.PathValue("id"))
	switch {
	case t == nil:
		s.fault(w, r, http.StatusNotFound, "The upload is no longer there", errors.New("upload the files again"))
	case !t.wait(r.Context(), patience):
		s.wait(w, r, t)
	case t.err != nil:
		s.fault(w, r, http.StatusUnprocessableEntity, "The files cannot be read", t.err)
	default:
		u, ok := t.result.(*uploaded)
		if !ok {
			s.fault(w, r, http.StatusNotFound, "The upload is no longer there", errors.New("upload the files again"))
		}
		return u, ok
	}
	return nil, false
}

// newFromUpload keeps the files of an upload in the folder, and starts a scenario of them.
func (s *Server) newFromUpload(w http.ResponseWriter, r *http.Request) {
	u, ok := s.uploadOf(w, r)
	if !ok {
		return
	}
	form := s.startForm(r)
	from := form.start()
	from.Upload = u.up
	names := make([]string, len(u.names))
	for i, name := range u.names { // the names that they will have, if no other file comes between
		names[i] = s.o.Folder.free(name)
	}
	from.Files = names
	name := s.o.Folder.free(scenarioName(form.Name))
	text, err := s.o.Program.Start(s.o.Folder.Path(name), from)
	if err != nil {
		form.Fault = s.o.Folder.Tidy(err.Error())
		s.showPreview(w, r, http.StatusUnprocessableEntity, u, form)
		return
	}
	for i, path := range u.paths() {
		if err := s.o.Folder.take(r.Context(), names[i], path); err != nil {
			s.fault(w, r, http.StatusConflict, "The files cannot be kept", err)
			return
		}
	}
	s.started(w, r, name, text)
}

// scenarioName is a file's name for a scenario of a name.
func scenarioName(name string) string {
	return strings.ReplaceAll(strings.ToLower(safeName(name+".yaml")), " ", "-")
}
