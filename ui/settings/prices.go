package settings

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// PricesName is the name of a file of entered prices in its problems.
const PricesName = "prices.toml"

// pricesShape is a file of prices without the keys of its entries, so that decoding into it
// strictly reports their positions.
type pricesShape struct {
	Plans map[string]struct{} `toml:"plans"`
	Packs map[string]struct{} `toml:"packs"`
}

// ParsePrices parses a file of entered prices. An entry with a problem is left out.
func ParsePrices(text []byte) (prices model.EnteredPrices, problems []Problem) {
	var content map[string]any
	if err := toml.Unmarshal(text, &content); err != nil {
		problem := syntaxProblem(PricesName, err) // the file is left out whole: a line more or less is another price
		problem.Text = noTOML + problem.Text
		return prices, []Problem{problem}
	}
	r := pricesReader{at: positions(text, &pricesShape{})}
	for kind, value := range content {
		table, is := value.(map[string]any)
		switch {
		case kind != "plans" && kind != "packs":
			r.wrong(kind, unknown("table", kind, []string{"plans", "packs"}, "the comment above"))
			continue
		case !is:
			r.wrong(kind, fmt.Errorf("%s takes tables, written as [%s.NAME]", kind, kind))
			continue
		}
		for slug, value := range table {
			path := kind + "." + slug
			fields, is := value.(map[string]any)
			switch {
			case !is:
				r.wrong(path, fmt.Errorf("%s takes a table, written as [%s]", path, path))
			case !model.OfferName(slug):
				r.wrong(path, ErrOfferName)
			case kind == "plans":
				r.plan(&prices, path, slug, fields)
			default:
				r.pack(&prices, path, slug, fields)
			}
		}
	}
	inOrder(r.problems)
	return prices, r.problems
}

// pricesReader reads entries and collects their problems.
type pricesReader struct {
	at       map[string]position
	problems []Problem
	failed   bool // the current entry has a problem
}

func (r *pricesReader) wrong(key string, err error) {
	r.failed = true
	r.problems = append(r.problems, r.at[key].problem(PricesName, err))
}

// plan reads an entry of a plan.
func (r *pricesReader) plan(to *model.EnteredPrices, path, slug string, fields map[string]any) {
	r.begin(path, fields, "monthly", "yearly", "currency", "credits", "entered")
	plan := model.EnteredPlan{Plan: model.Plan{Slug: slug}, On: r.day(path, fields)}
	for _, interval := range []struct {
		name string
		is   model.Interval
	}{{"monthly", model.Monthly}, {"yearly", model.Yearly}} {
		if money, has := r.price(path, interval.name, fields); has {
			plan.Prices = append(plan.Prices, model.Price{Interval: interval.is, Money: money})
		}
	}
	plan.CreditsPerMonth = r.credits(path, fields)
	if len(plan.Prices) == 0 && plan.CreditsPerMonth == nil && !r.failed {
		r.wrong(path, fmt.Errorf("%s says neither monthly, nor yearly, nor credits", path))
	}
	if !r.failed {
		to.SetPlan(plan)
	}
}

// pack reads an entry of a pack.
func (r *pricesReader) pack(to *model.EnteredPrices, path, slug string, fields map[string]any) {
	r.begin(path, fields, "price", "currency", "credits", "entered")
	price, priced := r.price(path, "price", fields)
	credits, on := r.credits(path, fields), r.day(path, fields)
	if (!priced || credits == nil) && !r.failed {
		r.wrong(path, fmt.Errorf("%s needs price, currency and credits", path))
	}
	if !r.failed {
		to.SetPack(model.EnteredPack{Pack: model.Pack{Slug: slug, Name: model.PlanName(slug), Credits: *credits, Price: price}, On: on})
	}
}

// begin starts an entry, and reports unknown keys.
func (r *pricesReader) begin(path string, fields map[string]any, known ...string) {
	r.failed = false
	for name := range fields {
		if !slices.Contains(known, name) {
			r.wrong(path+"."+name, unknown("key", name, known, "the comment above"))
		}
	}
}

