import { CreateServiceCommand } from "@aws-sdk/client-ecs";
import type { Context } from "./context.ts";
import { makeNames } from "./discovery.ts";
import { deploymentConfiguration, makeCluster, placement } from "./ecs.ts";
import { makeLoadBalancer } from "./load_balancer.ts";
import { makeLogGroup } from "./logs.ts";
import { portOf } from "./places.ts";
import type { Service } from "./topology.ts";

/** How clients and other services find a target's services, where that is something of its own. */
export interface Ways {
  readonly loadBalancerName?: string;
  /** What a service is registered with. */
  registrations(service: Service): Registrations;
}

type Registrations = Pick<
  ConstructorParameters<typeof CreateServiceCommand>[0],
  "loadBalancers" | "serviceRegistries" | "healthCheckGracePeriodSeconds"
>;

const GRACE_S = 60;

/** Makes cluster and log groups, and on AWS names and load balancer, where they are missing. */
export async function prepare({ aws, topology, target, progress }: Context): Promise<Ways> {
  if (await makeCluster(aws, topology)) progress.note(`made the cluster ${topology.name}`);
  const names = [...topology.services.map(({ name }) => name), "job"];
  await Promise.all(names.map((name) => makeLogGroup(aws, topology, name)));
  if (target.name === "local") return { registrations: () => ({}) };

  const [balancer, registries] = await Promise.all([
    makeLoadBalancer(aws, topology, target),
    makeNames(aws, topology, target),
  ]);
  return {
    loadBalancerName: balancer.dnsName,
    registrations: (service) => {
      if (service.name !== "gateway") return { serviceRegistries: [{ registryArn: registries[service.name] }] };
      return {
        loadBalancers: [{
          targetGroupArn: balancer.targetGroup,
          containerName: service.name,
          containerPort: portOf(service, "http"),
        }],
        healthCheckGracePeriodSeconds: GRACE_S,
      };
    },
  };
}

export async function createService(
  { aws, topology, target }: Context,
  service: Service,
  taskDefinition: string,
  ways: Ways,
): Promise<void> {
  await aws.ecs.send(
    new CreateServiceCommand({
      cluster: topology.name,
      serviceName: service.name,
      taskDefinition,
      desiredCount: service.count,
      deploymentConfiguration: deploymentConfiguration(target),
      ...placement(target),
      ...ways.registrations(service),
    }),
  );
}
