package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Wave is a part of what is paid today that moves to Azure at a time of its own. Until its
// machines have moved, and for the overlap after that, it is still paid: both sides run.
type Wave struct {
	Pos
	Tags    map[string]string // of the workloads and the machines that move in it
	From    Month             // their first month in Azure
	Overlap int               // months from From on in which both sides run
	Share   *money.Decimal    // of what is paid today, 0.4 is 40%; nil where Monthly is stated
	Monthly money.Decimal     // in the first year; where Share is nil
}

// String names the wave by its tags: "wave=1".
func (w Wave) String() string {
	var list []string
	for _, k := range slices.Sorted(maps.Keys(w.Tags)) {
		list = append(list, k+"="+w.Tags[k])
	}
	return strings.Join(list, ", ")
}

// moves tells whether something of these tags moves in the wave.
func (w Wave) moves(tags map[string]string) bool {
	for k, v := range w.Tags {
		if tags[k] != v {
			return false
		}
	}
	return true
}

// MonthsPaid is for how many of a scenario's months the wave is still paid today's way.
func (w Wave) MonthsPaid(start Month, months int) int {
	return min(max(0, w.From.Since(start)+w.Overlap), months)
}

// waveOf is the wave in which something of these tags moves; nil where it is in none.
func (s *Scenario) waveOf(tags map[string]string) *Wave {
	if s.Current == nil {
		return nil
	}
	for i := range s.Current.Waves {
		if w := &s.Current.Waves[i]; w.moves(tags) {
			return w
		}
	}
	return nil
}

// waves reads the waves of what is paid today: so much a month, where that is stated.
func (r *reader) waves(s *Scenario, f fileCurrent, today money.Decimal) (list []Wave) {
	shares, amounts := money.Zero, money.Zero
	for _, it := range f.Waves {
		v, line := it.v, it.line
		w := Wave{
			Pos: Pos{r.file, line}, Tags: r.tags(v.Tags),
			From:    need(r, v.From, line, "from", ParseMonth),
			Overlap: value(r, v.Overlap.text, whole("overlap", 0, MaxMonths)),
		}
		if len(w.Tags) == 0 {
			r.errorf(line, "the wave has no tags; write those of its workloads: tags: {wave: 1}")
		}
		if !w.From.IsZero() && (w.From.Since(s.Start) < 0 || w.From.Since(s.Start) >= s.Months) {
			r.errorf(v.From.line, "the wave begins in %s, outside of the scenario's months, %s to %s", w.From, s.Start, s.Start.Add(s.Months-1))
		}
		switch {
		case v.Share.line > 0 && v.Monthly.line > 0:
			r.errorf(v.Monthly.line, "share and monthly are both given; take one")
		case v.Share.line > 0:
			share := value(r, v.Share.text, percent("share", 0, 100))
			w.Share = &share
			shares = shares.Add(share)
		case v.Monthly.line > 0 && f.OnPremises != nil:
			r.errorf(v.Monthly.line, "what is paid today follows from on_premises; state the wave's share of it, such as share: 40%%")
		case v.Monthly.line > 0:
			w.Monthly = counted(r, "monthly", v.Monthly.text, notNegative("monthly"))
			amounts = amounts.Add(w.Monthly)
		default:
			r.errorf(line, "the wave has no part of what is paid today; state its share, such as share: 40%%, or monthly")
		}
		for _, other := range list {
			if len(w.Tags) > 0 && (other.moves(w.Tags) || w.moves(other.Tags)) {
				r.errorf(line, "waves %s and %s are of the same tags, in part: a workload would move in both", other, w)
			}
		}
		list = append(list, w)
	}
	if money.One.Less(shares) {
		r.errorf(f.Waves[0].line, "the waves' shares are %s%% in all, more than what is paid today", shares.Mul(money.Int(100)))
	} else if all := shares.Mul(today).Add(amounts); f.Monthly.line > 0 && len(r.errs) == 0 && today.Less(all) {
		r.errorf(f.Waves[0].line, "the waves are %s a month in all, more than what is paid today, %s", all, today)
	}
	return list
}

// moveIn gives a workload that states no first month that of its wave; one that states
// another is an error.
func (r *reader) moveIn(s *Scenario, from *Month, tags map[string]string, stated text) {
	w := s.waveOf(tags)
	if w == nil || w.From.IsZero() {
		return
	}
	if stated.line > 0 && !from.IsZero() && *from != w.From {
		r.errorf(stated.line, "it begins in %s, and its wave, %s, in %s; leave from out, or change one of them", *from, w, w.From)
	}
	*from = w.From
}

// WavesThere is an error, with file and line, where nothing moves in a wave, something in
// two, or something that begins in another month than its wave. Imports and inventories
// have been added by then: what they list has tags of its own.
func (s *Scenario) WavesThere() error {
	if s.Current == nil {
		return nil
	}
	moves := make([]bool, len(s.Current.Waves))
	for _, l := range s.Workloads {
		var in *Wave
		for i := range s.Current.Waves {
			w := &s.Current.Waves[i]
			if !w.moves(l.Tags) {
				continue
			}
			moves[i] = true
			switch {
			case in != nil:
				return w.Errorf("workload %q moves in two waves, %s and %s; leave it the tags of one", l.Name, in, w)
			case l.From != w.From && l.Import != "":
				return w.Errorf("workload %q is of an import, whose usage is priced from %s on, and its wave, %s, begins in %s; leave the tag out of the import's keep_tags, or begin the wave with the scenario", l.Name, l.From, w, w.From)
			case l.From != w.From:
				return w.Errorf("workload %q begins in %s, and its wave, %s, in %s; leave from out, or change one of them", l.Name, l.From, w, w.From)
			}
			in = w
		}
	}
	if i := slices.Index(moves, false); i >= 0 {
		w := s.Current.Waves[i]
		return w.Errorf("nothing moves in the wave %s: no workload, and no machine of an estate, has its tags; give them to one, or leave the wave out", w)
	}
	return nil
}

// Words say when a wave moves, and how long both sides run.
func (w Wave) Words() string {
	switch w.Overlap {
	case 0:
		return fmt.Sprintf("in Azure from %s on, and paid until the month before", w.From)
	case 1:
		return fmt.Sprintf("in Azure from %s on, and paid until its end: both sides run for a month", w.From)
	}
	return fmt.Sprintf("in Azure from %s on, and paid until %s: both sides run for %d months", w.From, w.From.Add(w.Overlap-1), w.Overlap)
}
