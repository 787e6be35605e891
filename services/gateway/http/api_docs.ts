import document from "../openapi.json" with { type: "json" };
import { ownFile } from "./own_file.ts";

/** Where the API is described, and how it is tried: the document itself, and Swagger UI from its own package. */
export interface ApiDocs {
  /** The page or file at this path, or undefined when there is none. */
  find(path: string): Promise<Response | undefined>;
}

/** Swagger UI's icons are `data:` images. */
const SHOWN = ["style-src 'self'", "img-src 'self' data:"];

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Patient management API</title>
<link rel="stylesheet" href="/api-docs/swagger-ui.css">
<form id="sign-in" class="swagger-ui">
  <div class="wrapper">
    <p>
      <label>E-mail <input name="email" type="email" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button class="btn authorize">Sign in</button>
      <output id="signed-in"></output>
    </p>
  </div>
</form>
<div id="swagger-ui"></div>
<script src="/api-docs/swagger-ui-bundle.js"></script>
<script src="/api-docs/start.js"></script>
</html>
`;

/** Signing in here gives the token to Swagger UI, which then sends it with every call that is tried. */
const START = `"use strict";
const ui = SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
document.getElementById("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = document.getElementById("signed-in");
  const form = new FormData(event.target);
  const response = await fetch("/auth/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: form.get("email"), password: form.get("password") }),
  });
  const answer = await response.json();
  if (!response.ok) {
    said.textContent = answer.detail;
    return;
  }
  ui.preauthorizeApiKey("bearer", answer.token);
  said.textContent = "Signed in as " + answer.user.displayName;
});
`;

/** `packageDir` is the folder of swagger-ui-dist; without it there is only the document. */
export function createApiDocs(packageDir: string | undefined): ApiDocs {
  const specification = JSON.stringify(document);
  const read = (name: string) => Deno.readFile(`${packageDir}/${name}`);
  return {
    find: async (path) => {
      if (path === "/openapi.json") return ownFile(specification, "json");
      if (packageDir === undefined) return undefined;
      if (path === "/api-docs") return ownFile(PAGE, "html", SHOWN);
      if (path === "/api-docs/start.js") return ownFile(START, "js");
      if (path === "/api-docs/swagger-ui.css") return ownFile(await read("swagger-ui.css"), "css");
      if (path === "/api-docs/swagger-ui-bundle.js") return ownFile(await read("swagger-ui-bundle.js"), "js");
      return undefined;
    },
  };
}
