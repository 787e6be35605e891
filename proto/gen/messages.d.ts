import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace grpc. */
export namespace grpc {

    /** Namespace health. */
    namespace health {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a HealthCheckRequest.
             * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
             */
            interface IHealthCheckRequest extends grpc.health.v1.HealthCheckRequest.$Properties {
            }

            /** Represents a HealthCheckRequest. */
            class HealthCheckRequest {

                /**
                 * Constructs a new HealthCheckRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckRequest service. */
                service: string;

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckRequest instance
                 */
                static create(properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @param message HealthCheckRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
            }

            namespace HealthCheckRequest {

                /** Properties of a HealthCheckRequest. */
                interface $Properties {

                    /** HealthCheckRequest service */
                    service?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckRequest. */
                type $Shape = grpc.health.v1.HealthCheckRequest.$Properties;
            }

            /**
             * Properties of a HealthCheckResponse.
             * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
             */
            interface IHealthCheckResponse extends grpc.health.v1.HealthCheckResponse.$Properties {
            }

            /** Represents a HealthCheckResponse. */
            class HealthCheckResponse {

                /**
                 * Constructs a new HealthCheckResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckResponse status. */
                status: grpc.health.v1.HealthCheckResponse.ServingStatus;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckResponse instance
                 */
                static create(properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @param message HealthCheckResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
            }

            namespace HealthCheckResponse {

                /** Properties of a HealthCheckResponse. */
                interface $Properties {

                    /** HealthCheckResponse status */
                    status?: (grpc.health.v1.HealthCheckResponse.ServingStatus|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckResponse. */
                type $Shape = grpc.health.v1.HealthCheckResponse.$Properties;

                /** ServingStatus enum. */
                enum ServingStatus {

                    /** UNKNOWN value */
                    UNKNOWN = 0,

                    /** SERVING value */
                    SERVING = 1,

                    /** NOT_SERVING value */
                    NOT_SERVING = 2,

                    /** SERVICE_UNKNOWN value */
                    SERVICE_UNKNOWN = 3
                }
            }
        }
    }
}

/** Namespace patient_management. */
export namespace patient_management {

    /** Namespace auth. */
    namespace auth {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a WatchRevocationsRequest.
             * @deprecated Use patient_management.auth.v1.WatchRevocationsRequest.$Properties instead.
             */
            interface IWatchRevocationsRequest extends patient_management.auth.v1.WatchRevocationsRequest.$Properties {
            }

            /** Represents a WatchRevocationsRequest. */
            class WatchRevocationsRequest {

                /**
                 * Constructs a new WatchRevocationsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.auth.v1.WatchRevocationsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** WatchRevocationsRequest since. */
                since: number;

                /**
                 * Creates a new WatchRevocationsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns WatchRevocationsRequest instance
                 */
                static create(properties: patient_management.auth.v1.WatchRevocationsRequest.$Shape): patient_management.auth.v1.WatchRevocationsRequest & patient_management.auth.v1.WatchRevocationsRequest.$Shape;
                static create(properties?: patient_management.auth.v1.WatchRevocationsRequest.$Properties): patient_management.auth.v1.WatchRevocationsRequest;

                /**
                 * Encodes the specified WatchRevocationsRequest message. Does not implicitly {@link patient_management.auth.v1.WatchRevocationsRequest.verify|verify} messages.
                 * @param message WatchRevocationsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.auth.v1.WatchRevocationsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a WatchRevocationsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.WatchRevocationsRequest & patient_management.auth.v1.WatchRevocationsRequest.$Shape} WatchRevocationsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.auth.v1.WatchRevocationsRequest & patient_management.auth.v1.WatchRevocationsRequest.$Shape;
            }

            namespace WatchRevocationsRequest {

                /** Properties of a WatchRevocationsRequest. */
                interface $Properties {

                    /** WatchRevocationsRequest since */
                    since?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a WatchRevocationsRequest. */
                type $Shape = patient_management.auth.v1.WatchRevocationsRequest.$Properties;
            }

            /**
             * Properties of a WatchRevocationsResponse.
             * @deprecated Use patient_management.auth.v1.WatchRevocationsResponse.$Properties instead.
             */
            interface IWatchRevocationsResponse extends patient_management.auth.v1.WatchRevocationsResponse.$Properties {
            }

            /** Represents a WatchRevocationsResponse. */
            class WatchRevocationsResponse {

                /**
                 * Constructs a new WatchRevocationsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.auth.v1.WatchRevocationsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** WatchRevocationsResponse revocations. */
                revocations: patient_management.auth.v1.Revocation.$Properties[];

                /** WatchRevocationsResponse position. */
                position: number;

                /** WatchRevocationsResponse complete. */
                complete: boolean;

                /**
                 * Creates a new WatchRevocationsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns WatchRevocationsResponse instance
                 */
                static create(properties: patient_management.auth.v1.WatchRevocationsResponse.$Shape): patient_management.auth.v1.WatchRevocationsResponse & patient_management.auth.v1.WatchRevocationsResponse.$Shape;
                static create(properties?: patient_management.auth.v1.WatchRevocationsResponse.$Properties): patient_management.auth.v1.WatchRevocationsResponse;

