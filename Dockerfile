# An image for each service (`--target service --build-arg SERVICE=patient`) and one for the job that prepares their
# databases and topics (`--target job`). Each is Deno's distroless base and one folder: a script that holds the program
# with its packages, and the files that cannot be in it. There is no shell.
ARG SERVICE=no-service-given

FROM denoland/deno:2.9.6 AS sources
WORKDIR /src
COPY deno.json deno.lock ./
COPY client/deno.json client/
COPY deploy/deno.json deploy/
COPY lib/deno.json lib/
COPY proto/deno.json proto/
COPY services/analytics/deno.json services/analytics/
COPY services/auth/deno.json services/auth/
COPY services/billing/deno.json services/billing/
COPY services/gateway/deno.json services/gateway/
COPY services/patient/deno.json services/patient/
COPY tests/deno.json tests/
COPY tools/deno.json tools/
RUN ["deno", "install", "--frozen"]
COPY lib lib
COPY proto proto
COPY services services
COPY tools tools

FROM sources AS service-files
ARG SERVICE
RUN deno task images:bundle "${SERVICE}" /app

FROM sources AS job-files
RUN ["deno", "task", "images:bundle", "job", "/app"]

FROM denoland/deno:distroless-2.9.6 AS runtime
WORKDIR /app
ENV DENO_NO_UPDATE_CHECK=1
ENTRYPOINT ["/tini", "--", "/bin/deno"]
USER 65532:65532

# The stages from here on are written by `deno task images stages`.

FROM runtime AS gateway-program
ENV GATEWAY_HTTP_HOST=0.0.0.0 GATEWAY_ADMIN_HOST=0.0.0.0 GATEWAY_ADMIN_PORT=4003 SWAGGER_UI_DIR=/app/swagger-ui
EXPOSE 4004
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=5 CMD [ \
  "/bin/deno", \
  "run", \
  "--no-prompt", \
  "--ignore-env", \
  "--allow-net=127.0.0.1:4004", \
  "/app/main.js", \
  "health", \
  "4004" ]
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=0.0.0.0:4004,0.0.0.0:4003,auth,10.0.0.0/8:4005,172.16.0.0/12:4005,192.168.0.0/16:4005,patient,10.0.0.0/8:4000,172.16.0.0/12:4000,192.168.0.0/16:4000,billing,10.0.0.0/8:4001,172.16.0.0/12:4001,192.168.0.0/16:4001,analytics,10.0.0.0/8:4002,172.16.0.0/12:4002,192.168.0.0/16:4002,10.0.0.0/8:9005,172.16.0.0/12:9005,192.168.0.0/16:9005", \
  "--allow-env=GATEWAY_HTTP_HOST,GATEWAY_HTTP_PORT,GATEWAY_ADMIN_PORT,GATEWAY_ADMIN_HOST,AUTH_URL,AUTH_GRPC_TARGET,GATEWAY_CLIENT_SECRET,GATEWAY_CLIENT_SECRET_FILE,PATIENT_URL,BILLING_URL,ANALYTICS_URL,ALLOWED_HOSTS,HSTS_MAX_AGE_S,CORS_ORIGINS,TRUSTED_PROXIES,TRUSTED_PROXIES_HEADER,SWAGGER_UI_DIR,REQUESTS_PER_SECOND_MAX,TARGET_BYTES_MAX,HEADER_BYTES_MAX,BODY_BYTES_MAX,BUFFERED_BYTES_MAX,CONNECTIONS_MAX,CONNECTIONS_PER_ADDRESS_MAX,HEADERS_TIMEOUT_MS,REQUEST_TIMEOUT_MS,IDLE_TIMEOUT_MS,UPSTREAM_REQUESTS_MAX,UPSTREAM_CONNECT_TIMEOUT_MS,UPSTREAM_HEADERS_TIMEOUT_MS,UPSTREAM_BODY_TIMEOUT_MS,UPSTREAM_LOOKUP_EVERY_MS,LOG_LEVEL,GRPC_*,grpc_proxy,https_proxy,http_proxy,no_grpc_proxy,no_proxy,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO,JEST_WORKER_ID", \
  "--allow-read=/app/swagger-ui,/run/secrets/gateway_client_secret", \
  "/app/main.js" ]

