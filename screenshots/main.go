// Command screenshots takes the pictures of this folder: it builds the program, runs it
// in a pseudo-terminal, presses keys, and draws the terminal's screen in truecolor and
// with fonts of its own, so that nothing needs to be installed.
//
// It is neither a test nor a terminal emulator for general use: it supports what the
// pictures need.
package main

import (
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

const module = "github.com/studio-tui/studio-tui"

func main() {
	dir := flag.String("dir", "screenshots", "folder for the pictures")
	only := flag.String("only", "", "names of shots, separated by commas (default all)")
	program := flag.String("program", "", "binary to run instead of building it")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *dir, *only, *program)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// run takes the chosen shots one after the other, each with a home directory of its
// own.
func run(ctx context.Context, dir, only, program string) error {
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "studio-tui-screenshots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if program == "" {
		program = filepath.Join(work, "studio-tui")
		if err := build(ctx, program); err != nil {
			return err
		}
	}
	paint, err := newPainter()
	if err != nil {
		return err
	}
	for _, s := range chosen {
		home := filepath.Join(work, s.name)
		if err := os.Mkdir(home, 0o700); err != nil {
			return err
		}
		picture, err := s.take(ctx, paint, program, home)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if len(paint.missing) > 0 {
			return fmt.Errorf("%s: no font here has %q", s.name, paint.missing)
		}
		path := filepath.Join(dir, s.name+".png")
		if err := save(path, picture); err != nil {
			return err
		}
		fmt.Println(path)
	}
	return nil
}

// choose returns the named shots in the order of the table, all for no names.
func choose(names string) ([]shot, error) {
	if names == "" {
		return shots, nil
	}
	wanted := map[string]bool{}
	for name := range strings.SplitSeq(names, ",") {
		wanted[name] = true
	}
	var chosen []shot
	for _, s := range shots {
		if wanted[s.name] {
			chosen = append(chosen, s)
			delete(wanted, s.name)
		}
	}
	for name := range wanted {
		return nil, fmt.Errorf("no shot is called %q", name)
	}
	return chosen, nil
}

func build(ctx context.Context, program string) error {
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, module)
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("build the program: %w", err)
	}
	return nil
}

func save(path string, picture image.Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(file, picture); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
