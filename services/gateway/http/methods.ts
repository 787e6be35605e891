import { DomainError } from "@pms/lib/errors";
import document from "../openapi.json" with { type: "json" };

/** The methods that any route takes. */
export const METHODS: readonly string[] = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];

interface Described {
  readonly isAt: RegExp;
  readonly methods: readonly string[];
}

/** By the API's description; a path that is written out comes before one with a parameter in its place. */
const DESCRIBED: readonly Described[] = Object.entries(document.paths)
  .sort(([one], [other]) => one.split("{").length - other.split("{").length)
  .map(([path, operations]) => {
    const methods = Object.keys(operations).map((method) => method.toUpperCase());
    if (methods.includes("GET")) methods.push("HEAD");
    const pattern = path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
    return { isAt: new RegExp(`^${pattern}$`), methods: methods.sort() };
  });

/** The methods that a path takes. Of one that is not described its service will say that there is none. */
export function methodsOf(path: string): readonly string[] {
  return DESCRIBED.find(({ isAt }) => isAt.test(path))?.methods ?? METHODS;
}

export function methodNotAllowed(methods: readonly string[]): DomainError {
  const allow = methods.join(", ");
  return new DomainError("method-not-allowed", `This path takes ${allow}`, { headers: { allow } });
}

export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}
