package history

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// lower folds the case of ASCII letters.
var lower = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			table[i] += 'a' - 'A'
		}
	}
	return table
}()

// commonRunes are the letters of the scripts that fold most, ready folded.
var commonRunes = sync.OnceValue(func() *[0x600]rune {
	var table [0x600]rune
	for r := range table {
		table[r] = slowFold(rune(r))
	}
	return &table
})

// foldRune gives all cases of a letter one rune. ASCII letters fold among
// themselves only: the Kelvin sign is no k, so that what is ASCII can be searched
// byte by byte.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return rune(lower[byte(r)])
	case r < 0x600:
		return commonRunes()[r]
	}
	return slowFold(r)
}

// slowFold takes the least rune, outside ASCII, of all that are equal but for
// case.
func slowFold(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(lower[byte(r)])
	}
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		if other >= utf8.RuneSelf && other < least {
			least = other
		}
	}
	return least
}

// foldText folds a whole text. Bytes that are not UTF-8 stay as they are.
func foldText[T ~string | ~[]byte](s T) string {
	folded := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			folded = append(folded, lower[s[i]])
			i++
			continue
		}
		r, width := decodeRune(s[i:])
		if r == utf8.RuneError && width == 1 {
			folded = append(folded, s[i])
		} else {
			folded = utf8.AppendRune(folded, foldRune(r))
		}
		i += width
	}
	return string(folded)
}

func decodeRune[T ~string | ~[]byte](s T) (rune, int) {
	return utf8.DecodeRuneInString(string(s[:min(len(s), utf8.UTFMax)]))
}

// asciiOnly reports whether every byte is ASCII.
func asciiOnly(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
