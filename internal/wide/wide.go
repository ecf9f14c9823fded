// Package wide tells texts in UTF-16 from others.
package wide

import (
	"bytes"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Decoder is what turns a text in UTF-16 into UTF-8, by how the text begins: its byte
// order mark, or the zero byte in its first letters. It is nil of any other text. Four
// bytes are enough.
func Decoder(start []byte) transform.Transformer {
	switch {
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}), len(start) >= 4 && start[0] != 0 && start[1] == 0 && start[2] != 0 && start[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case bytes.HasPrefix(start, []byte{0xfe, 0xff}), len(start) >= 4 && start[0] == 0 && start[1] != 0 && start[2] == 0 && start[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	}
	return nil
}
