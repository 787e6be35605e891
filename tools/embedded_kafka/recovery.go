//go:build js && wasm

package main

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Layout of a record batch: first offset (8), length of what follows (4), …, CRC-32C (4) of all after it.
const (
	batchLengthAt   = 8
	batchHeaderSize = 12
	batchCrcAt      = 17
	batchCrcEnd     = 21
	batchLastDelta  = 23

	// Layout of an index entry: its last byte says whether the batch was in a transaction.
	indexEntrySize = 15
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// snapshot is kfake's own snapshot.json of a partition, version 1.
type snapshot struct {
	Version          int               `json:"version"`
	HighWatermark    int64             `json:"high_watermark"`
	LastStableOffset int64             `json:"last_stable_offset"`
	LogStartOffset   int64             `json:"log_start_offset"`
	Epoch            int32             `json:"epoch"`
	CreatedAt        time.Time         `json:"created_at"`
	Segments         []snapshotSegment `json:"segments"`
}

type snapshotSegment struct {
	BaseOffset int64 `json:"base_offset"`
	Size       int64 `json:"size"`
}

// writeSnapshots spares the broker its memory-hungry start. After a crash kfake reads every record of
// every partition into memory at once; with a snapshot, as it leaves at a clean stop, one segment at a
// time. Partitions with transactions are left to kfake, which finds the open ones in the records.
func writeSnapshots(dataDir string) error {
	dirs, err := partitionDirs(dataDir)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if err := writeSnapshot(dir.path); err != nil {
			return err
		}
	}
	return nil
}

func writeSnapshot(dir string) error {
	bases, err := segmentBases(dir)
	if err != nil || len(bases) == 0 {
		return err
	}
	made := snapshot{Version: 1, LogStartOffset: bases[0], CreatedAt: time.Now()}
	for i, base := range bases {
		path := segmentPath(dir, base)
		if i == len(bases)-1 {
			end, err := cutTornEnd(path, base)
			if err != nil {
				return err
			}
			made.HighWatermark, made.LastStableOffset = end, end
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		made.Segments = append(made.Segments, snapshotSegment{base, info.Size()})
	}

	path := filepath.Join(dir, "snapshot.json")
	if matches(path, made) || hasTransactions(dir, bases) {
		return nil
	}
	data, err := json.Marshal(made)
	if err != nil {
		return err
	}
	// No need to rename: a half-written snapshot does not parse, and then kfake reads the records.
	return os.WriteFile(path, data, 0o644)
}

// matches says whether the snapshot there is, of a clean stop, fits the files: then it knows more than ours.
func matches(path string, made snapshot) bool {
	data, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	var found snapshot
	if json.Unmarshal(data, &found) != nil || len(found.Segments) != len(made.Segments) {
		return false
	}
	for i, s := range found.Segments {
		if s != made.Segments[i] {
			return false
		}
	}
	return true
}

// cutTornEnd cuts a batch off that was being written when the process died, which nobody had an
// acknowledgement for, and returns the offset after the last whole batch.
func cutTornEnd(path string, base int64) (int64, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	end, at := base, 0
	for at+batchLastDelta+4 <= len(raw) {
		size := batchHeaderSize + int(binary.BigEndian.Uint32(raw[at+batchLengthAt:]))
		if size < batchLastDelta+4 || at+size > len(raw) {
			break
		}
		batch := raw[at : at+size]
		if binary.BigEndian.Uint32(batch[batchCrcAt:]) != crc32.Checksum(batch[batchCrcEnd:], castagnoli) {
			break
		}
		end = int64(binary.BigEndian.Uint64(batch)) + int64(binary.BigEndian.Uint32(batch[batchLastDelta:])) + 1
		at += size
	}
	if at == len(raw) {
		return end, nil
	}
	return end, os.Truncate(path, int64(at))
}

func hasTransactions(dir string, bases []int64) bool {
	for _, base := range bases {
		index, err := os.ReadFile(filepath.Join(dir, strconv.FormatInt(base, 10)+".idx"))
		if err != nil {
			return true // Unknown: leave it to kfake.
		}
		for at := indexEntrySize - 1; at < len(index); at += indexEntrySize {
			if index[at] != 0 {
				return true
			}
		}
	}
	return false
}
