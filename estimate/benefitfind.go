package estimate

// findBenefits finds the benefits that make the case cheapest.
func (e *Estimate) findBenefits() error {
	if !e.Case.Finds() {
		return nil
	}
	return e.Case.Errorf("case %q: commitments: %s is not known to this program yet; state reservations and a savings plan", e.Case.Name, e.Case.Find)
}
