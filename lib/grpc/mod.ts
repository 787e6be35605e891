export { createGrpcClient, type GrpcClient, type GrpcClientOptions } from "./client.ts";
export { follow, type FollowOptions } from "./follow.ts";
export { type Call, type GrpcServerOptions, serveGrpc, serverStream, type StreamCall, unary } from "./server.ts";
