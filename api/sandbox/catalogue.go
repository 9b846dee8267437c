package sandbox

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// tool is an entry of the sandbox's catalogue. Names and the forms of inputs are the
// service's. So are the prices that it publishes (seedance-2, veo3-1, veo3-fast,
// kling-3-0-pro, the music and the sounds by ElevenLabs, trellis-2); all others are the
// sandbox's own.
type tool struct {
	slug, about string
	kind        string   // type: image, video, audio, text or object
	output      string   // outputType
	fields      string   // of the input, beside model and units; required ones end in "!"
	offers      []*offer // the first is the one that runs where an input names none
}

// offer is a model that a tool runs, and its price.
type offer struct {
	number   uint16 // place in the list of all offers
	tool     *tool
	slug     string
	cost     model.Credits // per unit, as the catalogue has it
	unit     string        // "" for a generation; "second", "minute", "page"
	units    int           // unless the input says otherwise
	weight   int           // how often the demo account runs it
	varied   int           // how often beside that one whose prices are to depend on inputs does
	texts    []string      // the units that can be asked for, where they are texts
	auto     bool          // unless the input says, the service chooses how many units there are
	unasked  bool          // no input says how many units there are
	choice   string        // the input that the price depends on besides; "" for none
	values   []string      // that it can have, the default first
	dearness []model.Credits
}

// price of a generation of so many units at one of the values of its choice, 0 for
// the default, in credits.
func (o *offer) price(units, value int) model.Credits {
	cost := o.cost
	if value > 0 {
		cost = o.dearness[value-1]
	}
	return cost * model.Credits(units)
}

// unitField is the field of the input that says how many units are asked for,
// and the most of them; "" where none does.
func (o *offer) unitField() (name string, most int) {
	switch {
	case o.unasked:
	case o.unit == "second":
		return "duration", 60
	case o.unit == "minute":
		return "minutes", 120
	case o.unit == "page":
		return "pages", 50
	}
	return "", 0
}

// per reads a price of the table below, tenths of a credit.
func per(tenths int) model.Credits { return model.Credits(tenths) * model.Credit / 10 }

// one and by make the offers of the table: priced by generation, and by unit.
func one(slug string, tenths, weight int) *offer {
	return &offer{slug: slug, cost: per(tenths), units: 1, weight: weight}
}

func by(unit string, units int, slug string, tenths, weight int) *offer {
	return &offer{slug: slug, cost: per(tenths), unit: unit, units: units, weight: weight}
}

// lasting makes the units texts, one of a few.
func (o *offer) lasting(texts ...string) *offer {
	o.texts = texts
	return o
}

// chosen makes the service choose the units unless the input says.
func (o *offer) chosen() *offer {
	o.auto = true
	return o
}

// fixed leaves the units out of the input.
func (o *offer) fixed() *offer {
	o.unasked = true
	return o
}

// depending makes the price depend on an input: its values, and what a unit costs with
// those behind the default, in tenths.
func (o *offer) depending(on, values string, tenths ...int) *offer {
	o.choice, o.values = on, strings.Fields(values)
	for _, t := range tenths {
		o.dearness = append(o.dearness, per(t))
	}
	return o
}

// often makes an account run an offer whose prices are to depend on inputs.
func (o *offer) often(weight int) *offer {
	o.varied = weight
	return o
}

// usual is how often an account runs the offer.
func (o *offer) usual(varied bool) int {
	if varied {
		return o.weight + o.varied
	}
	return o.weight
}

