import type { Tier } from "../../../components/environment/subnets";

/** What the picture of a stack shows. Names are logical names without the environment's prefix. */
export interface PictureModel {
  environment: string;
  region: string;
  /** What the plan is not. */
  label: string;
  resources: number;
  /** How the rules of each policy pack ended. */
  policies: string[];
  network: NetworkModel;
  cluster: ClusterModel;
  loadBalancer?: LoadBalancerModel;
  database?: DatabaseModel;
  /** Ports on which security groups let traffic out of the VPC. */
  exits: string[];
  healthChecks: { name: string; url: string; intervalSeconds: number }[];
  /** The environment's region first. */
  regions: RegionModel[];
  /** Functions that carry the messages of one topic to another. */
  forwarders: { name: string; region: string; from: string; to: string }[];
  buckets: { name: string; expirationDays?: number; locked: boolean }[];
}

/** A security group, and the ports of what it is let in to or lets in. */
export interface AdmissionModel {
  group: string;
  ports: string[];
}

export interface NetworkModel {
  cidr: string;
  zones: { name: string; natGateway: boolean; subnets: Record<Tier, string> }[];
  databaseReachesInternet: boolean;
  /** The traffic that the flow log records. */
  flowLogs?: string;
  gatewayEndpoints: string[];
  interfaceEndpoints: string[];
  /** Security groups that the interface endpoints let in. */
  endpointClients: AdmissionModel[];
}

export interface ClusterModel {
  name: string;
  instances: { type: string; min: number; max: number }[];
  /** Capacity providers of AWS, e.g. `FARGATE`. */
  fargate: string[];
  insights?: string;
  services: ServiceModel[];
}

export interface ServiceModel {
  name: string;
  /** Number of tasks, or their limits, e.g. `2–6`. */
  tasks: string;
  /** How a new version comes in, e.g. `canary`. */
  strategy: string;
}

/** An instance with a data volume of its own. */
export interface DatabaseModel {
  name: string;
  instanceType: string;
  /** The data volume, e.g. `gp3 volume of 50 GiB`. */
  volume: string;
  locked: boolean;
  /** Security groups that it lets in. */
  clients: AdmissionModel[];
}

export interface LoadBalancerModel {
  name: string;
  internal: boolean;
  locked: boolean;
  domains: string[];
  /** Name of the AWS WAF web ACL in front. */
  webAcl?: string;
  entrances: { cidr: string; ports: string[] }[];
  /** Security groups that let the load balancer in. */
  targets: AdmissionModel[];
  listeners: { port: number; protocol: string; tls?: string; answer: string }[];
}

export interface RegionModel {
  name: string;
  topics: { name: string; subscribers: number; encrypted: boolean }[];
  /** Names of the alarms that tell each topic. */
  alarms: { topic: string; names: string[] }[];
  keys: { name: string; rotated: boolean; locked: boolean }[];
  logGroups: { name: string; days: number }[];
}
