package insight

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/model"
)

// Item is one entry of a basket: a quantity of what a person plans to make.
type Item struct {
	Text     string // as it was entered
	Cost     Cost
	Quantity model.Credits // in millionths of Unit
	Unit     string        // the cost's, or empty for generations
	Credits  model.Credits
	// About says that the price is the account's average per generation: the model is
	// priced by a unit, and the number of units was not given.
	About bool
}

// Basket is the total cost of some items, compared with a balance.
type Basket struct {
	Items   []Item
	Total   model.Credits
	Left    model.Credits // of the balance, 0 if it does not cover the total
	Missing model.Credits // to the total, 0 if the balance covers it
}

// BasketHelp describes the input of [ParseBasket].
const BasketHelp = `quantities like "40 images, 90 s veo-3.1, 3 min text-to-speech"`

var (
	betweenItems = pattern(`[,;+&\n]|\band\b`)
	amountFirst  = pattern(`(?i)^0*(\d+(?:\.\d+)?)\s*(?:([km])\b)?\s*(.*)$`)
	onlyDigits   = pattern(`^\P{L}*\d\P{L}*$`)
	nameParts    = pattern(`\p{L}+|\p{Nd}+`)
)

// pattern is a regular expression that is compiled when it is used, as most starts of
// the program use none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// measureWords are the words for units that prices have.
var measureWords = map[string]string{
	"s": "second", "sec": "second", "secs": "second", "second": "second", "seconds": "second",
	"min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute",
	"h": "hour", "hour": "hour", "hours": "hour", "page": "page", "pages": "page",
}

// work is a kind of work: what its tools make, and a part of their names if not all that make
// it are meant.
type work struct{ output, tool string }

// workWords are the words for kinds of work.
var workWords = map[string]work{
	"image": {"image", ""}, "images": {"image", ""}, "picture": {"image", ""}, "pictures": {"image", ""},
	"video": {"video", ""}, "videos": {"video", ""}, "clip": {"video", ""}, "clips": {"video", ""},
	"audio": {"audio", ""}, "audios": {"audio", ""}, "object": {"object", ""}, "objects": {"object", ""},
	"text": {"text", ""}, "texts": {"text", ""},
	"music": {"audio", "music"}, "song": {"audio", "music"}, "songs": {"audio", "music"},
	"sound": {"audio", "sound"}, "sounds": {"audio", "sound"}, "speech": {"audio", "speech"}, "speeches": {"audio", "speech"},
}

// of reports whether a model does this kind of work.
func (w work) of(c Cost) bool {
	return cmp.Or(c.Output, c.MediaType) == w.output && strings.Contains(c.Tool, w.tool)
}

// fillers are words that say nothing.
var fillers = map[string]bool{
	"": true, "of": true, "with": true, "in": true, "by": true, "from": true, "a": true, "x": true, "×": true, "*": true, "times": true,
	"·": true, "-": true, "–": true, "more": true, "model": true, "models": true,
}

// seconds are how many seconds units of time have.
var seconds = map[string]int64{"second": 1, "minute": 60, "hour": 3600}

// ParseBasket reads quantities and adds up what they cost. A part of a name, or a kind of
// work, selects the model that the account used most, and among unused ones the cheapest,
// those that create something first.
func ParseBasket(text string, costs []Cost, balance model.Credits) (b Basket, err error) {
	if text, err = plainNumbers(text); err != nil {
		return Basket{}, err
	}
	for _, part := range betweenItems().Split(text, -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		item, err := parseItem(part, costs)
		if err != nil {
			return Basket{}, err
		}
		if b.Total, err = b.Total.Add(item.Credits); err != nil {
			return Basket{}, ErrTooMuch
		}
		b.Items = append(b.Items, item)
	}
	if len(b.Items) == 0 {
		return Basket{}, fmt.Errorf("it takes %s", BasketHelp)
	}
	b.Left, b.Missing = max(balance-b.Total, 0), max(b.Total-balance, 0)
	return b, nil
}

