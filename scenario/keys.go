package scenario

import (
	"reflect"
	"strings"
)

// Field is a key that a part of a scenario's file may have.
type Field struct {
	Name   string
	Help   string   // a sentence, as the schema has it
	Words  []string // of a closed list; nil where any text will do
	Number bool     // the value may stand without quotes where it looks like a number
	Flag   bool     // the value is true or false
	Part   bool     // it has keys or a list, not one value
}

// Fields lists the keys that the part of a file at path may have, in the order of the
// schema. path has the keys and the indexes that lead there, such as "cases", "0",
// "commitment"; without any, the keys are the file's own. It is nil where the keys are
// the user's (tags), and where there is no such part.
func Fields(path ...string) []Field {
	t := reflect.TypeFor[fileScenario]()
	for _, step := range path {
		if t = partOf(t, step); t == nil {
			return nil
		}
	}
	if t = stripped(t); severalTypes[t] {
		t = stripped(one(t))
	}
	if t.Kind() != reflect.Struct || isText(t) {
		return nil
	}
	list := make([]Field, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		kind := stripped(f.Type)
		field := Field{Name: name, Help: f.Tag.Get("jsonschema_description"), Number: kind == numberType || kind == flagType, Flag: kind == flagType, Part: !isText(kind)}
		for word := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
			if word, ok := strings.CutPrefix(word, "enum="); ok {
				field.Words = append(field.Words, word)
			}
		}
		list = append(list, field)
	}
	return list
}

// partOf is the type of what stands under a key or an index; nil where there is none.
func partOf(t reflect.Type, step string) reflect.Type {
	switch t = stripped(t); {
	case severalTypes[t] && isIndex(step):
		return one(t)
	case severalTypes[t]:
		return partOf(one(t), step)
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
		return t.Elem()
	case t.Kind() != reflect.Struct || isText(t):
		return nil
	}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name == step {
			return t.Field(i).Type
		}
	}
	return nil
}

// stripped is the type without pointer and item.
func stripped(t reflect.Type) reflect.Type {
	for {
		switch {
		case t.Kind() == reflect.Pointer:
			t = t.Elem()
		case strings.HasPrefix(t.Name(), "item["):
			v, _ := t.FieldByName("v")
			t = v.Type
		default:
			return t
		}
	}
}

func isText(t reflect.Type) bool { return t == textType || t == numberType || t == flagType }

// severalTypes take one of a kind, or a list of them.
var severalTypes = map[reflect.Type]bool{commitmentsType: true, savingsPlansType: true, backupsType: true, balancersType: true, regionsType: true}

// one is the type of the single one.
func one(t reflect.Type) reflect.Type {
	list, _ := t.FieldByName("list")
	return list.Type.Elem()
}

func isIndex(step string) bool { return step != "" && strings.Trim(step, "0123456789") == "" }
