package usage

import (
	"maps"
	"slices"

	"azwhatif/scenario"
)

// Sums are the sums of an import. Close lets go of them.
type Sums struct {
	scenario.Imported // but for Used, which Each gives

	spec  Spec
	many  int // how many there are
	disk  *disk
	pile  *pile
	aws   []scenario.Used // in the place of the pile's own of AWS, where they are settled with each other
	rests []scenario.Used // what is left of fees then
}

// finish settles what needs all sources.
func (r *run) finish() (*Sums, error) {
	s := &Sums{spec: r.spec, many: len(r.pile.sums), disk: r.disk, pile: r.pile}
	found := overlaps{}
	if len(r.sources) > 1 || r.pile.aws || len(r.pile.runs) > 0 {
		s.many = 0
		err := r.pile.each(func(sum *sum) error {
			s.many++
			if len(r.sources) > 1 {
				found.see(sum)
			}
			if !r.pile.aws || sum.used.Provider != "AWS" {
				return nil
			}
			s.aws = append(s.aws, sum.used)
			return r.spec.holds(len(s.aws))
		})
		if err != nil {
			return nil, err
		}
	}
	twice := append(r.doubled, r.twice(found)...)
	if err := mixed(r.costs); err != nil && !r.spec.GoOn {
		return nil, err
	} else if err != nil {
		twice = append(twice, err.Error())
	}
	r.settleAWS(s)
	s.many += len(s.rests)
	s.Imported = scenario.Imported{Sources: append(r.sources, r.skipped...), Covered: r.covered(), Twice: twice, Lost: r.lost, Starts: r.allStarts()}
	return s, nil
}

// settleAWS counts AWS's discounts and fees with what they are for.
func (r *run) settleAWS(s *Sums) {
	if !r.pile.aws {
		return
	}
	discounts := shareDiscounts(s.aws)
	var note string
	var without bool
	s.aws, s.rests, note, without = settleBenefits(s.aws)
	if without {
		note = "what savings plans and reservations cover has neither an effective cost nor recurring fees: what is billed for it is not what it cost"
	}
	i := slices.IndexFunc(r.sources, func(s scenario.ImportSource) bool { return s.Format == "aws-cur" || s.Format == "focus" })
	if i < 0 {
		return
	}
	src := &r.sources[i]
	if discounts {
		src.Notes = append(src.Notes, "discounts are counted with the usage, or the fees, that they are for")
	}
	if note != "" {
		src.Notes = append(src.Notes, note)
	}
	if without {
		src.Assumed = append(src.Assumed, note)
	}
}

// Each gives all usage, in one order. It may be called again.
func (s *Sums) Each(do func(scenario.Used) error) error {
	settled := s.pile.aws // and not given yet
	err := s.pile.each(func(sum *sum) error {
		if !s.pile.aws || sum.used.Provider != "AWS" {
			return do(sum.used)
		}
		if !settled {
			return nil
		}
		settled = false
		return eachOf(s.aws, do)
	})
	if err != nil {
		return err
	}
	return eachOf(s.rests, do)
}

func eachOf(list []scenario.Used, do func(scenario.Used) error) error {
	for _, u := range list {
		if err := do(u); err != nil {
			return err
		}
	}
	return nil
}

// Tags are the keys of the tags that some of the usage has, in order.
func (s *Sums) Tags() []string { return slices.Sorted(maps.Keys(s.pile.tags)) }

// Close removes what is on the disk.
func (s *Sums) Close() { s.disk.close() }
