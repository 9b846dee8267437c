package api

// Origin is the origin of a base URL.
func Origin(baseURL string) (string, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return "", err
	}
	return originOf(base), nil
}
