import { DATABASES } from "../dev/databases.ts";

/** The secrets of an installation in containers, each a file of this name; random, and not derived from each other. */
export function newSecrets(): Readonly<Record<string, string>> {
  return {
    postgres_password: randomHex(),
    ...Object.fromEntries(DATABASES.map((name) => [
      `database_url_${name}`,
      `postgres://${name}:${randomHex()}@postgres:5432/${name}`,
    ])),
    auth_key_encryption_key: crypto.getRandomValues(new Uint8Array(32)).toBase64(),
    ...Object.fromEntries(["gateway", "patient", "billing", "analytics", "operator"].map((name) => [
      `${name}_client_secret`,
      randomHex(),
    ])),
    bootstrap_admin_password: randomHex(),
  };
}

function randomHex(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toHex();
}