// price reads a price in the currency of its entry.
func (r *pricesReader) price(path, name string, fields map[string]any) (m model.Money, has bool) {
	value, has := fields[name]
	if !has {
		return m, false
	}
	currency, is := fields["currency"].(string)
	if !is {
		key := path + ".currency"
		if _, has := fields["currency"]; !has {
			key = path + "." + name
		}
		r.wrong(key, fmt.Errorf(`%s needs its currency, written as currency = "USD"`, name))
		return m, false
	}
	text, err := numberText(value)
	if err == nil {
		m, err = model.ParsePrice(text, currency)
	}
	if err != nil {
		r.wrong(path+"."+name, fmt.Errorf("%s: %w", name, err))
	}
	return m, err == nil
}

func (r *pricesReader) credits(path string, fields map[string]any) *model.Credits {
	value, has := fields["credits"]
	if !has {
		return nil
	}
	text, err := numberText(value)
	credits := model.UnknownCredits
	if err == nil {
		credits, err = ParseOfferCredits(text)
	}
	if err != nil {
		r.wrong(path+".credits", fmt.Errorf("credits: %w", err))
		return nil
	}
	return &credits
}

// ErrOfferName is the error of a text that cannot be the name of a plan or a pack.
var ErrOfferName = errors.New("a name has letters, digits, points, dashes and underscores")

// ParseOfferCredits parses the number of credits of a plan or a pack.
func ParseOfferCredits(text string) (model.Credits, error) {
	text, err := model.Ungroup(strings.TrimSpace(text))
	if err != nil {
		return 0, err
	}
	credits, err := model.ParseCredits(text)
	if err != nil || credits <= 0 {
		return 0, errors.New("it takes a number above 0")
	}
	return credits, nil
}

func (r *pricesReader) day(path string, fields map[string]any) model.Day {
	value, has := fields["entered"]
	day, is := value.(toml.LocalDate)
	if has && !is {
		r.wrong(path+".entered", errors.New("entered takes a day, written as 2026-11-30"))
	}
	return model.Day{Year: day.Year, Month: time.Month(day.Month), Date: day.Day}
}

// numberText is a number of the file as text, as written where the decoder keeps that.
func numberText(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return value, nil
	case int64:
		return strconv.FormatInt(value, 10), nil
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), nil
	}
	return "", errors.New("it takes a number")
}

// pricesHead is the head of every file of prices.
const pricesHead = `# What the pricing page of %s shows, as you entered it.
# It serves advice and comparisons, and is never paid by: a checkout takes the server's own
# prices alone, and where the server has prices those apply.
#
# [plans.creator]          # the plan's name: starter, creator, pro, ...
# monthly = 29             # with as many decimals as the currency has
# yearly = 290             # for a whole year; either may be left out
# currency = "USD"
# credits = 4000           # each month
# entered = 2026-11-30     # may be left out: the day on which it was saved
#
# [packs.pack-m]           # a name of your own
# price = 19.00
# currency = "USD"
# credits = 2000
#
# Saving writes this file anew: other comments are not kept.
`

// WritePrices writes the file of prices of an API host.
func WritePrices(host string, prices model.EnteredPrices) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, pricesHead, host)
	entry := func(kind, slug, currency string, credits *model.Credits, on model.Day, amounts ...string) {
		fmt.Fprintf(&b, "\n[%s.%s]\n%s", kind, strconv.Quote(slug), strings.Join(amounts, ""))
		if currency != "" {
			fmt.Fprintf(&b, "currency = %q\n", currency)
		}
		if credits != nil {
			fmt.Fprintf(&b, "credits = %s\n", credits.Plain())
		}
		fmt.Fprintf(&b, "entered = %s\n", on.Format(time.DateOnly))
	}
	for _, plan := range prices.Plans {
		var amounts []string
		currency := ""
		for _, price := range plan.Prices {
			name := map[model.Interval]string{model.Monthly: "monthly", model.Yearly: "yearly"}[price.Interval]
			amounts, currency = append(amounts, fmt.Sprintf("%s = %s\n", name, price.Decimal())), price.Currency
		}
		entry("plans", plan.Slug, currency, plan.CreditsPerMonth, plan.On, amounts...)
	}
	for _, pack := range prices.Packs {
		entry("packs", pack.Slug, pack.Price.Currency, &pack.Credits, pack.On, "price = "+pack.Price.Decimal()+"\n")
	}
	return []byte(b.String())
}

