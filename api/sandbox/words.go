package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/model"
)

// What the demo account asks for, put together from lists so that a history
// reads as somebody's work and no two accounts are alike.

var (
	subjects = phrases("a lighthouse in heavy fog|an old fishing boat|a tiled kitchen at dawn|a red fox in deep snow|" +
		"a paper city|two chess players|a greenhouse full of ferns|a night train|a ceramic teapot|a violin maker at work|" +
		"a market street in the rain|an astronaut with a bicycle|a bowl of ramen|a mountain hut|a glass whale|" +
		"a robot watering plants|a stack of vintage suitcases|a barista behind the counter|a desert road|a child flying a kite|" +
		"a perfume bottle on wet stone|a running shoe mid-stride|a small bakery window|an owl on a stack of books|" +
		"a wooden sailing ship|a jazz trio|a hot air balloon over vineyards|a tram in winter|a hand-drawn map|a lemon tree")
	settings = phrases("at golden hour|under a violet sky|seen from above|in soft window light|against a plain background|" +
		"with long shadows|in a light drizzle|lit by a single lamp|at blue hour|in morning mist|on a terrazzo floor|" +
		"reflected in a puddle|with a city in the distance|in the style of a travel poster|surrounded by wild flowers")
	looks = phrases("35 mm film grain|watercolour|isometric|studio photograph|risograph, two colours|claymation|" +
		"shallow depth of field|flat vector shapes|charcoal on paper|cinematic, wide|macro|pastel palette|" +
		"high contrast black and white|long exposure|gouache")
	moves = phrases("slow dolly in|drone shot over the scene|camera circles once|handheld, gentle sway|time-lapse|" +
		"pan from left to right|locked camera, only the light moves|crane up and away")
	edits = phrases("make the sky overcast|remove the cars|change the season to autumn|replace the background with linen|" +
		"warmer light, as in late afternoon|take out the lettering|add a thin frame of snow|make the jacket dark green|" +
		"straighten the horizon|fewer people in the street")
	keeps = phrases("keep the faces as they are|and nothing else|keep the light of the original|leave the background alone|" +
		"same crop, same colours")
	sounds = phrases("rain on a tin roof|a heavy door closing|footsteps on gravel|a kettle coming to the boil|" +
		"distant thunder|a crowd before a concert|pages turning|a coin spinning on wood")
	music = phrases("slow piano, brushed drums, late evening|bright ukulele with handclaps|minimal techno at 122 bpm|" +
		"string quartet, hopeful, builds to the end|lo-fi beat with vinyl noise|fingerpicked guitar in open D|" +
		"synth pads for a product film|bossa nova, sparse")
	speeches = phrases("Welcome to the autumn collection, made to be worn for years.|In this lesson we look at how light falls.|" +
		"Chapter three. The harbour was quiet that morning.|Your table is ready, please follow me.|" +
		"Thank you for calling. All our lines are open from nine to five.|The next stop is Harbour Street.|" +
		"Here are today's three things worth knowing.")
	objects = phrases("a low-poly oak tree|a worn leather armchair|a brass desk lamp|a cartoon rescue boat|a stone well|" +
		"a toy excavator|a ceramic vase with handles|a wooden treasure chest")
	places = phrases("in a large empty hall|recorded close, dry|far away, at night|through an open window|in stereo, left to right|" +
		"with a long echo")
	projects = phrases("autumn-campaign|north-sea-film|kitchen-catalogue|podcast-season-3|shop-relaunch|" +
		"harbour-street-exhibition|spring-lookbook|annual-report|language-course")
	files = phrases("harbour|portrait|product-front|product-back|storyboard|living-room|poster|logo-draft|" +
		"interview|voice-over|street|label|catalogue|team|cover|scan")
	others = phrases("霧の中の灯台、水彩画|雪の中の赤い狐 🦊, soft light|夜市小吃攤，暖色燈光|" +
		"ein alter Leuchtturm im Nebel, ganz ruhig|un petit café sous la pluie, gouache|una calle vacía al amanecer, película de 35 mm|" +
		"🍋🌿 lemon tree, flat vector shapes|밤 기차, 시네마틱|a birthday card for Zoë 🎂 with a paper city")
)

// phrases are what stands between bars, put apart when they are used.
func phrases(text string) func() []string {
	return sync.OnceValue(func() []string { return strings.Split(text, "|") })
}

// imagined is a payload that the sandbox made up. The order of its fields is the
// order in which they are written.
type imagined struct {
	Model       string   `json:"model,omitempty"`
	Prompt      string   `json:"prompt,omitempty"`
	ImageURLs   []string `json:"image_urls,omitempty"`
	VideoURL    string   `json:"video_url,omitempty"`
	AudioURL    string   `json:"audio_url,omitempty"`
	ImageSize   string   `json:"image_size,omitempty"`
	AspectRatio string   `json:"aspect_ratio,omitempty"`
	Voice       string   `json:"voice,omitempty"`
	Language    string   `json:"language,omitempty"`
	Duration    any      `json:"duration,omitempty"`
	Minutes     int      `json:"minutes,omitempty"`
	Pages       int      `json:"pages,omitempty"`
	Resolution  string   `json:"resolution,omitempty"`
	Quality     string   `json:"quality,omitempty"`
	Target      string   `json:"target_resolution,omitempty"`
}

