package estimate

import "azwhatif/scenario"

// extraAssumptions are the readings that what stands under extras rests on: each rule
// once, and what is not in it.
func (e *Estimate) extraAssumptions() (list []string) {
	rules, of := map[string]bool{}, map[scenario.ExtraOf]bool{}
	for _, l := range e.Lines {
		if l.Extra != nil {
			of[l.Extra.Of] = true
			if r := l.Extra.Rule; r != "" && !rules[r] {
				rules[r] = true
				list = append(list, r)
			}
		}
	}
	if of[scenario.OfBackup] {
		list = append(list, "Of backups, restores, snapshots that wait for their transfer, and the archive tier are not in it.")
	}
	if of[scenario.OfEgress] {
		list = append(list, "Data to the internet leaves by Microsoft's network (routing preference: Microsoft network); data between availability zones and to other continents is not in it.")
	}
	return list
}
