import type { SQSClient } from '@aws-sdk/client-sqs';

interface Held {
  readonly MessageId: string;
  readonly Body: string;
  readonly MessageAttributes?: unknown;
  isHidden: boolean;
}
interface Input {
  readonly QueueUrl: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: unknown;
  readonly MaxNumberOfMessages?: number;
  readonly ReceiptHandle?: string;
}

/** SQS as far as an operator's commands need it: what was received is hidden until it is deleted or let go. */
export const createFakeSqs = () => {
  const queues = new Map<string, Held[]>();
  let sent = 0;
  const queueOf = (url: string): Held[] => {
    const queue = queues.get(url) ?? [];
    queues.set(url, queue);
    return queue;
  };
  const send = async ({
    input,
    constructor: command,
  }: {
    readonly input: Input;
    readonly constructor: { readonly name: string };
  }): Promise<unknown> => {
    const queue = queueOf(input.QueueUrl);
    const held = queue.find(({ MessageId }) => MessageId === input.ReceiptHandle);
    switch (command.name) {
      case 'SendMessageCommand':
        sent += 1;
        queue.push({
          MessageId: `sqs-${sent}`,
          Body: input.MessageBody ?? '',
          MessageAttributes: input.MessageAttributes,
          isHidden: false,
        });
        return {};
      case 'ReceiveMessageCommand': {
        const Messages = queue.filter(({ isHidden }) => !isHidden).slice(0, input.MaxNumberOfMessages);
        for (const one of Messages) one.isHidden = true;
        return { Messages: Messages.map((one) => ({ ...one, ReceiptHandle: one.MessageId })) };
      }
      case 'DeleteMessageCommand':
        queues.set(
          input.QueueUrl,
          queue.filter((one) => one !== held),
        );
        return {};
      case 'ChangeMessageVisibilityCommand':
        if (held === undefined) throw new Error('a receipt of no message');
        held.isHidden = false;
        return {};
      case 'GetQueueAttributesCommand':
        return { Attributes: { ApproximateNumberOfMessages: String(queue.length) } };
      default:
        throw new Error(`not faked: ${command.name}`);
    }
  };
  return {
    client: { send } as unknown as SQSClient,
    put: (url: string, Body: string, MessageAttributes?: unknown): void => {
      sent += 1;
      queueOf(url).push({ MessageId: `sqs-${sent}`, Body, MessageAttributes, isHidden: false });
    },
    /** Takes all, as a consumer that is done with them. */
    take: (url: string): readonly string[] =>
      queueOf(url)
        .splice(0)
        .map(({ Body }) => Body),
    bodies: (url: string): readonly string[] => queueOf(url).map(({ Body }) => Body),
    hidden: (url: string): number => queueOf(url).filter(({ isHidden }) => isHidden).length,
  };
};