func parseItem(text string, costs []Cost) (Item, error) {
	found := amountFirst().FindStringSubmatch(text)
	if found == nil {
		return Item{}, fmt.Errorf(`%q does not begin with a number; an example is "40 images"`, text)
	}
	quantity, err := readAmount(found[1], found[2])
	if err != nil {
		return Item{}, err
	}
	if quantity <= 0 {
		return Item{}, fmt.Errorf(`%q is too little to price; an example is "40 images"`, text)
	}
	w := readWords(found[3])
	switch {
	case w.number && seconds[w.unit] > 0:
		return Item{}, fmt.Errorf(`%q has more than one number; a time is written in one unit, like "90 min veo-3.1"`, text)
	case w.number:
		return Item{}, fmt.Errorf(`%q has more than one number; amounts are separated by commas, like "40 images, 90 s veo-3.1"`, text)
	case w.nothing():
		return Item{}, fmt.Errorf(`%q does not say what is to be made; an example is "40 images"`, text)
	}
	candidates := w.matching(costs)
	if len(candidates) == 0 {
		return Item{}, w.problem(text, costs)
	}
	item := Item{Text: text, Cost: candidates[0], Quantity: quantity, Unit: w.unit}
	if err := item.price(); err != nil {
		return Item{}, fmt.Errorf("%w: %s", err, text)
	}
	return item, nil
}

// words are the words behind a quantity.
type words struct {
	unit   string
	kind   string   // a key of workWords
	names  []string // parts of names
	any    bool     // generations of whatever kind
	number bool     // there is another number, which is no part of a name
}

func readWords(text string) (w words) {
	for i, word := range strings.Fields(strings.ToLower(text)) {
		word = strings.Trim(word, ".,:()\"'")
		switch {
		case i == 0 && measureWords[word] != "":
			w.unit = measureWords[word]
		case word == "generation" || word == "generations":
			w.any = true
		case w.kind == "" && workWords[word].output != "":
			w.kind = word
		case len(w.names) == 0 && onlyDigits().MatchString(word):
			w.number = true
		case !fillers[word]:
			w.names = append(w.names, word)
		}
	}
	return w
}

// nothing reports whether the words do not say what is meant.
func (w words) nothing() bool { return w.unit == "" && w.kind == "" && len(w.names) == 0 && !w.any }

// letters are the letters and digits of a name, so that "veo-3.1" finds "veo3-1".
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// called reports whether one of the model's names has a word that begins with a part of a
// name: "veo31" and "banana" find "veo3-1" and "nano-banana". A single character is a whole
// word.
func (c Cost) called(name string) bool {
	if name = letters(name); name == "" {
		return false
	}
	return called(name, c.Tool) || called(name, c.Model) || called(name, c.Name)
}

func called(name, full string) bool {
	parts := nameParts().FindAllString(strings.ToLower(full), -1)
	for i, part := range parts {
		if part == name || (utf8.RuneCountInString(name) > 1 && strings.HasPrefix(strings.Join(parts[i:], ""), name)) {
			return true
		}
	}
	return false
}

// matching are the costs that can be meant, the likeliest first.
func (w words) matching(costs []Cost) (found []Cost) {
	for _, c := range costs {
		if c.Price.Known() && w.name(c) && w.measures(c) {
			found = append(found, c)
		}
	}
	rank := func(is bool) int {
		if is {
			return 0
		}
		return 1
	}
	exact := func(c Cost) int {
		return rank(slices.ContainsFunc(w.names, func(name string) bool { return letters(name) == letters(c.Model) || letters(name) == letters(c.Tool) }))
	}
	does := func(c Cost) int { return rank(workWords[w.kind].of(c)) }
	creates := func(c Cost) int { return rank(strings.HasPrefix(c.Tool, "create-")) }
	slices.SortStableFunc(found, func(a, b Cost) int {
		return cmp.Or(cmp.Compare(exact(a), exact(b)), cmp.Compare(does(a), does(b)), cmp.Compare(b.Uses, a.Uses),
			cmp.Compare(creates(a), creates(b)), cmp.Compare(a.Price, b.Price))
	})
	return found
}

