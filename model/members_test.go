package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

func TestMembersKeepTheOrderOfTheDocument(t *testing.T) {
	raw := model.Raw(`{"prompt":"a\nb","\u001b[2Jname":{"x":[1,2]},"seed":7,"none":null,"seed":8}`)
	var told []string
	for _, member := range raw.Members() {
		told = append(told, member.Name+"="+member.Value.Text())
	}
	if got, want := strings.Join(told, ";"), `prompt=a b;[2Jname={"x":[1,2]};seed=7;none=;seed=8`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, other := range []string{"", "null", "[1]", `"text"`, `{"a":1`, `{"a":1} {"b":2}`} {
		if members := model.Raw(other).Members(); members != nil {
			t.Errorf("%s: %v", other, members)
		}
	}
}

func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`{"a":1,"b":{"c":"\u001b]0;x\u0007"}}`, `[]`, `{"a":1`, `{"":""}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		members := model.Raw(text).Members()
		var object map[string]json.RawMessage
		if json.Unmarshal(text, &object) != nil && members != nil {
			t.Fatalf("%q is no object and has %v", text, members)
		}
		for _, member := range members {
			if member.Name != model.Clean(member.Name) || member.Value.Text() != model.Clean(member.Value.Text()) {
				t.Fatalf("%q is not clean", member.Name)
			}
			if !json.Valid(member.Value) {
				t.Fatalf("%q is no value", member.Value)
			}
		}
	})
}
