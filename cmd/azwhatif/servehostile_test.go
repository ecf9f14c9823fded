package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

// zipOf is an archive of one member that says of itself how long it is.
func zipOf(t *testing.T, name string, data []byte, says uint64) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestSpeed)
	_, _ = f.Write(data)
	_ = f.Close()
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: says})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(packed.Bytes())
	_ = z.Close()
	return out.Bytes()
}

// packed is data, many times, through a packer.
func packed(many int, data []byte, packer func(io.Writer) io.WriteCloser) []byte {
	var out bytes.Buffer
	w := packer(&out)
	for range many {
		_, _ = w.Write(data)
	}
	_ = w.Close()
	return out.Bytes()
}

// TestHostileUploads uploads what no person would. Each is answered soon, with what is
// wrong; the process does not grow, and nothing is left of it, in the folder or beside.
func TestHostileUploads(t *testing.T) {
	apart(t)
	if runtime.GOOS != "linux" {
		t.Skip("the most memory that a process took is told by Linux")
	}
	s := startServing(t, t.TempDir(), t.TempDir())
	peak := watchMemory(s.cmd.Process.Pid)
	x := bytes.Repeat([]byte("x"), 1<<20)
	for name, try := range map[string]struct {
		file string
		data []byte
		says string
	}{
		"a zip bomb":                      {"a.zip", zipOf(t, "vms.csv", x, 600<<20), "unpacks to more than 512 MB"},
		"a workbook bomb":                 {"a.xlsx", zipOf(t, "xl/workbook.xml", x, 600<<20), "unpacks to more than 512 MB"},
		"a zip that says less than it is": {"a.zip", zipOf(t, "vms.csv", bytes.Repeat(x, 40), 100), "damaged"},
		"an archive in an archive":        {"a.zip", zipOf(t, "b.zip", zipOf(t, "vms.csv", x, 1<<20), 1<<10), "damaged"},
		"a gzip bomb":                     {"a.csv.gz", packed(400, x, func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed); return z }), "not a table of text"},
		"a zstd bomb": {"a.csv.zst", packed(600, x, func(w io.Writer) io.WriteCloser {
			z, _ := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest))
			return z
		}), "not a table of text"},
		"a picture":               {"a.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "neither an inventory"},
		"a program":               {"a.csv", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 4096)...), "neither an inventory"},
		"a page":                  {"a.csv", []byte("<html><script>alert(1)</script></html>"), "neither an inventory"},
		"a scenario":              {"a.yaml", []byte(smallShop), "neither an inventory"},
		"nothing":                 {"a.csv", nil, "the file is empty"},
		"one cell without an end": {"a.csv", append([]byte("VM,CPUs\n\""), bytes.Repeat(x, 20)...), "neither an inventory"},
		"a million columns":       {"a.csv", bytes.Repeat([]byte("VM,"), 1<<20), "neither an inventory"},
	} {
		began := time.Now()
		code, page, _ := s.upload(try.file, try.data)
		if code/100 != 4 || !strings.Contains(page, try.says) || strings.Contains(page, "<script>alert") {
			t.Errorf("%s: %d, without %q: %.2000s", name, code, try.says, page[max(0, strings.Index(page, "<main")):])
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
	s.slowly(t)
	if left, _ := os.ReadDir(s.folder); len(left) > 0 {
		t.Errorf("left in the folder: %v", left)
	}
	if left, _ := filepath.Glob(filepath.Join(s.home, "azwhatif-*")); len(left) > 0 {
		t.Errorf("left beside: %v", left)
	}
	_ = s.cmd.Process.Signal(os.Interrupt)
	if most := peak(); most > mostMemory {
		t.Errorf("it took %d MB", most>>20)
	} else {
		t.Logf("%d MB", most>>20)
	}
}

// slowly sends what does not end: a body that is said to have 10 GB, and one of which
// nothing comes. Others are answered meanwhile, and nothing of it is kept.
func (s *serving) slowly(t *testing.T) {
	send := func(length, begin string) net.Conn {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		host := strings.TrimPrefix(s.base, "http://")
		_, port, _ := strings.Cut(host, ":")
		fmt.Fprintf(c, "POST /new/upload HTTP/1.1\r\nHost: %s\r\nCookie: azwhatif-%s=%s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %s\r\n\r\n%s", host, port, s.token, length, begin)
		return c
	}
	long := send("10737418240", "--b\r\n")
	defer long.Close()
	_ = long.SetReadDeadline(time.Now().Add(10 * time.Second))
	answer, err := io.ReadAll(long)
	if !bytes.Contains(answer, []byte("413 Request Entity Too Large")) || !bytes.Contains(answer, []byte("at most 512 MB")) {
		t.Errorf("10 GB: %v %s", err, answer)
	}
	slow := send("1000000", "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\nVM,CPUs\n")
	if code, _ := s.get("/new"); code != http.StatusOK {
		t.Error("a slow upload keeps others out:", code)
	}
	_ = slow.Close()
	for range 100 {
		if left, _ := filepath.Glob(filepath.Join(s.home, "azwhatif-*")); len(left) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestHostileNames uploads good files under bad names, with bad texts in them. The files
// are in the folder under names that are safe anywhere, the scenario that is made of them
// is priced, and no page has anything of the texts but as text.
func TestHostileNames(t *testing.T) {
	apart(t)
	s := startServing(t, t.TempDir(), t.TempDir())
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	vms := func(name string) []byte {
		return []byte("machine,vcpus,memory_gib,os,count\n\"" + strings.ReplaceAll(name, `"`, `""`) + "\",2,8,linux,1\n")
	}
	for _, name := range []string{
		"../../evil.csv", `..\..\evil.csv`, "/etc/evil.csv", "a\x00b.csv", "<script>alert(1)<", "x';alert(1)//.csv", strings.Repeat("n", 300) + ".csv",
		"a\u202evsc.exe.csv", "\u2066x\u2069.csv", ".htaccess", "-rf.csv", "*.csv", "[a].csv", "{{.}}.csv", "%2e%2e%2fevil.csv", "a\r\nSet-Cookie: x=y.csv", "plan.yaml.csv", "ü 名.csv", " .csv", "con.csv",
	} {
		code, page, at := s.upload(name, vms(evil))
		if code == http.StatusBadRequest { // a name that a form cannot have
			continue
		}
		if code != http.StatusOK {
			t.Errorf("%q: %d %.1000s", name, code, page[max(0, strings.Index(page, "<main")):])
			continue
		}
		form := url.Values{"name": {evil}, "region": {"westeurope"}, "terms": {"sample"}}
		code, to, page2, err := s.ask("POST", at, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		if err != nil || code != http.StatusSeeOther {
			t.Errorf("%q: %d %v %.1000s", name, code, err, page2[max(0, strings.Index(page2, "<main")):])
			continue
		}
		_, shown := s.get(to)
		if !strings.Contains(shown, "EUR") || strings.Contains(shown, "cannot be priced") {
			t.Errorf("%q is not priced: %.1000s", name, shown[max(0, strings.Index(shown, "<main")):])
		}
		_, one := s.get(to + "/download/one-page")
		_, edit := s.get(to + "/edit")
		for _, p := range []string{page, shown, one, edit} {
			if strings.Contains(p, "<script>alert") || strings.Contains(p, "<img") || strings.ContainsAny(p, "\u202e\u2066\x00") {
				t.Errorf("%q: a page has it: %s", name, p)
			}
		}
	}
	entries, err := os.ReadDir(s.folder)
	if err != nil || len(entries) < 20 {
		t.Error(entries, err)
	}
	for _, e := range entries {
		if n := e.Name(); len(n) > 100 || strings.ContainsAny(n, "<>*?[]{}%'\"\\\x00\u202e\u2066\r\n") || n[0] == '.' || n[0] == '-' || !e.Type().IsRegular() {
			t.Errorf("the folder has %q", n)
		}
	}
	if _, page := s.get("/"); strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") {
		t.Error(page)
	}
}

// TestServeFence holds scenarios of a folder to what is in it, also behind patterns and
// links; the page says what to do.
func TestServeFence(t *testing.T) {
	apart(t)
	parent := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(parent, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const rows = "machine,vcpus,memory_gib,os\nsecret-machine,2,8,linux\n"
	write("out/vms.csv", rows)
	write("plans/in/vms.csv", rows)
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(parent, "plans", name)); err != nil {
			t.Skip(err)
		}
	}
	link("../out", "away")
	link("../../out/vms.csv", "in/link.csv")
	for name, of := range map[string]string{
		"up":        "estates: [{files: [../out/vms.csv], region: westeurope}]",
		"folder":    "estates: [{files: [away], region: westeurope}]",
		"behind":    "estates: [{files: [away/vms.csv], region: westeurope}]",
		"pattern":   "estates: [{files: ['in/*.csv'], region: westeurope}]",
		"whole":     "estates: [{files: [in], region: westeurope}]",
		"book":      "ratebook: away\nestates: [{files: [in/vms.csv], region: westeurope}]",
		"usage":     "imports: [{files: ['in/*.csv'], as: typical-month}]",
		"mapping":   "imports: [{files: [in/vms.csv], as: typical-month, mapping: ../out/vms.csv}]",
		"warehouse": "imports: [{clickhouse: 'clickhouse://localhost:9000/usage', table: usage, as: typical-month}]",
		"good":      "ratebook: sample\nestates: [{files: [in/vms.csv], region: westeurope}]",
	} {
		write("plans/"+name+".yaml", "version: 1\nname: "+name+"\nstart: 2026-09\nmonths: 1\n"+of+"\ncases: [{name: A, source: retail, offer: MS-AZR-0003P, currency: EUR, market: NL}]\n")
	}
	s := startServing(t, filepath.Join(parent, "plans"), t.TempDir())
	for name, says := range map[string]string{
		"up": "start &#34;azwhatif serve&#34; in a folder that holds both", "folder": "is outside the folder", "behind": "is outside the folder", "pattern": "is a link", "whole": "is a link",
		"book": "is outside the folder", "usage": "is a link", "mapping": "is outside the folder", "warehouse": "run &#34;azwhatif compare&#34; in a terminal",
	} {
		_, page := s.get("/scenario/" + name + ".yaml")
		if !strings.Contains(page, says) || strings.Contains(page, "secret-machine") {
			t.Errorf("%s: no %q in\n%s", name, says, page[max(0, strings.Index(page, "<main")):])
		}
	}
	if _, page := s.get("/scenario/good.yaml"); !strings.Contains(page, "1 machine") || strings.Contains(page, "cannot be priced") {
		t.Error("what is in the folder is not read:", page)
	}
}