// name reports whether a model does the kind of work and has the names. A word for a kind of
// work may be part of a name that others complete, as in "song splitter".
func (w words) name(c Cost) bool {
	if w.kind != "" && !workWords[w.kind].of(c) && (len(w.names) == 0 || !c.called(w.kind)) {
		return false
	}
	return !slices.ContainsFunc(w.names, func(name string) bool { return !c.called(name) })
}

// measures reports whether a model can be priced by the unit, or by the generation if there
// is none.
func (w words) measures(c Cost) bool {
	if w.unit == "" {
		return c.Unit == "" || c.PaidAverage.Known()
	}
	return c.Unit == w.unit || (seconds[w.unit] > 0 && seconds[c.Unit] > 0)
}

// problem is why nothing matches.
func (w words) problem(text string, costs []Cost) error {
	named := slices.DeleteFunc(slices.Clone(costs), func(c Cost) bool { return !w.name(c) })
	priced := slices.DeleteFunc(slices.Clone(named), func(c Cost) bool { return !c.Price.Known() })
	switch {
	case len(costs) == 0:
		return errors.New("no prices are known")
	case len(priced) > 0 && w.unit == "":
		return fmt.Errorf("%q does not say how many %ss; an example is %q", text, priced[0].Unit, example(priced[0]))
	case len(priced) > 0:
		return fmt.Errorf("%q is not priced by the %s; an example is %q", priced[0].Model, w.unit, example(priced[0]))
	case len(named) > 0:
		return fmt.Errorf("the price of %q is not known", named[0].Model)
	}
	if len(w.names) == 0 {
		return unknownName(w.kind, costs)
	}
	for _, name := range w.names {
		switch {
		case slices.ContainsFunc(costs, func(c Cost) bool { return c.called(name) }):
		case slices.Contains([]string{"credit", "credits", "%", "percent"}, name):
			return fmt.Errorf(`%q is no amount of work; an example is "40 images"`, text)
		default:
			return unknownName(name, costs)
		}
	}
	return fmt.Errorf(`no tool or model is all of %q; an example is "40 images"`, text)
}

// example is a quantity of a model.
func example(c Cost) string {
	if c.Unit == "" {
		return "3 " + c.Model
	}
	return "3 " + c.Unit + "s " + c.Model
}

// unknownName is the error of a word that is in no name. It says which names begin alike.
func unknownName(word string, costs []Cost) error {
	names := slices.Sorted(maps.Keys(workWords))
	names = slices.DeleteFunc(names, func(name string) bool {
		return workWords[name+"s"].output != "" || !slices.ContainsFunc(costs, workWords[name].of)
	})
	for _, c := range costs {
		names = append(names, c.Tool, c.Model)
	}
	const least = 3 // letters
	var near []string
	for start := []rune(letters(word)); len(start) >= least && len(near) == 0; start = start[:len(start)-1] {
		for _, name := range names {
			if quoted := strconv.Quote(name); called(string(start), name) && !slices.Contains(near, quoted) && len(near) < 3 {
				near = append(near, quoted)
			}
		}
	}
	if len(near) == 0 {
		return fmt.Errorf(`no tool, model or kind of work is called %q; an example is "40 images"`, word)
	}
	return fmt.Errorf(`no tool, model or kind of work is called %q; names like it: %s`, word, strings.Join(near, ", "))
}

// price works out what the item costs. Seconds, minutes and hours are each other's.
func (i *Item) price() (err error) {
	units := i.Quantity
	switch {
	case i.Unit != "" && i.Unit != i.Cost.Unit:
		exact := Cost{Price: i.Quantity}
		if units, err = exact.Of(model.Credits(seconds[i.Unit]) * model.Credit); err != nil {
			return err
		}
		units = roundedQuotient(units, model.Credits(seconds[i.Cost.Unit]))
		i.Quantity, i.Unit = units, i.Cost.Unit
	case i.Unit == "" && i.Cost.Unit != "":
		i.About = true
		average := Cost{Price: i.Cost.PaidAverage}
		i.Credits, err = average.Of(i.Quantity)
		return err
	}
	i.Credits, err = i.Cost.Of(units)
	return err
}
