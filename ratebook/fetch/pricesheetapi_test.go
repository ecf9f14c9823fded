package fetch

import "testing"

func TestSheetLink(t *testing.T) {
	for body, want := range map[string]string{
		`{"downloadUrl": "https://a", "expiryTime": "x"}`: "https://a", `{"properties": {"downloadUrl": "https://b"}, "status": "Completed"}`: "https://b",
		`{"properties": {"reportUrl": "https://c"}}`: "https://c", `{"url": "https://d"}`: "https://d",
		`{"status": "Failed", "error": {"code": "x", "message": "y"}}`: "", `{"status": "Failed"}`: "", "": "", "[]": "", "{}": "",
	} {
		if got, err := sheetLink([]byte(body)); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
}

func FuzzSheetLink(f *testing.F) {
	f.Add([]byte(`{"properties": {"downloadUrl": "https://b"}, "status": "Completed"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if link, err := sheetLink(body); (err == nil) != (link != "") {
			t.Errorf("%q, %v", link, err)
		}
	})
}
