import type { Stage } from "../shared/context";
import type { LogRetentionDays } from "../shared/logRetention";
import type { EnvironmentArgs } from "./args";

/** What a service has to know about its environment before any resource exists: plain values, for checks. */
export interface Host {
  stage: Stage;
  /** EC2 instance type of the container instances, where there are any. */
  instanceType?: string;
  /** Most container instances. */
  maxInstances?: number;
  /** The load balancer, where there is one. */
  loadBalancer?: {
    /** Names that the certificate covers; undefined where one is given, which may cover any. */
    certificateNames?: string[];
    /** Names that lead to it by records of the environment's own. */
    names: string[];
  };
  /** Private DNS namespace of the environment's services, where there is one. */
  namespace?: string;
  /** Whether Container Insights counts the tasks of services. */
  containerInsights: boolean;
  logRetentionDays: LogRetentionDays;
}

/** What services may count on, from an environment's arguments; those that are known to be wrong may be left out. */
export function hostOf(args: Pick<EnvironmentArgs, "context"> & Partial<EnvironmentArgs>): Host {
  const { context, cluster, loadBalancer, logRetentionDays = 30 } = args;
  const { instances } = cluster ?? {};
  const { domain } = loadBalancer ?? {};
  const names = domain ? [domain.name, ...(domain.aliases ?? [])] : [];
  const issued = domain && loadBalancer?.protocol !== "http" && !loadBalancer?.certificateArn;
  return {
    stage: context.stage,
    ...(instances && { instanceType: instances.instanceType, maxInstances: instances.maxSize }),
    ...(loadBalancer && { loadBalancer: { names, ...(issued && { certificateNames: names }) } }),
    ...(args.serviceDiscovery && { namespace: `${context.prefix}.internal` }),
    containerInsights: cluster?.containerInsights !== "disabled",
    logRetentionDays,
  };
}
