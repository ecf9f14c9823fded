package usage_test

import (
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// A file that is no usage is told in one line what it is; a damaged one is
// never read in part.
func TestOtherFiles(t *testing.T) {
	t.Parallel()
	text := payg("2026-01-05 1 1", "2026-01-06 2 2")
	whole := gz(t, strings.Repeat(text, 1)+strings.Repeat(strings.SplitAfter(text, "\n")[1], 20000))
	flipped := []byte(whole)
	flipped[len(flipped)-6] ^= 0xff
	const none = "no usage format that is known begins like this"
	const workbook = "it is a workbook, which is not read here: save the sheet with the usage as CSV, and give that"
	files := map[string]string{
		"a.xlsx":      zipped(t, "[Content_Types].xml", "<x/>", "_rels/.rels", "<x/>", "xl/workbook.xml", "<x/>", "xl/worksheets/sheet1.xml", "<x/>"),
		"a.ods":       zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"),
		"a.odt":       zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"),
		"a.docx":      zipped(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>"),
		"a.xls":       "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600),
		"a.pdf":       "%PDF-1.7 …",
		"cc.csv":      "ContractCommitmentId,ContractCommitmentType,ContractCommitmentCategory,ContractCommitmentCost,BillingCurrency\na,MACC,Spend,1,USD\n",
		"a.tar":       strings.Repeat("x", 257) + "ustar" + strings.Repeat("x", 300),
		"a.zip":       zipped(t, "a.txt", "x", "b.txt", "y", "c/d.xml", "<x/>"),
		"empty":       "",
		"cut.gz":      whole[:len(whole)/2],
		"nosum.gz":    whole[:len(whole)-4],
		"flipped.gz":  string(flipped),
		"cut.zst":     zst(t, text)[:30],
		"trailing.gz": whole + "more",
	}
	dir := write(t, files)
	for name, want := range map[string]string{
		"a.xlsx": workbook, "a.ods": workbook, "a.xls": workbook, "a.odt": "it is a document, not an export of usage", "a.docx": "it is a document, not an export of usage",
		"cc.csv": "it is FOCUS's Contract Commitment dataset, which has no usage: \"azwhatif commitments\" shows what is in it",
		"a.pdf":  "it is a document, not an export of usage", "a.tar": "it is a tar archive, which is not read here: unpack it, and give the folder",
		"a.zip": "none of the 3 files in it is usage of a format that is known", "empty": "the file is empty",
		"cut.gz": "is cut off: get the file anew", "nosum.gz": "is cut off: get the file anew", "flipped.gz": "is damaged (invalid checksum): get the file anew",
		"cut.zst": "is cut off: get the file anew", "trailing.gz": "is ",
	} {
		_, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{name}, Dir: dir}, nil)
		if err == nil || !strings.HasPrefix(err.Error(), name+": "+want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	// In a folder they stand beside usage, and are left out; what is damaged is an error all the same.
	for name := range files {
		if strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".zst") {
			delete(files, name)
		}
	}
	files["usage.csv"] = text
	im := rollUp(t, usage.Spec{Files: []string{"."}, Dir: write(t, files)})
	if len(im.Sources) != len(files) || im.Used[0].Quantity.String() != "3" {
		t.Errorf("%+v", im.Sources)
	}
	for _, src := range im.Sources {
		if src.Name != "usage.csv" && (len(src.Notes) != 1 || !strings.HasPrefix(src.Notes[0], "left out: ") || strings.Contains(src.Notes[0], none)) {
			t.Errorf("%s: %q", src.Name, src.Notes)
		}
	}
}