FROM runtime AS auth-program
ENV AUTH_HTTP_HOST=0.0.0.0 AUTH_GRPC_HOST=0.0.0.0 ARGON2_LIBRARY=/app/argon2.node
EXPOSE 4005 9005
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=5 CMD [ \
  "/bin/deno", \
  "run", \
  "--no-prompt", \
  "--ignore-env", \
  "--allow-net=127.0.0.1:4005", \
  "/app/main.js", \
  "health", \
  "4005" ]
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=0.0.0.0:4005,0.0.0.0:9005,postgres:5432", \
  "--allow-env=AUTH_HTTP_HOST,AUTH_HTTP_PORT,AUTH_GRPC_HOST,AUTH_GRPC_PORT,DATABASE_URL_AUTH,DATABASE_URL_AUTH_FILE,DATABASE_POOL_MAX,AUTH_KEY_ENCRYPTION_KEY,AUTH_KEY_ENCRYPTION_KEY_FILE,KEY_ROTATE_AFTER_DAYS,KEY_LEAD_S,ACCESS_TOKEN_LIFETIME_S,SESSION_IDLE_S,SESSION_LIFETIME_S,REFRESH_REPEAT_S,REVOCATION_STREAMS_MAX,PASSWORD_HASHES_MAX,SIGN_IN_FAILURES_MAX,SIGN_IN_WAIT_MS,SIGN_IN_WAIT_MAX_MS,SIGN_IN_ADDRESS_FAILURES_MAX,SIGN_IN_ADDRESS_REFILL_MS,PASSWORD_RESET_LIFETIME_S,ARGON2_LIBRARY,LOG_LEVEL,PG*,GRPC_*,grpc_proxy,https_proxy,http_proxy,no_grpc_proxy,no_proxy,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \
  "--allow-read=/app/argon2.node,/run/secrets/database_url_auth,/run/secrets/auth_key_encryption_key", \
  "--allow-ffi=/app/argon2.node", \
  "/app/main.js" ]

FROM runtime AS patient-program
ENV PATIENT_HTTP_HOST=0.0.0.0 PATIENT_GRPC_HOST=0.0.0.0
EXPOSE 4000 9000
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=5 CMD [ \
  "/bin/deno", \
  "run", \
  "--no-prompt", \
  "--ignore-env", \
  "--allow-net=127.0.0.1:4000", \
  "/app/main.js", \
  "health", \
  "4000" ]
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=0.0.0.0:4000,0.0.0.0:9000,postgres:5432,kafka:9092,auth:4005,auth,10.0.0.0/8:9005,172.16.0.0/12:9005,192.168.0.0/16:9005,billing,10.0.0.0/8:9001,172.16.0.0/12:9001,192.168.0.0/16:9001", \
  "--allow-env=PATIENT_HTTP_HOST,PATIENT_HTTP_PORT,PATIENT_GRPC_HOST,PATIENT_GRPC_PORT,DATABASE_URL_PATIENT,DATABASE_URL_PATIENT_FILE,DATABASE_POOL_MAX,KAFKA_BROKERS,AUTH_URL,AUTH_GRPC_TARGET,PATIENT_CLIENT_SECRET,PATIENT_CLIENT_SECRET_FILE,BILLING_GRPC_TARGET,BILLING_DEADLINE_MS,CONNECTION_AGE_MAX_MS,RELAY_BATCH_MAX,LOG_LEVEL,PG*,GRPC_*,grpc_proxy,https_proxy,http_proxy,no_grpc_proxy,no_proxy,KAFKAJS_*,NODE_ENV,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \
  "--allow-read=/run/secrets/database_url_patient,/run/secrets/patient_client_secret", \
  "/app/main.js" ]

FROM runtime AS billing-program
ENV BILLING_HTTP_HOST=0.0.0.0 BILLING_GRPC_HOST=0.0.0.0
EXPOSE 4001 9001
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=5 CMD [ \
  "/bin/deno", \
  "run", \
  "--no-prompt", \
  "--ignore-env", \
  "--allow-net=127.0.0.1:4001", \
  "/app/main.js", \
  "health", \
  "4001" ]
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=0.0.0.0:4001,0.0.0.0:9001,postgres:5432,auth:4005,auth,10.0.0.0/8:9005,172.16.0.0/12:9005,192.168.0.0/16:9005", \
  "--allow-env=BILLING_HTTP_HOST,BILLING_HTTP_PORT,BILLING_GRPC_HOST,BILLING_GRPC_PORT,DATABASE_URL_BILLING,DATABASE_URL_BILLING_FILE,DATABASE_POOL_MAX,AUTH_URL,AUTH_GRPC_TARGET,BILLING_CLIENT_SECRET,BILLING_CLIENT_SECRET_FILE,BILLING_CURRENCY,LOG_LEVEL,PG*,GRPC_*,grpc_proxy,https_proxy,http_proxy,no_grpc_proxy,no_proxy,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \
  "--allow-read=/run/secrets/database_url_billing,/run/secrets/billing_client_secret", \
  "/app/main.js" ]

