package main

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

// mostMemory is what a command may take of anything that it is sent.
const mostMemory = 300 << 20

// always answers every request of a place in one way.
func always(place azuretest.Place, f azuretest.Fault) azuretest.Options {
	return azuretest.Options{Faults: func(at azuretest.Place, _ int) azuretest.Fault {
		if at == place {
			return f
		}
		return nil
	}}
}

// body sends a beginning, and then a piece again and again.
func body(begin, piece string, pause time.Duration) azuretest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if _, err := io.WriteString(w, begin); err != nil {
				return
			}
			if pause == 0 {
				piece = strings.Repeat(piece, 1+(1<<16)/len(piece))
			}
			for {
				if _, err := io.WriteString(w, piece); err != nil {
					return
				}
				if pause > 0 {
					_ = http.NewResponseController(w).Flush()
					time.Sleep(pause)
				}
			}
		})
	}
}

// bomb is gzip of a beginning and so many MB of a piece, sent as what it is, or
// with the header that has the client unpack it.
func bomb(begin, piece string, mb int, encoded bool) azuretest.Fault {
	packed := gzipOfMany(begin, strings.Repeat(piece, 1+(1<<20)/len(piece)), mb)
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if encoded {
				w.Header().Set("Content-Encoding", "gzip")
			}
			_, _ = w.Write(packed)
		})
	}
}

// gzipOfMany is gzip of a beginning and so many times a text of 32 KB or more. Behind the
// first one, each is packed into the same bytes.
func gzipOfMany(begin, text string, times int) []byte {
	packed := bytes.NewBuffer([]byte{31, 139, 8, 0, 0, 0, 0, 0, 4, 255})
	z, _ := flate.NewWriter(packed, flate.BestSpeed)
	sum := crc32.NewIEEE()
	put := func(text string) (at int) {
		at = packed.Len()
		_, _ = io.WriteString(z, text)
		_ = z.Flush()
		return at
	}
	put(begin + text)
	second := put(text)
	again := bytes.Clone(packed.Bytes()[second:])
	for range times - 2 {
		packed.Write(again)
	}
	_ = z.Close()
	all := []byte(text)
	_, _ = io.WriteString(sum, begin)
	for range times {
		_, _ = sum.Write(all)
	}
	size := uint32(len(begin) + times*len(text)) // of more than 4 GB the rest, as the format has it
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(packed.Bytes(), sum.Sum32()), size)
}

// What the packed texts hold is what they are made of.
func TestGzipOfMany(t *testing.T) {
	for _, piece := range []string{" ", "x", "," + aMeter} {
		text := strings.Repeat(piece, 1+(1<<20)/len(piece))
		z, err := gzip.NewReader(bytes.NewReader(gzipOfMany(card, text, 5)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || string(got) != card+strings.Repeat(text, 5) {
			t.Errorf("%d bytes of %.20q: %v", len(got), piece, err)
		}
	}
}

// pages leads to a new page for ever; %d in a page is its number.
func pages(page string) azuretest.Fault {
	var n atomic.Int64
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			link := fmt.Sprintf("https://%s%s?api-version=1&page=%d", r.Host, r.URL.Path, n.Add(1))
			_, _ = io.WriteString(w, strings.ReplaceAll(page, "LINK", link))
		})
	}
}

// headers never end.
func headers(http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, out, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = out.WriteString("HTTP/1.1 200 OK\r\n")
		for {
			if _, err := out.WriteString("X-Header: " + strings.Repeat("x", 4000) + "\r\n"); err != nil {
				return
			}
		}
	})
}

func redirects(place azuretest.Place) azuretest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://"+r.Host+r.URL.Path+"?again="+strings.Repeat("x", 1000))
			w.WriteHeader(http.StatusFound)
		})
	}
}

const (
	aMeter = `{"MeterId":"00000000-0000-4000-8000-000000000001","MeterName":"Keys","MeterCategory":"Key Vault","MeterSubCategory":"","Unit":"10K","MeterRegion":"","MeterRates":{"0":0.03},"IncludedQuantity":0,"EffectiveDate":"2014-01-01T00:00:00Z"}`
	anItem = `{"currencyCode":"EUR","tierMinimumUnits":0.0,"retailPrice":0.03,"unitPrice":0.03,"armRegionName":"westeurope","effectiveStartDate":"2014-01-01T00:00:00Z","meterId":"00000000-0000-4000-8000-000000000001","meterName":"Keys","productName":"Key Vault","skuName":"K","serviceName":"Key Vault","unitOfMeasure":"10K","type":"Consumption","isPrimaryMeterRegion":true,"skuId":"S"}`
	card   = `{"OfferTerms":[],"Currency":"EUR","Locale":"en-US","IsTaxIncluded":false,"Meters":[`
	retail = `{"BillingCurrency":"EUR","NextPageLink":"LINK","Items":[`
)

