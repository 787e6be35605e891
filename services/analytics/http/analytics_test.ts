import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { applyStates } from "../sql/apply_states.ts";
import { patientState, testApp } from "../testing.ts";

const SCOPE = "analytics:read";
const DAY_MS = 24 * 60 * 60_000;

/** One patient registered at each of the times. */
const registeredAt = (...times: readonly string[]) =>
  times.map((time) => patientState({ createdAtMs: Temporal.Instant.from(time).epochMilliseconds }));

interface Point {
  readonly start: string;
  readonly count: number;
}

const inShort = (points: readonly Point[]) => points.map(({ start, count }) => `${start} ${count}`);

Deno.test("an empty register has a summary, demographics and registrations of zeros", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);

  const summary = await (await app.get("/api/analytics/summary", SCOPE)).json();
  const { asOf, ...counts } = summary;
  assert.deepEqual(counts, { patientsTotal: 0, registeredToday: 0, registeredLast7Days: 0 });
  assert.match(asOf, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

  assert.deepEqual(await (await app.get("/api/analytics/demographics", SCOPE)).json(), {
    bySex: [],
    byAgeGroup: ["0-17", "18-29", "30-44", "45-59", "60-74", "75+"].map((key) => ({ key, count: 0 })),
    byCountry: [],
    byCity: [],
  });

  for (const [interval, length] of [["hour", 24], ["day", 30], ["week", 12], ["month", 12]] as const) {
    const answer = await (await app.get(`/api/analytics/registrations?interval=${interval}`, SCOPE)).json();
    assert.equal(answer.interval, interval);
    assert.equal(answer.points.length, length);
    assert.ok(answer.points.every(({ count }: Point) => count === 0));
    const last = Temporal.Instant.from(answer.points.at(-1).start);
    assert.ok(Temporal.Instant.compare(last, Temporal.Now.instant()) <= 0);
  }
});

Deno.test("the summary counts the days of the time zone, and leaves the lag out while no broker answers", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const nowMs = Date.now();
  const times = Array.from({ length: 200 }, (_, nth) => nowMs - nth * 9 * DAY_MS / 200);
  await applyStates(db.query, times.map((createdAtMs) => patientState({ createdAtMs })));

  for (const timeZone of ["UTC", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns"]) {
    const summary = await (await app.get(`/api/analytics/summary?timeZone=${timeZone}`, SCOPE)).json();
    const dayOf = (time: string | number) => {
      const instant = typeof time === "number"
        ? Temporal.Instant.fromEpochMilliseconds(time)
        : Temporal.Instant.from(time);
      return instant.toZonedDateTimeISO(timeZone).toPlainDate();
    };
    const daysAgo = times.map((time) => dayOf(time).until(dayOf(summary.asOf)).days);
    assert.deepEqual(summary, {
      patientsTotal: 200,
      registeredToday: daysAgo.filter((days) => days === 0).length,
      registeredLast7Days: daysAgo.filter((days) => days <= 6).length,
      asOf: summary.asOf,
    }, timeZone);
  }
});

Deno.test("a deleted patient leaves the total, and stays among those registered today", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const ada = patientState();
  await applyStates(db.query, [ada, patientState({ createdAtMs: ada.createdAtMs })]);
  await applyStates(db.query, [{ ...ada, version: 2, deleted: true }]);
  const summary = await (await app.get("/api/analytics/summary", SCOPE)).json();
  assert.equal(summary.patientsTotal, 1);
  assert.equal(summary.registeredLast7Days, 2);
});

