import type { Reason } from "@pms/lib/errors";
import { ownPage } from "./own_page.ts";

/** What each `type` of a problem means, for the person who follows its link. */
export const EXPLANATIONS: Readonly<Record<Reason | "internal-error", string>> = {
  "invalid-input":
    "Something that was sent is not right. `errors` names every fault: `pointer` says where it is, as a " +
    "JSON Pointer into the body or the name of a parameter, and `detail` what is wrong. Nothing was changed.",
  "unauthenticated": "There is no access token, or it has expired, or it is none of ours. Sign in, or refresh the " +
    "session, and send the token as `Authorization: Bearer …`.",
  "scope-missing": "The token is good, but its owner may not do this. `detail` names the scope that it takes.",
  "route-not-found": "There is nothing at this path. The API is described at /api-docs.",
  "patient-not-found":
    "There is no patient with this id, or the patient was deleted. A deleted patient can be restored.",
  "account-not-found": "There is no billing account with this id, or the patient has none yet: it follows a moment " +
    "after the registration.",
  "session-not-found": "There is no session with this id, or it has ended, or it is somebody else's.",
  "user-not-found": "There is no staff account with this id.",
  "method-not-allowed": "The path exists, but does not take this method. `Allow` names those that it takes.",
  "request-timeout": "The request did not arrive in time. Send it again.",
  "not-deleted": "Only a deleted patient can be restored, and this one is not.",
  "email-taken": "Another staff account has this e-mail address; the case of its letters makes no difference.",
  "own-account": "Nobody changes their own roles, disables their own account or resets their own password this way. " +
    "Ask another administrator; for a new password there is the change of one's own.",
  "last-administrator":
    "After this nobody could sign in as an administrator any more. Give somebody else the role first.",
  "stale-version":
    "The record has changed since you read it: its version is not the one in `If-Match`. Read it again, " +
    "look at what changed, and decide anew.",
  "body-too-large": "The body is larger than this path takes. `detail` says how large it may be.",
  "url-too-long": "The URL is longer than 8 KiB.",
  "unsupported-media-type": "The body is missing, or is not of the type that `detail` names, or is compressed.",
  "misdirected-request": "The `Host` of the request is none that this gateway answers for.",
  "idempotency-key-reused": "This Idempotency-Key was used within the last 24 hours for another body. A new request " +
    "takes a new key; the same key is for sending the same request again.",
  "too-many-requests": "There were too many requests, or failed sign-ins. `Retry-After` says how many seconds to wait.",
  "headers-too-large": "The headers of the request are larger than 16 KiB in all.",
  "unavailable": "A part of the system that this needs cannot be reached at the moment. `Retry-After` says how many " +
    "seconds to wait. Whether a write took place is not known: send it again with the same Idempotency-Key.",
  "internal-error": "Something went wrong on our side. The `traceId` leads us to what it was.",
};

/** The page behind `/problems/<reason>`, or undefined for a reason there is not. */
export function problemPage(reason: string): Response | undefined {
  if (!Object.hasOwn(EXPLANATIONS, reason)) return undefined;
  const explanation = EXPLANATIONS[reason as keyof typeof EXPLANATIONS];
  const title = reason.replaceAll("-", " ");
  const named = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  return ownPage(named, `<p>${explanation.replaceAll(/`([^`]+)`/g, "<code>$1</code>")}</p>`);
}
