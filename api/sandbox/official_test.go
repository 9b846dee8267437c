package sandbox

import (
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// The shapes that the service's own client and its node for workflows read, written from
// their published types: what they call optional may be missing.
type (
	theirGeneration struct {
		ID        string         `json:"id"`
		Status    string         `json:"status"`
		Tool      string         `json:"tool"`
		Type      string         `json:"type"`
		Output    *string        `json:"output"`
		Thumbnail *string        `json:"thumbnail"`
		Error     *string        `json:"error"`
		Payload   map[string]any `json:"payload"`
		CreatedAt string         `json:"createdAt"`
	}
	theirList struct {
		Data       []theirGeneration `json:"data"`
		Pagination struct {
			Total, Limit, Offset int
			HasMore              bool `json:"hasMore"`
		} `json:"pagination"`
	}
	theirField struct {
		Type     string `json:"type"`
		Label    string `json:"label"`
		FileType string `json:"fileType"`
		Default  any    `json:"default"`
		Required bool   `json:"required"`
		Optional bool   `json:"optional"`
		Enum     []string
		Options  []struct{ Label, Value string }
	}
	theirTool struct {
		Slug, Name, Description, Type, OutputType string
		InputSchema                               *struct {
			Properties map[string]theirField
			Required   []string
		}
		Models []struct {
			Slug, Name  string
			Cost        *float64
			CostUnit    string
			InputSchema json.RawMessage
		}
	}
)

// TestTheOfficialClientsCalls makes every call that the service's own client makes, in its
// form, in the order of signing in and making an image.
func TestTheOfficialClientsCalls(t *testing.T) {
	for _, state := range []string{StateDemo, StateDocumented, StateDocumentedBare} {
		b := serve(t, Options{Seed: 4, State: state, Transactions: 300})
		key := signInAsTheyDo(b)
		account := get[struct {
			ID, Email, Plan, CreatedAt string
			Credits                    float64
		}](b, "/api/account")
		if key != b.Key() || !strings.Contains(account.Email, "@") || account.Credits <= 0 || account.Plan == "" {
			t.Errorf("signed in with %q: %+v", key, account)
		}
		listAsTheyDo(b, state != StateDocumentedBare)
		for _, query := range []string{"generate image", "text to speech", "3d model", "upscale video"} {
			found := get[struct{ Data []theirTool }](b, "/api/search?q="+url.QueryEscape(query)).Data
			if len(found) == 0 {
				t.Errorf("%q finds nothing", query)
			}
			for _, tool := range found {
				for _, m := range tool.Models {
					var fields map[string]theirField // flat, with the search
					if err := json.Unmarshal(m.InputSchema, &fields); err != nil || len(fields) == 0 || m.Cost == nil {
						t.Errorf("%s %s: %v, %s", tool.Slug, m.Slug, err, m.InputSchema)
					}
				}
			}
		}
		if found := get[struct{ Data []theirTool }](b, "/api/search?q=generate%20image").Data; found[0].OutputType != "image" {
			t.Errorf("generate image finds %s first", found[0].Slug)
		}
		for _, entry := range get[struct{ Data []theirTool }](b, "/api/tools").Data {
			tool := get[theirTool](b, "/api/tools/"+url.PathEscape(entry.Slug))
			for _, m := range tool.Models {
				var own struct{ Properties map[string]theirField }
				_ = json.Unmarshal(m.InputSchema, &own)
				if len(own.Properties) == 0 && (tool.InputSchema == nil || len(tool.InputSchema.Properties) == 0) {
					t.Errorf("%s %s takes nothing", tool.Slug, m.Slug)
				}
			}
		}
		uploadAsTheyDo(b)
	}
}

// signInAsTheyDo signs in from a terminal: a POST that says JSON and has no body, then
// polls in JSON that are answered with an error, whatever the status, until somebody agrees.
func signInAsTheyDo(b *box) (key string) {
	b.t.Helper()
	asJSON := header("Content-Type", "application/json")
	begun := read[struct {
		DeviceCode string `json:"device_code"`
		UserCode   string `json:"user_code"`
		Complete   string `json:"verification_uri_complete"`
		ExpiresIn  int    `json:"expires_in"`
		Interval   int    `json:"interval"`
	}](b, b.send(http.MethodPost, "/auth/device", "", asJSON), http.StatusOK)
	if begun.Interval < 1 || begun.ExpiresIn < 60 || !strings.Contains(begun.Complete, begun.UserCode) {
		b.t.Errorf("sign-in: %+v", begun)
	}
	poll := func() (token, trouble string) {
		answer := b.send(http.MethodPost, "/auth/device/token", fmt.Sprintf(`{"device_code":%q}`, begun.DeviceCode), asJSON)
		var said struct {
			Token   string `json:"access_token"`
			Trouble string `json:"error"`
		}
		if err := json.Unmarshal([]byte(answer.body), &said); err != nil {
			b.t.Fatal(err)
		}
		return said.Token, said.Trouble
	}
	if token, trouble := poll(); token != "" || trouble != "authorization_pending" {
		b.t.Errorf("before anybody agrees: %q, %q", token, trouble)
	}
	b.press("/device", url.Values{"user_code": {begun.UserCode}, "answer": {"approve"}})
	b.clock.move(5 * time.Second)
	token, trouble := poll()
	if trouble != "" {
		b.t.Fatalf("once somebody agrees: %q", trouble)
	}
	return token
}

// listAsTheyDo reads lists by limit, offset and status, and one generation.
func listAsTheyDo(b *box, payloads bool) {
	b.t.Helper()
	first := get[theirList](b, "/api/generations")
	if p := first.Pagination; len(first.Data) != 20 || p.Limit != 20 || p.Offset != 0 || !p.HasMore || p.Total < 100 {
		b.t.Errorf("without a word: %d, %+v", len(first.Data), p)
	}
	next := get[theirList](b, "/api/generations?limit=5&offset=3")
	if len(next.Data) != 5 || next.Data[0].ID != first.Data[3].ID || next.Pagination.Offset != 3 {
		b.t.Errorf("5 from the third on: %+v", next.Pagination)
	}
	for _, g := range get[theirList](b, "/api/generations?limit=100&status=success").Data {
		if g.Status != "success" || g.Output == nil || (g.Payload != nil) != payloads {
			b.t.Fatalf("a success in the list: %+v", g)
		}
	}
	if g := get[theirGeneration](b, "/api/generations/"+first.Data[0].ID); len(g.Payload) == 0 || g.ID != first.Data[0].ID {
		b.t.Errorf("one: %+v", g)
	}
}

// uploadAsTheyDo uploads a file in a form, and as a body.
func uploadAsTheyDo(b *box) {
	b.t.Helper()
	var form strings.Builder
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "photo.jpg")
	if err == nil {
		_, err = part.Write([]byte("no photo"))
	}
	if err != nil || w.Close() != nil {
		b.t.Fatal(err)
	}
	inForm := read[struct{ ID, URL, Type, CreatedAt string }](b,
		b.call(http.MethodPost, "/files", form.String(), header("Content-Type", w.FormDataContentType())), http.StatusCreated)
	plain := read[struct {
		ID, URL, Mimetype, OriginalName string
		Size                            int
	}](b, b.call(http.MethodPost, "/api/files?transient=true", "no photo", header("Content-Type", "image/png"), header("X-Filename", "photo.png")), http.StatusCreated)
	if inForm.Type != "image" || plain.Mimetype != "image/png" || plain.Size != 8 || plain.OriginalName != "photo.png" || inForm.ID == plain.ID {
		b.t.Errorf("uploaded %+v and %+v", inForm, plain)
	}
	for _, path := range []string{"/files", "/api/files"} {
		if got := b.send(http.MethodPost, path, "x"); got.status != http.StatusUnauthorized || !strings.Contains(got.body, "Authorization header is required") {
			b.t.Errorf("%s without a key: %d %s", path, got.status, got.body)
		}
	}
	input := fmt.Sprintf(`{"tool":"edit-image","input":{"prompt":"a beach","image_urls":[%q]}}`, inForm.URL)
	read[theirGeneration](b, b.call(http.MethodPost, "/api/run", input), http.StatusAccepted)
}

