//go:build js && wasm

package main

import (
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// The last version of OffsetFetch that asks for one group; clients that use a later one know groups that
// do not exist.
const offsetFetchOneGroup = 7

// answerForUnknownGroups makes asking for the position of a group that nobody has joined yet what it is
// with Apache Kafka: no error, and position -1. kfake answers with an error that clients do not expect.
func answerForUnknownGroups(cluster *kfake.Cluster) {
	cluster.ControlKey(int16(kmsg.OffsetFetch), func(received kmsg.Request) (kmsg.Response, error, bool) {
		// A control remembers each connection that it has served, for ever: so each serves one request.
		cluster.DropControl()
		answerForUnknownGroups(cluster)
		request := received.(*kmsg.OffsetFetchRequest)
		if request.Version > offsetFetchOneGroup || cluster.GroupInfo(request.Group) != nil {
			return nil, nil, false
		}
		response := request.ResponseKind().(*kmsg.OffsetFetchResponse)
		for _, topic := range request.Topics {
			answer := kmsg.NewOffsetFetchResponseTopic()
			answer.Topic = topic.Topic
			for _, number := range topic.Partitions {
				partition := kmsg.NewOffsetFetchResponseTopicPartition()
				partition.Partition = number
				partition.Offset = -1
				answer.Partitions = append(answer.Partitions, partition)
			}
			response.Topics = append(response.Topics, answer)
		}
		return response, nil, true
	})
}
