export { createGrpcClient, type GrpcClient, type GrpcClientOptions } from "./client.ts";
export { type Call, type GrpcHandler, type GrpcServerOptions, serveGrpc, streaming, unary } from "./server.ts";
