package history

import (
	"cmp"
	"context"
	"slices"
)

// countingSort is for keys of which there are not many more than rows.
func countingSort(ctx context.Context, r *Result, keys sortKeys) ([]uint32, error) {
	starts := make([]uint32, keys.most+2)
	if err := keys.walk(ctx, r, func(_ uint32, key uint64) { starts[key+1]++ }); err != nil {
		return nil, err
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	rows := make([]uint32, r.Len())
	err := keys.walk(ctx, r, func(row uint32, key uint64) {
		rows[starts[key]] = row
		starts[key]++
	})
	return rows, err
}

// radixSort is for keys of up to 32 bits: the numbers of the rows are distributed by
// 11 bits of their keys at a time, the lowest first. The keys stay where they are:
// moving them along is no faster and takes twice the memory.
func radixSort(ctx context.Context, r *Result, keys sortKeys) ([]uint32, error) {
	const digitBits, digits = 11, 3
	of := make([]uint32, r.table.n) // the key of each row
	rows := make([]uint32, 0, r.Len())
	var counts [digits][1 << digitBits]uint32
	err := keys.walk(ctx, r, func(row uint32, key uint64) {
		rows = append(rows, row)
		of[row] = uint32(key)
		counts[0][key&(1<<digitBits-1)]++
		counts[1][key>>digitBits&(1<<digitBits-1)]++
		counts[2][key>>(2*digitBits)]++
	})
	if err != nil {
		return nil, err
	}
	other := make([]uint32, len(rows))
	for digit := range digits {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		shift, starts := digit*digitBits, &counts[digit]
		if keys.most>>shift == 0 {
			break
		}
		sum := uint32(0)
		for i, count := range starts {
			starts[i] = sum
			sum += count
		}
		for _, row := range rows {
			d := of[row] >> shift & (1<<digitBits - 1)
			other[starts[d]] = row
			starts[d]++
		}
		rows, other = other, rows
	}
	return rows, nil
}

// compareSort is for keys of any size, such as only odd histories have.
func compareSort(ctx context.Context, r *Result, keys sortKeys) ([]uint32, error) {
	type pair struct {
		key uint64
		row uint32
	}
	pairs := make([]pair, 0, r.Len())
	if err := keys.walk(ctx, r, func(row uint32, key uint64) { pairs = append(pairs, pair{key, row}) }); err != nil {
		return nil, err
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	rows := make([]uint32, len(pairs))
	for i, p := range pairs {
		rows[i] = p.row
	}
	return rows, ctx.Err()
}
