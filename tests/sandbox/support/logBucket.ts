import { DescribeLoadBalancerAttributesCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { clientsFor } from "./clients";

/** Puts two versions of an object and a delete marker into the bucket that a load balancer writes its access logs to. */
export async function fillLogBucket(port: number, region: string, loadBalancerArn: string): Promise<void> {
  const { elb, s3 } = clientsFor(port, region);
  const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn });
  const attributes = (await elb.send(command)).Attributes!;
  const Bucket = attributes.find(({ Key }) => Key === "access_logs.s3.bucket")!.Value!;
  const Key = "AWSLogs/log.gz";
  for (const Body of ["first", "second"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}
