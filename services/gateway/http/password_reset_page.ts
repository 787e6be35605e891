import { ownFile } from "./own_file.ts";
import { ownPage } from "./own_page.ts";

const CONTENT = `<form id="choose" hidden>
  <p>At least 12 characters, of any kind. Several words that you remember are a good one.</p>
  <p><label>New password <input name="password" type="password" autocomplete="new-password" required></label></p>
  <p><label>Once more <input name="repeated" type="password" autocomplete="new-password" required></label></p>
  <p><button>Save</button></p>
</form>
<p id="outcome" role="status"></p>`;

/** The token is the fragment of the link, which no browser sends; it goes to auth in a body. */
const START = `"use strict";
const token = location.hash.slice(1);
const outcome = document.getElementById("outcome");
const form = document.getElementById("choose");
if (token === "") outcome.textContent = "This page needs the whole link that you were given.";
else form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(form);
  if (given.get("password") !== given.get("repeated")) {
    outcome.textContent = "The two are not the same.";
    return;
  }
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    outcome.textContent = await save(given.get("password"));
  } catch {
    outcome.textContent = "There was no answer. Try again in a moment.";
  } finally {
    button.disabled = false;
  }
});

async function save(newPassword) {
  const response = await fetch("/auth/password-reset", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, newPassword }),
  });
  if (response.ok) {
    form.remove();
    history.replaceState(undefined, "", location.pathname);
    return "The password is saved. You can sign in with it.";
  }
  const { detail, errors } = await response.json();
  if (errors === undefined) return detail + ".";
  const of = { "/newPassword": "The password", "/token": "The link" };
  const sentence = ({ pointer, detail: [first, ...rest] }) => \`\${of[pointer]} \${first.toLowerCase()}\${rest.join("")}.\`;
  return errors.map(sentence).join(" ");
}
`;

/** Where the one-time link of an invitation or a reset leads. */
export function passwordResetPage(path: string): Response | undefined {
  if (path === "/password-reset") return ownPage("Choose a password", CONTENT, "/password-reset/start.js");
  if (path === "/password-reset/start.js") return ownFile(START, "js");
  return undefined;
}