FROM runtime AS analytics-program
ENV ANALYTICS_HTTP_HOST=0.0.0.0
EXPOSE 4002
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=5 CMD [ \
  "/bin/deno", \
  "run", \
  "--no-prompt", \
  "--ignore-env", \
  "--allow-net=127.0.0.1:4002", \
  "/app/main.js", \
  "health", \
  "4002" ]
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=0.0.0.0:4002,postgres:5432,kafka:9092,auth:4005,auth,10.0.0.0/8:9005,172.16.0.0/12:9005,192.168.0.0/16:9005", \
  "--allow-env=ANALYTICS_HTTP_HOST,ANALYTICS_HTTP_PORT,DATABASE_URL_ANALYTICS,DATABASE_URL_ANALYTICS_FILE,DATABASE_POOL_MAX,KAFKA_BROKERS,AUTH_URL,AUTH_GRPC_TARGET,ANALYTICS_CLIENT_SECRET,ANALYTICS_CLIENT_SECRET_FILE,ANALYTICS_GROUP_ID,PATIENT_EVENTS_TOPIC,LOG_LEVEL,PG*,GRPC_*,grpc_proxy,https_proxy,http_proxy,no_grpc_proxy,no_proxy,KAFKAJS_*,NODE_ENV,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \
  "--allow-read=/run/secrets/database_url_analytics,/run/secrets/analytics_client_secret", \
  "/app/main.js" ]

FROM runtime AS job-program
ENV ARGON2_LIBRARY=/app/argon2.node MIGRATIONS_DIR=/app/migrations
CMD [ \
  "run", \
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120", \
  "--unstable-no-legacy-abort", \
  "--no-prompt", \
  "--allow-net=postgres:5432,kafka:9092", \
  "--allow-env=DATABASE_URL_AUTH,DATABASE_URL_AUTH_FILE,DATABASE_URL_PATIENT,DATABASE_URL_PATIENT_FILE,DATABASE_URL_BILLING,DATABASE_URL_BILLING_FILE,DATABASE_URL_ANALYTICS,DATABASE_URL_ANALYTICS_FILE,POSTGRES_ADMIN_URL,POSTGRES_ADMIN_URL_FILE,POSTGRES_PASSWORD,POSTGRES_PASSWORD_FILE,KAFKA_BROKERS,KAFKA_REPLICATION_FACTOR,GATEWAY_CLIENT_SECRET,GATEWAY_CLIENT_SECRET_FILE,PATIENT_CLIENT_SECRET,PATIENT_CLIENT_SECRET_FILE,BILLING_CLIENT_SECRET,BILLING_CLIENT_SECRET_FILE,ANALYTICS_CLIENT_SECRET,ANALYTICS_CLIENT_SECRET_FILE,OPERATOR_CLIENT_SECRET,OPERATOR_CLIENT_SECRET_FILE,BOOTSTRAP_ADMIN_EMAIL,BOOTSTRAP_ADMIN_PASSWORD,BOOTSTRAP_ADMIN_PASSWORD_FILE,ARGON2_LIBRARY,MIGRATIONS_DIR,PG*,KAFKAJS_*,NODE_ENV,NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \
  "--allow-read=/app/argon2.node,/app/migrations,/run/secrets/database_url_auth,/run/secrets/database_url_patient,/run/secrets/database_url_billing,/run/secrets/database_url_analytics,/run/secrets/postgres_password,/run/secrets/gateway_client_secret,/run/secrets/patient_client_secret,/run/secrets/billing_client_secret,/run/secrets/analytics_client_secret,/run/secrets/operator_client_secret,/run/secrets/bootstrap_admin_password", \
  "--allow-ffi=/app/argon2.node", \
  "/app/main.js" ]

# The stages up to here are written by `deno task images stages`.

FROM ${SERVICE}-program AS service
ARG SERVICE
ARG REVISION=unknown
ARG VERSION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="pms/${SERVICE}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.source="${SOURCE}"
COPY --from=service-files /app /app

FROM job-program AS job
ARG REVISION=unknown
ARG VERSION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="pms/job" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.source="${SOURCE}"
COPY --from=job-files /app /app
