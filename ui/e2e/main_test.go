// Package e2e drives the program that people get, in a pseudo-terminal or with pipes, on
// a machine that has nothing of anybody's, and does and sees what a person does and sees.
// The only thing that runs inside a test is the server, so that its counts can be read and
// its clock be moved.
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

// coverage is the variable that names the folder which a program that was built with
// coverage writes to. With it, the tests say what they cover of the program:
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

// onPath runs tests with the program on their PATH, built as they are: with the race
// detector where they have it.
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
	args := []string{"build", "-o", program}
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

// tools are the variables with which what the program was built with works.
func tools() []string {
	env := []string{"GORACE=atexit_sleep_ms=0"} // the race detector makes programs end a second late
	if dir := os.Getenv(coverage); dir != "" {
		env = append(env, coverage+"="+dir)
	}
	return env
}
