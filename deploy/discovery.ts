import {
  CreatePrivateDnsNamespaceCommand,
  CreateServiceCommand,
  DeleteNamespaceCommand,
  DeleteServiceCommand,
  GetOperationCommand,
  ListNamespacesCommand,
  ListServicesCommand,
} from "@aws-sdk/client-servicediscovery";
import type { Aws } from "./aws.ts";
import { DeployError } from "./failure.ts";
import { namespaceOf } from "./places.ts";
import type { AwsTarget } from "./settings.ts";
import type { Topology } from "./topology.ts";

const OPERATION_MS_MAX = 180_000;
const POLL_MS = 1_000;
/** How long others may go on using an address: a task that is gone is not asked for longer. */
const TTL_S = 10;

/** The names between services: `NAME.patient-management.internal`, one address for each task. Returns the ARN by name. */
export async function makeNames(aws: Aws, topology: Topology, target: AwsTarget): Promise<Record<string, string>> {
  const namespaceId = await findNamespace(aws, topology) ?? await makeNamespace(aws, topology, target);
  const known = await servicesIn(aws, namespaceId);
  const names = topology.services.map(({ name }) => name).filter((name) => name !== "gateway");
  const arns = await Promise.all(names.map(async (name) => {
    const there = known.find((service) => service.Name === name);
    if (there?.Arn !== undefined) return [name, there.Arn];
    const { Service } = await aws.discovery.send(
      new CreateServiceCommand({
        Name: name,
        NamespaceId: namespaceId,
        DnsConfig: { DnsRecords: [{ Type: "A", TTL: TTL_S }], RoutingPolicy: "MULTIVALUE" },
        HealthCheckCustomConfig: { FailureThreshold: 1 },
      }),
    );
    return [name, Service?.Arn ?? ""];
  }));
  return Object.fromEntries(arns);
}

export async function deleteNames(aws: Aws, topology: Topology): Promise<void> {
  const namespaceId = await findNamespace(aws, topology);
  if (namespaceId === undefined) return;
  for (const { Id } of await servicesIn(aws, namespaceId)) await aws.discovery.send(new DeleteServiceCommand({ Id }));
  const { OperationId } = await aws.discovery.send(new DeleteNamespaceCommand({ Id: namespaceId }));
  await operationEnd(aws, OperationId);
}

async function findNamespace(aws: Aws, topology: Topology): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const answer = await aws.discovery.send(new ListNamespacesCommand({ NextToken }));
    const found = answer.Namespaces?.find(({ Name }) => Name === namespaceOf(topology));
    if (found !== undefined) return found.Id;
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

async function makeNamespace(aws: Aws, topology: Topology, target: AwsTarget): Promise<string> {
  const command = new CreatePrivateDnsNamespaceCommand({ Name: namespaceOf(topology), Vpc: target.vpc });
  const { OperationId } = await aws.discovery.send(command);
  const targets = await operationEnd(aws, OperationId);
  return targets["NAMESPACE"] ?? "";
}

async function servicesIn(aws: Aws, namespaceId: string) {
  const { Services = [] } = await aws.discovery.send(
    new ListServicesCommand({ Filters: [{ Name: "NAMESPACE_ID", Values: [namespaceId], Condition: "EQ" }] }),
  );
  return Services;
}

async function operationEnd(aws: Aws, OperationId: string | undefined): Promise<Record<string, string>> {
  const end = Date.now() + OPERATION_MS_MAX;
  while (Date.now() < end) {
    const { Operation } = await aws.discovery.send(new GetOperationCommand({ OperationId }));
    if (Operation?.Status === "SUCCESS") return Operation.Targets ?? {};
    if (Operation?.Status === "FAIL") {
      throw new DeployError(`The names between the services were not made: ${Operation.ErrorMessage}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new DeployError(`The names between the services were not made within ${OPERATION_MS_MAX / 1_000} s`);
}
