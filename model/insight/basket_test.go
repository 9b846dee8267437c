package insight

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// workCosts are models of an account that used some.
func workCosts() []Cost {
	of := func(tool, output, name string, price float64, unit string, uses int32) Cost {
		c := Cost{
			Tool: tool, Model: name, MediaType: "audio", Output: output, Price: model.Credits(price * 1e6), Unit: unit,
			PaidAverage: model.UnknownCredits, LastPaid: model.UnknownCredits,
		}
		if c.Uses = uses; uses > 0 {
			c.PaidAverage = c.Price
		}
		return c
	}
	return []Cost{
		of("text-to-speech", "audio", "openai-tts", 1.2, "minute", 195),
		of("audio-to-text", "text", "openai-whisper", 0.4, "minute", 105),
		of("create-music", "audio", "musicgen-large", 6, "", 85),
		of("image-to-text", "text", "moondream-2", 0.3, "", 62),
		of("sound-effects", "audio", "stable-audio-effects", 2, "", 62),
		of("drum-generator", "audio", "musicgen-drums", 3, "", 90),
		of("song-splitter", "audio", "demucs-v4", 4.5, "", 99),
		of("upscale-image", "image", "kling-upscaler", 0.5, "", 0),
		of("create-image", "image", "nano-banana", 4, "", 0),
		of("animate-image", "video", "minimax", 35, "", 0),
		of("upscale-video", "video", "bytedance-upscaler", 1.5, "second", 0),
		of("create-video", "video", "veo3-1-text-to-video", 80, "second", 0),
		of("voice-isolator", "audio", "elevenlabs-voice-isolator", 0.8, "minute", 0),
		{Tool: "odd", Model: "unpriced", Output: "image", Price: model.UnknownCredits, PaidAverage: model.UnknownCredits},
	}
}

// TestBasketNumbers reads numbers in the ways that people write them.
func TestBasketNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"40": "40", "007": "7", "1.5": "1.5", "0.125": "0.125", "12,000": "12000", "1,234,567": "1234567", "1,234.5": "1234.5",
		"5k": "5000", "5K": "5000", "5.5 k": "5500", "1.5k": "1500", "0.5k": "500", "1,000k": "1000000",
	} {
		basket, err := ParseBasket(text+" images", workCosts(), 0)
		if err != nil || len(basket.Items) != 1 || basket.Items[0].Quantity.Plain() != want || basket.Items[0].Cost.Model != "nano-banana" {
			t.Errorf("%q is %+v, %v; want %s", text, basket.Items, err, want)
		}
		expected, err := ParseExpected(text+" credits a month", nil)
		if err != nil || expected.Total.Plain() != want {
			t.Errorf("%q credits are %v, %v; want %s", text, expected.Total, err, want)
		}
	}
	for _, text := range []string{
		"1,5", "1,00", "1,0000", "1000,000", "0,500", "1.000", "12.500", "1.500,5", "1,5k", "1 000", "1'000", "1’000", "1:30", "1/2", "1h30",
		"1e3", "1E3", "1e+3", "1.2.3", "2m", "2 M",
	} {
		if basket, err := ParseBasket("40 images; "+text+" images", workCosts(), 0); err == nil {
			t.Errorf("%q is %+v", text, basket.Items)
		}
		if expected, err := ParseExpected(text+" credits", nil); err == nil {
			t.Errorf("%q credits are %v", text, expected.Total)
		}
	}
}

