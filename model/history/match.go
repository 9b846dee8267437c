package history

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
)

// matcher is a query made ready for a table: names are compared once for each
// kind. It is read only, for any number of goroutines.
type matcher struct {
	conds []readyCond
}

type readyCond struct {
	cond
	kinds  []bool            // for each of the table's kinds, whether it alone fulfils the condition
	needle *substringMatcher // of a word
	prefix []byte            // of an id: whole bytes
	half   int               // and the digit after them, -1 for none
	isHex  bool
}

func newMatcher(q Query, kinds []kind) *matcher {
	m := &matcher{}
	for _, c := range q.conds {
		ready := readyCond{cond: c}
		switch c.about {
		case aboutWord, aboutType, aboutTool, aboutModel:
			ready.kinds = make([]bool, len(kinds))
			for i, k := range kinds {
				ready.kinds[i] = c.holdsKind(k)
			}
			if c.about == aboutWord {
				ready.needle = newSubstringMatcher(c.text)
			}
		case aboutID:
			ready.prefix, ready.half, ready.isHex = hexPrefix(c.text)
		}
		m.conds = append(m.conds, ready)
	}
	slices.SortStableFunc(m.conds, func(a, b readyCond) int { return a.cost() - b.cost() })
	return m
}

// hexPrefix splits the beginning of a packed id into bytes and a last digit.
func hexPrefix(text string) (prefix []byte, half int, ok bool) {
	half = -1
	if len(text) > 2*idBytes {
		return nil, half, false
	}
	if len(text)%2 == 1 {
		last := nibble(text[len(text)-1])
		if last > 15 {
			return nil, half, false
		}
		half, text = int(last), text[:len(text)-1]
	}
	if strings.ToLower(text) != text {
		return nil, half, false
	}
	prefix, err := hex.DecodeString(text)
	return prefix, half, err == nil
}

// scratch is what a goroutine needs to work on a block.
type scratch struct {
	hits, want bitset
	numbers    []int64
	kinds      []uint8
	clock      *clock
}

// narrow takes out of rows, marked rows of a part, those that do not match.
func (m *matcher) narrow(p *blockPart, rows bitset, s *scratch) {
	s.hits = slices.Grow(s.hits[:0], len(rows))[:len(rows)]
	for i := range m.conds {
		c := &m.conds[i]
		clear(s.hits)
		c.mark(p, rows, s)
		if c.not {
			rows.andNot(s.hits)
		} else {
			rows.and(s.hits)
		}
		if rows.count() == 0 {
			return
		}
	}
}

// mark sets in s.hits the rows that fulfil the condition without its "not"; of
// rows that are not in among it may leave some out.
func (c *readyCond) mark(p *blockPart, among bitset, s *scratch) {
	switch c.about {
	case aboutType, aboutTool, aboutModel:
		c.markKinds(p, s)
	case aboutAmount:
		if c.lo <= p.minAmt && p.maxAmt <= c.hi {
			s.hits.fill(p.n)
		} else if c.lo <= p.maxAmt && p.minAmt <= c.hi {
			markBetween(&p.amount, c.lo, c.hi, p.n, s)
		}
		p.unmarkUnpriced(s.hits)
	case aboutBalance:
		markBetween(&p.balance, max(c.lo, leastKnown), c.hi, p.n, s)
	case aboutDate:
		c.markDays(p, s)
	case aboutTime:
		if c.lo <= p.minTime {
			s.hits.fill(p.n)
		} else if c.lo <= p.maxTime {
			markBetween(&p.time, c.lo, c.hi, p.n, s)
		}
	case aboutHour, aboutWeekday:
		c.markClock(p, among, s)
	case aboutID:
		c.markIDs(p, among, s)
	case aboutWord:
		c.markKinds(p, s)
		c.markTexts(p, among, s)
	}
}

// unmarkUnpriced takes out of marked rows those without a known amount.
func (b *Block) unmarkUnpriced(rows bitset) {
	if b.unpriced == nil {
		return
	}
	rows.each(func(i int) {
		if b.unpriced[b.kinds[i]] {
			rows.clear(i)
		}
	})
}