// ReadPrices reads the stored prices. Entries that are not valid are returned as problems.
func ReadPrices(file account.PriceFile) (model.EnteredPrices, []Problem, error) {
	text, err := file.Read()
	if err != nil {
		return model.EnteredPrices{}, nil, err
	}
	prices, problems := ParsePrices(text)
	return prices, problems, nil
}

// ChangePrices changes the stored prices, unless the change returns an error. A file with
// problems is not changed, and the error says where they are.
func ChangePrices(file account.PriceFile, host string, change func(*model.EnteredPrices) error) (model.EnteredPrices, error) {
	prices, problems, err := ReadPrices(file)
	if err != nil {
		return prices, err
	}
	if len(problems) > 0 {
		return prices, fmt.Errorf("nothing was changed, as the file would lose what is not understood: %s (studio-tui prices edit mends it)", problems[0])
	}
	if err := change(&prices); err != nil {
		return prices, err
	}
	return prices, file.Write(WritePrices(host, prices))
}

// OfferText is the text of an entered plan or pack, a field each; empty for none.
type OfferText struct {
	Price, Yearly string // Price is that of a month for a plan
	Currency      string
	Credits       string
}

// Empty reports whether there is neither a price nor credits.
func (t OfferText) Empty() bool { return t.Price == "" && t.Yearly == "" && t.Credits == "" }

// PlanText is the text of an entered plan.
func PlanText(plan model.EnteredPlan) (text OfferText) {
	for _, price := range plan.Prices {
		text.Currency = price.Currency
		if price.Interval == model.Yearly {
			text.Yearly = price.Decimal()
		} else {
			text.Price = price.Decimal()
		}
	}
	if plan.CreditsPerMonth != nil {
		text.Credits = plan.CreditsPerMonth.Plain()
	}
	return text
}

// PackText is the text of an entered pack; the zero pack has none.
func PackText(pack model.EnteredPack) OfferText {
	if pack.Credits == 0 {
		return OfferText{}
	}
	return OfferText{Price: pack.Price.Decimal(), Currency: pack.Price.Currency, Credits: pack.Credits.Plain()}
}

// TypedPlan is a plan as entered by the user; empty texts are unknown.
func TypedPlan(slug string, text OfferText) (model.Plan, error) {
	plan := model.Plan{Slug: slug}
	for _, price := range []struct {
		interval model.Interval
		text     string
	}{{model.Monthly, text.Price}, {model.Yearly, text.Yearly}} {
		if strings.TrimSpace(price.text) == "" {
			continue
		}
		money, err := typedPrice(price.text, text.Currency)
		if err != nil {
			return plan, err
		}
		plan.Prices = append(plan.Prices, model.Price{Interval: price.interval, Money: money})
	}
	if strings.TrimSpace(text.Credits) != "" {
		brings, err := ParseOfferCredits(text.Credits)
		if err != nil {
			return plan, fmt.Errorf("credits: %w", err)
		}
		plan.CreditsPerMonth = &brings
	}
	if len(plan.Prices) == 0 && plan.CreditsPerMonth == nil {
		return plan, errors.New("it takes a price a month or a year, or credits a month")
	}
	return plan, nil
}

// TypedPack is a pack as entered by the user.
func TypedPack(slug string, text OfferText) (model.Pack, error) {
	pack := model.Pack{Slug: slug, Name: model.PlanName(slug)}
	if strings.TrimSpace(text.Price) == "" || strings.TrimSpace(text.Credits) == "" {
		return pack, errors.New("it takes a price with its currency, and credits")
	}
	var err error
	if pack.Price, err = typedPrice(text.Price, text.Currency); err != nil {
		return pack, err
	}
	if pack.Credits, err = ParseOfferCredits(text.Credits); err != nil {
		return pack, fmt.Errorf("credits: %w", err)
	}
	return pack, nil
}

func typedPrice(text, currency string) (model.Money, error) {
	if strings.TrimSpace(currency) == "" {
		return model.Money{}, errors.New("a price needs its currency, like USD")
	}
	return model.ParsePrice(text, currency)
}
