package azure

import (
	"strings"
	"testing"
)

// FuzzBlobPage: each blob of a list has a name, a size that is not below zero, and an ETag that a
// header can have.
func FuzzBlobPage(f *testing.F) {
	for _, s := range []string{
		"\ufeff" + `<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs><Blob><Name>a/b.csv</Name><Properties><Content-Length>12</Content-Length><Last-Modified>Sun, 01 Mar 2026 00:00:00 GMT</Last-Modified><Etag>0x8DC</Etag></Properties></Blob></Blobs><NextMarker>2!x</NextMarker></EnumerationResults>`,
		`<EnumerationResults><Blobs><Blob><Name Encoded="true">a%01b</Name><Properties><Content-Length>0</Content-Length></Properties></Blob><Blob><Name>folder</Name><Properties><ResourceType>directory</ResourceType></Properties></Blob></Blobs></EnumerationResults>`,
		`<EnumerationResults><Blobs><Blob><Name>a</Name><Properties><Content-Length>-1</Content-Length></Properties></Blob></Blobs></EnumerationResults>`,
		`<Error><Code>x</Code></Error>`, `<EnumerationResults>`, ``,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		blobs, _, err := readBlobPage(body)
		if err != nil {
			return
		}
		for _, b := range blobs {
			if b.Name == "" || b.Size < 0 || strings.ContainsAny(b.ETag, "\r\n\x00") {
				t.Errorf("%+v", b)
			}
		}
	})
}
