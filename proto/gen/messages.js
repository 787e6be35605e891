/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const grpc = $root.grpc = (() => {

    /**
     * Namespace grpc.
     * @exports grpc
     * @namespace
     */
    const grpc = {};

    grpc.health = (function() {

        /**
         * Namespace health.
         * @memberof grpc
         * @namespace
         */
        const health = {};

        health.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof grpc.health
             * @namespace
             */
            const v1 = {};

            v1.HealthCheckRequest = (function() {

                /**
                 * Properties of a HealthCheckRequest.
                 * @typedef {Object} grpc.health.v1.HealthCheckRequest.$Properties
                 * @property {string|null} [service] HealthCheckRequest service
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HealthCheckRequest.
                 * @memberof grpc.health.v1
                 * @interface IHealthCheckRequest
                 * @augments grpc.health.v1.HealthCheckRequest.$Properties
                 * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
                 */

                /**
                 * Shape of a HealthCheckRequest.
                 * @typedef {grpc.health.v1.HealthCheckRequest.$Properties} grpc.health.v1.HealthCheckRequest.$Shape
                 */

                /**
                 * Constructs a new HealthCheckRequest.
                 * @memberof grpc.health.v1
                 * @classdesc Represents a HealthCheckRequest.
                 * @constructor
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HealthCheckRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HealthCheckRequest service.
                 * @member {string} service
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @instance
                 */
                HealthCheckRequest.prototype.service = "";

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @function create
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties=} [properties] Properties to set
                 * @returns {grpc.health.v1.HealthCheckRequest} HealthCheckRequest instance
                 * @type {{
                 *   (properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                 *   (properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;
                 * }}
                 */
                HealthCheckRequest.create = function(properties) {
                    return new HealthCheckRequest(properties);
                };

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @function encode
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties} message HealthCheckRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HealthCheckRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HealthCheckRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.grpc.health.v1.HealthCheckRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.service = value;
                                else
                                    delete message.service;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return HealthCheckRequest;
            })();

            v1.HealthCheckResponse = (function() {

                /**
                 * Properties of a HealthCheckResponse.
                 * @typedef {Object} grpc.health.v1.HealthCheckResponse.$Properties
                 * @property {grpc.health.v1.HealthCheckResponse.ServingStatus|null} [status] HealthCheckResponse status
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HealthCheckResponse.
                 * @memberof grpc.health.v1
                 * @interface IHealthCheckResponse
                 * @augments grpc.health.v1.HealthCheckResponse.$Properties
                 * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
                 */

                /**
                 * Shape of a HealthCheckResponse.
                 * @typedef {grpc.health.v1.HealthCheckResponse.$Properties} grpc.health.v1.HealthCheckResponse.$Shape
                 */

                /**
                 * Constructs a new HealthCheckResponse.
                 * @memberof grpc.health.v1
                 * @classdesc Represents a HealthCheckResponse.
                 * @constructor
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HealthCheckResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HealthCheckResponse status.
                 * @member {grpc.health.v1.HealthCheckResponse.ServingStatus} status
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @instance
                 */
                HealthCheckResponse.prototype.status = 0;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @function create
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties=} [properties] Properties to set
                 * @returns {grpc.health.v1.HealthCheckResponse} HealthCheckResponse instance
                 * @type {{
                 *   (properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                 *   (properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;
                 * }}
                 */
                HealthCheckResponse.create = function(properties) {
                    return new HealthCheckResponse(properties);
                };

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @function encode
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties} message HealthCheckResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HealthCheckResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.status);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HealthCheckResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.grpc.health.v1.HealthCheckResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                /**
                 * ServingStatus enum.
                 * @name grpc.health.v1.HealthCheckResponse.ServingStatus
                 * @enum {number}
                 * @property {number} UNKNOWN=0 UNKNOWN value
                 * @property {number} SERVING=1 SERVING value
                 * @property {number} NOT_SERVING=2 NOT_SERVING value
                 * @property {number} SERVICE_UNKNOWN=3 SERVICE_UNKNOWN value
                 */
                HealthCheckResponse.ServingStatus = (function() {
                    const valuesById = $Object.create(null), values = $Object.create(valuesById);
                    values[valuesById[0] = "UNKNOWN"] = 0;
                    values[valuesById[1] = "SERVING"] = 1;
                    values[valuesById[2] = "NOT_SERVING"] = 2;
                    values[valuesById[3] = "SERVICE_UNKNOWN"] = 3;
                    return values;
                })();

                return HealthCheckResponse;
            })();

            return v1;
        })();

        return health;
    })();

    return grpc;
})();

