import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { instanceUserData } from "../../components/environment/instanceImage";

describe("User data of container instances", () => {
  it("T2 joins the cluster and keeps the agent's own settings", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "slipway-"));
    const config = path.join(directory, "ecs.config");
    writeFileSync(config, "ECS_BACKEND_HOST=\n");
    execFileSync("bash", ["-c", instanceUserData("buildit-twig-cluster").replaceAll("/etc/ecs", directory)]);
    assert.deepEqual(readFileSync(config, "utf8").split("\n"), [
      "ECS_BACKEND_HOST=",
      "ECS_CLUSTER=buildit-twig-cluster",
      "ECS_AWSVPC_BLOCK_IMDS=true",
      "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance",
      "",
    ]);
  });
});

describe("Forwarder of health-check alarms", () => {
  it("T5 publishes each message to the operations topic in the topic's own region", async () => {
    const requests: { authorization: string; body: URLSearchParams }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        requests.push({ authorization: request.headers.authorization ?? "", body: new URLSearchParams(body) });
        response.end("<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const topic = "arn:aws:sns:eu-west-1:123456789012:acme-shop-dev-operations";
    const forwarder = path.join(__dirname, "..", "..", "components", "environment", "forwarder", "index.mjs");
    const records = [
      { Sns: { Subject: "ALARM: site", Message: "down" } },
      { Sns: { Subject: null, Message: "no subject" } },
    ];
    const script = `import(${JSON.stringify(forwarder)}).then(({ handler }) => handler(${JSON.stringify({ Records: records })}))`;
    const environment = {
      PATH: process.env.PATH,
      TARGET_TOPIC_ARN: topic,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    await promisify(execFile)(process.execPath, ["-e", script], { env: environment });
    server.close();
    assert.deepEqual(
      requests.map(({ body }) => [body.get("Action"), body.get("TopicArn"), body.get("Subject"), body.get("Message")]),
      [
        ["Publish", topic, "ALARM: site", "down"],
        ["Publish", topic, null, "no subject"],
      ],
    );
    for (const { authorization } of requests) assert.match(authorization, /\/eu-west-1\/sns\//);
  });
});