// TestBasketCommas separates amounts at a comma that is in no number.
func TestBasketCommas(t *testing.T) {
	for text, want := range map[string][]string{
		"1,000 images, 2 songs":       {"1000 nano-banana", "2 musicgen-large"},
		"40 images,90 s veo-3.1":      {"40 nano-banana", "90 veo3-1-text-to-video"},
		"30 s veo-3.1,5 images":       {"30 veo3-1-text-to-video", "5 nano-banana"},
		"40 images & 2 songs; 1 drum": {"40 nano-banana", "2 musicgen-large", "1 musicgen-drums"},
	} {
		basket, err := ParseBasket(text, workCosts(), 0)
		var got []string
		for _, item := range basket.Items {
			got = append(got, item.Quantity.Plain()+" "+item.Cost.Model)
		}
		if err != nil || strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
}

// TestBasketKinds selects the kind of work that words mean.
func TestBasketKinds(t *testing.T) {
	for text, want := range map[string]string{
		"5 songs": "musicgen-large", "1 music": "musicgen-large", "1 musicgen": "musicgen-drums", "3 sounds": "stable-audio-effects",
		"2 sound effects": "stable-audio-effects", "2 texts": "openai-whisper", "3 min speech": "openai-tts", "3 min text to speech": "openai-tts",
		"1 song splitter": "demucs-v4", "3 drums": "musicgen-drums", "4 images": "nano-banana", "4 image-to-text": "moondream-2",
		"10 s video": "veo3-1-text-to-video", "10 s video upscaler": "bytedance-upscaler", "3 banana": "nano-banana", "30 s veo 3.1": "veo3-1-text-to-video",
		"5 generations": "openai-tts", "5 kling": "kling-upscaler", "5 × create-image · nano-banana": "nano-banana",
	} {
		basket, err := ParseBasket(text, workCosts(), 0)
		if err != nil || len(basket.Items) != 1 || basket.Items[0].Cost.Model != want {
			t.Errorf("%q is %+v, %v; want %s", text, basket.Items, err, want)
		}
	}
}

// TestBasketErrors says what was not understood, and what would be.
func TestBasketErrors(t *testing.T) {
	const number = " is not clear; write 1.5 with a point, 1,000 for a thousand, and a space after a comma between amounts"
	const comma = ` has more than one number; amounts are separated by commas, like "40 images, 90 s veo-3.1"`
	const example = `; an example is "40 images"`
	for text, want := range map[string]string{
		"":                        "it takes " + BasketHelp,
		", and":                   "it takes " + BasketHelp,
		"five images":             `"five images" does not begin with a number` + example,
		"-5 images":               `"-5 images" does not begin with a number` + example,
		"0 images":                `"0 images" is too little to price` + example,
		"99999999999999 images":   "that is more than can be counted: 99999999999999",
		"9000000000000 images":    "that is more than can be counted: 9000000000000 images",
		"1,5 images":              `"1,5"` + number,
		"1e3 images":              `"1e3"` + number,
		"2m veo":                  `"2m" may be minutes or millions; write "2 min", or "2,000,000"`,
		"5":                       `"5" does not say what is to be made` + example,
		"5k":                      `"5k" does not say what is to be made` + example,
		"5 of":                    `"5 of" does not say what is to be made` + example,
		"1 e":                     `no tool, model or kind of work is called "e"` + example,
		"5 unicorns":              `no tool, model or kind of work is called "unicorns"` + example,
		"5 vidoes":                `no tool, model or kind of work is called "vidoes"; names like it: "videos", "upscale-video", "create-video"`,
		"3 voices":                `no tool, model or kind of work is called "voices"; names like it: "voice-isolator", "elevenlabs-voice-isolator"`,
		"5 objects":               `no tool, model or kind of work is called "objects"` + example,
		"5 images 3 videos":       `"5 images 3 videos"` + comma,
		"5 videos of 8 s":         `"5 videos of 8 s"` + comma,
		"1 h 30 min veo":          `"1 h 30 min veo" has more than one number; a time is written in one unit, like "90 min veo-3.1"`,
		"40 s nano-banana":        `"nano-banana" is not priced by the second; an example is "3 nano-banana"`,
		"5 pages veo":             `"veo3-1-text-to-video" is not priced by the page; an example is "3 seconds veo3-1-text-to-video"`,
		"3 veo":                   `"3 veo" does not say how many seconds; an example is "3 seconds veo3-1-text-to-video"`,
		"3 unpriced":              `the price of "unpriced" is not known`,
		"3 banana veo":            `no tool or model is all of "3 banana veo"` + example,
		"5000 credits":            `"5000 credits" is no amount of work` + example,
		"40 images, 10 % more":    `"10 % more" is no amount of work` + example,
		"40 images, 10 % unicorn": `"10 % unicorn" is no amount of work` + example,
	} {
		basket, err := ParseBasket(text, workCosts(), 0)
		if err == nil || err.Error() != want {
			t.Errorf("%q is %+v, %v; want %s", text, basket.Items, err, want)
		}
	}
	if _, err := ParseBasket("40 images", nil, 0); err == nil || err.Error() != "no prices are known" {
		t.Errorf("without prices: %v", err)
	}
}

// TestBasketAnyForm finds the same number in each way to write it.
func TestBasketAnyForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000).Draw(t, "n")
		grouped := (model.Credits(n) * model.Credit).String()
		for _, text := range []string{fmt.Sprint(n), grouped, "0" + fmt.Sprint(n), fmt.Sprintf("%d.5", n), grouped + ".5"} {
			want := model.Credits(n) * model.Credit
			if strings.HasSuffix(text, ".5") {
				want += model.Credit / 2
			}
			for suffix, times := range map[string]model.Credits{"": 1, "k": 1000, " k": 1000} {
				basket, err := ParseBasket("2 songs, "+text+suffix+" nano-banana", workCosts(), 0)
				if err != nil || basket.Items[1].Quantity != want*times {
					t.Fatalf("%q%s: %+v, %v", text, suffix, basket.Items, err)
				}
			}
		}
		// A comma that is followed by other than three digits separates nothing.
		fraction := rapid.StringMatching(`\d{1,2}|\d{4,6}`).Draw(t, "fraction")
		if basket, err := ParseBasket(fmt.Sprintf("%d,%s images", n, fraction), workCosts(), 0); err == nil {
			t.Fatalf("%d,%s: %+v", n, fraction, basket.Items)
		}
	})
}

func FuzzParseBasket(f *testing.F) {
	for _, text := range []string{
		"40 images, 90 s veo-3.1", "1,5 images", "5.5 k images", "1e3", "2m veo", "5 songs and 2 texts", "1 000 images", "5000 credits a month, 10 % more", "½ images",
	} {
		f.Add(text)
	}
	costs := workCosts()
	f.Fuzz(func(t *testing.T, text string) {
		const balance = 1000 * model.Credit
		basket, err := ParseBasket(text, costs, balance)
		if err != nil && (err.Error() == "" || !utf8.ValidString(err.Error())) {
			t.Errorf("%q: %q", text, err)
		}
		var sum model.Credits
		for _, item := range basket.Items {
			if sum += item.Credits; item.Quantity <= 0 || item.Credits < 0 || !item.Cost.Price.Known() {
				t.Errorf("%q: %+v", text, item)
			}
		}
		if sum != basket.Total || (err == nil && balance-sum != basket.Left-basket.Missing) {
			t.Errorf("%q: %+v", text, basket)
		}
		expected, err := ParseExpected(text, costs)
		if err == nil && basket.Items != nil && len(expected.Items) > 0 && expected.Percent == 0 && (len(basket.Items) != len(expected.Items) || expected.Total != basket.Total) {
			t.Errorf("%q: %+v, and %+v a month", text, basket, expected)
		}
	})
}
