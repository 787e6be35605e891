import document from "../openapi.json" with { type: "json" };

/** Where the API is described, and how it is tried: the document itself, and Swagger UI from its own package. */
export interface ApiDocs {
  /** The page or file at this path, or undefined when there is none. */
  find(path: string): Promise<Response | undefined>;
}

/** No script and no style but from here. Swagger UI's icons are `data:` images. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

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

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };
const PACKAGE_FILES = ["swagger-ui.css", "swagger-ui-bundle.js"];

/** `packageDir` is the folder of swagger-ui-dist; without it there is only the document. */
export function createApiDocs(packageDir: string | undefined): ApiDocs {
  const specification = JSON.stringify(document);
  return {
    find: async (path) => {
      if (path === "/openapi.json") return file(specification, "application/json");
      if (packageDir === undefined) return undefined;
      if (path === "/api-docs") return file(PAGE, "text/html; charset=utf-8");
      if (path === "/api-docs/start.js") return file(START, TYPES.js);
      const name = PACKAGE_FILES.find((name) => path === `/api-docs/${name}`);
      if (name === undefined) return undefined;
      return file(await Deno.readFile(`${packageDir}/${name}`), name.endsWith(".css") ? TYPES.css : TYPES.js);
    },
  };
}

function file(content: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(content, {
    headers: {
      "content-type": type,
      "cache-control": "public, max-age=300",
      "content-security-policy": CONTENT_SECURITY_POLICY,
    },
  });
}
