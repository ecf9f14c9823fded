package clickhousetest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// Load makes a table of the rows of CSV files, which have one header: on each
// server a part of it, NAME_local, and on the first the Distributed table NAME.
// Columns are texts; types may say otherwise for some.
func (c *Cluster) Load(t testing.TB, name string, types map[string]string, files ...string) {
	t.Helper()
	table := name + "_local"
	if len(types) > 0 {
		table = name + "_text"
	}
	parts := make([]bytes.Buffer, len(c.Servers))
	send := func(least int) {
		for i := range parts {
			if parts[i].Len() > least {
				c.insert(t, i, table, &parts[i])
				parts[i].Reset()
			}
		}
	}
	for i, path := range files {
		in, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b := bufio.NewReader(in)
		first, _ := b.Peek(1000)
		r := csv.NewReader(b)
		r.ReuseRecord = true
		if line, _, _ := bytes.Cut(first, []byte("\n")); bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
			r.Comma = ';'
		}
		header, err := r.Read()
		header = slices.Clone(header)
		if err != nil {
			t.Fatal(err)
		}
		header[0] = strings.TrimPrefix(header[0], "\ufeff")
		if i == 0 {
			c.create(t, name, header, types)
		}
		for n := 0; ; n++ {
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			part := &parts[n%len(parts)]
			for i, v := range record {
				if i > 0 {
					part.WriteByte(',')
				}
				part.WriteString(`"` + strings.ReplaceAll(v, `"`, `""`) + `"`)
			}
			part.WriteByte('\n')
			send(16 << 20)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
	}
	send(0)
	if len(types) > 0 {
		for i := range c.Servers {
			c.Exec(t, i, fmt.Sprintf("INSERT INTO usage.%s_local SELECT * FROM usage.%[1]s_text", name))
		}
	}
}

// create makes the tables. Where columns are typed, the rows go into a table of
// texts first, and ClickHouse itself reads those.
func (c *Cluster) create(t testing.TB, name string, header []string, types map[string]string) {
	var texts, typed []string
	for _, h := range header {
		quoted := "`" + h + "`"
		texts = append(texts, quoted+" String")
		if types[h] != "" {
			typed = append(typed, quoted+" "+types[h])
		} else {
			typed = append(typed, quoted+" String")
		}
	}
	for i := range c.Servers {
		const engine = "ENGINE = MergeTree ORDER BY tuple()"
		c.Exec(t, i, fmt.Sprintf("CREATE TABLE usage.%s_local (%s) %s", name, strings.Join(typed, ", "), engine))
		if len(types) > 0 {
			c.Exec(t, i, fmt.Sprintf("CREATE TABLE usage.%s_text (%s) %s", name, strings.Join(texts, ", "), engine))
		}
	}
	c.Exec(t, 0, fmt.Sprintf("CREATE TABLE usage.%s (%s) ENGINE = Distributed(shards, usage, %[1]s_local)", name, strings.Join(typed, ", ")))
}

// insert sends rows over HTTP: the native protocol's client cannot write to a
// server as old as Debian's.
func (c *Cluster) insert(t testing.TB, server int, table string, rows io.Reader) {
	t.Helper()
	address := "http://" + c.Servers[server].http + "/?query=" + url.QueryEscape("INSERT INTO usage."+table+" FORMAT CSV")
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, address, rows)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(User, Password)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("server %d: %s %v", server+1, text, err)
	}
}
