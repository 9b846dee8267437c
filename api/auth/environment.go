package auth

import "os"

// EnvKey is the variable that the service's own clients read a key from
// (public-api: Authentication).
const EnvKey = "ARTIFICIAL_STUDIO_API_KEY"

// ConsumeEnv removes [EnvKey] from the environment of this process, so that no browser or
// other program that it starts inherits the key, and returns a function like [os.Getenv]
// that still returns it. Call it once, before anything else is started.
func ConsumeEnv() func(name string) string {
	taken := os.Getenv(EnvKey)
	_ = os.Unsetenv(EnvKey) // fails for malformed names only
	return func(name string) string {
		if name == EnvKey {
			return taken
		}
		return os.Getenv(name)
	}
}
