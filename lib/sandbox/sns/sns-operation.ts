import type { Xml } from '../wire/xml.ts';
import type { MessageLog } from './message-log.ts';
import type { TopicShelf } from './topic.ts';

/** What all operations of the service act on. */
export interface SnsParts {
  readonly account: string;
  readonly topics: TopicShelf;
  readonly messages: MessageLog;
}

export interface SnsCall extends SnsParts {
  readonly region: string;
  readonly parameters: URLSearchParams;
}

export interface SnsOperation {
  /** Parameters that are served; any other is refused. */
  readonly parameters: readonly string[];
  /** Gives the members of the result. @throws AwsError for what SNS refuses. */
  run(call: SnsCall): readonly Xml[];
}