Deno.test("registrations are those of local days, also where they have 23 or 25 hours", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const registrations = async (query: string): Promise<string[]> => {
    const response = await app.get(`/api/analytics/registrations?${query}`, SCOPE);
    assert.equal(response.status, 200);
    return inShort((await response.json()).points);
  };
  await applyStates(
    db.query,
    registeredAt(
      "2026-03-28T22:59:59.999Z",
      "2026-03-28T23:00:00Z",
      "2026-03-29T21:59:59.999Z",
      "2026-03-29T22:00:00Z",
      "2026-10-24T22:00:00Z",
      "2026-10-25T22:59:59.999Z",
      "2026-06-01T18:14:59.999Z",
      "2026-06-01T18:15:00Z",
    ),
  );

  assert.deepEqual(await registrations("from=2026-03-28&to=2026-03-30&timeZone=Europe/Berlin"), [
    "2026-03-27T23:00:00.000Z 1",
    "2026-03-28T23:00:00.000Z 2",
    "2026-03-29T22:00:00.000Z 1",
  ]);
  assert.deepEqual(await registrations("from=2026-10-25&to=2026-10-25&timeZone=europe/berlin"), [
    "2026-10-24T22:00:00.000Z 2",
  ]);
  assert.deepEqual(await registrations("from=2026-06-01&to=2026-06-02&timeZone=Asia/Kathmandu"), [
    "2026-05-31T18:15:00.000Z 1",
    "2026-06-01T18:15:00.000Z 1",
  ]);
  assert.deepEqual(await registrations("interval=month&from=2026-02-10&to=2026-04-10"), [
    "2026-02-01T00:00:00.000Z 0",
    "2026-03-01T00:00:00.000Z 4",
    "2026-04-01T00:00:00.000Z 0",
  ]);
  // The 29th of March 2026 is a Sunday, the last day of its week.
  assert.deepEqual(await registrations("interval=week&from=2026-03-29&to=2026-03-30"), [
    "2026-03-23T00:00:00.000Z 4",
    "2026-03-30T00:00:00.000Z 0",
  ]);
  assert.deepEqual(await registrations("interval=hour&from=2026-03-28T22:30:00Z&to=2026-03-28T23:00:00.001Z"), [
    "2026-03-28T22:00:00.000Z 1",
    "2026-03-28T23:00:00.000Z 1",
  ]);
});

Deno.test("a moment ends a span without belonging to it, a day belongs to it", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const length = async (query: string) =>
    (await (await app.get(`/api/analytics/registrations?${query}`, SCOPE)).json()).points.length;
  assert.equal(await length("from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z"), 28);
  assert.equal(await length("from=2026-02-01&to=2026-03-01"), 29);
  assert.equal(await length("from=2026-02-01T01:00:00%2B01:00&to=2026-02-01T00:00:00Z"), 1);
  assert.equal(await length("to=2026-02-01"), 30);
  assert.equal(await length("interval=hour&from=2026-10-25&to=2026-10-25&timeZone=Europe/Berlin"), 25);
  assert.equal(await length("from=2023-04-08&to=2026-01-01"), 1_000);
});

Deno.test("every fault of a query is named, and nothing is guessed", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const faultsOf = async (path: string): Promise<string[]> => {
    const response = await app.get(`/api/analytics/${path}`, SCOPE);
    assert.equal(response.status, 400, path);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    return (await response.json()).errors.map(({ pointer }: { pointer: string }) => pointer).sort();
  };

  assert.deepEqual(await faultsOf("registrations?interval=year&from=soon&to=2026-02-30&timeZone=Mars/Base&page=1"), [
    "/from",
    "/interval",
    "/page",
    "/timeZone",
    "/to",
  ]);
  assert.deepEqual(await faultsOf("registrations?from=1874-12-31&to=2201-01-01"), ["/from", "/to"]);
  assert.deepEqual(await faultsOf("registrations?from=2026-02-01T00:00:00&to=2026-02-01T25:00:00Z"), ["/from", "/to"]);
  assert.deepEqual(await faultsOf("registrations?from=2026-02-02&to=2026-02-01"), ["/from"]);
  assert.deepEqual(await faultsOf("registrations?from=2026-02-02T00:00:01Z&to=2026-02-02T00:00:00Z"), ["/from"]);
  assert.deepEqual(await faultsOf("registrations?from=2199-01-01"), ["/from"]);
  assert.deepEqual(await faultsOf("registrations?from=2023-04-07&to=2026-01-01"), ["/from"]);
  assert.deepEqual(await faultsOf("registrations?interval=hour&from=1875-01-01&to=2200-12-31"), ["/from"]);
  for (const timeZone of ["", "%2B01:00", "UTC%2B3", "Berlin", "Europe/Berlin'", "x".repeat(5_000), "%00"]) {
    assert.deepEqual(await faultsOf(`summary?timeZone=${timeZone}`), ["/timeZone"], timeZone);
  }
  assert.deepEqual(await faultsOf("summary?timeZone=UTC&timeZone=UTC"), ["/timeZone"]);
  assert.deepEqual(await faultsOf("summary?interval=day"), ["/interval"]);
  assert.deepEqual(await faultsOf("demographics?timeZone=UTC"), ["/timeZone"]);
});

