import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Aws, isRefusal, orMissing } from "./aws.ts";
import { logGroupOf, logStreamOf } from "./task_definition.ts";
import type { Topology } from "./topology.ts";

const RETENTION_DAYS = 30;
const PAGE_EVENTS_MAX = 1_000;

export interface LogLine {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
}

/** True if it had to be made. */
export async function makeLogGroup(aws: Aws, topology: Topology, name: string): Promise<boolean> {
  const logGroupName = logGroupOf(topology, name);
  try {
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName }));
  } catch (error) {
    if (isRefusal(error, "ResourceAlreadyExistsException")) return false;
    throw error;
  }
  await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: RETENTION_DAYS }));
  return true;
}

export async function deleteLogGroup(aws: Aws, topology: Topology, name: string): Promise<void> {
  const command = new DeleteLogGroupCommand({ logGroupName: logGroupOf(topology, name) });
  await orMissing(aws.logs.send(command), "ResourceNotFoundException");
}

/** What one task printed last. Empty where nothing has arrived. */
export async function lastLines(
  aws: Aws,
  topology: Topology,
  name: string,
  taskId: string,
  limit: number,
): Promise<string[]> {
  const command = new GetLogEventsCommand({
    logGroupName: logGroupOf(topology, name),
    logStreamName: logStreamOf(name, taskId),
    startFromHead: false,
    limit,
  });
  const answer = await orMissing(aws.logs.send(command), "ResourceNotFoundException");
  return (answer?.events ?? []).map(({ message }) => (message ?? "").trimEnd()).filter((line) => line !== "");
}

/** What all tasks of a service printed since a moment, oldest first. */
export async function linesSince(aws: Aws, topology: Topology, name: string, sinceMs: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await orMissing(
      aws.logs.send(
        new FilterLogEventsCommand({
          logGroupName: logGroupOf(topology, name),
          startTime: sinceMs,
          limit: PAGE_EVENTS_MAX,
          nextToken,
        }),
      ),
      "ResourceNotFoundException",
    );
    for (const { eventId = "", timestamp = 0, message = "" } of answer?.events ?? []) {
      lines.push({ id: eventId, atMs: timestamp, text: message.trimEnd() });
    }
    nextToken = answer?.nextToken;
  } while (nextToken !== undefined);
  return lines;
}
