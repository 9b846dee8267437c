package export

import (
	"io/fs"
	"os"
)

// own does nothing: a file inherits its owner from its folder.
func own(*os.File, fs.FileInfo) {}
