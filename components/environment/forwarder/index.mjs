// Forwards the messages of a topic to a topic of another region: Amazon SNS cannot subscribe one topic to another.
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const topicArn = process.env.TARGET_TOPIC_ARN;
const sns = new SNSClient({ region: topicArn.split(":")[3] });

export async function handler(event) {
  for (const { Sns: message } of event.Records) {
    await sns.send(
      new PublishCommand({ TopicArn: topicArn, Subject: message.Subject || undefined, Message: message.Message }),
    );
  }
}
