// Package e2e tests the built program in a pseudo-terminal or with pipes, in an empty
// home folder, through its keys and its screen. Only the server runs inside the test,
// so that its counts can be read and its clock be moved.
package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// coverage is the variable of the folder for the coverage data of a program built with
// coverage. With it, the tests measure their coverage of the program:
//
//	GOCOVERDIR=/tmp/cover go test ./ui/e2e && go tool covdata percent -i /tmp/cover
const coverage = "GOCOVERDIR"

func TestMain(m *testing.M) {
	flag.Parse()
	if each := runtime.GOMAXPROCS(0); flag.Lookup("test.parallel").Value.String() == strconv.Itoa(each) {
		_ = flag.Set("test.parallel", strconv.Itoa(2*each)) // they wait for programs and browsers most of the time
	}
	onPath{m}.Run()
}

// onPath runs tests with the program on their PATH, built with the race detector where
// they are.
type onPath struct{ *testing.M }

func (tests onPath) Run() int {
	dir, err := os.MkdirTemp("", "studio-tui-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program := filepath.Join(dir, "studio-tui")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	args := []string{"build", "-buildvcs=false", "-o", program} // a version with a time in it reads like an id
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		args = append(args, "-race")
	}
	if os.Getenv(coverage) != "" {
		args = append(args, "-cover")
	}
	if output, err := exec.Command("go", append(args, "../..")...).CombinedOutput(); err != nil {
		panic(fmt.Sprintf("build the program: %v\n%s", err, output))
	}
	_ = os.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH")) // fails for malformed names only
	return testenv.OwnFolders(tests.M)
}

// tools are the environment variables of the Go tools that built the program.
func tools() []string {
	env := []string{"GORACE=atexit_sleep_ms=0"} // the race detector delays the exit of programs by a second
	if dir := os.Getenv(coverage); dir != "" {
		env = append(env, coverage+"="+dir)
	}
	return env
}
