import { type Fragment, joined, part, type Query } from "@pms/lib/db";
import type { PatientRecord } from "../domain/record.ts";

export type Sort = "name" | "-name" | "registeredDate" | "-registeredDate";

/** What a search looks for: all of it must match, exactly but for the case of letters. */
export interface Filters {
  readonly mrn?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly dateOfBirth?: string | undefined;
  readonly name?: string | undefined;
}

export interface ListRequest {
  readonly filters: Filters;
  /** By id, that is oldest registration first, when left out. */
  readonly sort: Sort | undefined;
  /** The id of the last row of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Up to `limit` patients who are not deleted, in order. The statement holds only the conditions there are. */
export async function listPatients(
  query: Query,
  { filters, sort, after, limit }: ListRequest,
): Promise<PatientRecord[]> {
  const order = ORDERS[sort ?? "id"];
  const conditions = [
    part`deleted_at is null`,
    ...matching(filters),
    ...(after === undefined ? [] : [order.after(after)]),
  ];
  return await query<PatientRecord>`
    select * from patient where ${joined(conditions, "and")} order by ${order.by} limit ${limit}`;
}

/** An order of the list, and what comes after a row in it: the row is looked up, so that a page token holds its id alone. */
interface Order {
  readonly by: Fragment;
  after(id: string): Fragment;
}

/** Without regard to case, as the indexes have it. */
const folded = (text: Fragment) => part`casefold(${text} collate pg_unicode_fast)`;
const NAME = folded(part`name`);

const ORDERS: Readonly<Record<Sort | "id", Order>> = {
  "id": {
    by: part`id`,
    after: (id) => part`id > ${id}::uuid`,
  },
  "name": {
    by: part`${NAME}, id`,
    after: (id) => part`(${NAME}, id) > (select ${NAME}, id from patient where id = ${id}::uuid)`,
  },
  "-name": {
    by: part`${NAME} desc, id desc`,
    after: (id) => part`(${NAME}, id) < (select ${NAME}, id from patient where id = ${id}::uuid)`,
  },
  "registeredDate": {
    by: part`registered_date, id`,
    after: (id) => part`(registered_date, id) > (select registered_date, id from patient where id = ${id}::uuid)`,
  },
  "-registeredDate": {
    by: part`registered_date desc, id desc`,
    after: (id) => part`(registered_date, id) < (select registered_date, id from patient where id = ${id}::uuid)`,
  },
};

function matching({ mrn, email, phone, dateOfBirth, name }: Filters): Fragment[] {
  return [
    ...(mrn === undefined ? [] : [part`mrn = upper(${mrn})`]),
    ...(email === undefined ? [] : [part`${folded(part`email`)} = ${folded(part`${email}::text`)}`]),
    ...(phone === undefined ? [] : [part`phone = ${phone}`]),
    ...(dateOfBirth === undefined ? [] : [part`date_of_birth = ${dateOfBirth}`]),
    ...(name === undefined ? [] : [part`${NAME} = ${folded(part`${name}::text`)}`]),
  ];
}
