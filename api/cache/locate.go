package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// extension is that of a store's file.
const extension = ".db"

// DefaultDir is the folder of the user's stores, under the cache folder of the system. It
// returns an error if the system has none.
func DefaultDir() (string, error) {
	if !filepath.IsAbs(xdg.CacheHome) {
		return "", errors.New("there is no folder for a local copy (no home directory)")
	}
	return filepath.Join(xdg.CacheHome, "studio-tui"), nil
}

// Fingerprint identifies a key without revealing it: the beginning of a SHA-256 over the
// API's host and the key, in hex. Unlike the account of a key, it is known before the first
// answer.
func Fingerprint(host, key string) string {
	sum := sha256.Sum256([]byte("studio-tui local copy\x00" + host + "\x00" + key))
	return hex.EncodeToString(sum[:12])
}

// Locate is the path of the store of one API host and key fingerprint, in a
// folder such as [DefaultDir].
func Locate(dir, host, fingerprint string) string {
	return filepath.Join(dir, plain(host)+"-"+plain(fingerprint)+extension)
}

// plain leaves of a name what every file system takes.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, name)
}

// List returns the paths of all stores in a folder.
func List(dir string) ([]string, error) {
	return filepath.Glob(filepath.Join(escapeGlob(dir), "*"+extension))
}

// escapeGlob takes the meaning from what a pattern would give one to. Windows has
// no escape; its paths hardly ever have these characters.
func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
