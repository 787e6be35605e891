import { join } from "node:path";

export interface LogFile extends AsyncDisposable {
  write(chunk: Uint8Array): Promise<void>;
}

const LOG_BYTES_MAX = 16 * 1_048_576;

/** A part's log, `logs/<name>.log`. When it is full it becomes `<name>.log.1`, in place of the one before. */
export async function openLog(dataDir: string, name: string): Promise<LogFile> {
  const folder = join(dataDir, "logs");
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  const open = () => Deno.open(path, { create: true, append: true, mode: 0o600 });
  let file = await open();
  let size = (await file.stat()).size;
  let writing = Promise.resolve();

  async function append(chunk: Uint8Array): Promise<void> {
    if (size > LOG_BYTES_MAX) {
      file.close();
      await Deno.rename(path, `${path}.1`);
      file = await open();
      size = 0;
    }
    size += chunk.byteLength;
    for (let rest = chunk; rest.byteLength > 0;) rest = rest.subarray(await file.write(rest));
  }

  return {
    write: (chunk) => writing = writing.then(() => append(chunk)),
    [Symbol.asyncDispose]: async () => {
      await writing;
      file.close();
    },
  };
}