Deno.test("each list of the demographics adds up to the number of patients", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  const year = new Date().getUTCFullYear();
  await applyStates(db.query, [
    patientState({ sex: "female", birthYear: year - 17, country: "CH", city: "Zürich" }),
    patientState({ sex: "male", birthYear: year - 18, country: "CH", city: "Bern" }),
    patientState({ sex: "female", birthYear: year - 80, country: "NP", city: "Aarau" }),
    patientState({ sex: null, birthYear: year - 75, country: null, city: null }),
    patientState({ sex: "unknown", birthYear: year - 44, country: "CH", city: "unknown" }),
    patientState({ deleted: true }),
  ]);
  assert.deepEqual(await (await app.get("/api/analytics/demographics", SCOPE)).json(), {
    bySex: [{ key: "female", count: 2 }, { key: "unknown", count: 2 }, { key: "male", count: 1 }],
    byAgeGroup: [
      { key: "0-17", count: 1 },
      { key: "18-29", count: 1 },
      { key: "30-44", count: 1 },
      { key: "45-59", count: 0 },
      { key: "60-74", count: 0 },
      { key: "75+", count: 2 },
    ],
    byCountry: [{ key: "CH", count: 3 }, { key: "NP", count: 1 }, { key: "unknown", count: 1 }],
    byCity: [
      { key: "unknown", count: 2 },
      { key: "Aarau", count: 1 },
      { key: "Bern", count: 1 },
      { key: "Zürich", count: 1 },
    ],
  });
});

Deno.test("five thousand cities have a name, the smaller ones are one sum", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  await applyStates(db.query, [
    ...Array.from({ length: 5_010 }, (_, nth) => patientState({ city: `City ${String(nth).padStart(4, "0")}` })),
    ...Array.from({ length: 2 }, () => patientState({ city: "Basel" })),
  ]);
  const { byCity } = await (await app.get("/api/analytics/demographics", SCOPE)).json();
  assert.equal(byCity.length, 5_001);
  assert.deepEqual(byCity.slice(0, 3), [
    { key: "other", count: 11 },
    { key: "Basel", count: 2 },
    { key: "City 0000", count: 1 },
  ]);
  assert.equal(byCity.reduce((sum: number, { count }: { count: number }) => sum + count, 0), 5_012);
});

Deno.test("only who may read analytics reads them, and only what there is", async () => {
  await using db = await testDatabase("analytics");
  await using app = await testApp(db.query);
  for (const path of ["summary", "registrations", "demographics"]) {
    assert.equal((await app.get(`/api/analytics/${path}`)).status, 401);
    const refused = await app.get(`/api/analytics/${path}`, "patient:read", "billing:read");
    assert.equal(refused.status, 403);
    assert.equal((await refused.json()).type, "/problems/scope-missing");
  }
  assert.equal((await app.get("/api/analytics/stream", SCOPE)).status, 404);
});
