package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// The names of fields are matched exactly: one in other capitals is another field, which
// is refused, and nothing is made.
func TestFieldsAreMatchedExactly(t *testing.T) {
	b := serve(t, Options{Seed: 1})
	for _, body := range []string{
		`{"kind":"pack","slug":"pack-s","SLUG":"pack-l"}`, `{"kind":"pack","Slug":"pack-l","slug":"pack-s"}`,
		`{"KIND":"pack","slug":"pack-s"}`,
	} {
		said := read[refusal](b, b.order("order-1", body), http.StatusBadRequest)
		if len(said.Fields) != 1 || said.Fields[0].Code != "unrecognized_keys" {
			t.Errorf("%s: %+v", body, said)
		}
	}
	said := read[refusal](b, b.order("order-1", `{"kind":"pack","slug":"pack-s","slug":"pack-l"}`), http.StatusBadRequest)
	if len(said.Fields) != 1 || !strings.Contains(said.Fields[0].Message, "slug is there twice") {
		t.Errorf("twice: %+v", said)
	}
	if open := b.call(http.MethodGet, "/api/checkout?status=open", ""); !strings.Contains(open.body, `"data":[]`) {
		t.Errorf("sessions were made: %s", open.body)
	}
	run := b.call(http.MethodPost, "/api/run", `{"tool":"create-image","TOOL":"create-video","input":{"prompt":"a"}}`)
	if run.status != http.StatusBadRequest || b.Stats().Runs != 0 {
		t.Errorf("%d: %s", run.status, run.body)
	}
	if opened := b.opened("order-2", "\ufeff"+packM); opened.Item.Slug != "pack-m" {
		t.Errorf("%+v", opened)
	}
	device := b.send(http.MethodPost, "/auth/device/token", `{"DEVICE_CODE":"x"}`)
	if device.status != http.StatusBadRequest || !strings.Contains(device.body, "invalid_request") {
		t.Errorf("%d: %s", device.status, device.body)
	}
}
