import { notFound, wrongTopicArn } from './sns-errors.ts';

export interface Topic {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** Delivers in order and at most once: a publisher names a group and an id. */
  readonly fifo: boolean;
}

const TOPIC_ARN =
  /^arn:aws[a-z-]*:sns:(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<name>[\w-]{1,256}(?:\.fifo)?)$/;

/** @throws Error when the text is no topic's ARN. */
export function topicOf(arn: string): Topic {
  const { region, account, name } = TOPIC_ARN.exec(arn)?.groups ?? {};
  if (!region || !account || !name) throw new Error(`${arn} is not the ARN of an SNS topic`);
  return { arn, region, account, name, fifo: name.endsWith('.fifo') };
}

/** The topics of all regions; each region's API knows its own. */
export interface TopicShelf {
  in(region: string): readonly Topic[];
  /** @throws AwsError InvalidParameter for what is no topic of the region, NotFound for one that is not there */
  find(region: string, arn: string): Topic;
  add(topic: Topic): Topic;
}

export function makeTopicShelf(declared: readonly string[]): TopicShelf {
  const topics = new Map(declared.map((arn) => [arn, topicOf(arn)]));
  return {
    in: (region) => [...topics.values()].filter((topic) => topic.region === region),
    find: (region, arn) => {
      if (TOPIC_ARN.exec(arn)?.groups?.['region'] !== region) throw wrongTopicArn();
      const topic = topics.get(arn);
      if (!topic) throw notFound();
      return topic;
    },
    add: (topic) => {
      const there = topics.get(topic.arn) ?? topic;
      topics.set(topic.arn, there);
      return there;
    },
  };
}
