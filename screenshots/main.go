// Command screenshots takes the pictures of this folder: it builds the program, runs it
// in a pseudo-terminal, presses keys, and draws the terminal's screen in truecolor and
// with fonts of its own, so that nothing needs to be installed.
//
// It is neither a test nor a terminal emulator for general use: it supports what the
// pictures need.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

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

// run takes the chosen shots, and notes what they show.
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
		if program, err = build(ctx, work); err != nil {
			return err
		}
	}
	frames, err := recordAll(ctx, chosen, work, program)
	if err != nil {
		return err
	}
	paint, err := newPainter()
	if err != nil {
		return err
	}
	record, err := readRecord(filepath.Join(dir, recordName))
	if err != nil {
		return err
	}
	for i, s := range chosen {
		picture, err := s.draw(paint, frames[i])
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		path := filepath.Join(dir, s.file())
		if err := os.WriteFile(path, picture, 0o644); err != nil {
			return err
		}
		record[s.file()] = sums{screens: digestScreens(frames[i]), file: digest(picture)}
		fmt.Println(path)
	}
	return record.write(filepath.Join(dir, recordName))
}

// recordAll records shots beside each other, as they mostly wait, each with a home
// directory of its own below a folder.
func recordAll(ctx context.Context, shots []shot, work, program string) ([][]frame, error) {
	frames := make([][]frame, len(shots))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(12)
	for i, s := range shots {
		group.Go(func() (err error) {
			home := filepath.Join(work, s.name)
			if err := os.Mkdir(home, 0o700); err != nil {
				return err
			}
			if frames[i], err = s.record(ctx, program, home); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			return nil
		})
	}
	return frames, group.Wait()
}

// file is the name of the picture.
func (s shot) file() string {
	if s.animated() {
		return s.name + ".gif"
	}
	return s.name + ".png"
}

// draw is the picture of the frames, as a file.
func (s shot) draw(paint *painter, frames []frame) ([]byte, error) {
	pictures := make([]*image.RGBA, len(frames))
	for i, f := range frames {
		pictures[i] = paint.window(paint.screen(f.Screen, s.look()), f.Title, f.label, s.look())
	}
	if len(paint.missing) > 0 {
		return nil, fmt.Errorf("no font here has %q", paint.missing)
	}
	var file bytes.Buffer
	var err error
	if s.animated() {
		err = gif.EncodeAll(&file, animation(pictures, frames))
	} else {
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		picture := pictures[0]
		err = encoder.Encode(&file, paletted(picture, image.NewRGBA(picture.Bounds()), commonColours(picture)))
	}
	return file.Bytes(), err
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
