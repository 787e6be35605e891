// postgres.js 3.4.9 asks each new connection for its array types and awaits the answer where nobody can catch it: a
// connection that is lost just then would end the process. Whoever wanted the connection hears of the loss anyway.
globalThis.addEventListener("unhandledrejection", (event) => {
  const { query } = Object(event.reason);
  if (typeof query === "string" && query.includes("pg_catalog.pg_type")) event.preventDefault();
});
