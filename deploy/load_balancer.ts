import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  waitUntilLoadBalancersDeleted,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws, orMissing } from "./aws.ts";
import { portOf } from "./places.ts";
import type { AwsTarget } from "./settings.ts";
import type { Service, Topology } from "./topology.ts";

/** How long requests under way may take when a task leaves. */
const DRAIN_S = 30;
const DELETE_S_MAX = 180;

export interface LoadBalancer {
  readonly dnsName: string;
  readonly targetGroup: string;
}

/** The load balancer in front of the gateway, its target group and its listener; makes what is missing. */
export async function makeLoadBalancer(aws: Aws, topology: Topology, target: AwsTarget): Promise<LoadBalancer> {
  const gateway = gatewayOf(topology);
  const balancer = await findLoadBalancer(aws, topology) ?? await createLoadBalancer(aws, topology, target);
  const targetGroup = await findTargetGroup(aws, topology) ?? await createTargetGroup(aws, topology, target, gateway);
  const { Listeners = [] } = await aws.loadBalancers.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer.arn }),
  );
  if (Listeners.length === 0) {
    await aws.loadBalancers.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancer.arn,
        DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroup }],
        ...(target.certificate === undefined ? { Protocol: "HTTP", Port: 80 } : {
          Protocol: "HTTPS",
          Port: 443,
          Certificates: [{ CertificateArn: target.certificate }],
          SslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        }),
      }),
    );
  }
  return { dnsName: balancer.dnsName, targetGroup };
}

/** Its DNS name, where it is there. */
export async function loadBalancerName(aws: Aws, topology: Topology): Promise<string | undefined> {
  return (await findLoadBalancer(aws, topology))?.dnsName;
}

export async function deleteLoadBalancer(aws: Aws, topology: Topology): Promise<void> {
  const balancer = await findLoadBalancer(aws, topology);
  if (balancer !== undefined) {
    await aws.loadBalancers.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: balancer.arn }));
    await waitUntilLoadBalancersDeleted({ client: aws.loadBalancers, maxWaitTime: DELETE_S_MAX, minDelay: 1 }, {
      LoadBalancerArns: [balancer.arn],
    });
  }
  const targetGroup = await findTargetGroup(aws, topology);
  if (targetGroup === undefined) return;
  await aws.loadBalancers.send(new DeleteTargetGroupCommand({ TargetGroupArn: targetGroup }));
}

async function findLoadBalancer(aws: Aws, { name }: Topology) {
  const command = new DescribeLoadBalancersCommand({ Names: [name] });
  const answer = await orMissing(
    aws.loadBalancers.send(command),
    "LoadBalancerNotFoundException",
    "LoadBalancerNotFound",
  );
  const found = answer?.LoadBalancers?.[0];
  return found === undefined ? undefined : { arn: found.LoadBalancerArn ?? "", dnsName: found.DNSName ?? "" };
}

async function createLoadBalancer(aws: Aws, { name }: Topology, target: AwsTarget) {
  const { LoadBalancers } = await aws.loadBalancers.send(
    new CreateLoadBalancerCommand({
      Name: name,
      Type: "application",
      Scheme: "internet-facing",
      Subnets: [...target.loadBalancerSubnets],
      SecurityGroups: [...target.loadBalancerSecurityGroups],
    }),
  );
  const made = LoadBalancers?.[0];
  return { arn: made?.LoadBalancerArn ?? "", dnsName: made?.DNSName ?? "" };
}

async function findTargetGroup(aws: Aws, { name }: Topology): Promise<string | undefined> {
  const command = new DescribeTargetGroupsCommand({ Names: [name] });
  const answer = await orMissing(
    aws.loadBalancers.send(command),
    "TargetGroupNotFoundException",
    "TargetGroupNotFound",
  );
  return answer?.TargetGroups?.[0]?.TargetGroupArn;
}

async function createTargetGroup(aws: Aws, { name }: Topology, target: AwsTarget, gateway: Service): Promise<string> {
  const { TargetGroups } = await aws.loadBalancers.send(
    new CreateTargetGroupCommand({
      Name: name,
      TargetType: "ip",
      Protocol: "HTTP",
      Port: portOf(gateway, "http"),
      VpcId: target.vpc,
      HealthCheckPath: "/livez",
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      // The check comes with the task's address as `Host`, which the gateway refuses by 421: it is alive all the same.
      Matcher: { HttpCode: "200,421" },
    }),
  );
  const arn = TargetGroups?.[0]?.TargetGroupArn ?? "";
  await aws.loadBalancers.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: arn,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: String(DRAIN_S) }],
    }),
  );
  return arn;
}

function gatewayOf(topology: Topology): Service {
  const gateway = topology.services.find(({ name }) => name === "gateway");
  if (gateway === undefined) throw new Error("the topology has no gateway");
  return gateway;
}
