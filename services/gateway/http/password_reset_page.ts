import { ownFile } from "./own_file.ts";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Choose a password</title>
<main>
  <h1>Choose a password</h1>
  <p>At least 12 characters, of any kind. Several words that you remember are a good one.</p>
  <form id="choose">
    <p><label>New password <input name="password" type="password" autocomplete="new-password" required></label></p>
    <p><label>Once more <input name="repeated" type="password" autocomplete="new-password" required></label></p>
    <p><button>Save</button></p>
  </form>
  <p id="outcome" role="status"></p>
</main>
<script src="/password-reset/start.js"></script>
</html>
`;

/** The token is the fragment of the link, which no browser sends; it goes to auth in a body. */
const START = `"use strict";
const token = location.hash.slice(1);
const outcome = document.getElementById("outcome");
if (token === "") outcome.textContent = "This page needs the whole link that you were given.";
document.getElementById("choose").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  if (form.get("password") !== form.get("repeated")) {
    outcome.textContent = "The two are not the same.";
    return;
  }
  const response = await fetch("/auth/password-reset", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, newPassword: form.get("password") }),
  });
  if (response.ok) {
    event.target.remove();
    history.replaceState(undefined, "", location.pathname);
    outcome.textContent = "The password is saved. You can sign in with it.";
    return;
  }
  const { detail, errors } = await response.json();
  const said = { "/newPassword": "The password: ", "/token": "The link: " };
  outcome.textContent = errors === undefined
    ? detail
    : errors.map((fault) => (said[fault.pointer] ?? "") + fault.detail + ".").join(" ");
});
`;

/** Where the one-time link of an invitation or a reset leads. */
export function passwordResetPage(path: string): Response | undefined {
  if (path === "/password-reset") return ownFile(PAGE, "html");
  if (path === "/password-reset/start.js") return ownFile(START, "js");
  return undefined;
}