// markKinds marks the rows whose kind fulfils the condition.
func (c *readyCond) markKinds(p *blockPart, s *scratch) {
	s.kinds = slices.Grow(s.kinds[:0], len(p.codes))[:len(p.codes)]
	held := 0
	for k, code := range p.codes {
		s.kinds[k] = 0
		if c.kinds[code] {
			s.kinds[k] = 1
			held++
		}
	}
	switch held {
	case 0:
		return
	case len(p.codes):
		s.hits.fill(p.n)
		return
	}
	kinds := s.kinds
	for w := range s.hits {
		var word uint64
		for i, k := range p.kinds[w*64 : min(w*64+64, p.n)] {
			word |= uint64(kinds[k]) << (i & 63)
		}
		s.hits[w] = word
	}
}

// markBetween marks the rows whose number lies between two, both included.
func markBetween(values *column, lo, hi int64, n int, s *scratch) {
	s.numbers = slices.Grow(s.numbers[:0], n)[:n]
	values.all(s.numbers)
	if lo > hi {
		return
	}
	room := uint64(hi) - uint64(lo)
	for w := range s.hits {
		var word uint64
		for i, v := range s.numbers[w*64 : min(w*64+64, n)] {
			var bit uint64
			if uint64(v)-uint64(lo) <= room { // no branch: lo <= v <= hi
				bit = 1
			}
			word |= bit << (i & 63)
		}
		s.hits[w] = word
	}
}

// markDays marks the rows of some local days. Where the zone keeps its offset for
// the whole block, that is a comparison of instants.
func (c *readyCond) markDays(p *blockPart, s *scratch) {
	if s.clock == nil || s.clock.loc != c.loc {
		s.clock = newClock(c.loc)
	}
	s.clock.day(p.minTime)
	if still := s.clock.now; still.has(p.maxTime) {
		first, last := still.day(p.minTime), still.day(p.maxTime)
		if first > c.hi || last < c.lo {
			return
		}
		if c.lo <= first && last <= c.hi {
			s.hits.fill(p.n)
			return
		}
		from, to := still.start(max(c.lo, first)), still.start(min(c.hi, last)+1)-1
		markBetween(&p.time, from, to, p.n, s)
		return
	}
	for i := range p.n {
		if day := s.clock.day(p.time.at(i)); day >= c.lo && day <= c.hi {
			s.hits.set(i)
		}
	}
}

// markClock marks the rows of some hours of the day, or of some days of the week.
func (c *readyCond) markClock(p *blockPart, among bitset, s *scratch) {
	if s.clock == nil || s.clock.loc != c.loc {
		s.clock = newClock(c.loc)
	}
	among.each(func(i int) {
		at := p.time.at(i)
		day := s.clock.day(at)
		value := floorDiv(day+3, 7)*-7 + day + 3 // day 0 was a Thursday
		if c.about == aboutHour {
			value = (at + s.clock.now.offset - day*dayMillis) / hourMillis
		}
		if c.lo <= value && value <= c.hi {
			s.hits.set(i)
		}
	})
}

// markIDs marks the rows with an id that begins as asked.
func (c *readyCond) markIDs(p *blockPart, among bitset, s *scratch) {
	if c.isHex {
		among.each(func(i int) {
			if c.beginsPacked(idAt(p.ids, i)) || (p.generations != nil && c.beginsPacked(idAt(p.generations, i))) {
				s.hits.set(i)
			}
		})
	}
	for at, row := range p.extras.rows {
		run := p.extras.run(at)
		for {
			tag, content, rest, ok := nextField(run)
			if !ok {
				break
			}
			if (tag == extraID || tag == extraGenerationID || tag == extraCheckoutID) && c.beginsID(string(content)) {
				s.hits.set(int(row))
			}
			run = rest
		}
	}
}

func (c *readyCond) beginsPacked(id packedID) bool {
	if id == (packedID{}) || !bytes.HasPrefix(id[:], c.prefix) {
		return false
	}
	return c.half < 0 || int(id[len(c.prefix)]>>4) == c.half
}

// markTexts marks, besides those marked already, the rows with the word in their
// description or prompt.
func (c *readyCond) markTexts(p *blockPart, among bitset, s *scratch) {
	s.want = append(s.want[:0], among...)
	s.want.andNot(s.hits)
	wanted := s.want.count()
	if wanted == 0 {
		return
	}
	for _, t := range []*texts{&p.descriptions, &p.prompts} {
		switch {
		case t.count() == 0:
		case wanted*8 < p.n: // a few rows: look at theirs alone
			s.want.each(func(i int) {
				if c.needle.in(t.at(i)) {
					s.hits.set(i)
				}
			})
		default:
			c.needle.markAll(t, s.hits)
		}
	}
}
