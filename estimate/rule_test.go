package estimate

import "testing"

// TestRules holds that a rule which the model of draws does not know says where it does
// something, so that other cases keep the model; and that the model is refused where it
// does.
func TestRules(t *testing.T) {
	for i, r := range rules {
		if r.applies == nil && !r.modelled {
			t.Errorf("rule %d is not modelled, and in every case: no case would be drawn on the model", i)
		}
		if r.says == nil && r.modelled {
			t.Errorf("rule %d says nothing, and refuses nothing", i)
		}
	}
	e := &Estimate{Plan: &Plan{}}
	if !e.modelled() {
		t.Fatal("the model is refused where no rule does anything")
	}
	before := rules
	defer func() { rules = before }()
	does := false
	rules = append(before[:len(before):len(before)], rule{applies: func(*Estimate) bool { return does }})
	if !e.modelled() {
		t.Error("the model is refused for a rule that does nothing in the case")
	}
	if does = true; e.modelled() || e.drawModel(nil) != nil {
		t.Error("a rule that the model does not know, and that does something, has a model all the same")
	}
}
