package cli

import (
	"context"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Cache is the local copies of accounts on this machine.
type Cache interface {
	Dir() string
	List(ctx context.Context) ([]account.LocalCopy, error)
	// Clear removes them all and returns how many there were.
	Clear(ctx context.Context) (int, error)
}

func (c *commands) cache() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "Print where the local copy is, how large and how fresh",
		Long: `Print the local copies of accounts that are kept on this machine: one for each API host and key.

They hold what the server said, so that the dashboard opens at once and fetches only what is new. Orders under way and the like are kept elsewhere. studio-tui --no-cache does without. studio-tui logout removes that of its key.

Piped, a line each: path, bytes, transactions, time of the latest figures (UTC), problem.`,
		Example: `studio-tui cache
studio-tui cache clear`,
		Args: c.unknownCommand,
		Run: c.run(func(cmd *cobra.Command) error {
			return runCache(cmd.Context(), c.deps, asJSON)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	cmd.AddCommand(&cobra.Command{
		Use:   "clear",
		Short: "Remove all local copies",
		Long:  `Remove the local copies of all accounts. What they held is fetched again; what cannot be fetched again, such as orders under way, is not touched.`,
		Args:  c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			return runCacheClear(cmd.Context(), c.deps)
		}),
	})
	return cmd
}

// cachedJSON is a local copy in what `cache --json` prints.
type cachedJSON struct {
	Path    string               `json:"path"`
	Bytes   int64                `json:"bytes"`
	Rows    int64                `json:"rows"`
	AsOf    model.Time           `json:"asOf"`
	Problem model.OptionalString `json:"problem"`
}

func runCache(ctx context.Context, deps Deps, asJSON bool) error {
	cache, err := deps.Cache()
	if err != nil {
		return err
	}
	list, err := cache.List(ctx)
	if err != nil {
		return err
	}
	answer := struct {
		Dir  string       `json:"dir"`
		Data []cachedJSON `json:"data"`
	}{cache.Dir(), []cachedJSON{}}
	r := report{columns: []column{{"LOCAL COPY", text}, {"SIZE", number}, {"ROWS", number}, {"AS OF", fixed}}}
	for _, kept := range list {
		at := model.At(kept.Newest)
		answer.Data = append(answer.Data, cachedJSON{kept.Path, kept.Size, kept.Rows, at, model.OptionalString(kept.Problem)})
		asOf := ""
		if !kept.Newest.IsZero() {
			asOf = clock(deps, at)
		}
		r.tableRows = append(r.tableRows, []string{
			filepath.Base(kept.Path), format.Bytes(kept.Size), format.Count(int(kept.Rows)), asOf,
		})
		r.addWarning(filepath.Base(kept.Path), kept.Problem)
		r.tsvRows = append(r.tsvRows, []string{
			kept.Path, strconv.FormatInt(kept.Size, 10), strconv.FormatInt(kept.Rows, 10), at.ISO(), kept.Problem,
		})
	}
	r.json = answer
	if len(list) == 0 {
		r.notes = append(r.notes, "Nothing is kept in "+cache.Dir()+".")
	} else {
		r.notes = append(r.notes, "Kept in "+cache.Dir()+".")
	}
	return r.write(deps.Streams, asJSON, account.Identity{})
}

func runCacheClear(ctx context.Context, deps Deps) error {
	cache, err := deps.Cache()
	if err != nil {
		return err
	}
	removed, err := cache.Clear(ctx)
	if err != nil {
		return err
	}
	text := "Nothing was kept in " + cache.Dir() + "."
	switch {
	case removed == 1:
		text = "Removed the local copy in " + cache.Dir() + "."
	case removed > 1:
		text = "Removed " + format.Count(removed) + " local copies in " + cache.Dir() + "."
	}
	return deps.Streams.answer(text)
}
