import type * as pulumi from "@pulumi/pulumi";

/**
 * A monitoring service with an HTTP API, such as LogicMonitor. It is told of every launch and termination of the fleets,
 * and of the end of a promotion. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export interface MonitoringArgs {
  /** HTTPS address that takes the messages, e.g. `https://acme.logicmonitor.com/santaba/rest/device/devices`. */
  endpoint: string;
  /**
   * Method of the requests.
   *
   * @default "POST"
   */
  method?: "POST" | "PUT" | "PATCH";
  /** Name of the header with the credentials, e.g. `Authorization`. */
  header: string;
  /** Value of that header: pass a secret. */
  token: pulumi.Input<string>;
  /**
   * Body of the requests, JSON as text, where `<event>` (`launched`, `terminated`, `promoted`), `<environment>`, `<group>`,
   * `<instance>`, `<image>` and `<time>` stand for their values.
   *
   * @default - an object with these six keys
   */
  body?: string;
}