// TestHostileServers sends what no honest server sends. Each command ends with
// an error of its own, having taken little memory; and where it would go on for
// long, Ctrl-C ends it within a second.
func TestHostileServers(t *testing.T) {
	apart(t)
	if runtime.GOOS != "linux" {
		t.Skip("the most memory that a process took is told by Linux")
	}
	fromCard := []string{"fetch", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}
	fromRetail := append([]string{"fetch", "--source", "retail"}, fromCard[1:]...)
	pull := []string{"usage", "pull", "--from", "2026-03-01", "--to", "2026-03-02", "-o", "pulled.json"}
	invoices := []string{"invoices", "list", "--from", "2026-01-01"}
	download := []string{"invoices", "download", "E0600XYZAB", "--dir", "."}
	commitments := []string{"commitments", "--billing-account", azuretest.BillingAccount, "--save", "kept.json"}
	recommendations := []string{"benefits", "check", "--save", "kept.json"}
	const (
		blob, prices, usage, bills, token = azuretest.Blob, azuretest.Retail, azuretest.Usage, azuretest.Invoices, azuretest.Token
		mostly                            = "AZWHATIF_FETCH_MAX_RESPONSE=64MB"
	)
	for _, c := range []struct {
		name  string
		args  []string
		at    azuretest.Place
		fault azuretest.Fault
		says  string
		env   string
		long  bool // it goes on until it is interrupted
	}{
		{"blanks before a card", fromCard, blob, body("", " \n", 0), "nothing but blanks", "", false},
		{"blanks in a card", fromCard, blob, body(card, " \n", 0), "longer than 1 MB", "", false},
		{"an endless text", fromCard, blob, body(`{"Currency":"`, "x", 0), "longer than 1 MB", "", false},
		{"an endless name", fromCard, blob, body(card+`{"MeterName":"`, "x", 0), "longer than 1 MB", "", false},
		{"an endless member", fromCard, blob, body(`{"`, "x", 0), "longer than 1 MB", "", false},
		{"endless digits", fromCard, blob, body(card+`{"IncludedQuantity":1`, "0", 0), "longer than 1 MB", "", false},
		{"endless meters", fromCard, blob, body(card+aMeter, ","+aMeter, 0), "fetch.max_response", mostly, false},
		{"endless values that are not read", fromCard, blob, body(`{"Other":[0`, ",0", 0), "fetch.max_response", mostly, false},
		{"endless depth", fromCard, blob, body(`{"Other":`, "[", 0), "depth", "", false},
		{"a gzip of blanks", fromCard, blob, bomb(card, " ", 6000, false), "longer than 1 MB", "", false},
		{"a gzip of a text", fromCard, blob, bomb(`{"Currency":"`, "x", 2000, true), "longer than 1 MB", "", false},
		{"a gzip of meters", fromCard, blob, bomb(card+aMeter, ","+aMeter, 1200, false), "fetch.max_response", mostly, false},
		{"endless headers", fromCard, blob, headers, "no answer", "AZWHATIF_AZURE_RETRIES=-1", false},
		{"redirects without an end", fromCard, blob, redirects(blob), "more than 3 redirects", "", false},
		{"a slow body", fromCard, blob, body(card, aMeter+",", 20*time.Millisecond), "azure.timeout", "AZWHATIF_AZURE_TIMEOUT=2s", false},
		{"a slow body, interrupted", fromCard, blob, body(card+aMeter, ","+aMeter, 20*time.Millisecond), interrupted, "", true},
		{"a slow sign-in", fromCard, token, body(`{"access_token":"`, "x", 20*time.Millisecond), interrupted, "", true},
		{"an endless sign-in", fromCard, token, body(`{"access_token":"`, "x", 0), "sign-in", "AZWHATIF_AZURE_RETRIES=-1", false},

		{"retail: blanks", fromRetail, prices, body("", " ", 0), "larger than 16 MB", "", false},
		{"retail: a text", fromRetail, prices, body(`{"NextPageLink":"`, "x", 0), "larger than 16 MB", "", false},
		{"retail: items", fromRetail, prices, body(retail+anItem, ","+anItem, 0), "larger than 16 MB", "", false},
		{"retail: empty pages", fromRetail, prices, pages(retail + "]}"), "have no items", "", false},
		{"retail: pages of one item", fromRetail, prices, pages(retail + anItem + "]}"), "behind page 10000", "", false},
		{"retail: large pages", fromRetail, prices, pages(retail + anItem + strings.Repeat(","+anItem, 10_000) + "]}"), "fetch.max_response", mostly, false},
		{"retail: pages, interrupted", fromRetail, prices, pages(retail + anItem + strings.Repeat(","+anItem, 1000) + "]}"), interrupted, "", true},
		{"retail: a gzip of blanks", fromRetail, prices, bomb("", " ", 6000, true), "larger than 16 MB", "", false},
		{"retail: a long link", fromRetail, prices, pages(`{"NextPageLink":"LINK` + strings.Repeat("x", 1<<20) + `","Items":[` + anItem + `]}`), "a link of", "", false},

		{"usage: blanks", pull, usage, body("", " ", 0), "larger than 32 MB", "", false},
		{"usage: records", pull, usage, body(`{"value":[{}`, ",{}", 0), "larger than 32 MB", "", false},
		{"usage: empty pages", pull, usage, pages(`{"value":[],"nextLink":"LINK"}`), "have no records", "", false},
		{"usage: pages without an end", pull, usage, pages(`{"value":[{"name":"` + strings.Repeat("x", 1<<20) + `"}],"nextLink":"LINK"}`), "fetch.max_response", mostly, false},
		{"usage: a gzip", pull, usage, bomb(`{"value":[{"name":"`, "x", 2000, true), "larger than 32 MB", "", false},
		{"usage: interrupted", pull, usage, pages(`{"value":[{"name":"x"}],"nextLink":"LINK"}`), interrupted, "", true},
		{"invoices: empty pages", invoices, bills, pages(`{"value":[],"nextLink":"LINK"}`), "have no records", "", false},
		{"invoices: a slow body", invoices, bills, body(`{"value":[`, " ", 20*time.Millisecond), "azure.timeout", "AZWHATIF_AZURE_TIMEOUT=2s", false},
		{"commitments: empty pages", commitments, azuretest.Account, pages(`{"value":[],"nextLink":"LINK"}`), "have no records", "", false},
		{"commitments: interrupted", commitments, azuretest.Account, pages(`{"value":[{"name":"x"}],"nextLink":"LINK"}`), interrupted, "", true},
		{"benefits: pages without an end", recommendations, azuretest.Account, pages(`{"value":[{"name":"` + strings.Repeat("x", 1<<20) + `"}],"nextLink":"LINK"}`), "fetch.max_response", mostly, false},
		{"benefits: charges", recommendations, azuretest.Account, body(`{"value":[{"properties":{"usage":{"charges":[1`, ",1", 0), "larger than 32 MB", "", false},
		{"invoices: an endless answer", download, bills, body(`{"name":"`, "x", 0), "larger than 32 MB", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, always(c.at, c.fault))
			cmd := p.command(c.args...)
			cmd.Dir = t.TempDir()
			cmd.Env = append(cmd.Env, "AZWHATIF_AZURE_TRY_TIMEOUT=20s")
			if c.env != "" {
				cmd.Env = append(cmd.Env, c.env)
			}
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			began := time.Now()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			peak := watchMemory(cmd.Process.Pid)
			late := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() })
			defer late.Stop()
			var asked time.Time
			if c.long {
				for len(p.azure.Requests(c.at)) == 0 && time.Since(began) < time.Minute {
					time.Sleep(10 * time.Millisecond)
				}
				time.Sleep(300 * time.Millisecond)
				asked = time.Now()
				_ = cmd.Process.Signal(os.Interrupt)
			}
			_ = cmd.Wait()
			took := time.Since(began)
			if c.long {
				if took = time.Since(asked); took > 2*time.Second { // a second, and what a busy machine adds
					t.Errorf("it stopped %s after Ctrl-C", took)
				}
				if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || strings.TrimSpace(stderr.String()) != interrupted {
					t.Errorf("it ends with %d: %s", code, stderr.String())
				}
			} else if code := cmd.ProcessState.ExitCode(); code != exitFailure {
				t.Errorf("it ends with %d after %s, want %d", code, took, exitFailure)
			}
			if !strings.Contains(stderr.String(), c.says) || len(stderr.String()) > 4000 {
				t.Errorf("it does not say %q: %.2000s", c.says, stderr.String())
			}
			memory := peak()
			t.Logf("%s, %d MB", took.Round(time.Millisecond), memory>>20)
			if memory > mostMemory {
				t.Errorf("it took %d MB", memory>>20)
			}
			if left := leftIn(t, cmd.Dir, p.home); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
}

