/** How a message travels: what may be given to be encoded, and what decoding gives. */
export interface MessageType<Given, Got> {
  encode(message: Given): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Got;
}

/** One method of a gRPC service, whose answer is one message or a stream of them: its path and its two messages. */
export interface Method<RequestGiven, RequestGot, ResponseGiven, ResponseGot> {
  readonly path: `/${string}/${string}`;
  readonly request: MessageType<RequestGiven, RequestGot>;
  readonly response: MessageType<ResponseGiven, ResponseGot>;
}

export function method<RequestGiven, RequestGot, ResponseGiven, ResponseGot>(
  path: `/${string}/${string}`,
  request: MessageType<RequestGiven, RequestGot>,
  response: MessageType<ResponseGiven, ResponseGot>,
): Method<RequestGiven, RequestGot, ResponseGiven, ResponseGot> {
  return { path, request, response };
}
