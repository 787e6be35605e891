import assert from "node:assert/strict";
import type { Deployment, EcsService } from "./ecs.ts";
import { standing } from "./standing.ts";

const OLD = "arn:old:1";
const NEW = "arn:new:2";

function service(deployments: Deployment[], desiredCount = 1): EcsService {
  return { desiredCount, deployments };
}

function deployment(taskDefinition: string, change: Partial<Deployment>): Deployment {
  const id = `ecs-svc/${taskDefinition}`;
  const counts = { desiredCount: 1, runningCount: 1, pendingCount: 0 };
  return {
    id,
    taskDefinition,
    status: "PRIMARY",
    rolloutState: "COMPLETED",
    createdAt: new Date(1),
    ...counts,
    ...change,
  };
}

Deno.test("it serves when its deployment is primary, complete, and as many run as were asked for", () => {
  assert.equal(standing(service([deployment(NEW, {})]), NEW).state, "serving");
});

Deno.test("it waits while tasks are missing or the rollout goes on", () => {
  assert.deepEqual(standing(service([deployment(NEW, { runningCount: 0 })]), NEW), {
    state: "waiting",
    detail: "0 of 1 tasks run",
  });
  const rolling = [deployment(NEW, { rolloutState: "IN_PROGRESS" }), deployment(OLD, { status: "ACTIVE" })];
  assert.equal(standing(service(rolling), NEW).state, "waiting");
  assert.equal(standing(service([deployment(NEW, { pendingCount: 1 })]), NEW).state, "waiting");
});

Deno.test("a failed deployment is failed, though ECS keeps it in the list for good", () => {
  const back = [
    deployment(OLD, { rolloutState: "IN_PROGRESS" }),
    deployment(NEW, { status: "ACTIVE", rolloutState: "FAILED", rolloutStateReason: "tasks failed to start" }),
  ];
  assert.deepEqual(standing(service(back), NEW), { state: "failed", why: "tasks failed to start" });
  assert.equal(standing(service(back), OLD).state, "waiting");
});

Deno.test("another primary means that somebody else deployed, or ECS went back", () => {
  assert.equal(standing(service([deployment(OLD, {})]), NEW).state, "failed");
  const other = [deployment(OLD, {}), deployment(NEW, { status: "ACTIVE" })];
  assert.equal(standing(service(other), NEW).state, "failed");
});

Deno.test("of two deployments of one definition the newer counts", () => {
  const again = [
    deployment(NEW, { id: "second", createdAt: new Date(2) }),
    deployment(NEW, { id: "first", status: "ACTIVE", rolloutState: "FAILED" }),
  ];
  assert.equal(standing(service(again), NEW).state, "serving");
});

Deno.test("an emulator that tells no state is judged by its numbers; a service that is gone has failed", () => {
  const { rolloutState: _, ...plain } = deployment(NEW, {});
  assert.equal(standing(service([plain]), NEW).state, "serving");
  assert.equal(standing(service([{ ...plain, runningCount: 0 }]), NEW).state, "waiting");
  assert.deepEqual(standing(undefined, NEW), { state: "failed", why: "the service is gone" });
});
