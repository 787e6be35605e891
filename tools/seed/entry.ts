import type { paths } from "@pms/client";

/** A person as the API takes one. The members of a file's row are only text: whether they will do is the API's to say. */
export type Person = paths["/api/patients"]["post"]["requestBody"]["content"]["application/json"];

/** What is sent for one person. */
export interface Sendable {
  readonly key: string;
  readonly person: Person;
}

/** One person to register, or why a row is none. */
export type Entry =
  & {
    /** `line 17`: where it comes from, for people. */
    readonly place: string;
    /** How much of the whole lies behind it, from 0 to 1. */
    readonly share: number;
  }
  & (Sendable | { readonly fault: string });
