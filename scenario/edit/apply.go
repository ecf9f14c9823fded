package edit

import "azwhatif/scenario"

// Do makes the edits, one after another, and does not ask whether what comes out is a
// valid scenario. One that cannot be made is an error, and then none is.
func (f *File) Do(edits ...Edit) (*File, error) {
	for _, edit := range edits {
		var err error
		if f, err = edit(f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Apply makes the edits, and reads what comes out. Where that is no valid scenario,
// there is an error with the lines of the edited text, and no File.
func (f *File) Apply(edits ...Edit) (*File, *scenario.Scenario, error) {
	g, err := f.Do(edits...)
	if err != nil {
		return nil, nil, err
	}
	s, err := g.Scenario()
	if err != nil {
		return nil, nil, err
	}
	return g, s, nil
}
