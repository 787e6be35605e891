import RequestQueue from "kafkajs/request-queue";

/** The part of kafkajs that keeps requests back while too many are under way on a connection, or the broker says so. */
interface Queue {
  readonly pending: readonly unknown[];
}

// kafkajs 2.2.4 looks for requests that wait, and when there are none it looks again at once, for as long as it is
// connected: a thousand times a second (tulios/kafkajs#1704). A request that has to wait asks for a look itself.
const { scheduleCheckPendingRequests } = RequestQueue.prototype;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: Queue): void {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};
