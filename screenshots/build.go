package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const module = "github.com/studio-tui/studio-tui"

// stoppedClock takes the place of the program's only clock. With the seed of the demo,
// equal sources then give equal pictures.
const stoppedClock = `package surroundings

import "time"

func Now() time.Time { return time.Date(2026, time.November, 30, 17, 40, 0, 0, time.UTC) }
`

// build builds the program with the stopped clock in a folder, and returns its path. The
// go command puts the clock in place of the file in the sources, so that the program
// itself needs no setting for it.
func build(ctx context.Context, dir string) (program string, err error) {
	found, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", module+"/api/surroundings").Output()
	if err != nil {
		return "", fmt.Errorf("find the sources: %w", err)
	}
	clock, overlay := filepath.Join(dir, "clock.go"), filepath.Join(dir, "overlay.json")
	replaced := filepath.Join(string(found[:len(found)-1]), "clock.go")
	if _, err := os.Stat(replaced); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {replaced: clock}})
	if err != nil {
		return "", err
	}
	for path, text := range map[string][]byte{clock: []byte(stoppedClock), overlay: list} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return "", err
		}
	}
	program = filepath.Join(dir, "studio-tui")
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-overlay", overlay, "-o", program, module)
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("build the program: %w", err)
	}
	return program, nil
}
