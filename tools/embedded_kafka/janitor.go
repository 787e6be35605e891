//go:build js && wasm

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// A consumer that is away while much is sent would otherwise fill the log with the same warning.
const warnEvery = time.Minute

// janitor bounds what the broker keeps. It drops whole segments, oldest first, because only a whole
// segment gives its disk back, and because the first segment's name is then the log's start also after a
// crash. It never drops a partition's last segment: without any, offsets would start at 0 again.
type janitor struct {
	cluster   *kfake.Cluster
	groups    *groupLister
	dataDir   string
	keepBytes int64 // Of each partition, kept although every group has read it.
	maxBytes  int64 // Of all partitions together, kept whoever has not read it.

	sealedSize map[string]int64 // By path; only the last segment of a partition still grows.
	warnedAt   time.Time
}

type segment struct {
	base  int64
	bytes int64
}

// partition is a log's segments, oldest first, and how far all its groups have read it.
type partition struct {
	topic    string
	number   int32
	segments []segment
	bytes    int64
	dropped  int64 // Everything below this offset is to go.
	read     int64 // Every group has committed this offset or a later one; 0 where there is no group.
}

func (j *janitor) sweep() {
	partitions, err := j.partitions()
	if err == nil {
		err = j.markRead(partitions)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "embedded kafka: cannot sweep, will try again: %v\n", err)
		return
	}

	for _, p := range partitions {
		for p.oldestIsRead() && p.bytes-p.segments[0].bytes >= j.keepBytes {
			p.dropOldest()
		}
	}
	var total int64
	for _, p := range partitions {
		total += p.bytes
	}
	// Over the cap: first what every group has read, and of the fullest partition, so that a busy topic
	// does not push out a quiet one.
	unread := map[*partition]bool{}
	for total > j.maxBytes {
		p := fullest(partitions, (*partition).oldestIsRead)
		if p == nil {
			if p = fullest(partitions, (*partition).hasOldest); p == nil {
				break
			}
			unread[p] = true
		}
		total -= p.dropOldest()
	}

	for _, p := range partitions {
		if p.dropped == 0 {
			continue
		}
		if err := j.cluster.DeleteRecords(p.topic, p.number, p.dropped); err != nil {
			continue // The topic was just deleted, or a client has deleted these records itself.
		}
		if unread[p] && time.Since(j.warnedAt) >= warnEvery {
			fmt.Fprintf(os.Stderr, "embedded kafka: over %d bytes: drops records that not every group has read, now of %s-%d below offset %d\n",
				j.maxBytes, p.topic, p.number, p.dropped)
			j.warnedAt = time.Now()
		}
	}
}

func (p *partition) hasOldest() bool { return len(p.segments) > 1 }

func (p *partition) oldestIsRead() bool { return p.hasOldest() && p.segments[1].base <= p.read }

func (p *partition) dropOldest() int64 {
	bytes := p.segments[0].bytes
	p.segments = p.segments[1:]
	p.bytes -= bytes
	p.dropped = p.segments[0].base
	return bytes
}

func fullest(partitions []*partition, may func(*partition) bool) *partition {
	var most *partition
	for _, p := range partitions {
		if may(p) && (most == nil || p.bytes > most.bytes) {
			most = p
		}
	}
	return most
}

// partitions reads the sizes from disk: kfake tells neither its segments nor where they begin.
func (j *janitor) partitions() ([]*partition, error) {
	dirs, err := partitionDirs(j.dataDir)
	if err != nil {
		return nil, err
	}
	var partitions []*partition
	sealed := map[string]int64{}
	for _, dir := range dirs {
		bases, err := segmentBases(dir.path)
		if err != nil {
			return nil, err
		}
		p := &partition{topic: dir.topic, number: dir.number}
		for i, base := range bases {
			path := segmentPath(dir.path, base)
			bytes, known := j.sealedSize[path]
			if !known {
				info, err := os.Stat(path)
				if err != nil {
					return nil, err
				}
				bytes = info.Size()
			}
			if i < len(bases)-1 {
				sealed[path] = bytes
			}
			// A crash can leave an empty last file, which kfake does not count as a segment.
			if bytes > 0 {
				p.segments = append(p.segments, segment{base, bytes})
				p.bytes += bytes
			}
		}
		partitions = append(partitions, p)
	}
	j.sealedSize = sealed
	return partitions, nil
}

