package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestLargeCard takes retail prices of 100,000 meters into a ratebook, verifies them and
// compares them with themselves: no command has all of a card in memory as it came.
func TestLargeCard(t *testing.T) {
	apart(t)
	if runtime.GOOS != "linux" {
		t.Skip("the most memory that a process took is told by Linux")
	}
	home := t.TempDir()
	file, book := filepath.Join(home, "pages.json"), filepath.Join(home, "book")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for n := range 100_000 {
		if n%1000 == 0 {
			fmt.Fprint(w, strings.Repeat(`],"NextPageLink":null}`, min(n, 1)), `{"Items":[`)
		} else {
			fmt.Fprint(w, ",")
		}
		fmt.Fprint(w, strings.NewReplacer("000000000001", fmt.Sprintf("%012x", n), `"meterName":"Keys"`, fmt.Sprintf(`"meterName":"Keys of the size %d"`, n),
			`"skuId":"S"`, fmt.Sprintf(`"skuId":"DZH318Z0K9JH/%d"`, n), "0.03", fmt.Sprintf("0.03%05d", n)).Replace(anItem))
	}
	fmt.Fprint(w, `]}`)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, says string }{
		{"fetch --source retail --offer MS-AZR-0003P --currency EUR --market NL --fetched 2026-08-03 --from-file " + file, "100000 meters"},
		{"cards verify", "1 cards verified"},
	} {
		cmd := exec.Command("azwhatif", append(strings.Fields(c.args), "--ratebook", book)...)
		cmd.Env = append(os.Environ(), "TMPDIR="+home)
		var said strings.Builder
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		peak := watchMemory(cmd.Process.Pid)
		err := cmd.Wait()
		memory := peak()
		if err != nil || !strings.Contains(said.String(), c.says) {
			t.Fatalf("%s: %v: %s", c.args, err, said.String())
		}
		t.Logf("%s, %d MB", cmd.ProcessState.UserTime().Round(time.Millisecond), memory>>20)
		if memory > mostMemory {
			t.Errorf("%s took %d MB", c.args, memory>>20)
		}
	}
}