// headline is what the payload is about, for a row of the history.
func (p imagined) headline() string {
	first := ""
	if len(p.ImageURLs) > 0 {
		first = p.ImageURLs[0]
	}
	for _, text := range []string{p.Prompt, fileName(first), fileName(p.VideoURL), fileName(p.AudioURL)} {
		if text != "" {
			return text
		}
	}
	return ""
}

func fileName(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// chooses is how many units the service takes where it is to choose: up to as many as
// are usual.
func (o *offer) chooses(seed uint32) int { return 1 + int(seed>>16)%o.units }

// imagined is how much of an offer a run that the sandbox makes up asks for, with so
// many credits at hand: as much as without a word, or, varied, mostly.
func (o *offer) imagined(seed uint32, credits model.Credits, varied bool) asked {
	usual := asked{units: o.units}
	if !varied {
		return usual
	}
	of := usual
	switch dice := seed >> 20; {
	case o.auto:
		of.units = o.chooses(seed)
	case len(o.texts) > 0 && dice%4 == 0:
		if units, err := strconv.Atoi(o.texts[int(dice>>2)%len(o.texts)]); err == nil {
			of.units = units
		}
	}
	if len(o.values) > 0 {
		of.value = int(seed>>8) % len(o.values)
	}
	if o.price(of.units, of.value) > credits {
		return usual
	}
	return of
}

// imagine makes up what a run of an offer was asked for. What is as usual is often left
// out, as people do who are content with it.
func imagine(o *offer, of asked, seed uint32) imagined {
	r := rand.New(rand.NewPCG(uint64(seed), mulB))
	p := imagined{Model: o.slug}
	for field := range strings.FieldsSeq(o.tool.fields) {
		name, required := strings.CutSuffix(field, "!")
		if !required && r.IntN(3) > 0 && name != "prompt" {
			continue
		}
		switch name {
		case "prompt":
			p.Prompt = prompt(r, o.tool)
		case "image_urls":
			p.ImageURLs = []string{asset(r, "png")}
		case "video_url":
			p.VideoURL = asset(r, "mp4")
		case "audio_url":
			p.AudioURL = asset(r, "wav")
		case "image_size":
			p.ImageSize = pick(r, imageSizes)
		case "aspect_ratio":
			p.AspectRatio = pick(r, aspectRatios)
		case "voice":
			p.Voice = pick(r, voices)
		case "language":
			p.Language = pick(r, []string{"de", "es", "fr", "ja", "pt"})
		}
	}
	if o == o.tool.offers[0] && r.IntN(6) == 0 {
		p.Model = ""
	}
	if name, _ := o.unitField(); !o.auto && (of.units != o.units || r.IntN(3) > 0) {
		switch name {
		case "duration":
			if p.Duration = of.units; len(o.texts) > 0 {
				p.Duration = strconv.Itoa(of.units)
			}
		case "minutes":
			p.Minutes = of.units
		case "pages":
			p.Pages = of.units
		}
	}
	if o.choice != "" && (of.value > 0 || r.IntN(2) > 0) {
		value := o.values[of.value]
		switch o.choice {
		case "resolution":
			p.Resolution = value
		case "quality":
			p.Quality = value
		case "target_resolution":
			p.Target = value
		}
	}
	return p
}

func prompt(r *rand.Rand, t *tool) string {
	switch t.slug {
	case "edit-image", "edit-video", "extend-image", "style-transfer":
		first := r.IntN(len(edits()))
		second := (first + 1 + r.IntN(len(edits())-1)) % len(edits())
		return edits()[first] + ", " + edits()[second] + ", " + pick(r, keeps())
	case "text-to-speech":
		return pick(r, speeches())
	case "sound-effects":
		return pick(r, sounds()) + ", " + pick(r, places())
	case "create-music", "drum-generator":
		return pick(r, music())
	case "text-to-3d", "motion-3d":
		return pick(r, objects())
	case "image-to-text":
		return "what is in this picture, for a screen reader"
	}
	if r.IntN(24) == 0 {
		return pick(r, others())
	}
	text := pick(r, subjects()) + " " + pick(r, settings())
	if t.kind == "video" {
		text += ", " + pick(r, moves())
	}
	text += ", " + pick(r, looks())
	if r.IntN(30) == 0 { // somebody who says everything at once
		text += "; beside it " + pick(r, subjects()) + " " + pick(r, settings()) + ", and further back " + pick(r, subjects()) +
			", no lettering, no watermark, nothing cut off at the edges, " + pick(r, looks())
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func asset(r *rand.Rand, ending string) string {
	return fmt.Sprintf("https://assets.example.com/%s_%s-%02d.%s", pick(r, projects()), pick(r, files()), 1+r.IntN(40), ending)
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// sentence is the result of a generation that gives text.
func sentence(seed uint32) string {
	r := rand.New(rand.NewPCG(uint64(seed), mulA))
	return "The picture shows " + pick(r, subjects()) + " " + pick(r, settings()) + "."
}

// short cuts a text to a line of a history.
func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimRight(string(runes[:most-1]), " ,;") + "…"
}
