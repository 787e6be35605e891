#!/bin/sh
# What the official image of Apache Kafka does at its start: its own wrapper makes the settings of the KAFKA_* variables
# and formats a new folder.
set -eu
: "${CLUSTER_ID:=5L6g3nShT-eMCtK--X86sw}"
export CLUSTER_ID
said=$(java -Xmx128m -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*' kafka.docker.KafkaDockerWrapper setup \
  -D /etc/kafka/docker -M /mnt/shared/config -F /opt/kafka/config 2>&1) || case $said in
  *"already formatted"*) ;; # A folder that was used before.
  *)
    echo "$said" >&2
    exit 1
    ;;
  esac
# shellcheck disable=SC2086 -- several options.
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -cp '/opt/kafka/libs/*' kafka.Kafka /opt/kafka/config/server.properties
