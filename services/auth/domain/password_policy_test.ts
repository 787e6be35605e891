import { parse } from "@pms/lib/schema";
import assert from "node:assert/strict";
import { createPasswordPolicy, NewPassword } from "./password_policy.ts";

const policy = createPasswordPolicy();
const OWNER = { email: "Ada.Example@clinic.example.org", displayName: "Ada Example-Lovelace" };
const detailOf = (password: string, owner = OWNER) => policy(password, owner)[0]?.detail;

Deno.test("common passwords of twelve and more characters are refused, and simple variants of them", () => {
  for (
    const password of [
      ...["password1234", "passwordpassword", "123456789012", "1234567890123", "qwertyuiop123", "1q2w3e4r5t6y"],
      ...["iloveyou1234", "administrator", "111111111111", "aaaaaaaaaaaa", "abcdefghijkl", "1qaz2wsx3edc"],
      ...["Password1234!", "P@ssw0rd1234", "PASSWORD1234", "drowssap4321", "Password2026", "Trustno1Trustno1"],
    ]
  ) {
    assert.equal(detailOf(password), "Is a common password, or nearly one", password);
  }
});

Deno.test("whatever is not common is taken: there are no rules on which characters a password has", () => {
  for (
    const password of [
      ...["correct horse battery staple", "another-invented-password", "invented password", "zwei blaue fahrraeder"],
      ...[
        "\u043f\u0430\u0440\u043e\u043b\u044c-\u0434\u043b\u044f-\u0432\u0441\u0435\u0445",
        "8362910475529",
        "\u{1f511}".repeat(12),
      ],
      ...["\u{1f511}".repeat(128), "x".repeat(128), "kqzvjxwpfhbgdm", "purple tuesday kettle"],
    ]
  ) {
    assert.deepEqual(policy(password, OWNER), [], password);
  }
});

Deno.test("the parts of one's own e-mail address and name are refused in any case and any form", () => {
  for (
    const password of [
      ...[
        "ada.example@clinic.example.org",
        "my EXAMPLE of a secret",
        "quiet-lovelace-9-kettle",
        "the-clinic-tea-9-kettle",
      ],
      ...[
        "ada example kettle 9",
        "l o v e l a c e and tea",
        "\uff4c\uff4f\uff56\uff45\uff4c\uff41\uff43\uff45 and tea",
      ],
    ]
  ) {
    assert.match(detailOf(password) ?? "", /account's e-mail address or name/, password);
  }
  assert.equal(detailOf("canada-quiet-kettle"), undefined); // Three letters stand in too many words.
  const short = { email: "bo@li.org", displayName: "Bo Li" };
  assert.match(detailOf("bo@li.org-kettle", short) ?? "", /e-mail/);
  assert.match(detailOf("quiet-BoLi-kettle", short) ?? "", /name/);
});

Deno.test("a fault of a new password stands at its place", () => {
  assert.deepEqual(policy("password1234", OWNER).map(({ pointer }) => pointer), ["/newPassword"]);
});

Deno.test("a new password has nothing in it that nobody could type, and its length is counted in code points of its normal form", () => {
  assert.equal(parse(NewPassword, "e\u0301".repeat(12)), "\u00e9".repeat(12));
  assert.equal(parse(NewPassword, "\ufb03".repeat(4)), "ffi".repeat(4));
  const refused = [
    "e\u0301".repeat(11),
    "\u{1f511}".repeat(11),
    "\u{1f511}".repeat(129),
    "\ufb03".repeat(43),
    "\ud800".repeat(12),
    "purple tuesday\0kettle",
    "purple tuesday\tkettle",
  ];
  for (const password of [...refused, "x".repeat(1_001), "\ufdfa".repeat(8)]) {
    assert.throws(() => parse(NewPassword, password), { reason: "invalid-input" });
  }
  assert.equal([...parse(NewPassword, "\ufdfa".repeat(7))].length, 126); // One sign that is 18.
});