// theirExamples are the bodies of POST /api/run that the service publishes as examples:
// the tool, and what goes into it.
var theirExamples = [][2]string{
	{"create-image", `{"prompt": "A futuristic city at sunset", "image_size": "landscape_16_9"}`},
	{"create-image", `{"model": "seedream-4", "prompt": "A futuristic city at sunset", "image_size": "square_hd"}`},
	{"edit-image", `{"model": "flux-kontext", "prompt": "A beach behind it", "image_urls": ["https://example.com/photo.jpg"]}`},
	{"extend-image", `{"prompt": "More of the landscape", "image_urls": ["https://example.com/photo.jpg"]}`},
	{"upscale-image", `{"image_urls": ["https://example.com/photo.jpg"]}`},
	{"image-background-remover", `{"image_urls": ["https://example.com/photo.jpg"]}`},
	{"image-depth-map-generator", `{"image_urls": ["https://example.com/photo.jpg"]}`},
	{"image-to-svg", `{"image_urls": ["https://example.com/photo.jpg"]}`},
	{"svg-creator", `{"prompt": "A fox"}`},
	{"style-transfer", `{"prompt": "The style of the second", "image_urls": ["https://example.com/a.jpg", "https://example.com/b.jpg"]}`},
	{"try-clothes", `{"image_urls": ["https://example.com/a.jpg", "https://example.com/b.jpg"]}`},
	{"image-canvas", `{"prompt": "A house", "image_urls": ["https://example.com/sketch.jpg"]}`},
	{"create-video", `{"prompt": "A drone over an island", "duration": "5"}`},
	{"animate-image", `{"prompt": "Slow zoom", "image_urls": ["https://example.com/photo.jpg"]}`},
	{"edit-video", `{"prompt": "Another sky", "video_url": "https://example.com/video.mp4"}`},
	{"extend-video", `{"prompt": "Go on", "video_url": "https://example.com/video.mp4"}`},
	{"upscale-video", `{"video_url": "https://example.com/video.mp4"}`},
	{"video-background-remover", `{"video_url": "https://example.com/video.mp4"}`},
	{"translate-video", `{"video_url": "https://example.com/video.mp4"}`},
	{"video-sync-audio", `{"video_url": "https://example.com/video.mp4"}`},
	{"motion-transfer", `{"image_urls": ["https://example.com/a.jpg"], "video_url": "https://example.com/video.mp4"}`},
	{"character-replace", `{"image_urls": ["https://example.com/a.jpg"], "video_url": "https://example.com/video.mp4"}`},
	{"text-to-speech", `{"prompt": "Hello! Welcome.", "voice": "alloy"}`},
	{"create-music", `{"prompt": "Something upbeat"}`},
	{"sound-effects", `{"prompt": "Thunder far away"}`},
	{"sound-effects", `{"model": "elevenlabs-sound-effects", "prompt": "Thunder far away", "duration": "auto"}`},
	{"drum-generator", `{}`},
	{"song-splitter", `{"audio_url": "https://example.com/song.mp3"}`},
	{"voice-isolator", `{"audio_url": "https://example.com/voice.mp3"}`},
	{"translate-audio", `{"audio_url": "https://example.com/voice.mp3"}`},
	{"audio-to-text", `{"audio_url": "https://example.com/voice.mp3"}`},
	{"audio-to-subtitles", `{"audio_url": "https://example.com/voice.mp3"}`},
	{"text-to-3d", `{"prompt": "A castle", "model": "meshy-v6"}`},
	{"image-to-3d-object", `{"image_urls": ["https://example.com/object.jpg"]}`},
	{"motion-3d", `{"prompt": "A backflip"}`},
	{"image-to-text", `{"image_urls": ["https://example.com/photo.jpg"]}`},
	{"text-extractor", `{"image_urls": ["https://example.com/scan.jpg"]}`},
	{"create-video", `{"model": "seedance-2-text-to-video", "prompt": "a harbour at dawn", "duration": "6", "resolution": "720p"}`},
}