export const patient_management = $root.patient_management = (() => {

    /**
     * Namespace patient_management.
     * @exports patient_management
     * @namespace
     */
    const patient_management = {};

    patient_management.auth = (function() {

        /**
         * Namespace auth.
         * @memberof patient_management
         * @namespace
         */
        const auth = {};

        auth.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof patient_management.auth
             * @namespace
             */
            const v1 = {};

            v1.WatchRevocationsRequest = (function() {

                /**
                 * Properties of a WatchRevocationsRequest.
                 * @typedef {Object} patient_management.auth.v1.WatchRevocationsRequest.$Properties
                 * @property {number|null} [since] WatchRevocationsRequest since
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a WatchRevocationsRequest.
                 * @memberof patient_management.auth.v1
                 * @interface IWatchRevocationsRequest
                 * @augments patient_management.auth.v1.WatchRevocationsRequest.$Properties
                 * @deprecated Use patient_management.auth.v1.WatchRevocationsRequest.$Properties instead.
                 */

                /**
                 * Shape of a WatchRevocationsRequest.
                 * @typedef {patient_management.auth.v1.WatchRevocationsRequest.$Properties} patient_management.auth.v1.WatchRevocationsRequest.$Shape
                 */

                /**
                 * Constructs a new WatchRevocationsRequest.
                 * @memberof patient_management.auth.v1
                 * @classdesc Represents a WatchRevocationsRequest.
                 * @constructor
                 * @param {patient_management.auth.v1.WatchRevocationsRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const WatchRevocationsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * WatchRevocationsRequest since.
                 * @member {number} since
                 * @memberof patient_management.auth.v1.WatchRevocationsRequest
                 * @instance
                 */
                WatchRevocationsRequest.prototype.since = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Creates a new WatchRevocationsRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.auth.v1.WatchRevocationsRequest
                 * @static
                 * @param {patient_management.auth.v1.WatchRevocationsRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.auth.v1.WatchRevocationsRequest} WatchRevocationsRequest instance
                 * @type {{
                 *   (properties: patient_management.auth.v1.WatchRevocationsRequest.$Shape): patient_management.auth.v1.WatchRevocationsRequest & patient_management.auth.v1.WatchRevocationsRequest.$Shape;
                 *   (properties?: patient_management.auth.v1.WatchRevocationsRequest.$Properties): patient_management.auth.v1.WatchRevocationsRequest;
                 * }}
                 */
                WatchRevocationsRequest.create = function(properties) {
                    return new WatchRevocationsRequest(properties);
                };

                /**
                 * Encodes the specified WatchRevocationsRequest message. Does not implicitly {@link patient_management.auth.v1.WatchRevocationsRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.auth.v1.WatchRevocationsRequest
                 * @static
                 * @param {patient_management.auth.v1.WatchRevocationsRequest.$Properties} message WatchRevocationsRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                WatchRevocationsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.since != null && $Object.hasOwnProperty.call(message, "since") && (typeof message.since === "object" ? message.since.low || message.since.high : message.since !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).int64(message.since);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a WatchRevocationsRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.auth.v1.WatchRevocationsRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.WatchRevocationsRequest & patient_management.auth.v1.WatchRevocationsRequest.$Shape} WatchRevocationsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                WatchRevocationsRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.auth.v1.WatchRevocationsRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.since = value;
                                else
                                    delete message.since;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return WatchRevocationsRequest;
            })();

            v1.WatchRevocationsResponse = (function() {

                /**
                 * Properties of a WatchRevocationsResponse.
                 * @typedef {Object} patient_management.auth.v1.WatchRevocationsResponse.$Properties
                 * @property {Array.<patient_management.auth.v1.Revocation.$Properties>|null} [revocations] WatchRevocationsResponse revocations
                 * @property {number|null} [position] WatchRevocationsResponse position
                 * @property {boolean|null} [complete] WatchRevocationsResponse complete
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a WatchRevocationsResponse.
                 * @memberof patient_management.auth.v1
                 * @interface IWatchRevocationsResponse
                 * @augments patient_management.auth.v1.WatchRevocationsResponse.$Properties
                 * @deprecated Use patient_management.auth.v1.WatchRevocationsResponse.$Properties instead.
                 */

                /**
                 * Shape of a WatchRevocationsResponse.
                 * @typedef {patient_management.auth.v1.WatchRevocationsResponse.$Properties} patient_management.auth.v1.WatchRevocationsResponse.$Shape
                 */

                /**
                 * Constructs a new WatchRevocationsResponse.
                 * @memberof patient_management.auth.v1
                 * @classdesc Represents a WatchRevocationsResponse.
                 * @constructor
                 * @param {patient_management.auth.v1.WatchRevocationsResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const WatchRevocationsResponse = function (properties) {
                    this.revocations = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * WatchRevocationsResponse revocations.
                 * @member {Array.<patient_management.auth.v1.Revocation.$Properties>} revocations
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @instance
                 */
                WatchRevocationsResponse.prototype.revocations = $util.emptyArray;

                /**
                 * WatchRevocationsResponse position.
                 * @member {number} position
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @instance
                 */
                WatchRevocationsResponse.prototype.position = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * WatchRevocationsResponse complete.
                 * @member {boolean} complete
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @instance
                 */
                WatchRevocationsResponse.prototype.complete = false;

                /**
                 * Creates a new WatchRevocationsResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @static
                 * @param {patient_management.auth.v1.WatchRevocationsResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.auth.v1.WatchRevocationsResponse} WatchRevocationsResponse instance
                 * @type {{
                 *   (properties: patient_management.auth.v1.WatchRevocationsResponse.$Shape): patient_management.auth.v1.WatchRevocationsResponse & patient_management.auth.v1.WatchRevocationsResponse.$Shape;
                 *   (properties?: patient_management.auth.v1.WatchRevocationsResponse.$Properties): patient_management.auth.v1.WatchRevocationsResponse;
                 * }}
                 */
                WatchRevocationsResponse.create = function(properties) {
                    return new WatchRevocationsResponse(properties);
                };

                /**
                 * Encodes the specified WatchRevocationsResponse message. Does not implicitly {@link patient_management.auth.v1.WatchRevocationsResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @static
                 * @param {patient_management.auth.v1.WatchRevocationsResponse.$Properties} message WatchRevocationsResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                WatchRevocationsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.revocations != null && message.revocations.length)
                        for (let i = 0; i < message.revocations.length; ++i)
                            $root.patient_management.auth.v1.Revocation.encode(message.revocations[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position") && (typeof message.position === "object" ? message.position.low || message.position.high : message.position !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).int64(message.position);
                    if (message.complete != null && $Object.hasOwnProperty.call(message, "complete") && message.complete !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.complete);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a WatchRevocationsResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.auth.v1.WatchRevocationsResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.WatchRevocationsResponse & patient_management.auth.v1.WatchRevocationsResponse.$Shape} WatchRevocationsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                WatchRevocationsResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.auth.v1.WatchRevocationsResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.revocations && message.revocations.length))
                                    message.revocations = [];
                                message.revocations.push($root.patient_management.auth.v1.Revocation.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.position = value;
                                else
                                    delete message.position;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.complete = value;
                                else
                                    delete message.complete;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return WatchRevocationsResponse;
            })();

            v1.Revocation = (function() {

                /**
                 * Properties of a Revocation.
                 * @typedef {Object} patient_management.auth.v1.Revocation.$Properties
                 * @property {string|null} [sessionId] Revocation sessionId
                 * @property {number|null} [forgetAtMs] Revocation forgetAtMs
                 * @property {number|null} [keepMs] Revocation keepMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Revocation.
                 * @memberof patient_management.auth.v1
                 * @interface IRevocation
                 * @augments patient_management.auth.v1.Revocation.$Properties
                 * @deprecated Use patient_management.auth.v1.Revocation.$Properties instead.
                 */

                /**
                 * Shape of a Revocation.
                 * @typedef {patient_management.auth.v1.Revocation.$Properties} patient_management.auth.v1.Revocation.$Shape
                 */

                /**
                 * Constructs a new Revocation.
                 * @memberof patient_management.auth.v1
                 * @classdesc Represents a Revocation.
                 * @constructor
                 * @param {patient_management.auth.v1.Revocation.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Revocation = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Revocation sessionId.
                 * @member {string} sessionId
                 * @memberof patient_management.auth.v1.Revocation
                 * @instance
                 */
                Revocation.prototype.sessionId = "";

                /**
                 * Revocation forgetAtMs.
                 * @member {number} forgetAtMs
                 * @memberof patient_management.auth.v1.Revocation
                 * @instance
                 */
                Revocation.prototype.forgetAtMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Revocation keepMs.
                 * @member {number} keepMs
                 * @memberof patient_management.auth.v1.Revocation
                 * @instance
                 */
                Revocation.prototype.keepMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Creates a new Revocation instance using the specified properties.
                 * @function create
                 * @memberof patient_management.auth.v1.Revocation
                 * @static
                 * @param {patient_management.auth.v1.Revocation.$Properties=} [properties] Properties to set
                 * @returns {patient_management.auth.v1.Revocation} Revocation instance
                 * @type {{
                 *   (properties: patient_management.auth.v1.Revocation.$Shape): patient_management.auth.v1.Revocation & patient_management.auth.v1.Revocation.$Shape;
                 *   (properties?: patient_management.auth.v1.Revocation.$Properties): patient_management.auth.v1.Revocation;
                 * }}
                 */
                Revocation.create = function(properties) {
                    return new Revocation(properties);
                };

                /**
                 * Encodes the specified Revocation message. Does not implicitly {@link patient_management.auth.v1.Revocation.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.auth.v1.Revocation
                 * @static
                 * @param {patient_management.auth.v1.Revocation.$Properties} message Revocation message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Revocation.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.sessionId);
                    if (message.forgetAtMs != null && $Object.hasOwnProperty.call(message, "forgetAtMs") && (typeof message.forgetAtMs === "object" ? message.forgetAtMs.low || message.forgetAtMs.high : message.forgetAtMs !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).int64(message.forgetAtMs);
                    if (message.keepMs != null && $Object.hasOwnProperty.call(message, "keepMs") && (typeof message.keepMs === "object" ? message.keepMs.low || message.keepMs.high : message.keepMs !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).int64(message.keepMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Revocation message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.auth.v1.Revocation
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.Revocation & patient_management.auth.v1.Revocation.$Shape} Revocation
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Revocation.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.auth.v1.Revocation();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.sessionId = value;
                                else
                                    delete message.sessionId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.forgetAtMs = value;
                                else
                                    delete message.forgetAtMs;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.keepMs = value;
                                else
                                    delete message.keepMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Revocation;
            })();

            return v1;
        })();

        return auth;
    })();

    patient_management.billing = (function() {

        /**
         * Namespace billing.
         * @memberof patient_management
         * @namespace
         */
        const billing = {};

        billing.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof patient_management.billing
             * @namespace
             */
            const v1 = {};

            v1.BillingAccount = (function() {

                /**
                 * Properties of a BillingAccount.
                 * @typedef {Object} patient_management.billing.v1.BillingAccount.$Properties
                 * @property {string|null} [id] BillingAccount id
                 * @property {string|null} [patientId] BillingAccount patientId
                 * @property {patient_management.billing.v1.AccountStatus|null} [status] BillingAccount status
                 * @property {string|null} [currency] BillingAccount currency
                 * @property {number|null} [createdAtMs] BillingAccount createdAtMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BillingAccount.
                 * @memberof patient_management.billing.v1
                 * @interface IBillingAccount
                 * @augments patient_management.billing.v1.BillingAccount.$Properties
                 * @deprecated Use patient_management.billing.v1.BillingAccount.$Properties instead.
                 */

                /**
                 * Shape of a BillingAccount.
                 * @typedef {patient_management.billing.v1.BillingAccount.$Properties} patient_management.billing.v1.BillingAccount.$Shape
                 */

                /**
                 * Constructs a new BillingAccount.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a BillingAccount.
                 * @constructor
                 * @param {patient_management.billing.v1.BillingAccount.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BillingAccount = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BillingAccount id.
                 * @member {string} id
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @instance
                 */
                BillingAccount.prototype.id = "";

                /**
                 * BillingAccount patientId.
                 * @member {string} patientId
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @instance
                 */
                BillingAccount.prototype.patientId = "";

                /**
                 * BillingAccount status.
                 * @member {patient_management.billing.v1.AccountStatus} status
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @instance
                 */
                BillingAccount.prototype.status = 0;

                /**
                 * BillingAccount currency.
                 * @member {string} currency
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @instance
                 */
                BillingAccount.prototype.currency = "";

                /**
                 * BillingAccount createdAtMs.
                 * @member {number} createdAtMs
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @instance
                 */
                BillingAccount.prototype.createdAtMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Creates a new BillingAccount instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @static
                 * @param {patient_management.billing.v1.BillingAccount.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.BillingAccount} BillingAccount instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.BillingAccount.$Shape): patient_management.billing.v1.BillingAccount & patient_management.billing.v1.BillingAccount.$Shape;
                 *   (properties?: patient_management.billing.v1.BillingAccount.$Properties): patient_management.billing.v1.BillingAccount;
                 * }}
                 */
                BillingAccount.create = function(properties) {
                    return new BillingAccount(properties);
                };

                /**
                 * Encodes the specified BillingAccount message. Does not implicitly {@link patient_management.billing.v1.BillingAccount.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @static
                 * @param {patient_management.billing.v1.BillingAccount.$Properties} message BillingAccount message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BillingAccount.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.patientId);
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).int32(message.status);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.currency);
                    if (message.createdAtMs != null && $Object.hasOwnProperty.call(message, "createdAtMs") && (typeof message.createdAtMs === "object" ? message.createdAtMs.low || message.createdAtMs.high : message.createdAtMs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).int64(message.createdAtMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BillingAccount message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.BillingAccount
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BillingAccount & patient_management.billing.v1.BillingAccount.$Shape} BillingAccount
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BillingAccount.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.BillingAccount();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.id = value;
                                else
                                    delete message.id;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.createdAtMs = value;
                                else
                                    delete message.createdAtMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return BillingAccount;
            })();

            /**
             * AccountStatus enum.
             * @name patient_management.billing.v1.AccountStatus
             * @enum {number}
             * @property {number} ACCOUNT_STATUS_UNSPECIFIED=0 ACCOUNT_STATUS_UNSPECIFIED value
             * @property {number} ACCOUNT_STATUS_ACTIVE=1 ACCOUNT_STATUS_ACTIVE value
             */
            v1.AccountStatus = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ACCOUNT_STATUS_UNSPECIFIED"] = 0;
                values[valuesById[1] = "ACCOUNT_STATUS_ACTIVE"] = 1;
                return values;
            })();

            v1.BatchCreateBillingAccountsRequest = (function() {

                /**
                 * Properties of a BatchCreateBillingAccountsRequest.
                 * @typedef {Object} patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties
                 * @property {Array.<string>|null} [patientIds] BatchCreateBillingAccountsRequest patientIds
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchCreateBillingAccountsRequest.
                 * @memberof patient_management.billing.v1
                 * @interface IBatchCreateBillingAccountsRequest
                 * @augments patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties
                 * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties instead.
                 */

                /**
                 * Shape of a BatchCreateBillingAccountsRequest.
                 * @typedef {patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties} patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape
                 */

                /**
                 * Constructs a new BatchCreateBillingAccountsRequest.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a BatchCreateBillingAccountsRequest.
                 * @constructor
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchCreateBillingAccountsRequest = function (properties) {
                    this.patientIds = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchCreateBillingAccountsRequest patientIds.
                 * @member {Array.<string>} patientIds
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsRequest
                 * @instance
                 */
                BatchCreateBillingAccountsRequest.prototype.patientIds = $util.emptyArray;

                /**
                 * Creates a new BatchCreateBillingAccountsRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsRequest
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsRequest} BatchCreateBillingAccountsRequest instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsRequest & patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape;
                 *   (properties?: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsRequest;
                 * }}
                 */
                BatchCreateBillingAccountsRequest.create = function(properties) {
                    return new BatchCreateBillingAccountsRequest(properties);
                };

                /**
                 * Encodes the specified BatchCreateBillingAccountsRequest message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsRequest
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties} message BatchCreateBillingAccountsRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchCreateBillingAccountsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientIds != null && message.patientIds.length)
                        for (let i = 0; i < message.patientIds.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientIds[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchCreateBillingAccountsRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsRequest & patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape} BatchCreateBillingAccountsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchCreateBillingAccountsRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.BatchCreateBillingAccountsRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.patientIds && message.patientIds.length))
                                    message.patientIds = [];
                                message.patientIds.push(reader.stringVerify());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return BatchCreateBillingAccountsRequest;
            })();

            v1.BatchCreateBillingAccountsResponse = (function() {

                /**
                 * Properties of a BatchCreateBillingAccountsResponse.
                 * @typedef {Object} patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties
                 * @property {Array.<patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties>|null} [results] BatchCreateBillingAccountsResponse results
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchCreateBillingAccountsResponse.
                 * @memberof patient_management.billing.v1
                 * @interface IBatchCreateBillingAccountsResponse
                 * @augments patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties
                 * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties instead.
                 */

                /**
                 * Shape of a BatchCreateBillingAccountsResponse.
                 * @typedef {{
                 *   results?: Array.<patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape>|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape
                 */

                /**
                 * Constructs a new BatchCreateBillingAccountsResponse.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a BatchCreateBillingAccountsResponse.
                 * @constructor
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchCreateBillingAccountsResponse = function (properties) {
                    this.results = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchCreateBillingAccountsResponse results.
                 * @member {Array.<patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties>} results
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResponse
                 * @instance
                 */
                BatchCreateBillingAccountsResponse.prototype.results = $util.emptyArray;

                /**
                 * Creates a new BatchCreateBillingAccountsResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResponse
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResponse} BatchCreateBillingAccountsResponse instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsResponse & patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape;
                 *   (properties?: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsResponse;
                 * }}
                 */
                BatchCreateBillingAccountsResponse.create = function(properties) {
                    return new BatchCreateBillingAccountsResponse(properties);
                };

                /**
                 * Encodes the specified BatchCreateBillingAccountsResponse message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResponse
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties} message BatchCreateBillingAccountsResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchCreateBillingAccountsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.results != null && message.results.length)
                        for (let i = 0; i < message.results.length; ++i)
                            $root.patient_management.billing.v1.BatchCreateBillingAccountsResult.encode(message.results[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchCreateBillingAccountsResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResponse & patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape} BatchCreateBillingAccountsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchCreateBillingAccountsResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.BatchCreateBillingAccountsResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.results && message.results.length))
                                    message.results = [];
                                message.results.push($root.patient_management.billing.v1.BatchCreateBillingAccountsResult.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return BatchCreateBillingAccountsResponse;
            })();

            v1.BatchCreateBillingAccountsResult = (function() {

                /**
                 * Properties of a BatchCreateBillingAccountsResult.
                 * @typedef {Object} patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties
                 * @property {patient_management.billing.v1.BillingAccount.$Properties|null} [account] BatchCreateBillingAccountsResult account
                 * @property {string|null} [refusal] BatchCreateBillingAccountsResult refusal
                 * @property {string|null} [patientId] BatchCreateBillingAccountsResult patientId
                 * @property {boolean|null} [opened] BatchCreateBillingAccountsResult opened
                 * @property {"account"|"refusal"} [outcome] BatchCreateBillingAccountsResult outcome
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchCreateBillingAccountsResult.
                 * @memberof patient_management.billing.v1
                 * @interface IBatchCreateBillingAccountsResult
                 * @augments patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties
                 * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties instead.
                 */

                /**
                 * Narrowed shape of a BatchCreateBillingAccountsResult.
                 * @typedef {{
                 *   account?: patient_management.billing.v1.BillingAccount.$Shape|null;
                 *   refusal?: string|null;
                 *   patientId?: string|null;
                 *   opened?: boolean|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ outcome?: undefined; account?: null; refusal?: null }|{ outcome?: "account"; account: patient_management.billing.v1.BillingAccount.$Shape; refusal?: null }|{ outcome?: "refusal"; account?: null; refusal: string })
                 * )} patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape
                 */

                /**
                 * Constructs a new BatchCreateBillingAccountsResult.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a BatchCreateBillingAccountsResult.
                 * @constructor
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchCreateBillingAccountsResult = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchCreateBillingAccountsResult account.
                 * @member {patient_management.billing.v1.BillingAccount.$Properties|null|undefined} account
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @instance
                 */
                BatchCreateBillingAccountsResult.prototype.account = null;

                /**
                 * BatchCreateBillingAccountsResult refusal.
                 * @member {string|null|undefined} refusal
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @instance
                 */
                BatchCreateBillingAccountsResult.prototype.refusal = null;

                /**
                 * BatchCreateBillingAccountsResult patientId.
                 * @member {string} patientId
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @instance
                 */
                BatchCreateBillingAccountsResult.prototype.patientId = "";

                /**
                 * BatchCreateBillingAccountsResult opened.
                 * @member {boolean} opened
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @instance
                 */
                BatchCreateBillingAccountsResult.prototype.opened = false;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * BatchCreateBillingAccountsResult outcome.
                 * @member {"account"|"refusal"|undefined} outcome
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @instance
                 */
                $Object.defineProperty(BatchCreateBillingAccountsResult.prototype, "outcome", {
                    get: $util.oneOfGetter($oneOfFields = ["account", "refusal"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new BatchCreateBillingAccountsResult instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResult} BatchCreateBillingAccountsResult instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsResult & patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape;
                 *   (properties?: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsResult;
                 * }}
                 */
                BatchCreateBillingAccountsResult.create = function(properties) {
                    return new BatchCreateBillingAccountsResult(properties);
                };

                /**
                 * Encodes the specified BatchCreateBillingAccountsResult message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsResult.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @static
                 * @param {patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties} message BatchCreateBillingAccountsResult message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchCreateBillingAccountsResult.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.account != null && $Object.hasOwnProperty.call(message, "account"))
                        $root.patient_management.billing.v1.BillingAccount.encode(message.account, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.refusal);
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.patientId);
                    if (message.opened != null && $Object.hasOwnProperty.call(message, "opened") && message.opened !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.opened);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchCreateBillingAccountsResult message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.BatchCreateBillingAccountsResult
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResult & patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape} BatchCreateBillingAccountsResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchCreateBillingAccountsResult.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.BatchCreateBillingAccountsResult();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.account = $root.patient_management.billing.v1.BillingAccount.decode(reader, reader.size(), $undefined, _depth + 1, message.account);
                                message.outcome = "account";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.refusal = reader.stringVerify();
                                message.outcome = "refusal";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.opened = value;
                                else
                                    delete message.opened;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return BatchCreateBillingAccountsResult;
            })();

            v1.GetBillingAccountRequest = (function() {

                /**
                 * Properties of a GetBillingAccountRequest.
                 * @typedef {Object} patient_management.billing.v1.GetBillingAccountRequest.$Properties
                 * @property {string|null} [patientId] GetBillingAccountRequest patientId
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetBillingAccountRequest.
                 * @memberof patient_management.billing.v1
                 * @interface IGetBillingAccountRequest
                 * @augments patient_management.billing.v1.GetBillingAccountRequest.$Properties
                 * @deprecated Use patient_management.billing.v1.GetBillingAccountRequest.$Properties instead.
                 */

                /**
                 * Shape of a GetBillingAccountRequest.
                 * @typedef {patient_management.billing.v1.GetBillingAccountRequest.$Properties} patient_management.billing.v1.GetBillingAccountRequest.$Shape
                 */

                /**
                 * Constructs a new GetBillingAccountRequest.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a GetBillingAccountRequest.
                 * @constructor
                 * @param {patient_management.billing.v1.GetBillingAccountRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetBillingAccountRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GetBillingAccountRequest patientId.
                 * @member {string} patientId
                 * @memberof patient_management.billing.v1.GetBillingAccountRequest
                 * @instance
                 */
                GetBillingAccountRequest.prototype.patientId = "";

                /**
                 * Creates a new GetBillingAccountRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.GetBillingAccountRequest
                 * @static
                 * @param {patient_management.billing.v1.GetBillingAccountRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.GetBillingAccountRequest} GetBillingAccountRequest instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.GetBillingAccountRequest.$Shape): patient_management.billing.v1.GetBillingAccountRequest & patient_management.billing.v1.GetBillingAccountRequest.$Shape;
                 *   (properties?: patient_management.billing.v1.GetBillingAccountRequest.$Properties): patient_management.billing.v1.GetBillingAccountRequest;
                 * }}
                 */
                GetBillingAccountRequest.create = function(properties) {
                    return new GetBillingAccountRequest(properties);
                };

                /**
                 * Encodes the specified GetBillingAccountRequest message. Does not implicitly {@link patient_management.billing.v1.GetBillingAccountRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.GetBillingAccountRequest
                 * @static
                 * @param {patient_management.billing.v1.GetBillingAccountRequest.$Properties} message GetBillingAccountRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetBillingAccountRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientId);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetBillingAccountRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.GetBillingAccountRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.GetBillingAccountRequest & patient_management.billing.v1.GetBillingAccountRequest.$Shape} GetBillingAccountRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetBillingAccountRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.GetBillingAccountRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetBillingAccountRequest;
            })();

            v1.GetBillingAccountResponse = (function() {

                /**
                 * Properties of a GetBillingAccountResponse.
                 * @typedef {Object} patient_management.billing.v1.GetBillingAccountResponse.$Properties
                 * @property {patient_management.billing.v1.BillingAccount.$Properties|null} [account] GetBillingAccountResponse account
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetBillingAccountResponse.
                 * @memberof patient_management.billing.v1
                 * @interface IGetBillingAccountResponse
                 * @augments patient_management.billing.v1.GetBillingAccountResponse.$Properties
                 * @deprecated Use patient_management.billing.v1.GetBillingAccountResponse.$Properties instead.
                 */

                /**
                 * Shape of a GetBillingAccountResponse.
                 * @typedef {patient_management.billing.v1.GetBillingAccountResponse.$Properties} patient_management.billing.v1.GetBillingAccountResponse.$Shape
                 */

                /**
                 * Constructs a new GetBillingAccountResponse.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a GetBillingAccountResponse.
                 * @constructor
                 * @param {patient_management.billing.v1.GetBillingAccountResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetBillingAccountResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GetBillingAccountResponse account.
                 * @member {patient_management.billing.v1.BillingAccount.$Properties|null|undefined} account
                 * @memberof patient_management.billing.v1.GetBillingAccountResponse
                 * @instance
                 */
                GetBillingAccountResponse.prototype.account = null;

                /**
                 * Creates a new GetBillingAccountResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.GetBillingAccountResponse
                 * @static
                 * @param {patient_management.billing.v1.GetBillingAccountResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.GetBillingAccountResponse} GetBillingAccountResponse instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.GetBillingAccountResponse.$Shape): patient_management.billing.v1.GetBillingAccountResponse & patient_management.billing.v1.GetBillingAccountResponse.$Shape;
                 *   (properties?: patient_management.billing.v1.GetBillingAccountResponse.$Properties): patient_management.billing.v1.GetBillingAccountResponse;
                 * }}
                 */
                GetBillingAccountResponse.create = function(properties) {
                    return new GetBillingAccountResponse(properties);
                };

                /**
                 * Encodes the specified GetBillingAccountResponse message. Does not implicitly {@link patient_management.billing.v1.GetBillingAccountResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.GetBillingAccountResponse
                 * @static
                 * @param {patient_management.billing.v1.GetBillingAccountResponse.$Properties} message GetBillingAccountResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetBillingAccountResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.account != null && $Object.hasOwnProperty.call(message, "account"))
                        $root.patient_management.billing.v1.BillingAccount.encode(message.account, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetBillingAccountResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.GetBillingAccountResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.GetBillingAccountResponse & patient_management.billing.v1.GetBillingAccountResponse.$Shape} GetBillingAccountResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetBillingAccountResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.GetBillingAccountResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.account = $root.patient_management.billing.v1.BillingAccount.decode(reader, reader.size(), $undefined, _depth + 1, message.account);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetBillingAccountResponse;
            })();

            v1.ListAccountHoldersRequest = (function() {

                /**
                 * Properties of a ListAccountHoldersRequest.
                 * @typedef {Object} patient_management.billing.v1.ListAccountHoldersRequest.$Properties
                 * @property {string|null} [afterPatientId] ListAccountHoldersRequest afterPatientId
                 * @property {number|null} [pageSize] ListAccountHoldersRequest pageSize
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ListAccountHoldersRequest.
                 * @memberof patient_management.billing.v1
                 * @interface IListAccountHoldersRequest
                 * @augments patient_management.billing.v1.ListAccountHoldersRequest.$Properties
                 * @deprecated Use patient_management.billing.v1.ListAccountHoldersRequest.$Properties instead.
                 */

                /**
                 * Shape of a ListAccountHoldersRequest.
                 * @typedef {patient_management.billing.v1.ListAccountHoldersRequest.$Properties} patient_management.billing.v1.ListAccountHoldersRequest.$Shape
                 */

                /**
                 * Constructs a new ListAccountHoldersRequest.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a ListAccountHoldersRequest.
                 * @constructor
                 * @param {patient_management.billing.v1.ListAccountHoldersRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ListAccountHoldersRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ListAccountHoldersRequest afterPatientId.
                 * @member {string} afterPatientId
                 * @memberof patient_management.billing.v1.ListAccountHoldersRequest
                 * @instance
                 */
                ListAccountHoldersRequest.prototype.afterPatientId = "";

                /**
                 * ListAccountHoldersRequest pageSize.
                 * @member {number} pageSize
                 * @memberof patient_management.billing.v1.ListAccountHoldersRequest
                 * @instance
                 */
                ListAccountHoldersRequest.prototype.pageSize = 0;

                /**
                 * Creates a new ListAccountHoldersRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.ListAccountHoldersRequest
                 * @static
                 * @param {patient_management.billing.v1.ListAccountHoldersRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.ListAccountHoldersRequest} ListAccountHoldersRequest instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.ListAccountHoldersRequest.$Shape): patient_management.billing.v1.ListAccountHoldersRequest & patient_management.billing.v1.ListAccountHoldersRequest.$Shape;
                 *   (properties?: patient_management.billing.v1.ListAccountHoldersRequest.$Properties): patient_management.billing.v1.ListAccountHoldersRequest;
                 * }}
                 */
                ListAccountHoldersRequest.create = function(properties) {
                    return new ListAccountHoldersRequest(properties);
                };

                /**
                 * Encodes the specified ListAccountHoldersRequest message. Does not implicitly {@link patient_management.billing.v1.ListAccountHoldersRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.ListAccountHoldersRequest
                 * @static
                 * @param {patient_management.billing.v1.ListAccountHoldersRequest.$Properties} message ListAccountHoldersRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ListAccountHoldersRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.afterPatientId != null && $Object.hasOwnProperty.call(message, "afterPatientId") && message.afterPatientId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.afterPatientId);
                    if (message.pageSize != null && $Object.hasOwnProperty.call(message, "pageSize") && message.pageSize !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.pageSize);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ListAccountHoldersRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.ListAccountHoldersRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.ListAccountHoldersRequest & patient_management.billing.v1.ListAccountHoldersRequest.$Shape} ListAccountHoldersRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ListAccountHoldersRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.ListAccountHoldersRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.afterPatientId = value;
                                else
                                    delete message.afterPatientId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.pageSize = value;
                                else
                                    delete message.pageSize;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ListAccountHoldersRequest;
            })();

            v1.ListAccountHoldersResponse = (function() {

                /**
                 * Properties of a ListAccountHoldersResponse.
                 * @typedef {Object} patient_management.billing.v1.ListAccountHoldersResponse.$Properties
                 * @property {Array.<string>|null} [patientIds] ListAccountHoldersResponse patientIds
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ListAccountHoldersResponse.
                 * @memberof patient_management.billing.v1
                 * @interface IListAccountHoldersResponse
                 * @augments patient_management.billing.v1.ListAccountHoldersResponse.$Properties
                 * @deprecated Use patient_management.billing.v1.ListAccountHoldersResponse.$Properties instead.
                 */

                /**
                 * Shape of a ListAccountHoldersResponse.
                 * @typedef {patient_management.billing.v1.ListAccountHoldersResponse.$Properties} patient_management.billing.v1.ListAccountHoldersResponse.$Shape
                 */

                /**
                 * Constructs a new ListAccountHoldersResponse.
                 * @memberof patient_management.billing.v1
                 * @classdesc Represents a ListAccountHoldersResponse.
                 * @constructor
                 * @param {patient_management.billing.v1.ListAccountHoldersResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ListAccountHoldersResponse = function (properties) {
                    this.patientIds = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ListAccountHoldersResponse patientIds.
                 * @member {Array.<string>} patientIds
                 * @memberof patient_management.billing.v1.ListAccountHoldersResponse
                 * @instance
                 */
                ListAccountHoldersResponse.prototype.patientIds = $util.emptyArray;

                /**
                 * Creates a new ListAccountHoldersResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.billing.v1.ListAccountHoldersResponse
                 * @static
                 * @param {patient_management.billing.v1.ListAccountHoldersResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.billing.v1.ListAccountHoldersResponse} ListAccountHoldersResponse instance
                 * @type {{
                 *   (properties: patient_management.billing.v1.ListAccountHoldersResponse.$Shape): patient_management.billing.v1.ListAccountHoldersResponse & patient_management.billing.v1.ListAccountHoldersResponse.$Shape;
                 *   (properties?: patient_management.billing.v1.ListAccountHoldersResponse.$Properties): patient_management.billing.v1.ListAccountHoldersResponse;
                 * }}
                 */
                ListAccountHoldersResponse.create = function(properties) {
                    return new ListAccountHoldersResponse(properties);
                };

                /**
                 * Encodes the specified ListAccountHoldersResponse message. Does not implicitly {@link patient_management.billing.v1.ListAccountHoldersResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.billing.v1.ListAccountHoldersResponse
                 * @static
                 * @param {patient_management.billing.v1.ListAccountHoldersResponse.$Properties} message ListAccountHoldersResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ListAccountHoldersResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientIds != null && message.patientIds.length)
                        for (let i = 0; i < message.patientIds.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientIds[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ListAccountHoldersResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.billing.v1.ListAccountHoldersResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.ListAccountHoldersResponse & patient_management.billing.v1.ListAccountHoldersResponse.$Shape} ListAccountHoldersResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ListAccountHoldersResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.billing.v1.ListAccountHoldersResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.patientIds && message.patientIds.length))
                                    message.patientIds = [];
                                message.patientIds.push(reader.stringVerify());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ListAccountHoldersResponse;
            })();

            return v1;
        })();

        return billing;
    })();

    patient_management.events = (function() {

        /**
         * Namespace events.
         * @memberof patient_management
         * @namespace
         */
        const events = {};

        events.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof patient_management.events
             * @namespace
             */
            const v1 = {};

            v1.PatientEvent = (function() {

                /**
                 * Properties of a PatientEvent.
                 * @typedef {Object} patient_management.events.v1.PatientEvent.$Properties
                 * @property {string|null} [eventId] PatientEvent eventId
                 * @property {string|null} [patientId] PatientEvent patientId
                 * @property {number|null} [version] PatientEvent version
                 * @property {patient_management.events.v1.PatientEventKind|null} [kind] PatientEvent kind
                 * @property {number|null} [occurredAtMs] PatientEvent occurredAtMs
                 * @property {patient_management.events.v1.PatientState.$Properties|null} [state] PatientEvent state
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PatientEvent.
                 * @memberof patient_management.events.v1
                 * @interface IPatientEvent
                 * @augments patient_management.events.v1.PatientEvent.$Properties
                 * @deprecated Use patient_management.events.v1.PatientEvent.$Properties instead.
                 */

                /**
                 * Shape of a PatientEvent.
                 * @typedef {patient_management.events.v1.PatientEvent.$Properties} patient_management.events.v1.PatientEvent.$Shape
                 */

                /**
                 * Constructs a new PatientEvent.
                 * @memberof patient_management.events.v1
                 * @classdesc Represents a PatientEvent.
                 * @constructor
                 * @param {patient_management.events.v1.PatientEvent.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PatientEvent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PatientEvent eventId.
                 * @member {string} eventId
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.eventId = "";

                /**
                 * PatientEvent patientId.
                 * @member {string} patientId
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.patientId = "";

                /**
                 * PatientEvent version.
                 * @member {number} version
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.version = 0;

                /**
                 * PatientEvent kind.
                 * @member {patient_management.events.v1.PatientEventKind} kind
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.kind = 0;

                /**
                 * PatientEvent occurredAtMs.
                 * @member {number} occurredAtMs
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.occurredAtMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * PatientEvent state.
                 * @member {patient_management.events.v1.PatientState.$Properties|null|undefined} state
                 * @memberof patient_management.events.v1.PatientEvent
                 * @instance
                 */
                PatientEvent.prototype.state = null;

                /**
                 * Creates a new PatientEvent instance using the specified properties.
                 * @function create
                 * @memberof patient_management.events.v1.PatientEvent
                 * @static
                 * @param {patient_management.events.v1.PatientEvent.$Properties=} [properties] Properties to set
                 * @returns {patient_management.events.v1.PatientEvent} PatientEvent instance
                 * @type {{
                 *   (properties: patient_management.events.v1.PatientEvent.$Shape): patient_management.events.v1.PatientEvent & patient_management.events.v1.PatientEvent.$Shape;
                 *   (properties?: patient_management.events.v1.PatientEvent.$Properties): patient_management.events.v1.PatientEvent;
                 * }}
                 */
                PatientEvent.create = function(properties) {
                    return new PatientEvent(properties);
                };

                /**
                 * Encodes the specified PatientEvent message. Does not implicitly {@link patient_management.events.v1.PatientEvent.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.events.v1.PatientEvent
                 * @static
                 * @param {patient_management.events.v1.PatientEvent.$Properties} message PatientEvent message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PatientEvent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.eventId != null && $Object.hasOwnProperty.call(message, "eventId") && message.eventId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.eventId);
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.patientId);
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).int32(message.version);
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).int32(message.kind);
                    if (message.occurredAtMs != null && $Object.hasOwnProperty.call(message, "occurredAtMs") && (typeof message.occurredAtMs === "object" ? message.occurredAtMs.low || message.occurredAtMs.high : message.occurredAtMs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).int64(message.occurredAtMs);
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                        $root.patient_management.events.v1.PatientState.encode(message.state, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PatientEvent message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.events.v1.PatientEvent
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.events.v1.PatientEvent & patient_management.events.v1.PatientEvent.$Shape} PatientEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PatientEvent.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.events.v1.PatientEvent();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.eventId = value;
                                else
                                    delete message.eventId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.occurredAtMs = value;
                                else
                                    delete message.occurredAtMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.state = $root.patient_management.events.v1.PatientState.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PatientEvent;
            })();

            /**
             * PatientEventKind enum.
             * @name patient_management.events.v1.PatientEventKind
             * @enum {number}
             * @property {number} PATIENT_EVENT_KIND_UNSPECIFIED=0 PATIENT_EVENT_KIND_UNSPECIFIED value
             * @property {number} PATIENT_EVENT_KIND_REGISTERED=1 PATIENT_EVENT_KIND_REGISTERED value
             * @property {number} PATIENT_EVENT_KIND_UPDATED=2 PATIENT_EVENT_KIND_UPDATED value
             * @property {number} PATIENT_EVENT_KIND_DELETED=3 PATIENT_EVENT_KIND_DELETED value
             * @property {number} PATIENT_EVENT_KIND_RESTORED=4 PATIENT_EVENT_KIND_RESTORED value
             */
            v1.PatientEventKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PATIENT_EVENT_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "PATIENT_EVENT_KIND_REGISTERED"] = 1;
                values[valuesById[2] = "PATIENT_EVENT_KIND_UPDATED"] = 2;
                values[valuesById[3] = "PATIENT_EVENT_KIND_DELETED"] = 3;
                values[valuesById[4] = "PATIENT_EVENT_KIND_RESTORED"] = 4;
                return values;
            })();

            v1.PatientState = (function() {

                /**
                 * Properties of a PatientState.
                 * @typedef {Object} patient_management.events.v1.PatientState.$Properties
                 * @property {number|null} [birthYear] PatientState birthYear
                 * @property {string|null} [sex] PatientState sex
                 * @property {string|null} [city] PatientState city
                 * @property {string|null} [country] PatientState country
                 * @property {number|null} [createdAtMs] PatientState createdAtMs
                 * @property {boolean|null} [deleted] PatientState deleted
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PatientState.
                 * @memberof patient_management.events.v1
                 * @interface IPatientState
                 * @augments patient_management.events.v1.PatientState.$Properties
                 * @deprecated Use patient_management.events.v1.PatientState.$Properties instead.
                 */

                /**
                 * Shape of a PatientState.
                 * @typedef {patient_management.events.v1.PatientState.$Properties} patient_management.events.v1.PatientState.$Shape
                 */

                /**
                 * Constructs a new PatientState.
                 * @memberof patient_management.events.v1
                 * @classdesc Represents a PatientState.
                 * @constructor
                 * @param {patient_management.events.v1.PatientState.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PatientState = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PatientState birthYear.
                 * @member {number} birthYear
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.birthYear = 0;

                /**
                 * PatientState sex.
                 * @member {string} sex
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.sex = "";

                /**
                 * PatientState city.
                 * @member {string} city
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.city = "";

                /**
                 * PatientState country.
                 * @member {string} country
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.country = "";

                /**
                 * PatientState createdAtMs.
                 * @member {number} createdAtMs
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.createdAtMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * PatientState deleted.
                 * @member {boolean} deleted
                 * @memberof patient_management.events.v1.PatientState
                 * @instance
                 */
                PatientState.prototype.deleted = false;

                /**
                 * Creates a new PatientState instance using the specified properties.
                 * @function create
                 * @memberof patient_management.events.v1.PatientState
                 * @static
                 * @param {patient_management.events.v1.PatientState.$Properties=} [properties] Properties to set
                 * @returns {patient_management.events.v1.PatientState} PatientState instance
                 * @type {{
                 *   (properties: patient_management.events.v1.PatientState.$Shape): patient_management.events.v1.PatientState & patient_management.events.v1.PatientState.$Shape;
                 *   (properties?: patient_management.events.v1.PatientState.$Properties): patient_management.events.v1.PatientState;
                 * }}
                 */
                PatientState.create = function(properties) {
                    return new PatientState(properties);
                };

                /**
                 * Encodes the specified PatientState message. Does not implicitly {@link patient_management.events.v1.PatientState.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.events.v1.PatientState
                 * @static
                 * @param {patient_management.events.v1.PatientState.$Properties} message PatientState message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PatientState.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.birthYear != null && $Object.hasOwnProperty.call(message, "birthYear") && message.birthYear !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.birthYear);
                    if (message.sex != null && $Object.hasOwnProperty.call(message, "sex") && message.sex !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.sex);
                    if (message.city != null && $Object.hasOwnProperty.call(message, "city") && message.city !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.city);
                    if (message.country != null && $Object.hasOwnProperty.call(message, "country") && message.country !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.country);
                    if (message.createdAtMs != null && $Object.hasOwnProperty.call(message, "createdAtMs") && (typeof message.createdAtMs === "object" ? message.createdAtMs.low || message.createdAtMs.high : message.createdAtMs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).int64(message.createdAtMs);
                    if (message.deleted != null && $Object.hasOwnProperty.call(message, "deleted") && message.deleted !== false)
                        writer.uint32(/* id 6, wireType 0 =*/48).bool(message.deleted);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PatientState message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.events.v1.PatientState
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.events.v1.PatientState & patient_management.events.v1.PatientState.$Shape} PatientState
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PatientState.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.events.v1.PatientState();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.birthYear = value;
                                else
                                    delete message.birthYear;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.sex = value;
                                else
                                    delete message.sex;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.city = value;
                                else
                                    delete message.city;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.country = value;
                                else
                                    delete message.country;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.createdAtMs = value;
                                else
                                    delete message.createdAtMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.deleted = value;
                                else
                                    delete message.deleted;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PatientState;
            })();

            return v1;
        })();

        return events;
    })();

    patient_management.patient = (function() {

        /**
         * Namespace patient.
         * @memberof patient_management
         * @namespace
         */
        const patient = {};

        patient.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof patient_management.patient
             * @namespace
             */
            const v1 = {};

            v1.GetPatientStateRequest = (function() {

                /**
                 * Properties of a GetPatientStateRequest.
                 * @typedef {Object} patient_management.patient.v1.GetPatientStateRequest.$Properties
                 * @property {string|null} [patientId] GetPatientStateRequest patientId
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetPatientStateRequest.
                 * @memberof patient_management.patient.v1
                 * @interface IGetPatientStateRequest
                 * @augments patient_management.patient.v1.GetPatientStateRequest.$Properties
                 * @deprecated Use patient_management.patient.v1.GetPatientStateRequest.$Properties instead.
                 */

                /**
                 * Shape of a GetPatientStateRequest.
                 * @typedef {patient_management.patient.v1.GetPatientStateRequest.$Properties} patient_management.patient.v1.GetPatientStateRequest.$Shape
                 */

                /**
                 * Constructs a new GetPatientStateRequest.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a GetPatientStateRequest.
                 * @constructor
                 * @param {patient_management.patient.v1.GetPatientStateRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetPatientStateRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GetPatientStateRequest patientId.
                 * @member {string} patientId
                 * @memberof patient_management.patient.v1.GetPatientStateRequest
                 * @instance
                 */
                GetPatientStateRequest.prototype.patientId = "";

                /**
                 * Creates a new GetPatientStateRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.GetPatientStateRequest
                 * @static
                 * @param {patient_management.patient.v1.GetPatientStateRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.GetPatientStateRequest} GetPatientStateRequest instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.GetPatientStateRequest.$Shape): patient_management.patient.v1.GetPatientStateRequest & patient_management.patient.v1.GetPatientStateRequest.$Shape;
                 *   (properties?: patient_management.patient.v1.GetPatientStateRequest.$Properties): patient_management.patient.v1.GetPatientStateRequest;
                 * }}
                 */
                GetPatientStateRequest.create = function(properties) {
                    return new GetPatientStateRequest(properties);
                };

                /**
                 * Encodes the specified GetPatientStateRequest message. Does not implicitly {@link patient_management.patient.v1.GetPatientStateRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.GetPatientStateRequest
                 * @static
                 * @param {patient_management.patient.v1.GetPatientStateRequest.$Properties} message GetPatientStateRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetPatientStateRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientId);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetPatientStateRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.GetPatientStateRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.GetPatientStateRequest & patient_management.patient.v1.GetPatientStateRequest.$Shape} GetPatientStateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetPatientStateRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.GetPatientStateRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetPatientStateRequest;
            })();

            v1.GetPatientStateResponse = (function() {

                /**
                 * Properties of a GetPatientStateResponse.
                 * @typedef {Object} patient_management.patient.v1.GetPatientStateResponse.$Properties
                 * @property {string|null} [patientId] GetPatientStateResponse patientId
                 * @property {number|null} [version] GetPatientStateResponse version
                 * @property {boolean|null} [deleted] GetPatientStateResponse deleted
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetPatientStateResponse.
                 * @memberof patient_management.patient.v1
                 * @interface IGetPatientStateResponse
                 * @augments patient_management.patient.v1.GetPatientStateResponse.$Properties
                 * @deprecated Use patient_management.patient.v1.GetPatientStateResponse.$Properties instead.
                 */

                /**
                 * Shape of a GetPatientStateResponse.
                 * @typedef {patient_management.patient.v1.GetPatientStateResponse.$Properties} patient_management.patient.v1.GetPatientStateResponse.$Shape
                 */

                /**
                 * Constructs a new GetPatientStateResponse.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a GetPatientStateResponse.
                 * @constructor
                 * @param {patient_management.patient.v1.GetPatientStateResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetPatientStateResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GetPatientStateResponse patientId.
                 * @member {string} patientId
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @instance
                 */
                GetPatientStateResponse.prototype.patientId = "";

                /**
                 * GetPatientStateResponse version.
                 * @member {number} version
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @instance
                 */
                GetPatientStateResponse.prototype.version = 0;

                /**
                 * GetPatientStateResponse deleted.
                 * @member {boolean} deleted
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @instance
                 */
                GetPatientStateResponse.prototype.deleted = false;

                /**
                 * Creates a new GetPatientStateResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @static
                 * @param {patient_management.patient.v1.GetPatientStateResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.GetPatientStateResponse} GetPatientStateResponse instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.GetPatientStateResponse.$Shape): patient_management.patient.v1.GetPatientStateResponse & patient_management.patient.v1.GetPatientStateResponse.$Shape;
                 *   (properties?: patient_management.patient.v1.GetPatientStateResponse.$Properties): patient_management.patient.v1.GetPatientStateResponse;
                 * }}
                 */
                GetPatientStateResponse.create = function(properties) {
                    return new GetPatientStateResponse(properties);
                };

                /**
                 * Encodes the specified GetPatientStateResponse message. Does not implicitly {@link patient_management.patient.v1.GetPatientStateResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @static
                 * @param {patient_management.patient.v1.GetPatientStateResponse.$Properties} message GetPatientStateResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetPatientStateResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientId);
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.version);
                    if (message.deleted != null && $Object.hasOwnProperty.call(message, "deleted") && message.deleted !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.deleted);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetPatientStateResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.GetPatientStateResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.GetPatientStateResponse & patient_management.patient.v1.GetPatientStateResponse.$Shape} GetPatientStateResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetPatientStateResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.GetPatientStateResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.deleted = value;
                                else
                                    delete message.deleted;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetPatientStateResponse;
            })();

            v1.ListPatientStatesRequest = (function() {

                /**
                 * Properties of a ListPatientStatesRequest.
                 * @typedef {Object} patient_management.patient.v1.ListPatientStatesRequest.$Properties
                 * @property {number|null} [pageSize] ListPatientStatesRequest pageSize
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ListPatientStatesRequest.
                 * @memberof patient_management.patient.v1
                 * @interface IListPatientStatesRequest
                 * @augments patient_management.patient.v1.ListPatientStatesRequest.$Properties
                 * @deprecated Use patient_management.patient.v1.ListPatientStatesRequest.$Properties instead.
                 */

                /**
                 * Shape of a ListPatientStatesRequest.
                 * @typedef {patient_management.patient.v1.ListPatientStatesRequest.$Properties} patient_management.patient.v1.ListPatientStatesRequest.$Shape
                 */

                /**
                 * Constructs a new ListPatientStatesRequest.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a ListPatientStatesRequest.
                 * @constructor
                 * @param {patient_management.patient.v1.ListPatientStatesRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ListPatientStatesRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ListPatientStatesRequest pageSize.
                 * @member {number} pageSize
                 * @memberof patient_management.patient.v1.ListPatientStatesRequest
                 * @instance
                 */
                ListPatientStatesRequest.prototype.pageSize = 0;

                /**
                 * Creates a new ListPatientStatesRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.ListPatientStatesRequest
                 * @static
                 * @param {patient_management.patient.v1.ListPatientStatesRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.ListPatientStatesRequest} ListPatientStatesRequest instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.ListPatientStatesRequest.$Shape): patient_management.patient.v1.ListPatientStatesRequest & patient_management.patient.v1.ListPatientStatesRequest.$Shape;
                 *   (properties?: patient_management.patient.v1.ListPatientStatesRequest.$Properties): patient_management.patient.v1.ListPatientStatesRequest;
                 * }}
                 */
                ListPatientStatesRequest.create = function(properties) {
                    return new ListPatientStatesRequest(properties);
                };

                /**
                 * Encodes the specified ListPatientStatesRequest message. Does not implicitly {@link patient_management.patient.v1.ListPatientStatesRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.ListPatientStatesRequest
                 * @static
                 * @param {patient_management.patient.v1.ListPatientStatesRequest.$Properties} message ListPatientStatesRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ListPatientStatesRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.pageSize != null && $Object.hasOwnProperty.call(message, "pageSize") && message.pageSize !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.pageSize);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ListPatientStatesRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.ListPatientStatesRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.ListPatientStatesRequest & patient_management.patient.v1.ListPatientStatesRequest.$Shape} ListPatientStatesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ListPatientStatesRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.ListPatientStatesRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.pageSize = value;
                                else
                                    delete message.pageSize;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ListPatientStatesRequest;
            })();

            v1.ListPatientStatesResponse = (function() {

                /**
                 * Properties of a ListPatientStatesResponse.
                 * @typedef {Object} patient_management.patient.v1.ListPatientStatesResponse.$Properties
                 * @property {Array.<patient_management.patient.v1.PatientSnapshot.$Properties>|null} [patients] ListPatientStatesResponse patients
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ListPatientStatesResponse.
                 * @memberof patient_management.patient.v1
                 * @interface IListPatientStatesResponse
                 * @augments patient_management.patient.v1.ListPatientStatesResponse.$Properties
                 * @deprecated Use patient_management.patient.v1.ListPatientStatesResponse.$Properties instead.
                 */

                /**
                 * Shape of a ListPatientStatesResponse.
                 * @typedef {patient_management.patient.v1.ListPatientStatesResponse.$Properties} patient_management.patient.v1.ListPatientStatesResponse.$Shape
                 */

                /**
                 * Constructs a new ListPatientStatesResponse.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a ListPatientStatesResponse.
                 * @constructor
                 * @param {patient_management.patient.v1.ListPatientStatesResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ListPatientStatesResponse = function (properties) {
                    this.patients = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ListPatientStatesResponse patients.
                 * @member {Array.<patient_management.patient.v1.PatientSnapshot.$Properties>} patients
                 * @memberof patient_management.patient.v1.ListPatientStatesResponse
                 * @instance
                 */
                ListPatientStatesResponse.prototype.patients = $util.emptyArray;

                /**
                 * Creates a new ListPatientStatesResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.ListPatientStatesResponse
                 * @static
                 * @param {patient_management.patient.v1.ListPatientStatesResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.ListPatientStatesResponse} ListPatientStatesResponse instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.ListPatientStatesResponse.$Shape): patient_management.patient.v1.ListPatientStatesResponse & patient_management.patient.v1.ListPatientStatesResponse.$Shape;
                 *   (properties?: patient_management.patient.v1.ListPatientStatesResponse.$Properties): patient_management.patient.v1.ListPatientStatesResponse;
                 * }}
                 */
                ListPatientStatesResponse.create = function(properties) {
                    return new ListPatientStatesResponse(properties);
                };

                /**
                 * Encodes the specified ListPatientStatesResponse message. Does not implicitly {@link patient_management.patient.v1.ListPatientStatesResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.ListPatientStatesResponse
                 * @static
                 * @param {patient_management.patient.v1.ListPatientStatesResponse.$Properties} message ListPatientStatesResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ListPatientStatesResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patients != null && message.patients.length)
                        for (let i = 0; i < message.patients.length; ++i)
                            $root.patient_management.patient.v1.PatientSnapshot.encode(message.patients[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ListPatientStatesResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.ListPatientStatesResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.ListPatientStatesResponse & patient_management.patient.v1.ListPatientStatesResponse.$Shape} ListPatientStatesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ListPatientStatesResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.ListPatientStatesResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.patients && message.patients.length))
                                    message.patients = [];
                                message.patients.push($root.patient_management.patient.v1.PatientSnapshot.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ListPatientStatesResponse;
            })();

            v1.PatientSnapshot = (function() {

                /**
                 * Properties of a PatientSnapshot.
                 * @typedef {Object} patient_management.patient.v1.PatientSnapshot.$Properties
                 * @property {string|null} [patientId] PatientSnapshot patientId
                 * @property {number|null} [version] PatientSnapshot version
                 * @property {patient_management.events.v1.PatientState.$Properties|null} [state] PatientSnapshot state
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PatientSnapshot.
                 * @memberof patient_management.patient.v1
                 * @interface IPatientSnapshot
                 * @augments patient_management.patient.v1.PatientSnapshot.$Properties
                 * @deprecated Use patient_management.patient.v1.PatientSnapshot.$Properties instead.
                 */

                /**
                 * Shape of a PatientSnapshot.
                 * @typedef {patient_management.patient.v1.PatientSnapshot.$Properties} patient_management.patient.v1.PatientSnapshot.$Shape
                 */

                /**
                 * Constructs a new PatientSnapshot.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a PatientSnapshot.
                 * @constructor
                 * @param {patient_management.patient.v1.PatientSnapshot.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PatientSnapshot = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PatientSnapshot patientId.
                 * @member {string} patientId
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @instance
                 */
                PatientSnapshot.prototype.patientId = "";

                /**
                 * PatientSnapshot version.
                 * @member {number} version
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @instance
                 */
                PatientSnapshot.prototype.version = 0;

                /**
                 * PatientSnapshot state.
                 * @member {patient_management.events.v1.PatientState.$Properties|null|undefined} state
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @instance
                 */
                PatientSnapshot.prototype.state = null;

                /**
                 * Creates a new PatientSnapshot instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @static
                 * @param {patient_management.patient.v1.PatientSnapshot.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.PatientSnapshot} PatientSnapshot instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.PatientSnapshot.$Shape): patient_management.patient.v1.PatientSnapshot & patient_management.patient.v1.PatientSnapshot.$Shape;
                 *   (properties?: patient_management.patient.v1.PatientSnapshot.$Properties): patient_management.patient.v1.PatientSnapshot;
                 * }}
                 */
                PatientSnapshot.create = function(properties) {
                    return new PatientSnapshot(properties);
                };

                /**
                 * Encodes the specified PatientSnapshot message. Does not implicitly {@link patient_management.patient.v1.PatientSnapshot.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @static
                 * @param {patient_management.patient.v1.PatientSnapshot.$Properties} message PatientSnapshot message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PatientSnapshot.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.patientId != null && $Object.hasOwnProperty.call(message, "patientId") && message.patientId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.patientId);
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.version);
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                        $root.patient_management.events.v1.PatientState.encode(message.state, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PatientSnapshot message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.PatientSnapshot
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.PatientSnapshot & patient_management.patient.v1.PatientSnapshot.$Shape} PatientSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PatientSnapshot.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.PatientSnapshot();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.patientId = value;
                                else
                                    delete message.patientId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.state = $root.patient_management.events.v1.PatientState.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PatientSnapshot;
            })();

            v1.CountPatientsRequest = (function() {

                /**
                 * Properties of a CountPatientsRequest.
                 * @typedef {Object} patient_management.patient.v1.CountPatientsRequest.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CountPatientsRequest.
                 * @memberof patient_management.patient.v1
                 * @interface ICountPatientsRequest
                 * @augments patient_management.patient.v1.CountPatientsRequest.$Properties
                 * @deprecated Use patient_management.patient.v1.CountPatientsRequest.$Properties instead.
                 */

                /**
                 * Shape of a CountPatientsRequest.
                 * @typedef {patient_management.patient.v1.CountPatientsRequest.$Properties} patient_management.patient.v1.CountPatientsRequest.$Shape
                 */

                /**
                 * Constructs a new CountPatientsRequest.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a CountPatientsRequest.
                 * @constructor
                 * @param {patient_management.patient.v1.CountPatientsRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CountPatientsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new CountPatientsRequest instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.CountPatientsRequest
                 * @static
                 * @param {patient_management.patient.v1.CountPatientsRequest.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.CountPatientsRequest} CountPatientsRequest instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.CountPatientsRequest.$Shape): patient_management.patient.v1.CountPatientsRequest & patient_management.patient.v1.CountPatientsRequest.$Shape;
                 *   (properties?: patient_management.patient.v1.CountPatientsRequest.$Properties): patient_management.patient.v1.CountPatientsRequest;
                 * }}
                 */
                CountPatientsRequest.create = function(properties) {
                    return new CountPatientsRequest(properties);
                };

                /**
                 * Encodes the specified CountPatientsRequest message. Does not implicitly {@link patient_management.patient.v1.CountPatientsRequest.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.CountPatientsRequest
                 * @static
                 * @param {patient_management.patient.v1.CountPatientsRequest.$Properties} message CountPatientsRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CountPatientsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CountPatientsRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.CountPatientsRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.CountPatientsRequest & patient_management.patient.v1.CountPatientsRequest.$Shape} CountPatientsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CountPatientsRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.CountPatientsRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CountPatientsRequest;
            })();

            v1.CountPatientsResponse = (function() {

                /**
                 * Properties of a CountPatientsResponse.
                 * @typedef {Object} patient_management.patient.v1.CountPatientsResponse.$Properties
                 * @property {number|null} [registered] CountPatientsResponse registered
                 * @property {number|null} [live] CountPatientsResponse live
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CountPatientsResponse.
                 * @memberof patient_management.patient.v1
                 * @interface ICountPatientsResponse
                 * @augments patient_management.patient.v1.CountPatientsResponse.$Properties
                 * @deprecated Use patient_management.patient.v1.CountPatientsResponse.$Properties instead.
                 */

                /**
                 * Shape of a CountPatientsResponse.
                 * @typedef {patient_management.patient.v1.CountPatientsResponse.$Properties} patient_management.patient.v1.CountPatientsResponse.$Shape
                 */

                /**
                 * Constructs a new CountPatientsResponse.
                 * @memberof patient_management.patient.v1
                 * @classdesc Represents a CountPatientsResponse.
                 * @constructor
                 * @param {patient_management.patient.v1.CountPatientsResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CountPatientsResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CountPatientsResponse registered.
                 * @member {number} registered
                 * @memberof patient_management.patient.v1.CountPatientsResponse
                 * @instance
                 */
                CountPatientsResponse.prototype.registered = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * CountPatientsResponse live.
                 * @member {number} live
                 * @memberof patient_management.patient.v1.CountPatientsResponse
                 * @instance
                 */
                CountPatientsResponse.prototype.live = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Creates a new CountPatientsResponse instance using the specified properties.
                 * @function create
                 * @memberof patient_management.patient.v1.CountPatientsResponse
                 * @static
                 * @param {patient_management.patient.v1.CountPatientsResponse.$Properties=} [properties] Properties to set
                 * @returns {patient_management.patient.v1.CountPatientsResponse} CountPatientsResponse instance
                 * @type {{
                 *   (properties: patient_management.patient.v1.CountPatientsResponse.$Shape): patient_management.patient.v1.CountPatientsResponse & patient_management.patient.v1.CountPatientsResponse.$Shape;
                 *   (properties?: patient_management.patient.v1.CountPatientsResponse.$Properties): patient_management.patient.v1.CountPatientsResponse;
                 * }}
                 */
                CountPatientsResponse.create = function(properties) {
                    return new CountPatientsResponse(properties);
                };

                /**
                 * Encodes the specified CountPatientsResponse message. Does not implicitly {@link patient_management.patient.v1.CountPatientsResponse.verify|verify} messages.
                 * @function encode
                 * @memberof patient_management.patient.v1.CountPatientsResponse
                 * @static
                 * @param {patient_management.patient.v1.CountPatientsResponse.$Properties} message CountPatientsResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CountPatientsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.registered != null && $Object.hasOwnProperty.call(message, "registered") && (typeof message.registered === "object" ? message.registered.low || message.registered.high : message.registered !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).int64(message.registered);
                    if (message.live != null && $Object.hasOwnProperty.call(message, "live") && (typeof message.live === "object" ? message.live.low || message.live.high : message.live !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).int64(message.live);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CountPatientsResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof patient_management.patient.v1.CountPatientsResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.CountPatientsResponse & patient_management.patient.v1.CountPatientsResponse.$Shape} CountPatientsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CountPatientsResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.patient_management.patient.v1.CountPatientsResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.registered = value;
                                else
                                    delete message.registered;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.live = value;
                                else
                                    delete message.live;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CountPatientsResponse;
            })();

            return v1;
        })();

        return patient;
    })();

    return patient_management;
})();

export {
  $root as default
};
