import protobuf from "protobufjs/minimal.js";

// protobufjs uses the package `long` for 64-bit integers wherever it can be found, also where the generated types say
// `number`. Ours are milliseconds, which a number holds exactly. This must run before the generated code is loaded.
Object.assign(protobuf.util, { Long: undefined });
protobuf.configure();
