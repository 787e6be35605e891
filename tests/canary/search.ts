/** Finds which of the values stand in a text, as they are or in the forms that programs bring them into. */
export type Search = (text: string) => string[];

export function createSearch(values: Iterable<string>): Search {
  const needles = [...new Set(values)].map((value) => ({ value, forms: formsOf(value) }));
  return (text) => {
    const lower = text.toLowerCase();
    return needles
      .filter(({ forms }) =>
        forms.plain.some((form) => lower.includes(form)) || forms.base64.some((form) => text.includes(form))
      )
      .map(({ value }) => value);
  };
}

interface Forms {
  /** In lower case. */
  readonly plain: readonly string[];
  /** Where case counts. */
  readonly base64: readonly string[];
}

function formsOf(value: string): Forms {
  const plain = [
    value,
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll("%20", "+"),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll(" ", "_"),
    value.replace(/^\+/, ""), // A phone number as a number.
    new TextEncoder().encode(value).toHex(),
  ];
  return {
    plain: plain.map((form) => form.toLowerCase()),
    base64: [0, 1, 2].flatMap((offset) => base64At(value, offset)),
  };
}

/** How the value looks inside base64 when so many bytes stand before it, without the letters that it shares. */
function base64At(value: string, offset: number): string[] {
  const bytes = new TextEncoder().encode("\0".repeat(offset) + value);
  const whole = bytes.subarray(0, bytes.byteLength - bytes.byteLength % 3);
  const text = whole.toBase64().slice(offset === 0 ? 0 : 4);
  return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
}