// TestHostileFiles reads from files what the servers send.
func TestHostileFiles(t *testing.T) {
	apart(t)
	if runtime.GOOS != "linux" {
		t.Skip("the most memory that a process took is told by Linux")
	}
	for _, c := range []struct{ name, source, begin, piece, says string }{
		{"blanks", "ratecard", "", " ", "nothing but blanks"},
		{"text", "ratecard", `{"Currency":"`, "x", "longer than 1 MB"},
		{"digits", "ratecard", card + `{"IncludedQuantity":1`, "0", "longer than 1 MB"},
		{"meters", "ratecard", card + aMeter, "," + aMeter, "fetch.max_response"},
		{"retail", "retail", "[", " ", "longer than 1 MB"},
		{"items", "retail", `{"Items":[` + anItem, "," + anItem, "fetch.max_response"},
		{"sheet", "pricesheet", "meterId,unitOfMeasure,unitPrice,currencyCode\n", "x", "longer than 1 MB"},
		{"title", "pricesheet", "title", "x", "longer than 1 MB"},
		{"json", "pricesheet", `{"properties":{"pricesheets":[`, " ", "longer than 1 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			file := filepath.Join(home, "bomb.gz")
			packed := gzipOfMany(c.begin, strings.Repeat(c.piece, 1+(1<<20)/len(c.piece)), 1100)
			if err := os.WriteFile(file, packed, 0o600); err != nil {
				t.Fatal(err)
			}
			offer := "MS-AZR-0003P"
			if c.source == "pricesheet" {
				offer = "MS-AZR-0017P"
			}
			cmd := exec.Command("azwhatif", "fetch", "--from-file", file, "--source", c.source, "--offer", offer, "--currency", "EUR", "--market", "NL", "--ratebook", filepath.Join(home, "book"))
			cmd.Env = append(os.Environ(), "TMPDIR="+home)
			if strings.Contains(c.says, "max_response") {
				cmd.Env = append(cmd.Env, "AZWHATIF_FETCH_MAX_RESPONSE=64MB")
			}
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			peak := watchMemory(cmd.Process.Pid)
			err := cmd.Wait()
			memory, out := peak(), said.Bytes()
			if code := cmd.ProcessState.ExitCode(); code != exitBadInput || !strings.Contains(string(out), c.says) || len(out) > 4000 {
				t.Errorf("it ends with %d, %v: %.2000s", code, err, out)
			}
			t.Logf("%s, %d MB", cmd.ProcessState.UserTime().Round(time.Millisecond), memory>>20)
			if memory > mostMemory {
				t.Errorf("it took %d MB", memory>>20)
			}
		})
	}
}

// watchMemory looks at a process until it ends; the function that it gives waits
// for that, and gives the most memory, in bytes, that the process had.
//
// Note: the usage that the system gives of an ended process counts what the
// test's own process had when it started it.
func watchMemory(pid int) (peak func() int64) {
	most, over := int64(0), make(chan struct{})
	go func() {
		defer close(over)
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, found := strings.Cut(string(status), "VmHWM:")
			if err != nil || !found {
				return
			}
			var kb int64
			_, _ = fmt.Sscan(rest, &kb)
			if name := string(status[:min(len(status), 20)]); strings.HasPrefix(name, "Name:\tazwhatif") {
				most = max(most, kb<<10)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return func() int64 { <-over; return most }
}

// leftIn are the files and folders that a run left: anything but cards.
func leftIn(t *testing.T, dirs ...string) (left []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && path != dir && strings.Contains(d.Name(), "azwhatif-") || err == nil && (!d.IsDir() || strings.HasPrefix(d.Name(), ".")) {
				left = append(left, path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	return left
}