                /**
                 * Encodes the specified WatchRevocationsResponse message. Does not implicitly {@link patient_management.auth.v1.WatchRevocationsResponse.verify|verify} messages.
                 * @param message WatchRevocationsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.auth.v1.WatchRevocationsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a WatchRevocationsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.WatchRevocationsResponse & patient_management.auth.v1.WatchRevocationsResponse.$Shape} WatchRevocationsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.auth.v1.WatchRevocationsResponse & patient_management.auth.v1.WatchRevocationsResponse.$Shape;
            }

            namespace WatchRevocationsResponse {

                /** Properties of a WatchRevocationsResponse. */
                interface $Properties {

                    /** WatchRevocationsResponse revocations */
                    revocations?: (patient_management.auth.v1.Revocation.$Properties[]|null);

                    /** WatchRevocationsResponse position */
                    position?: (number|null);

                    /** WatchRevocationsResponse complete */
                    complete?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a WatchRevocationsResponse. */
                type $Shape = patient_management.auth.v1.WatchRevocationsResponse.$Properties;
            }

            /**
             * Properties of a Revocation.
             * @deprecated Use patient_management.auth.v1.Revocation.$Properties instead.
             */
            interface IRevocation extends patient_management.auth.v1.Revocation.$Properties {
            }

            /** Represents a Revocation. */
            class Revocation {

                /**
                 * Constructs a new Revocation.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.auth.v1.Revocation.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Revocation sessionId. */
                sessionId: string;

                /** Revocation forgetAtMs. */
                forgetAtMs: number;

                /** Revocation keepMs. */
                keepMs: number;

                /**
                 * Creates a new Revocation instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Revocation instance
                 */
                static create(properties: patient_management.auth.v1.Revocation.$Shape): patient_management.auth.v1.Revocation & patient_management.auth.v1.Revocation.$Shape;
                static create(properties?: patient_management.auth.v1.Revocation.$Properties): patient_management.auth.v1.Revocation;

                /**
                 * Encodes the specified Revocation message. Does not implicitly {@link patient_management.auth.v1.Revocation.verify|verify} messages.
                 * @param message Revocation message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.auth.v1.Revocation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Revocation message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.auth.v1.Revocation & patient_management.auth.v1.Revocation.$Shape} Revocation
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.auth.v1.Revocation & patient_management.auth.v1.Revocation.$Shape;
            }

            namespace Revocation {

                /** Properties of a Revocation. */
                interface $Properties {

                    /** Revocation sessionId */
                    sessionId?: (string|null);

                    /** Revocation forgetAtMs */
                    forgetAtMs?: (number|null);

                    /** Revocation keepMs */
                    keepMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Revocation. */
                type $Shape = patient_management.auth.v1.Revocation.$Properties;
            }
        }
    }

    /** Namespace billing. */
    namespace billing {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a BillingAccount.
             * @deprecated Use patient_management.billing.v1.BillingAccount.$Properties instead.
             */
            interface IBillingAccount extends patient_management.billing.v1.BillingAccount.$Properties {
            }

            /** Represents a BillingAccount. */
            class BillingAccount {

                /**
                 * Constructs a new BillingAccount.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.BillingAccount.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BillingAccount id. */
                id: string;

                /** BillingAccount patientId. */
                patientId: string;

                /** BillingAccount status. */
                status: patient_management.billing.v1.AccountStatus;

                /** BillingAccount currency. */
                currency: string;

                /** BillingAccount createdAtMs. */
                createdAtMs: number;

                /**
                 * Creates a new BillingAccount instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns BillingAccount instance
                 */
                static create(properties: patient_management.billing.v1.BillingAccount.$Shape): patient_management.billing.v1.BillingAccount & patient_management.billing.v1.BillingAccount.$Shape;
                static create(properties?: patient_management.billing.v1.BillingAccount.$Properties): patient_management.billing.v1.BillingAccount;

                /**
                 * Encodes the specified BillingAccount message. Does not implicitly {@link patient_management.billing.v1.BillingAccount.verify|verify} messages.
                 * @param message BillingAccount message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.BillingAccount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BillingAccount message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BillingAccount & patient_management.billing.v1.BillingAccount.$Shape} BillingAccount
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.BillingAccount & patient_management.billing.v1.BillingAccount.$Shape;
            }

            namespace BillingAccount {

                /** Properties of a BillingAccount. */
                interface $Properties {

                    /** BillingAccount id */
                    id?: (string|null);

                    /** BillingAccount patientId */
                    patientId?: (string|null);

                    /** BillingAccount status */
                    status?: (patient_management.billing.v1.AccountStatus|null);

                    /** BillingAccount currency */
                    currency?: (string|null);

                    /** BillingAccount createdAtMs */
                    createdAtMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BillingAccount. */
                type $Shape = patient_management.billing.v1.BillingAccount.$Properties;
            }

            /** AccountStatus enum. */
            enum AccountStatus {

                /** ACCOUNT_STATUS_UNSPECIFIED value */
                ACCOUNT_STATUS_UNSPECIFIED = 0,

                /** ACCOUNT_STATUS_ACTIVE value */
                ACCOUNT_STATUS_ACTIVE = 1
            }

