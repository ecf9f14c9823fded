package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"github.com/go-json-experiment/json/jsontext"
)

// parser reads the JSON of a response token by token. Of members that come
// twice each is read, and the last one counts, as with encoding/json.
type parser struct {
	*jsontext.Decoder
	res   *response
	bytes []byte // of the last name or text
	texts texts
}

// texts has one copy of each name that many meters share, by how it came: of the last
// ones, since of some sources nearly all names and numbers differ.
type texts map[string]string

const mostShared = 1 << 15

func newParser(res *response) *parser {
	p := &parser{res: res, texts: texts{}}
	in := &guarded{from: res, done: func() int64 { return p.InputOffset() }}
	p.Decoder = jsontext.NewDecoder(in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return p
}

// more tells whether the object or array goes on. It does, too, where an error
// comes next.
func (p *parser) more() bool {
	kind := p.PeekKind()
	return kind != '}' && kind != ']'
}

// value reads a value: the text of a string without its quotes, and all else as
// it stands.
func (p *parser) value() (kind jsontext.Kind, text []byte, err error) {
	v, err := p.ReadValue()
	if err != nil {
		return 0, nil, err
	}
	if kind = v.Kind(); kind != '"' {
		return kind, v, nil
	}
	return kind, p.unquote(v), nil
}

// unquote is the text of a JSON string. What is not UTF-8 in it is replaced.
func (p *parser) unquote(v []byte) []byte {
	text := v[1 : len(v)-1]
	for _, c := range text {
		if c == '\\' || c >= utf8.RuneSelf {
			p.bytes, _ = jsontext.AppendUnquote(p.bytes[:0], v)
			return p.bytes
		}
	}
	return text
}

// open reads the opening bracket of an object or array, or null, which is
// neither and has nothing in it.
func (p *parser) open(bracket jsontext.Kind, what string) (ok bool, err error) {
	if p.PeekKind() == bracket {
		_, err = p.ReadToken()
		return err == nil, err
	}
	kind, _, err := p.value()
	if err == nil && kind != 'n' {
		err = p.isNot(kind, what)
	}
	return false, err
}

// object reads an object. It gives each member's name, in lower case and good
// until the next read, to member, which must read the value.
func (p *parser) object(member func(name []byte) error) error {
	ok, err := p.open('{', "an object")
	for ok && err == nil && p.more() {
		var name []byte
		if name, err = p.member(); err == nil {
			err = member(name)
		}
	}
	if ok && err == nil {
		_, err = p.ReadToken()
	}
	return err
}

// member reads a member's name, in lower case.
func (p *parser) member() ([]byte, error) {
	v, err := p.ReadValue()
	if err != nil {
		return nil, err
	}
	name := append(p.bytes[:0], v[1:len(v)-1]...)
	p.bytes = name
	for i, c := range name {
		switch {
		case 'A' <= c && c <= 'Z':
			name[i] = c | 0x20
		case c == '\\' || c >= utf8.RuneSelf:
			p.bytes, _ = jsontext.AppendUnquote(p.bytes[:0], v)
			return bytes.ToLower(p.bytes), nil
		}
	}
	return name, nil
}

// array reads an array, of which each element must be read by element.
func (p *parser) array(element func() error) error {
	ok, err := p.open('[', "an array")
	for ok && err == nil && p.more() {
		err = element()
	}
	if ok && err == nil {
		_, err = p.ReadToken()
	}
	return err
}

// plain reads a text into s, as it is. Null leaves s.
func (p *parser) plain(s *string) error {
	b, ok, err := p.text()
	if len(b) > mostName {
		return &tooLarge{fmt.Sprintf("the text %q is longer than %s", clip(string(b)), Bytes(mostName))}
	}
	if ok {
		*s = string(b)
	}
	return err
}

// name reads a text into s, tidied, and as one copy of all that are the same.
// Null leaves s.
func (p *parser) name(s *string) error {
	b, ok, err := p.text()
	if len(b) > mostName {
		return &tooLarge{fmt.Sprintf("the name %q is longer than %s", clip(string(b)), Bytes(mostName))}
	}
	if ok {
		*s = p.texts.of(b)
	}
	return err
}

// text reads a text; ok is false for null. The bytes are good until the next value.
func (p *parser) text() (b []byte, ok bool, err error) {
	kind, b, err := p.value()
	if err == nil && kind != '"' && kind != 'n' {
		err = p.isNot(kind, "a text")
	}
	return b, err == nil && kind == '"', err
}

func (t texts) of(b []byte) string {
	if kept, ok := t[string(b)]; ok {
		return kept
	}
	if len(t) >= mostShared {
		clear(t)
	}
	s := string(b)
	t[s] = tidy(s)
	return t[s]
}

// digits reads the text of a number, or of a string that holds one: Azure
// writes both. It is empty for null, and no number for any other value.
func (p *parser) digits() ([]byte, error) {
	kind, b, err := p.value()
	switch kind {
	case 'n':
		b = nil
	case '"':
		b = bytes.TrimSpace(b)
	case '{', '[':
		b = b[:1]
	}
	return b, err
}

// copied is of, of a part of a longer string that shall not stay.
func (t texts) copied(s string) string {
	if kept, ok := t[s]; ok {
		return kept
	}
	return t.of([]byte(s))
}

// number reads what digits reads into n.
func (p *parser) number(n *number) error {
	b, err := p.digits()
	if len(b) > mostName {
		return &tooLarge{fmt.Sprintf("the number %q is longer than %s", clip(string(b)), Bytes(mostName))}
	}
	*n = number(p.texts.of(b))
	return err
}

// tiers reads an object from bounds to values into t. A map would drop a key
// that comes twice.
func (p *parser) tiers(t *tiers) error {
	t.list, t.wrong = t.list[:0], nil
	ok, err := p.open('{', "an object of bounds and prices")
	for ok && err == nil && p.more() {
		err = p.tier(t)
	}
	if ok && err == nil {
		_, err = p.ReadToken()
	}
	return err
}

func (p *parser) tier(t *tiers) error {
	bound, err := p.digits()
	if err != nil {
		return err
	}
	above, wrong := money.Parse(string(bound))
	if wrong != nil {
		t.not(fmt.Errorf("the bound %q is not a number", clip(string(bound))))
	}
	value, err := p.digits()
	if err != nil {
		return err
	}
	price, wrong := money.Parse(string(value))
	if wrong != nil {
		t.not(fmt.Errorf("%q above %s is not a number", clip(string(value)), above))
	}
	t.list = append(t.list, ratebook.Tier{Above: above, UnitPrice: price})
	return nil
}

// tags reads a list of texts, where Azure also writes null, or one text.
func (p *parser) tags(all *[]string) error {
	*all = nil
	add := func() (err error) {
		var s string
		if err = p.name(&s); s != "" {
			*all = append(*all, s)
		}
		return err
	}
	if p.PeekKind() == '"' {
		return add()
	}
	return p.array(add)
}

// yes reads true or false into b. Null leaves b.
func (p *parser) yes(b *bool) error {
	t, err := p.ReadToken()
	if err != nil {
		return err
	}
	switch kind := t.Kind(); kind {
	case 't', 'f':
		*b = t.Bool()
	case 'n':
	default:
		return p.isNot(kind, "true or false")
	}
	return nil
}

// any reads a value of any shape.
func (p *parser) any() (v any, err error) {
	raw, err := p.ReadValue()
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	return v, err
}

// isNot says what the value read last is, where something else is expected.
func (p *parser) isNot(kind jsontext.Kind, what string) error {
	is := map[jsontext.Kind]string{'n': "null", 't': "true", 'f': "false", '"': "a text", '0': "a number", '{': "an object", '[': "an array"}[kind]
	return fmt.Errorf("%s is %s, not %s", clip(string(p.StackPointer())), is, what)
}

// wrong says where an error of the JSON is, and tells a response that is cut
// off from one that is wrong.
func (p *parser) wrong(err error, want, in string) error {
	if err == nil {
		return nil
	}
	if in != "" {
		in = " in " + in
	}
	var syntax *jsontext.SyntacticError
	var large *tooLarge
	switch {
	case errors.As(err, &large):
		return p.res.stopped(err)
	case p.res.body.err != nil && p.res.body.err != io.EOF:
		return p.res.stopped(p.res.body.err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return p.res.stopped(io.EOF)
	case errors.As(err, &syntax):
		return fmt.Errorf("the response is not JSON behind byte %d%s: %w", syntax.ByteOffset+p.res.bom, in, syntax.Err)
	default:
		return fmt.Errorf("the response is not %s at byte %d%s: %w", want, p.InputOffset()+p.res.bom, in, err)
	}
}
