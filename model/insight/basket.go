package insight

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

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
	thousands    = pattern(`(\d),(\d{3}\b)`)
	betweenItems = pattern(`[,;+\n]|\band\b`)
	amountFirst  = pattern(`^0*(\d+(?:\.\d+)?)\s*(.*)$`)
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

// mediaWords are the words for what tools make, by media type.
var mediaWords = map[string]string{
	"image": "image", "images": "image", "picture": "image", "pictures": "image",
	"video": "video", "videos": "video", "clip": "video", "clips": "video",
	"audio": "audio", "audios": "audio", "song": "audio", "songs": "audio", "sound": "audio", "sounds": "audio",
	"object": "object", "objects": "object",
	"text": "text", "texts": "text",
}

// fillers are words that say nothing.
var fillers = map[string]bool{
	"of": true, "with": true, "in": true, "by": true, "from": true, "a": true, "x": true, "×": true, "times": true,
	"generation": true, "generations": true, "more": true, "model": true,
}

// seconds are how many seconds units of time have.
var seconds = map[string]int64{"second": 1, "minute": 60, "hour": 3600}

// ParseBasket reads quantities and adds up what they cost. A partial name, or a media type,
// selects the model that the account used most, and among unused ones the cheapest.
func ParseBasket(text string, costs []Cost, balance model.Credits) (b Basket, err error) {
	text = thousands().ReplaceAllString(thousands().ReplaceAllString(text, "$1$2"), "$1$2")
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
		return Item{}, fmt.Errorf("%q does not begin with how many; it takes %s", text, BasketHelp)
	}
	quantity, err := model.ParseCredits(found[1])
	if err != nil || quantity <= 0 {
		return Item{}, fmt.Errorf("%q is no quantity", found[1])
	}
	unit, media, names := readWords(found[2])
	candidates := matching(costs, unit, media, names)
	if len(candidates) == 0 {
		return Item{}, fmt.Errorf("nothing in the catalogue with a known price is %q; of models that are priced by the second, the minute or the page say how many", text)
	}
	item := Item{Text: text, Cost: candidates[0], Quantity: quantity, Unit: unit}
	return item, item.price()
}

// readWords sorts the words behind a quantity: a unit, a media type, names.
func readWords(text string) (unit, media string, names []string) {
	for i, word := range strings.Fields(strings.ToLower(text)) {
		word = strings.Trim(word, ".,:()\"'")
		switch {
		case unit == "" && measureWords[word] != "" && i == 0:
			unit = measureWords[word]
		case media == "" && mediaWords[word] != "":
			media = mediaWords[word]
		case !fillers[word] && letters(word) != "":
			names = append(names, letters(word))
		}
	}
	return unit, media, names
}

// letters are the letters and digits of a name, so that "veo-3.1" finds "veo3-1".
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// matching are the costs that can be meant, the likeliest first.
func matching(costs []Cost, unit, media string, names []string) (found []Cost) {
	for _, c := range costs {
		fits := c.Price.Known() && (media == "" || c.MediaType == media || strings.Contains(c.Tool, media))
		if unit != "" {
			fits = fits && (c.Unit == unit || seconds[unit] > 0 && seconds[c.Unit] > 0)
		} else { // else it is not known how many units a generation has
			fits = fits && (c.Unit == "" || c.PaidAverage.Known())
		}
		for _, name := range names {
			fits = fits && (strings.Contains(letters(c.Tool), name) || strings.Contains(letters(c.Model), name) || strings.Contains(letters(c.Name), name))
		}
		if fits {
			found = append(found, c)
		}
	}
	exact := func(c Cost) int {
		if slices.ContainsFunc(names, func(name string) bool { return name == letters(c.Model) || name == letters(c.Tool) }) {
			return 0
		}
		return 1
	}
	of := func(c Cost) int {
		if media == "" || c.MediaType == media {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b Cost) int {
		return cmp.Or(cmp.Compare(exact(a), exact(b)), cmp.Compare(of(a), of(b)), cmp.Compare(b.Uses, a.Uses), cmp.Compare(a.Price, b.Price))
	})
	return found
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

// SmallestPack is the smallest pack that covers the missing credits, the cheaper of equal
// ones. If none does alone, it is the largest, with the number needed. ok is false where
// there is none.
func SmallestPack(packs []model.Pack, missing model.Credits) (pack model.Pack, count int64, ok bool) {
	sorted := slices.Clone(packs)
	sorted = slices.DeleteFunc(sorted, func(p model.Pack) bool { return p.Credits <= 0 })
	slices.SortStableFunc(sorted, func(a, b model.Pack) int {
		return cmp.Or(cmp.Compare(a.Credits, b.Credits), cmp.Compare(a.Price.Amount, b.Price.Amount))
	})
	for _, p := range sorted {
		if p.Credits >= missing {
			return p, 1, true
		}
	}
	if len(sorted) == 0 {
		return model.Pack{}, 0, false
	}
	pack = sorted[len(sorted)-1]
	return pack, int64((missing-1)/pack.Credits) + 1, true
}
