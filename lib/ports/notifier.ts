export interface Message {
  readonly subject: string;
  readonly text: string;
  /** Of the run: topics that keep an order keep that of its messages. */
  readonly group: string;
  /** The same for every try: where a topic knows it already, nothing is delivered again. */
  readonly id: string;
}

/** Tells people. */
export interface Notifier {
  /** Answers the id that the message was accepted under. @throws RegionUnreachable, ThrottledUnknown, ObjectMissing */
  publish(topic: string, message: Message): Promise<string>;
}
