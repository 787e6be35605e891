import { ownFile } from "./own_file.ts";

const STYLE = `:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 2rem 1rem; max-width: 34rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; }
label, input, button { display: block; box-sizing: border-box; width: 100%; font: inherit; }
input { margin-top: 0.25rem; padding: 0.5rem; border: 1px solid GrayText; border-radius: 0.25rem; }
button {
  padding: 0.625rem; border: 0; border-radius: 0.25rem; background: #0b5cad; color: #fff; font-weight: 600; cursor: pointer;
}
button:disabled { opacity: 0.6; cursor: default; }
:focus-visible { outline: 3px solid #5aa2e6; outline-offset: 1px; }
[role="status"] { font-weight: 600; }
`;

/** A page for people, in the gateway's own look. `content` is HTML; `script` is the path of the page's own script. */
export function ownPage(title: string, content: string, script?: string): Response {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
<main>
<h1>${title}</h1>
${content}
</main>
${script === undefined ? "" : `<script src="${script}"></script>\n`}</html>
`;
  return ownFile(page, "html", ["style-src 'self'"]);
}

export function ownStyle(path: string): Response | undefined {
  return path === "/style.css" ? ownFile(STYLE, "css") : undefined;
}
