import type { Properties, ResourceOptions, SourcePosition } from "./model";
import type { resource as proto } from "./sdk";
import { projectPosition } from "./source";
import { typeOf, urnOf } from "./urn";
import { secret } from "./values";

/** The resource options of a registration; what the program does not give is absent. */
export function optionsOf(request: proto.RegisterResourceRequest, stack: string, project: string): ResourceOptions {
  const timeouts = request.getCustomtimeouts();
  return present({
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: aliasUrns(request, stack, project),
    customTimeouts: present({
      create: timeouts?.getCreate(),
      update: timeouts?.getUpdate(),
      delete: timeouts?.getDelete(),
    }),
    deletedWith: request.getDeletedwith(),
    replaceWith: request.getReplaceWithList(),
    hideDiffs: request.getHidediffsList(),
    importId: request.getImportid(),
    version: request.getVersion(),
  });
}

/** The object without its empty members: undefined, `""`, `[]` and `{}` all mean "not given" in the protocol. */
function present<T extends object>(values: T): Partial<T> {
  const given = ([, value]: [string, unknown]) =>
    value !== undefined &&
    value !== "" &&
    !(typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(values).filter(given)) as Partial<T>;
}

/** Former URNs of a resource; what an alias leaves out is as in the resource itself. */
function aliasUrns(request: proto.RegisterResourceRequest, stack: string, project: string): string[] {
  return request.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    if (!spec) return alias.getUrn();
    const parent = spec.getNoparent() ? undefined : spec.getParenturn() || request.getParent() || undefined;
    return urnOf(
      spec.getStack() || stack,
      spec.getProject() || project,
      parent,
      spec.getType() || request.getType(),
      spec.getName() || request.getName(),
    );
  });
}

/** The innermost line of the project's own code that led to the registration. */
export function sourceOf(
  request: proto.RegisterResourceRequest | proto.ReadResourceRequest,
  root: string,
): SourcePosition | undefined {
  const frames = (request.getStacktrace()?.getFramesList() ?? []).map((frame) => frame.getPc());
  for (const frame of [request.getSourceposition(), ...frames]) {
    const position = frame && projectPosition(root, frame.getUri(), frame.getLine(), frame.getColumn());
    if (position) return position;
  }
  return undefined;
}

/** What the program sees of a resource in a preview: its inputs, secret where the options say so. */
export function echoedOutputs(inputs: Properties, additionalSecrets: string[] = []): Properties {
  const hidden = new Set(additionalSecrets);
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, hidden.has(key) ? secret(value) : value]),
  );
}

/** `pulumi:providers:aws` → `aws`; undefined for other types. */
export function providerPackage(urn: string): string | undefined {
  return /^pulumi:providers:(.+)$/.exec(typeOf(urn))?.[1];
}
