//go:build js && wasm

// Command embedded_kafka is one Kafka broker for development and tests: franz-go's kfake, compiled to
// WebAssembly. main.ts hosts it and owns the sockets, the permissions and the signals.
package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"syscall/js"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

const (
	// WebAssembly memory never shrinks, so a lazy collector's peak would be kept for ever.
	gcPercent = 50

	// The log of group commits is rewritten when it gets this long; it is read whole at a start.
	stateLogBytes = 1 << 20

	// kfake's own retention drops whole logs by age, and an empty log starts at offset 0 after a restart.
	// The janitor does that work instead, so kfake's turn never comes (in about ten years).
	ownRetentionMs = int64(10 * 365 * 24 * time.Hour / time.Millisecond)
)

func main() {
	debug.SetGCPercent(gcPercent)
	host := js.Global().Get("embeddedKafka")
	if err := run(host); err != nil {
		host.Call("failed", err.Error())
		os.Exit(1)
	}
}

func run(host js.Value) error {
	dataDir := host.Get("dataDir").String()
	port := host.Get("port").Int()
	segmentBytes := int64(host.Get("segmentBytes").Int())

	if err := writeSnapshots(dataDir); err != nil {
		return err
	}
	listener := newListener(port)
	cluster, err := kfake.NewCluster(
		kfake.NumBrokers(1),
		kfake.Ports(port),
		kfake.ListenFn(listener.listen),
		kfake.DataDir(dataDir),
		kfake.SyncWrites(),
		kfake.WithLogger(kfake.BasicLogger(os.Stderr, kfake.LogLevelWarn)),
		kfake.BrokerConfigs(map[string]string{
			"group.initial.rebalance.delay.ms": "0",
			"log.segment.bytes":                strconv.FormatInt(segmentBytes, 10),
			"log.cleaner.backoff.ms":           strconv.FormatInt(ownRetentionMs, 10),
			"state.log.compact.bytes":          strconv.Itoa(stateLogBytes),
		}),
	)
	if err != nil {
		return err
	}
	// Written at a clean stop, read just now, and wrong from the next batch on: after a crash it would make
	// the broker refuse producers that live on. Without it, their next batch is taken as it comes.
	os.Remove(dataDir + "/seq_windows.json")

	answerForUnknownGroups(cluster)

	sweeper := janitor{
		cluster:    cluster,
		groups:     &groupLister{listener: listener},
		dataDir:    dataDir,
		keepBytes:  int64(host.Get("keepBytesPerPartition").Int()),
		maxBytes:   int64(host.Get("maxBytes").Int()),
		sealedSize: map[string]int64{},
	}
	sweeps := time.NewTicker(time.Duration(host.Get("sweepMs").Int()) * time.Millisecond)
	defer sweeps.Stop()

	stop := make(chan struct{}, 1)
	host.Call("ready", listener.acceptFunc(), js.FuncOf(func(js.Value, []js.Value) any {
		select {
		case stop <- struct{}{}:
		default: // Asked before.
		}
		return nil
	}))
	for {
		select {
		case <-sweeps.C:
			sweeper.sweep()
		case <-stop:
			cluster.Close()
			return nil
		}
	}
}