// TestTheOfficialExamplesRun sends them all, with the webhook of the reference's example,
// and finds each as it was sent.
func TestTheOfficialExamplesRun(t *testing.T) {
	b := serve(t, Options{Seed: 4})
	var tools []string
	for _, example := range theirExamples {
		body := fmt.Sprintf(`{"tool": %q, "input": %s, "webhook": "https://your-server.com/webhook"}`, example[0], example[1])
		started := read[theirGeneration](b, b.call(http.MethodPost, "/api/run", body), http.StatusAccepted)
		made := get[theirGeneration](b, "/api/generations/"+started.ID)
		var sent map[string]any
		if err := json.Unmarshal([]byte(example[1]), &sent); err != nil {
			t.Fatal(err)
		}
		if started.Status != "processing" || fmt.Sprint(made.Payload) != fmt.Sprint(sent) {
			t.Errorf("%s: %+v, kept %v", body, started, made.Payload)
		}
		tools = append(tools, example[0])
	}
	for _, tool := range catalogue {
		if !slices.Contains(tools, tool.slug) {
			t.Errorf("there is no example of %s", tool.slug)
		}
	}
	if row := b.history("")[0]; row.Amount.Plain() != "-366" {
		t.Errorf("6 seconds at 720p cost %s", row.Amount)
	}
}
