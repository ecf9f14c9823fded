package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A case that is renamed is the same case: its difference is told, and neither the old
// name nor the new one is one of another.
func TestEditRenamed(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	b := s.edits(t, "shop.yaml")
	b.press("apply", "v/cases/1/name", "Nordic")
	b.want(200, "saved as Sweden")
	for _, word := range []string{">gone<", ">new<"} {
		if strings.Contains(b.page, word) {
			t.Errorf("%s in\n%s", word, b.page)
		}
	}
	b.press("apply", "v/cases/1/name", "North", count, "8")
	b.want(200, "saved as Sweden", "+100.0%")
	b.press("undo")
	b.want(200, `value="Nordic"`, "saved as Sweden")
	b.press("undo")
	if strings.Contains(b.page, "saved as") {
		t.Error(b.page)
	}
	b.press("redo")
	b.want(200, "saved as Sweden")
	b.press("like /cases/0")
	b.press("apply", "v/cases/2/name", "Sweden")
	b.want(200, ">new<", "saved as Sweden")
	b.press("save")
	b.want(200, "Saved.")
	b.press("apply", "v/cases/1/name", "East")
	b.want(200, "saved as Nordic")
}

// A draft that was not saved is there again when the program is started anew, of its own
// scenario only; saved or given up, it is gone.
func TestEditKept(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop, "other.yaml": shop})
	b := s.edits(t, "shop.yaml")
	b.press("apply", count, "7")
	again := s.restarted(t)
	one := again.edits(t, "other.yaml")
	one.want(200, `name="`+count+`" value="4"`, "All is saved.")
	one = again.edits(t, "shop.yaml")
	one.want(200, `name="`+count+`" value="7"`, "are here again", "+75.0%")
	one.press("undo")
	one.want(200, `name="`+count+`" value="4"`)
	one.press("redo")
	third := again.restarted(t)
	two := third.edits(t, "shop.yaml")
	two.want(200, `name="`+count+`" value="7"`)
	two.press("save")
	two.want(200, "Saved.")
	if got := s.file(t, "shop.yaml"); !strings.Contains(got, "count: 7") {
		t.Error(got)
	}
	two.press("apply", count, "9")
	two.press("discard")
	last := third.restarted(t).edits(t, "shop.yaml")
	last.want(200, `name="`+count+`" value="7"`, "All is saved.")

	last.press("apply", count, "8")
	left, err := filepath.Glob(filepath.Join(s.drafts, "*.json"))
	if err != nil || len(left) != 1 {
		t.Fatal(left, err)
	}
	if info, err := os.Stat(s.drafts); err != nil || info.Mode().Perm() != 0o700 {
		t.Error("others can read the drafts:", info.Mode(), err)
	}
	old := time.Now().Add(-15 * 24 * time.Hour)
	if err := os.Chtimes(left[0], old, old); err != nil {
		t.Fatal(err)
	}
	s.restarted(t).edits(t, "shop.yaml").want(200, `value="7"`, "All is saved.")
	if left, _ := filepath.Glob(filepath.Join(s.drafts, "*.json")); len(left) != 0 {
		t.Error("kept for ever:", left)
	}
}

// A draft whose file was changed after the program ended overwrites nothing.
func TestEditKeptConflict(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	s.edits(t, "shop.yaml").press("apply", count, "7")
	by := strings.Replace(shop, "count: 4", "count: 40", 1)
	if err := os.WriteFile(filepath.Join(s.folder, "shop.yaml"), []byte(by), 0o600); err != nil {
		t.Fatal(err)
	}
	b := s.restarted(t).edits(t, "shop.yaml")
	b.want(200, `value="7"`, "was changed on disk")
	b.press("save")
	b.want(http.StatusPreconditionFailed, "count: 40", "count: 7")
	if s.file(t, "shop.yaml") != by {
		t.Error("overwritten")
	}
}

// A draft is of its own scenario: under another's address it is not there.
func TestEditOfAnother(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop, "other.yaml": shop})
	b := s.edits(t, "shop.yaml")
	id := regexp.MustCompile(`draft=(\w+)`).FindStringSubmatch(b.page)[1]
	for _, target := range []string{"/scenario/other.yaml/edit?draft=" + id, "/scenario/other.yaml/edit/meters?to=%2Fworkloads%2F0%2Fusage&draft=" + id} {
		if w := s.answer(request("GET", target, nil)); w.Code != http.StatusGone {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	b.name = "other.yaml"
	b.press("apply", count, "9")
	b.want(http.StatusGone)
}