// catalogue is every tool with its models, in the order of the service's list.
var catalogue = []*tool{
	{"create-image", "Make an image from a description.", "image", "image", "prompt! image_size seed", []*offer{
		one("nano-banana", 40, 300), one("seedream-4", 40, 180), one("flux-schnell", 10, 260),
		one("gpt-image-1-text-to-image", 20, 0).often(60).depending("quality", "low medium high", 60, 220),
	}},
	{"edit-image", "Change an image by saying what should be different.", "image", "image", "prompt! image_urls!", []*offer{
		one("flux-kontext", 40, 140), one("nano-banana-edit", 40, 80),
	}},
	{"extend-image", "Continue an image beyond its edges.", "image", "image", "prompt image_urls! aspect_ratio", []*offer{one("flux-kontext", 50, 20)}},
	{"upscale-image", "Enlarge an image and sharpen its detail.", "image", "image", "image_urls!", []*offer{
		one("bytedance-upscaler", 25, 90).depending("target_resolution", "2k 4k", 50),
	}},
	{"image-background-remover", "Cut the subject out of an image.", "image", "image", "image_urls!", []*offer{one("bria-background-remover", 10, 70)}},
	{"image-depth-map-generator", "Estimate the depth of every pixel.", "image", "image", "image_urls!", []*offer{one("depth-anything-v2", 15, 6)}},
	{"image-to-svg", "Trace an image as vectors.", "image", "image", "image_urls!", []*offer{one("recraft-v3-svg", 60, 12)}},
	{"svg-creator", "Draw a vector graphic from a description.", "image", "image", "prompt!", []*offer{one("recraft-v3-svg", 80, 24)}},
	{"style-transfer", "Redraw an image in another style.", "image", "image", "prompt image_urls!", []*offer{one("flux-kontext", 40, 26)}},
	{"try-clothes", "Show a garment on a person.", "image", "image", "image_urls!", []*offer{one("nano-banana-edit", 60, 8)}},
	{"image-canvas", "Compose several images into one.", "image", "image", "prompt! image_urls!", []*offer{one("nano-banana-edit", 50, 14)}},
	{"create-video", "Make a video from a description.", "video", "video", "prompt! aspect_ratio", []*offer{
		by("second", 5, "kling-1-6-pro-text-to-video", 100, 40).lasting("5", "10"),
		by("second", 5, "veo2-text-to-video", 200, 26).lasting("5", "6", "8"), one("wan-2-1-text-to-video", 300, 34),
		by("second", 5, "kling-3-0-pro-text-to-video", 340, 0).often(6).lasting("5", "10"),
		by("second", 5, "seedance-2-text-to-video", 270, 0).often(16).lasting("auto", "4", "5", "6", "8", "10").depending("resolution", "480p 720p", 610),
		by("second", 8, "veo3-1-text-to-video", 800, 0).often(3).lasting("4", "6", "8").depending("resolution", "720p 1080p 4k", 800, 1200),
		by("second", 8, "veo3-fast-text-to-video", 300, 0).often(4).fixed(),
	}},
	{"animate-image", "Bring a still image to life.", "video", "video", "prompt image_urls!", []*offer{
		one("minimax-image-to-video", 350, 44), by("second", 5, "kling-1-6-pro-image-to-video", 100, 12).lasting("5", "10"),
	}},
	{"edit-video", "Change a video by saying what should be different.", "video", "video", "prompt! video_url!", []*offer{one("wan-2-1-video-to-video", 450, 6)}},
	{"extend-video", "Continue a video.", "video", "video", "prompt video_url!", []*offer{by("second", 5, "veo2-extend-video", 200, 4)}},
	{"upscale-video", "Enlarge a video and sharpen its detail.", "video", "video", "video_url!", []*offer{by("second", 10, "bytedance-upscaler", 25, 8)}},
	{"video-background-remover", "Cut the subject out of a video.", "video", "video", "video_url!", []*offer{by("second", 10, "bria-video-background-remover", 15, 5)}},
	{"translate-video", "Speak a video in another language.", "video", "video", "video_url! language", []*offer{by("minute", 2, "heygen-video-translate", 180, 5)}},
	{"video-sync-audio", "Match lips to a voice.", "video", "video", "video_url! audio_url", []*offer{by("second", 8, "sync-lipsync-v2", 30, 4)}},
	{"motion-transfer", "Move a figure as another moves.", "video", "video", "image_urls! video_url!", []*offer{one("kling-motion-control-v3-pro", 400, 4)}},
	{"character-replace", "Put another figure into a video.", "video", "video", "image_urls! video_url!", []*offer{one("wan-2-2-animate-replace", 500, 3)}},
	{"text-to-speech", "Read a text aloud.", "audio", "audio", "prompt! voice", []*offer{by("minute", 1, "openai-tts", 12, 110)}},
	{"create-music", "Compose a piece of music.", "audio", "audio", "prompt!", []*offer{
		one("musicgen-large", 60, 40), by("second", 30, "elevenlabs-music", 10, 0).often(24),
	}},
	{"sound-effects", "Make a sound from a description.", "audio", "audio", "prompt!", []*offer{
		one("stable-audio-effects", 20, 36), by("second", 6, "elevenlabs-sound-effects", 10, 0).often(24).chosen(),
	}},
	{"drum-generator", "Play a drum pattern.", "audio", "audio", "prompt", []*offer{one("musicgen-drums", 30, 6)}},
	{"song-splitter", "Separate a song into voice and instruments.", "audio", "audio", "audio_url!", []*offer{one("demucs-v4", 45, 6)}},
	{"translate-audio", "Speak a recording in another language.", "audio", "audio", "audio_url! language", []*offer{by("minute", 3, "elevenlabs-dubbing", 24, 8)}},
	{"voice-isolator", "Take the noise away from a voice.", "audio", "audio", "audio_url!", []*offer{by("minute", 4, "elevenlabs-voice-isolator", 8, 12)}},
	{"text-to-3d", "Model an object from a description.", "object", "object", "prompt!", []*offer{
		one("meshy-v6", 400, 10), one("hunyuan3d-v3", 600, 8),
	}},
	{"image-to-3d-object", "Model an object from an image.", "object", "object", "image_urls!", []*offer{
		one("trellis-2", 600, 9), one("hunyuan3d-v3", 300, 12), one("triposr", 50, 20),
	}},
	{"motion-3d", "Move a modelled figure.", "object", "object", "prompt!", []*offer{one("hunyuan-motion", 250, 3)}},
	{"audio-to-text", "Write down what is said.", "audio", "text", "audio_url! language", []*offer{by("minute", 6, "openai-whisper", 4, 60)}},
	{"audio-to-subtitles", "Write subtitles with times.", "audio", "text", "audio_url! language", []*offer{by("minute", 6, "openai-whisper", 5, 22)}},
	{"image-to-text", "Describe an image in words.", "image", "text", "image_urls! prompt", []*offer{one("moondream-2", 3, 34)}},
	{"text-extractor", "Read the text in a document.", "image", "text", "image_urls!", []*offer{by("page", 4, "mistral-ocr", 1, 22)}},
}

// offers are all offers by number.
var offers = func() []*offer {
	var all []*offer
	for _, t := range catalogue {
		for _, o := range t.offers {
			o.tool, o.number = t, uint16(len(all))
			all = append(all, o)
		}
	}
	return all
}()

// toolNamed finds a tool by its slug.
func toolNamed(slug string) (*tool, bool) {
	for _, t := range catalogue {
		if t.slug == slug {
			return t, true
		}
	}
	return nil, false
}

// toolOffer finds a tool's first offer, nil for no such tool.
func toolOffer(slug string) *offer {
	t, ok := toolNamed(slug)
	if !ok {
		return nil
	}
	return t.offers[0]
}

func (t *tool) offer(slug string) (*offer, bool) {
	for _, o := range t.offers {
		if o.slug == slug {
			return o, true
		}
	}
	return nil, false
}

// title is a slug as a heading: "text-to-3d" is "Text to 3d".
func title(slug string) string { return model.PlanName(slug) }
