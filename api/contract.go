package api

import _ "embed"

// Contract is the OpenAPI 3.1 document of both halves of the API: the operations
// that the service documents in public, and this project's billing ones. The
// sandbox serves it and the tests hold client and sandbox to it.
//
//go:embed openapi.yaml
var Contract []byte