// markRead finds how far all groups have read. A group that has committed anything in a topic counts for
// all its partitions: where it has no position yet, it has everything still to read.
func (j *janitor) markRead(partitions []*partition) error {
	names, err := j.groups.list()
	if err != nil {
		return err
	}
	var groups []*kfake.GroupInfo
	for _, name := range names {
		if info := j.cluster.GroupInfo(name); info != nil {
			groups = append(groups, info)
		}
	}
	for _, p := range partitions {
		first := true
		for _, group := range groups {
			commits, reads := group.Commits[p.topic]
			if !reads || len(commits) == 0 {
				continue
			}
			offset := commits[p.number].Offset
			if first || offset < p.read {
				p.read = offset
			}
			first = false
		}
	}
	return nil
}

// groupLister asks the broker for its groups over a connection of its own: kfake has no call for it.
type groupLister struct {
	listener *listener
	conn     net.Conn
}

func (g *groupLister) list() ([]string, error) {
	names, err := g.ask()
	if err != nil && g.conn != nil {
		g.conn.Close()
		g.conn = nil
	}
	return names, err
}

func (g *groupLister) ask() ([]string, error) {
	if g.conn == nil {
		ours, theirs := net.Pipe()
		if err := g.listener.add(theirs); err != nil {
			return nil, err
		}
		g.conn = ours
	}
	request := kmsg.NewPtrListGroupsRequest()
	request.SetVersion(0)
	if _, err := g.conn.Write(kmsg.NewRequestFormatter().AppendRequest(nil, request, 0)); err != nil {
		return nil, err
	}
	header := make([]byte, 8) // The size and the correlation id.
	if _, err := io.ReadFull(g.conn, header); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(header)-4)
	if _, err := io.ReadFull(g.conn, body); err != nil {
		return nil, err
	}
	response := kmsg.NewPtrListGroupsResponse()
	if err := response.ReadFrom(body); err != nil {
		return nil, err
	}
	var names []string
	for _, group := range response.Groups {
		names = append(names, group.Group)
	}
	return names, nil
}

type partitionDir struct {
	path   string
	topic  string
	number int32
}

func partitionDirs(dataDir string) ([]partitionDir, error) {
	root := filepath.Join(dataDir, "partitions")
	entries, err := os.ReadDir(root)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var dirs []partitionDir
	for _, entry := range entries {
		dash := strings.LastIndexByte(entry.Name(), '-')
		if dash < 0 {
			continue
		}
		topic, err := url.PathUnescape(entry.Name()[:dash])
		if err != nil {
			continue
		}
		number, err := strconv.ParseInt(entry.Name()[dash+1:], 10, 32)
		if err != nil {
			continue
		}
		dirs = append(dirs, partitionDir{filepath.Join(root, entry.Name()), topic, int32(number)})
	}
	return dirs, nil
}

func segmentPath(dir string, base int64) string {
	return filepath.Join(dir, strconv.FormatInt(base, 10)+".dat")
}

// segmentBases lists the first offsets of a partition's segments, oldest first.
func segmentBases(dir string) ([]int64, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var bases []int64
	for _, entry := range entries {
		name, isSegment := strings.CutSuffix(entry.Name(), ".dat")
		if base, err := strconv.ParseInt(name, 10, 64); isSegment && err == nil {
			bases = append(bases, base)
		}
	}
	slices.Sort(bases)
	return bases, nil
}
