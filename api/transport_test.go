package api

import "testing"

func TestIsProxy(t *testing.T) {
	for setting, is := range map[string]bool{
		"http://proxy.example:3128": true, "proxy.example:3128": true, "http://user:word@proxy.example": true, "127.0.0.1": true,
		"http://[::1]:8080/": true, "socks5://127.0.0.1:1080": true, "socks5h://proxy.example:1080": true, "https://proxy.example": true,
		"::bad": false, "http://user:word@::bad": false, "http://": false, "proxy.example:port": false, "ftp://proxy.example": false,
		"http://proxy.example:3128:1": false, "two words": false, "http:/proxy.example": false,
	} {
		if got := isProxy(setting); got != is {
			t.Errorf("%q: %v", setting, got)
		}
	}
}
