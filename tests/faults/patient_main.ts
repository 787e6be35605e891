/** The patient service as shipped, but for one fault in its drivers. Its arguments: which one, and after how many passes. */
import { type Database, type DatabaseOptions, openDatabase, type Query } from "@pms/lib/db";
import { createPublisher, type OutboxRow, type Publisher } from "@pms/lib/events";
import { runService } from "@pms/lib/service";
import { readConfig } from "../../services/patient/config.ts";
import { deliverToKafka } from "../../services/patient/events/deliver.ts";
import { startPatient } from "../../services/patient/service.ts";
import { aroundStatements, aroundWrites, planted, tooLate } from "./drivers.ts";

/** The pool that serves requests; the relays have others. */
const MAIN = "patient";
const isRegistration = (text: string) => text.includes("insert into outbox");

/** Only the pool that serves requests is another one. */
function requestsOn(change: (database: Database) => Database) {
  return (options: DatabaseOptions) =>
    options.applicationName === MAIN ? change(openDatabase(options)) : openDatabase(options);
}

function publishing(change: (publisher: Publisher) => Publisher["publish"]): typeof createPublisher {
  return (kafka) => {
    const publisher = createPublisher(kafka);
    return { publish: change(publisher), [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose]() };
  };
}

const drivers = planted({
  /** The event goes out while its transaction may still fail. */
  "publish-before-commit": () => {
    let publisher: Publisher | undefined;
    const publishEarly = async (query: Query) => {
      const rows = await query<OutboxRow>`
        delete from outbox where destination = 'kafka' and xmin = pg_current_xact_id()::xid
        returning position::text, event_id, patient_id, payload, traceparent`;
      if (publisher !== undefined && rows.length > 0) await deliverToKafka(publisher)(rows);
      await tooLate();
    };
    return {
      createPublisher: (kafka: Parameters<typeof createPublisher>[0]) => publisher = createPublisher(kafka),
      openDatabase: requestsOn((database) =>
        aroundWrites(database, isRegistration, (write) =>
          database.transaction(async (query) => {
            const result = await write(query);
            await publishEarly(query);
            return result;
          }))
      ),
    };
  },

  /** The client hears of success while the transaction may still fail. */
  "answer-before-commit": () => ({
    createPublisher,
    openDatabase: requestsOn((database) =>
      aroundWrites(database, isRegistration, (write) =>
        new Promise((resolve, reject) => {
          database.transaction(async (query) => {
            resolve(await write(query));
            await tooLate();
          }).catch(reject);
        }))
    ),
  }),

  /** The relay takes for delivered what Kafka has not acknowledged. */
  "delete-before-acknowledgement": () => ({
    openDatabase,
    createPublisher: publishing((publisher) => (topic, records) => {
      tooLate().then(() => publisher.publish(topic, records)).catch(() => {});
      return Promise.resolve();
    }),
  }),

  /** Idempotency keys that are gone with the process. */
  "keys-in-memory": () => ({
    createPublisher,
    openDatabase: requestsOn((database) => {
      let forgotten: Promise<unknown> | undefined;
      const forgetful = aroundStatements(database, async (statement) => {
        await (forgotten ??= database.query`delete from idempotency_key`.catch(() => forgotten = undefined));
        return await statement.run();
      });
      return aroundWrites(forgetful, isRegistration, async (write) => {
        const result = await forgetful.transaction(write);
        await tooLate(); // The answers get lost in this gap.
        return result;
      });
    }),
  }),

  "after-commit-before-answer": (at) => ({
    createPublisher,
    openDatabase: requestsOn((database) =>
      aroundWrites(database, isRegistration, async (write) => {
        const result = await database.transaction(write);
        at();
        return result;
      })
    ),
  }),

  "after-outbox-read": (at) => ({
    createPublisher,
    openDatabase: (options: DatabaseOptions) =>
      aroundStatements(
        openDatabase(options),
        async ({ text, run }) => {
          const rows = await run();
          if (/^\s*select[^]*\bfrom outbox\b/.test(text) && rows.length > 0) at();
          return rows;
        },
      ),
  }),

  "after-acknowledgement-before-delete": (at) => ({
    openDatabase,
    createPublisher: publishing((publisher) => async (topic, records) => {
      await publisher.publish(topic, records);
      at();
    }),
  }),
});

await runService("patient", readConfig, (service, config) => startPatient(service, config, drivers));
