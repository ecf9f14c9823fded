package mapping

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// machineTarget reads a target that is a machine.
func (r *reader) machineTarget(f fileTarget, names []string) *MachineTarget {
	v, line := f.Machine.Value(), f.Machine.Line()
	for _, other := range []struct {
		key  string
		line int
	}{{"meter", f.Meter.Line()}, {"factor", f.Factor.Line()}, {"region", f.Region.Line()}} {
		if other.line > 0 {
			r.Faultf(other.line, `a target is a machine, or a meter with its factor and region; %q goes with a meter`, other.key)
		}
	}
	part := Part(r.oneOf(v.Part, "part", string(PartVCPUs), string(PartMemory), string(PartLicence), string(PartLicenceVCPUs)))
	switch {
	case part == "" && !slices.Contains(names, machineName):
		r.Faultf(line, "no condition keeps {machine}")
	case part != "" && slices.Contains(names, machineName):
		r.Faultf(line, "of a part of a machine the operation is the machine's type; no condition keeps {machine}")
	case part == "" && v.Of.Line() > 0:
		r.Faultf(v.Of.Line(), `"of" goes with a part of a machine`)
	}
	t := &MachineTarget{
		Part: part,
		OS:   scenario.OS(r.oneOf(v.OS, "os", string(scenario.Linux), string(scenario.Windows), string(scenario.RHEL), string(scenario.SLES))),
		SQL:  scenario.SQL(r.oneOf(v.SQL, "sql", string(scenario.SQLStandard), string(scenario.SQLEnterprise), string(scenario.SQLWeb))),
	}
	t.Spot = r.oneOf(v.Spot, "spot", "true", "false") == "true"
	if v.Of.Line() > 0 {
		t.Of = r.template(v.Of, line, "of", names)
	}
	if t.OS == "" {
		t.OS = scenario.Linux
	}
	return t
}

// oneOf reads a word of a list; "" where it is left out.
func (r *reader) oneOf(t text, key string, words ...string) string {
	if t.Line() == 0 {
		return ""
	}
	word := strings.ToLower(t.Value())
	if !slices.Contains(words, word) {
		r.Faultf(t.Line(), "%s %q is none of %s", key, t.Value(), strings.Join(words, ", "))
	}
	return word
}

// need is what a machine type must have in Azure: its vCPUs and its memory, and what
// the series that would do for it have in common: the processor, a local disk, credits
// that are earned and spent.
func (m *Mapping) need(name string, of Machine, t *MachineTarget) *scenario.Machine {
	out := &scenario.Machine{
		Pos: of.Pos, Name: name, Need: scenario.Need{VCPUs: of.VCPU, Memory: of.Memory}, OS: t.OS, SQL: t.SQL, Spot: t.Spot,
		Arch: "x64", LocalDisk: true,
	}
	for _, series := range of.Series {
		for _, s := range m.Series[series] {
			known := size.BuiltIn().Find(s.Name)
			if known == nil {
				continue
			}
			out.LocalDisk = out.LocalDisk && known.Newer() && known.LocalDisk()
			out.Burstable = out.Burstable || known.Burstable()
			if known.ARM {
				out.Arch = known.Arch()
			}
			if known.Storage() && !slices.Contains(out.Series, known.Letters()) {
				out.Series = append(out.Series, known.Letters())
			}
		}
	}
	return out
}

// hours are the parts of a machine that cost by the hour in Azure: the machine, and the
// licences beside it. That of Windows is in the machine's meter.
func hours(m *scenario.Machine) []scenario.HoursOf {
	list := []scenario.HoursOf{scenario.HoursOfMachine}
	if m.OS == scenario.RHEL || m.OS == scenario.SLES {
		list = append(list, scenario.HoursOfOS)
	}
	if m.SQL != "" {
		list = append(list, scenario.HoursOfSQL)
	}
	return list
}

// oneHour is what hours of machines are counted in.
var oneHour = unit.MustParse("1 Hour")

// needWords say what a machine must have, for the reason.
func needWords(m *scenario.Machine) string {
	text := fmt.Sprintf("%s is a need of %s vCPU and %s GiB, %s", m.Name, m.Need.VCPUs, m.Need.Memory, m.Software())
	if m.Arch != "x64" {
		text += ", " + m.Arch
	}
	if m.Burstable {
		text += ", burstable will do"
	}
	if m.LocalDisk {
		text += ", with a local disk"
	}
	if m.Series != nil {
		text += ", of the series " + strings.Join(m.Series, ", ")
	}
	return text
}

// hoursName says in words what hours are of, in the place of a meter's name.
func hoursName(h *scenario.MachineHours) (subcategory, name string) {
	subcategory = h.Software()
	if h.Spot {
		subcategory += ", spare capacity"
	}
	if h.Of != scenario.HoursOfMachine {
		subcategory += ", " + string(h.Of)
	}
	return subcategory, fmt.Sprintf("%s (%s vCPU, %s GiB)", h.Name, h.Need.VCPUs, h.Need.Memory)
}