            /**
             * Properties of a BatchCreateBillingAccountsRequest.
             * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties instead.
             */
            interface IBatchCreateBillingAccountsRequest extends patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties {
            }

            /** Represents a BatchCreateBillingAccountsRequest. */
            class BatchCreateBillingAccountsRequest {

                /**
                 * Constructs a new BatchCreateBillingAccountsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchCreateBillingAccountsRequest patientIds. */
                patientIds: string[];

                /**
                 * Creates a new BatchCreateBillingAccountsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns BatchCreateBillingAccountsRequest instance
                 */
                static create(properties: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsRequest & patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape;
                static create(properties?: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsRequest;

                /**
                 * Encodes the specified BatchCreateBillingAccountsRequest message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsRequest.verify|verify} messages.
                 * @param message BatchCreateBillingAccountsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchCreateBillingAccountsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsRequest & patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape} BatchCreateBillingAccountsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.BatchCreateBillingAccountsRequest & patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Shape;
            }

            namespace BatchCreateBillingAccountsRequest {

                /** Properties of a BatchCreateBillingAccountsRequest. */
                interface $Properties {

                    /** BatchCreateBillingAccountsRequest patientIds */
                    patientIds?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BatchCreateBillingAccountsRequest. */
                type $Shape = patient_management.billing.v1.BatchCreateBillingAccountsRequest.$Properties;
            }

            /**
             * Properties of a BatchCreateBillingAccountsResponse.
             * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties instead.
             */
            interface IBatchCreateBillingAccountsResponse extends patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties {
            }

            /** Represents a BatchCreateBillingAccountsResponse. */
            class BatchCreateBillingAccountsResponse {

                /**
                 * Constructs a new BatchCreateBillingAccountsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchCreateBillingAccountsResponse results. */
                results: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties[];

                /**
                 * Creates a new BatchCreateBillingAccountsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns BatchCreateBillingAccountsResponse instance
                 */
                static create(properties: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsResponse & patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape;
                static create(properties?: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsResponse;

                /**
                 * Encodes the specified BatchCreateBillingAccountsResponse message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsResponse.verify|verify} messages.
                 * @param message BatchCreateBillingAccountsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchCreateBillingAccountsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResponse & patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape} BatchCreateBillingAccountsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.BatchCreateBillingAccountsResponse & patient_management.billing.v1.BatchCreateBillingAccountsResponse.$Shape;
            }

            namespace BatchCreateBillingAccountsResponse {

                /** Properties of a BatchCreateBillingAccountsResponse. */
                interface $Properties {

                    /** BatchCreateBillingAccountsResponse results */
                    results?: (patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BatchCreateBillingAccountsResponse. */
                type $Shape = {
                  results?: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a BatchCreateBillingAccountsResult.
             * @deprecated Use patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties instead.
             */
            interface IBatchCreateBillingAccountsResult extends patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties {
            }

            /** Represents a BatchCreateBillingAccountsResult. */
            class BatchCreateBillingAccountsResult {

                /**
                 * Constructs a new BatchCreateBillingAccountsResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchCreateBillingAccountsResult account. */
                account?: (patient_management.billing.v1.BillingAccount.$Properties|null);

                /** BatchCreateBillingAccountsResult refusal. */
                refusal?: (string|null);

                /** BatchCreateBillingAccountsResult patientId. */
                patientId: string;

                /** BatchCreateBillingAccountsResult opened. */
                opened: boolean;

                /** BatchCreateBillingAccountsResult outcome. */
                outcome?: ("account"|"refusal");

                /**
                 * Creates a new BatchCreateBillingAccountsResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns BatchCreateBillingAccountsResult instance
                 */
                static create(properties: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape): patient_management.billing.v1.BatchCreateBillingAccountsResult & patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape;
                static create(properties?: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties): patient_management.billing.v1.BatchCreateBillingAccountsResult;

                /**
                 * Encodes the specified BatchCreateBillingAccountsResult message. Does not implicitly {@link patient_management.billing.v1.BatchCreateBillingAccountsResult.verify|verify} messages.
                 * @param message BatchCreateBillingAccountsResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchCreateBillingAccountsResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.BatchCreateBillingAccountsResult & patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape} BatchCreateBillingAccountsResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.BatchCreateBillingAccountsResult & patient_management.billing.v1.BatchCreateBillingAccountsResult.$Shape;
            }

            namespace BatchCreateBillingAccountsResult {

                /** Properties of a BatchCreateBillingAccountsResult. */
                interface $Properties {

                    /** BatchCreateBillingAccountsResult account */
                    account?: (patient_management.billing.v1.BillingAccount.$Properties|null);

                    /** BatchCreateBillingAccountsResult refusal */
                    refusal?: (string|null);

                    /** BatchCreateBillingAccountsResult patientId */
                    patientId?: (string|null);

                    /** BatchCreateBillingAccountsResult opened */
                    opened?: (boolean|null);

                    /** BatchCreateBillingAccountsResult outcome */
                    outcome?: ("account"|"refusal");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a BatchCreateBillingAccountsResult. */
                type $Shape = {
                  account?: patient_management.billing.v1.BillingAccount.$Shape|null;
                  refusal?: string|null;
                  patientId?: string|null;
                  opened?: boolean|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ outcome?: undefined; account?: null; refusal?: null }|{ outcome?: "account"; account: patient_management.billing.v1.BillingAccount.$Shape; refusal?: null }|{ outcome?: "refusal"; account?: null; refusal: string })
                );
            }

            /**
             * Properties of a GetBillingAccountRequest.
             * @deprecated Use patient_management.billing.v1.GetBillingAccountRequest.$Properties instead.
             */
            interface IGetBillingAccountRequest extends patient_management.billing.v1.GetBillingAccountRequest.$Properties {
            }

            /** Represents a GetBillingAccountRequest. */
            class GetBillingAccountRequest {

                /**
                 * Constructs a new GetBillingAccountRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.GetBillingAccountRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetBillingAccountRequest patientId. */
                patientId: string;

                /**
                 * Creates a new GetBillingAccountRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetBillingAccountRequest instance
                 */
                static create(properties: patient_management.billing.v1.GetBillingAccountRequest.$Shape): patient_management.billing.v1.GetBillingAccountRequest & patient_management.billing.v1.GetBillingAccountRequest.$Shape;
                static create(properties?: patient_management.billing.v1.GetBillingAccountRequest.$Properties): patient_management.billing.v1.GetBillingAccountRequest;

                /**
                 * Encodes the specified GetBillingAccountRequest message. Does not implicitly {@link patient_management.billing.v1.GetBillingAccountRequest.verify|verify} messages.
                 * @param message GetBillingAccountRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.GetBillingAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetBillingAccountRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.GetBillingAccountRequest & patient_management.billing.v1.GetBillingAccountRequest.$Shape} GetBillingAccountRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.GetBillingAccountRequest & patient_management.billing.v1.GetBillingAccountRequest.$Shape;
            }

            namespace GetBillingAccountRequest {

                /** Properties of a GetBillingAccountRequest. */
                interface $Properties {

                    /** GetBillingAccountRequest patientId */
                    patientId?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetBillingAccountRequest. */
                type $Shape = patient_management.billing.v1.GetBillingAccountRequest.$Properties;
            }

            /**
             * Properties of a GetBillingAccountResponse.
             * @deprecated Use patient_management.billing.v1.GetBillingAccountResponse.$Properties instead.
             */
            interface IGetBillingAccountResponse extends patient_management.billing.v1.GetBillingAccountResponse.$Properties {
            }

            /** Represents a GetBillingAccountResponse. */
            class GetBillingAccountResponse {

                /**
                 * Constructs a new GetBillingAccountResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.GetBillingAccountResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetBillingAccountResponse account. */
                account?: (patient_management.billing.v1.BillingAccount.$Properties|null);

                /**
                 * Creates a new GetBillingAccountResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetBillingAccountResponse instance
                 */
                static create(properties: patient_management.billing.v1.GetBillingAccountResponse.$Shape): patient_management.billing.v1.GetBillingAccountResponse & patient_management.billing.v1.GetBillingAccountResponse.$Shape;
                static create(properties?: patient_management.billing.v1.GetBillingAccountResponse.$Properties): patient_management.billing.v1.GetBillingAccountResponse;

                /**
                 * Encodes the specified GetBillingAccountResponse message. Does not implicitly {@link patient_management.billing.v1.GetBillingAccountResponse.verify|verify} messages.
                 * @param message GetBillingAccountResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.GetBillingAccountResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetBillingAccountResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.GetBillingAccountResponse & patient_management.billing.v1.GetBillingAccountResponse.$Shape} GetBillingAccountResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.GetBillingAccountResponse & patient_management.billing.v1.GetBillingAccountResponse.$Shape;
            }

            namespace GetBillingAccountResponse {

                /** Properties of a GetBillingAccountResponse. */
                interface $Properties {

                    /** GetBillingAccountResponse account */
                    account?: (patient_management.billing.v1.BillingAccount.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetBillingAccountResponse. */
                type $Shape = patient_management.billing.v1.GetBillingAccountResponse.$Properties;
            }

            /**
             * Properties of a ListAccountHoldersRequest.
             * @deprecated Use patient_management.billing.v1.ListAccountHoldersRequest.$Properties instead.
             */
            interface IListAccountHoldersRequest extends patient_management.billing.v1.ListAccountHoldersRequest.$Properties {
            }

            /** Represents a ListAccountHoldersRequest. */
            class ListAccountHoldersRequest {

                /**
                 * Constructs a new ListAccountHoldersRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.ListAccountHoldersRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListAccountHoldersRequest afterPatientId. */
                afterPatientId: string;

                /** ListAccountHoldersRequest pageSize. */
                pageSize: number;

                /**
                 * Creates a new ListAccountHoldersRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListAccountHoldersRequest instance
                 */
                static create(properties: patient_management.billing.v1.ListAccountHoldersRequest.$Shape): patient_management.billing.v1.ListAccountHoldersRequest & patient_management.billing.v1.ListAccountHoldersRequest.$Shape;
                static create(properties?: patient_management.billing.v1.ListAccountHoldersRequest.$Properties): patient_management.billing.v1.ListAccountHoldersRequest;

                /**
                 * Encodes the specified ListAccountHoldersRequest message. Does not implicitly {@link patient_management.billing.v1.ListAccountHoldersRequest.verify|verify} messages.
                 * @param message ListAccountHoldersRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.ListAccountHoldersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListAccountHoldersRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.ListAccountHoldersRequest & patient_management.billing.v1.ListAccountHoldersRequest.$Shape} ListAccountHoldersRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.ListAccountHoldersRequest & patient_management.billing.v1.ListAccountHoldersRequest.$Shape;
            }

            namespace ListAccountHoldersRequest {

                /** Properties of a ListAccountHoldersRequest. */
                interface $Properties {

                    /** ListAccountHoldersRequest afterPatientId */
                    afterPatientId?: (string|null);

                    /** ListAccountHoldersRequest pageSize */
                    pageSize?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListAccountHoldersRequest. */
                type $Shape = patient_management.billing.v1.ListAccountHoldersRequest.$Properties;
            }

            /**
             * Properties of a ListAccountHoldersResponse.
             * @deprecated Use patient_management.billing.v1.ListAccountHoldersResponse.$Properties instead.
             */
            interface IListAccountHoldersResponse extends patient_management.billing.v1.ListAccountHoldersResponse.$Properties {
            }

            /** Represents a ListAccountHoldersResponse. */
            class ListAccountHoldersResponse {

                /**
                 * Constructs a new ListAccountHoldersResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.billing.v1.ListAccountHoldersResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListAccountHoldersResponse patientIds. */
                patientIds: string[];

                /**
                 * Creates a new ListAccountHoldersResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListAccountHoldersResponse instance
                 */
                static create(properties: patient_management.billing.v1.ListAccountHoldersResponse.$Shape): patient_management.billing.v1.ListAccountHoldersResponse & patient_management.billing.v1.ListAccountHoldersResponse.$Shape;
                static create(properties?: patient_management.billing.v1.ListAccountHoldersResponse.$Properties): patient_management.billing.v1.ListAccountHoldersResponse;

                /**
                 * Encodes the specified ListAccountHoldersResponse message. Does not implicitly {@link patient_management.billing.v1.ListAccountHoldersResponse.verify|verify} messages.
                 * @param message ListAccountHoldersResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.billing.v1.ListAccountHoldersResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListAccountHoldersResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.billing.v1.ListAccountHoldersResponse & patient_management.billing.v1.ListAccountHoldersResponse.$Shape} ListAccountHoldersResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.billing.v1.ListAccountHoldersResponse & patient_management.billing.v1.ListAccountHoldersResponse.$Shape;
            }

            namespace ListAccountHoldersResponse {

                /** Properties of a ListAccountHoldersResponse. */
                interface $Properties {

                    /** ListAccountHoldersResponse patientIds */
                    patientIds?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListAccountHoldersResponse. */
                type $Shape = patient_management.billing.v1.ListAccountHoldersResponse.$Properties;
            }
        }
    }

    /** Namespace events. */
    namespace events {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a PatientEvent.
             * @deprecated Use patient_management.events.v1.PatientEvent.$Properties instead.
             */
            interface IPatientEvent extends patient_management.events.v1.PatientEvent.$Properties {
            }

            /** Represents a PatientEvent. */
            class PatientEvent {

                /**
                 * Constructs a new PatientEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.events.v1.PatientEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PatientEvent eventId. */
                eventId: string;

                /** PatientEvent patientId. */
                patientId: string;

                /** PatientEvent version. */
                version: number;

                /** PatientEvent kind. */
                kind: patient_management.events.v1.PatientEventKind;

                /** PatientEvent occurredAtMs. */
                occurredAtMs: number;

                /** PatientEvent state. */
                state?: (patient_management.events.v1.PatientState.$Properties|null);

                /**
                 * Creates a new PatientEvent instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PatientEvent instance
                 */
                static create(properties: patient_management.events.v1.PatientEvent.$Shape): patient_management.events.v1.PatientEvent & patient_management.events.v1.PatientEvent.$Shape;
                static create(properties?: patient_management.events.v1.PatientEvent.$Properties): patient_management.events.v1.PatientEvent;

                /**
                 * Encodes the specified PatientEvent message. Does not implicitly {@link patient_management.events.v1.PatientEvent.verify|verify} messages.
                 * @param message PatientEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.events.v1.PatientEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PatientEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.events.v1.PatientEvent & patient_management.events.v1.PatientEvent.$Shape} PatientEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.events.v1.PatientEvent & patient_management.events.v1.PatientEvent.$Shape;
            }

            namespace PatientEvent {

                /** Properties of a PatientEvent. */
                interface $Properties {

                    /** PatientEvent eventId */
                    eventId?: (string|null);

                    /** PatientEvent patientId */
                    patientId?: (string|null);

                    /** PatientEvent version */
                    version?: (number|null);

                    /** PatientEvent kind */
                    kind?: (patient_management.events.v1.PatientEventKind|null);

                    /** PatientEvent occurredAtMs */
                    occurredAtMs?: (number|null);

                    /** PatientEvent state */
                    state?: (patient_management.events.v1.PatientState.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PatientEvent. */
                type $Shape = patient_management.events.v1.PatientEvent.$Properties;
            }

            /** PatientEventKind enum. */
            enum PatientEventKind {

                /** PATIENT_EVENT_KIND_UNSPECIFIED value */
                PATIENT_EVENT_KIND_UNSPECIFIED = 0,

                /** PATIENT_EVENT_KIND_REGISTERED value */
                PATIENT_EVENT_KIND_REGISTERED = 1,

                /** PATIENT_EVENT_KIND_UPDATED value */
                PATIENT_EVENT_KIND_UPDATED = 2,

                /** PATIENT_EVENT_KIND_DELETED value */
                PATIENT_EVENT_KIND_DELETED = 3,

                /** PATIENT_EVENT_KIND_RESTORED value */
                PATIENT_EVENT_KIND_RESTORED = 4
            }

            /**
             * Properties of a PatientState.
             * @deprecated Use patient_management.events.v1.PatientState.$Properties instead.
             */
            interface IPatientState extends patient_management.events.v1.PatientState.$Properties {
            }

            /** Represents a PatientState. */
            class PatientState {

                /**
                 * Constructs a new PatientState.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.events.v1.PatientState.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PatientState birthYear. */
                birthYear: number;

                /** PatientState sex. */
                sex: string;

                /** PatientState city. */
                city: string;

                /** PatientState country. */
                country: string;

                /** PatientState createdAtMs. */
                createdAtMs: number;

                /** PatientState deleted. */
                deleted: boolean;

                /**
                 * Creates a new PatientState instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PatientState instance
                 */
                static create(properties: patient_management.events.v1.PatientState.$Shape): patient_management.events.v1.PatientState & patient_management.events.v1.PatientState.$Shape;
                static create(properties?: patient_management.events.v1.PatientState.$Properties): patient_management.events.v1.PatientState;

                /**
                 * Encodes the specified PatientState message. Does not implicitly {@link patient_management.events.v1.PatientState.verify|verify} messages.
                 * @param message PatientState message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.events.v1.PatientState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PatientState message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.events.v1.PatientState & patient_management.events.v1.PatientState.$Shape} PatientState
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.events.v1.PatientState & patient_management.events.v1.PatientState.$Shape;
            }

            namespace PatientState {

                /** Properties of a PatientState. */
                interface $Properties {

                    /** PatientState birthYear */
                    birthYear?: (number|null);

                    /** PatientState sex */
                    sex?: (string|null);

                    /** PatientState city */
                    city?: (string|null);

                    /** PatientState country */
                    country?: (string|null);

                    /** PatientState createdAtMs */
                    createdAtMs?: (number|null);

                    /** PatientState deleted */
                    deleted?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PatientState. */
                type $Shape = patient_management.events.v1.PatientState.$Properties;
            }
        }
    }

    /** Namespace patient. */
    namespace patient {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a GetPatientStateRequest.
             * @deprecated Use patient_management.patient.v1.GetPatientStateRequest.$Properties instead.
             */
            interface IGetPatientStateRequest extends patient_management.patient.v1.GetPatientStateRequest.$Properties {
            }

            /** Represents a GetPatientStateRequest. */
            class GetPatientStateRequest {

                /**
                 * Constructs a new GetPatientStateRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.GetPatientStateRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetPatientStateRequest patientId. */
                patientId: string;

                /**
                 * Creates a new GetPatientStateRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetPatientStateRequest instance
                 */
                static create(properties: patient_management.patient.v1.GetPatientStateRequest.$Shape): patient_management.patient.v1.GetPatientStateRequest & patient_management.patient.v1.GetPatientStateRequest.$Shape;
                static create(properties?: patient_management.patient.v1.GetPatientStateRequest.$Properties): patient_management.patient.v1.GetPatientStateRequest;

                /**
                 * Encodes the specified GetPatientStateRequest message. Does not implicitly {@link patient_management.patient.v1.GetPatientStateRequest.verify|verify} messages.
                 * @param message GetPatientStateRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.GetPatientStateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetPatientStateRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.GetPatientStateRequest & patient_management.patient.v1.GetPatientStateRequest.$Shape} GetPatientStateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.GetPatientStateRequest & patient_management.patient.v1.GetPatientStateRequest.$Shape;
            }

            namespace GetPatientStateRequest {

                /** Properties of a GetPatientStateRequest. */
                interface $Properties {

                    /** GetPatientStateRequest patientId */
                    patientId?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetPatientStateRequest. */
                type $Shape = patient_management.patient.v1.GetPatientStateRequest.$Properties;
            }

            /**
             * Properties of a GetPatientStateResponse.
             * @deprecated Use patient_management.patient.v1.GetPatientStateResponse.$Properties instead.
             */
            interface IGetPatientStateResponse extends patient_management.patient.v1.GetPatientStateResponse.$Properties {
            }

            /** Represents a GetPatientStateResponse. */
            class GetPatientStateResponse {

                /**
                 * Constructs a new GetPatientStateResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.GetPatientStateResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetPatientStateResponse patientId. */
                patientId: string;

                /** GetPatientStateResponse version. */
                version: number;

                /** GetPatientStateResponse deleted. */
                deleted: boolean;

                /**
                 * Creates a new GetPatientStateResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetPatientStateResponse instance
                 */
                static create(properties: patient_management.patient.v1.GetPatientStateResponse.$Shape): patient_management.patient.v1.GetPatientStateResponse & patient_management.patient.v1.GetPatientStateResponse.$Shape;
                static create(properties?: patient_management.patient.v1.GetPatientStateResponse.$Properties): patient_management.patient.v1.GetPatientStateResponse;

                /**
                 * Encodes the specified GetPatientStateResponse message. Does not implicitly {@link patient_management.patient.v1.GetPatientStateResponse.verify|verify} messages.
                 * @param message GetPatientStateResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.GetPatientStateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetPatientStateResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.GetPatientStateResponse & patient_management.patient.v1.GetPatientStateResponse.$Shape} GetPatientStateResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.GetPatientStateResponse & patient_management.patient.v1.GetPatientStateResponse.$Shape;
            }

            namespace GetPatientStateResponse {

                /** Properties of a GetPatientStateResponse. */
                interface $Properties {

                    /** GetPatientStateResponse patientId */
                    patientId?: (string|null);

                    /** GetPatientStateResponse version */
                    version?: (number|null);

                    /** GetPatientStateResponse deleted */
                    deleted?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetPatientStateResponse. */
                type $Shape = patient_management.patient.v1.GetPatientStateResponse.$Properties;
            }

            /**
             * Properties of a ListPatientStatesRequest.
             * @deprecated Use patient_management.patient.v1.ListPatientStatesRequest.$Properties instead.
             */
            interface IListPatientStatesRequest extends patient_management.patient.v1.ListPatientStatesRequest.$Properties {
            }

            /** Represents a ListPatientStatesRequest. */
            class ListPatientStatesRequest {

                /**
                 * Constructs a new ListPatientStatesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.ListPatientStatesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListPatientStatesRequest pageSize. */
                pageSize: number;

                /**
                 * Creates a new ListPatientStatesRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListPatientStatesRequest instance
                 */
                static create(properties: patient_management.patient.v1.ListPatientStatesRequest.$Shape): patient_management.patient.v1.ListPatientStatesRequest & patient_management.patient.v1.ListPatientStatesRequest.$Shape;
                static create(properties?: patient_management.patient.v1.ListPatientStatesRequest.$Properties): patient_management.patient.v1.ListPatientStatesRequest;

                /**
                 * Encodes the specified ListPatientStatesRequest message. Does not implicitly {@link patient_management.patient.v1.ListPatientStatesRequest.verify|verify} messages.
                 * @param message ListPatientStatesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.ListPatientStatesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListPatientStatesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.ListPatientStatesRequest & patient_management.patient.v1.ListPatientStatesRequest.$Shape} ListPatientStatesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.ListPatientStatesRequest & patient_management.patient.v1.ListPatientStatesRequest.$Shape;
            }

            namespace ListPatientStatesRequest {

                /** Properties of a ListPatientStatesRequest. */
                interface $Properties {

                    /** ListPatientStatesRequest pageSize */
                    pageSize?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListPatientStatesRequest. */
                type $Shape = patient_management.patient.v1.ListPatientStatesRequest.$Properties;
            }

            /**
             * Properties of a ListPatientStatesResponse.
             * @deprecated Use patient_management.patient.v1.ListPatientStatesResponse.$Properties instead.
             */
            interface IListPatientStatesResponse extends patient_management.patient.v1.ListPatientStatesResponse.$Properties {
            }

            /** Represents a ListPatientStatesResponse. */
            class ListPatientStatesResponse {

                /**
                 * Constructs a new ListPatientStatesResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.ListPatientStatesResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListPatientStatesResponse patients. */
                patients: patient_management.patient.v1.PatientSnapshot.$Properties[];

                /**
                 * Creates a new ListPatientStatesResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListPatientStatesResponse instance
                 */
                static create(properties: patient_management.patient.v1.ListPatientStatesResponse.$Shape): patient_management.patient.v1.ListPatientStatesResponse & patient_management.patient.v1.ListPatientStatesResponse.$Shape;
                static create(properties?: patient_management.patient.v1.ListPatientStatesResponse.$Properties): patient_management.patient.v1.ListPatientStatesResponse;

                /**
                 * Encodes the specified ListPatientStatesResponse message. Does not implicitly {@link patient_management.patient.v1.ListPatientStatesResponse.verify|verify} messages.
                 * @param message ListPatientStatesResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.ListPatientStatesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListPatientStatesResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.ListPatientStatesResponse & patient_management.patient.v1.ListPatientStatesResponse.$Shape} ListPatientStatesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.ListPatientStatesResponse & patient_management.patient.v1.ListPatientStatesResponse.$Shape;
            }

            namespace ListPatientStatesResponse {

                /** Properties of a ListPatientStatesResponse. */
                interface $Properties {

                    /** ListPatientStatesResponse patients */
                    patients?: (patient_management.patient.v1.PatientSnapshot.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListPatientStatesResponse. */
                type $Shape = patient_management.patient.v1.ListPatientStatesResponse.$Properties;
            }

            /**
             * Properties of a PatientSnapshot.
             * @deprecated Use patient_management.patient.v1.PatientSnapshot.$Properties instead.
             */
            interface IPatientSnapshot extends patient_management.patient.v1.PatientSnapshot.$Properties {
            }

            /** Represents a PatientSnapshot. */
            class PatientSnapshot {

                /**
                 * Constructs a new PatientSnapshot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.PatientSnapshot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PatientSnapshot patientId. */
                patientId: string;

                /** PatientSnapshot version. */
                version: number;

                /** PatientSnapshot state. */
                state?: (patient_management.events.v1.PatientState.$Properties|null);

                /**
                 * Creates a new PatientSnapshot instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PatientSnapshot instance
                 */
                static create(properties: patient_management.patient.v1.PatientSnapshot.$Shape): patient_management.patient.v1.PatientSnapshot & patient_management.patient.v1.PatientSnapshot.$Shape;
                static create(properties?: patient_management.patient.v1.PatientSnapshot.$Properties): patient_management.patient.v1.PatientSnapshot;

                /**
                 * Encodes the specified PatientSnapshot message. Does not implicitly {@link patient_management.patient.v1.PatientSnapshot.verify|verify} messages.
                 * @param message PatientSnapshot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.PatientSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PatientSnapshot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.PatientSnapshot & patient_management.patient.v1.PatientSnapshot.$Shape} PatientSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.PatientSnapshot & patient_management.patient.v1.PatientSnapshot.$Shape;
            }

            namespace PatientSnapshot {

                /** Properties of a PatientSnapshot. */
                interface $Properties {

                    /** PatientSnapshot patientId */
                    patientId?: (string|null);

                    /** PatientSnapshot version */
                    version?: (number|null);

                    /** PatientSnapshot state */
                    state?: (patient_management.events.v1.PatientState.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PatientSnapshot. */
                type $Shape = patient_management.patient.v1.PatientSnapshot.$Properties;
            }

            /**
             * Properties of a CountPatientsRequest.
             * @deprecated Use patient_management.patient.v1.CountPatientsRequest.$Properties instead.
             */
            interface ICountPatientsRequest extends patient_management.patient.v1.CountPatientsRequest.$Properties {
            }

            /** Represents a CountPatientsRequest. */
            class CountPatientsRequest {

                /**
                 * Constructs a new CountPatientsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.CountPatientsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new CountPatientsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CountPatientsRequest instance
                 */
                static create(properties: patient_management.patient.v1.CountPatientsRequest.$Shape): patient_management.patient.v1.CountPatientsRequest & patient_management.patient.v1.CountPatientsRequest.$Shape;
                static create(properties?: patient_management.patient.v1.CountPatientsRequest.$Properties): patient_management.patient.v1.CountPatientsRequest;

                /**
                 * Encodes the specified CountPatientsRequest message. Does not implicitly {@link patient_management.patient.v1.CountPatientsRequest.verify|verify} messages.
                 * @param message CountPatientsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.CountPatientsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CountPatientsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.CountPatientsRequest & patient_management.patient.v1.CountPatientsRequest.$Shape} CountPatientsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.CountPatientsRequest & patient_management.patient.v1.CountPatientsRequest.$Shape;
            }

            namespace CountPatientsRequest {

                /** Properties of a CountPatientsRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CountPatientsRequest. */
                type $Shape = patient_management.patient.v1.CountPatientsRequest.$Properties;
            }

            /**
             * Properties of a CountPatientsResponse.
             * @deprecated Use patient_management.patient.v1.CountPatientsResponse.$Properties instead.
             */
            interface ICountPatientsResponse extends patient_management.patient.v1.CountPatientsResponse.$Properties {
            }

            /** Represents a CountPatientsResponse. */
            class CountPatientsResponse {

                /**
                 * Constructs a new CountPatientsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: patient_management.patient.v1.CountPatientsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CountPatientsResponse registered. */
                registered: number;

                /** CountPatientsResponse live. */
                live: number;

                /**
                 * Creates a new CountPatientsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CountPatientsResponse instance
                 */
                static create(properties: patient_management.patient.v1.CountPatientsResponse.$Shape): patient_management.patient.v1.CountPatientsResponse & patient_management.patient.v1.CountPatientsResponse.$Shape;
                static create(properties?: patient_management.patient.v1.CountPatientsResponse.$Properties): patient_management.patient.v1.CountPatientsResponse;

                /**
                 * Encodes the specified CountPatientsResponse message. Does not implicitly {@link patient_management.patient.v1.CountPatientsResponse.verify|verify} messages.
                 * @param message CountPatientsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: patient_management.patient.v1.CountPatientsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CountPatientsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {patient_management.patient.v1.CountPatientsResponse & patient_management.patient.v1.CountPatientsResponse.$Shape} CountPatientsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): patient_management.patient.v1.CountPatientsResponse & patient_management.patient.v1.CountPatientsResponse.$Shape;
            }

            namespace CountPatientsResponse {

                /** Properties of a CountPatientsResponse. */
                interface $Properties {

                    /** CountPatientsResponse registered */
                    registered?: (number|null);

                    /** CountPatientsResponse live */
                    live?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CountPatientsResponse. */
                type $Shape = patient_management.patient.v1.CountPatientsResponse.$Properties;
            }
        }
    }
}
