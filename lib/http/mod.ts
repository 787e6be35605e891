export { answer, type AppParts, createApp, emptyAnswer } from "./app.ts";
export { BODY_BYTES_MAX, readBody } from "./body.ts";
export { type Answer, type Endpoint, endpoint, type EndpointSpec, type Input } from "./endpoint.ts";
export { etag, ifMatch, notModified } from "./etag.ts";
export { idempotencyKey } from "./idempotency_key.ts";
export { type Page, pageMembers, pageOf, pageParameters, pageToken, readPageToken } from "./page.ts";
export { queryMembers } from "./query.ts";
export { type Occurrence, Problem, problemResponse } from "./problem.ts";
export { type ListenOptions, serveHttp } from "./serve.ts";
