export { createGrpcClient, type GrpcClient, type GrpcClientOptions } from "./client.ts";
export { type Call, type GrpcServerOptions, serveGrpc, unary } from "./server.ts";
