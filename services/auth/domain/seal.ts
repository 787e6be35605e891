const NONCE_BYTES = 12;

/** AES-256-GCM: a random nonce, then the ciphertext with its tag. `label` must be the same when it is opened. */
export async function seal(plain: Uint8Array<ArrayBuffer>, key: Uint8Array, label: string): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(nonce, label), await importKey(key), plain);
  return Uint8Array.from([...nonce, ...new Uint8Array(sealed)]);
}

/** What was sealed. Rejects when the key or the label is another one, or a bit has changed. */
export async function open(sealed: Uint8Array, key: Uint8Array, label: string): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = new Uint8Array(sealed.subarray(0, NONCE_BYTES));
  const body = new Uint8Array(sealed.subarray(NONCE_BYTES));
  return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, label), await importKey(key), body));
}

function parameters(iv: Uint8Array<ArrayBuffer>, label: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(label) };
}

function importKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}
