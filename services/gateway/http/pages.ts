import { answer } from "@pms/lib/http";
import type { Health, Readiness } from "@pms/lib/service";
import type { ApiDocs } from "./api_docs.ts";
import { ownStyle } from "./own_page.ts";
import { passwordResetPage } from "./password_reset_page.ts";
import { problemPage } from "./problem_pages.ts";

/** What the gateway answers itself: its health, the description of the API, and what problems mean. All of it is read. */
export interface Pages {
  find(path: string): Promise<Response | undefined>;
}

const PROBLEMS = "/problems/";

export function createPages(health: Pick<Health, "readiness">, docs: ApiDocs): Pages {
  const readiness = shared(() => health.readiness());
  return {
    find: async (path) => {
      if (path === "/livez") return answer(200, { status: "up" });
      if (path === "/readyz") {
        const { ready, checks } = await readiness();
        return answer(ready ? 200 : 503, { status: ready ? "up" : "down", checks });
      }
      if (path.startsWith(PROBLEMS)) return problemPage(path.slice(PROBLEMS.length));
      return ownStyle(path) ?? passwordResetPage(path) ?? await docs.find(path);
    },
  };
}

/** One run at a time: who asks during a run gets its result, so that strangers cannot multiply what it costs. */
function shared(run: () => Promise<Readiness>): () => Promise<Readiness> {
  let running: Promise<Readiness> | undefined;
  return () => running ??= run().finally(() => running = undefined);
}
