import type { z } from "zod";
import type { Caller, Scope } from "../auth/mod.ts";
import type { Reason } from "../errors.ts";
import type { BodyType } from "./body.ts";
import type { AnswerHeader, RequestHeader } from "./openapi.ts";

/** What an endpoint answers when all is well. Bodies are described by the schema that the OpenAPI document shows. */
export interface Answer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly headers?: readonly AnswerHeader[];
}

export interface EndpointSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** As OpenAPI writes it: `/api/patients/{id}`. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  /** The scope a caller must hold; `signed-in` for any good token; `public` for everybody. */
  readonly access: Scope | "signed-in" | "public";
  readonly params?: Params;
  /** A closed list: any other parameter is refused. None at all when left out. */
  readonly query?: Query;
  /** Where it is optional, a request without any is parsed as `undefined`. */
  readonly body?: { readonly type: BodyType; readonly schema: Body; readonly optional?: boolean };
  /** The headers it heeds, beside `Authorization`. */
  readonly headers?: readonly RequestHeader[];
  readonly answers: Readonly<Record<number, Answer>>;
  /** The failures of its own; those that every endpoint has need not be named. */
  readonly problems?: readonly Reason[];
}

/** What a handler gets: everything checked, nothing raw but the request itself. */
export interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  /** Who calls; `undefined` only where access is public. */
  readonly caller: Caller;
  readonly request: Request;
  /** The IP address at the other end of the connection, empty where there is none. Asked for only where it is needed. */
  readonly peerAddress: () => string;
  /** W3C trace context of the request, for what it sets going. */
  readonly traceparent: string;
}

/** One endpoint: its contract and its handler, tied by type. */
export interface Endpoint {
  readonly spec: EndpointSpec<z.ZodType, z.ZodType, z.ZodType>;
  readonly handle: (input: Input<z.ZodType, z.ZodType, z.ZodType>) => Promise<Response> | Response;
}

export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: EndpointSpec<Params, Query, Body>,
  handle: (input: Input<Params, Query, Body>) => Promise<Response> | Response,
): Endpoint {
  return { spec, handle: handle as Endpoint["handle"] };
}
