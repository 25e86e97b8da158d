import type { callbacks } from "./sdk";
import { resource as proto, state } from "./sdk";

/** A transform's callback, as the SDK registers it with the engine. */
export type Transform = callbacks.Callback;

/**
 * Runs resource transforms on a registration in the engine's order: its own, those of its parents from the inside out,
 * those of the stack. The registration is changed in place.
 */
export async function applyTransforms(request: proto.RegisterResourceRequest, transforms: Transform[]): Promise<void> {
  for (const transform of transforms) {
    const run = state.getStore().callbacks?._callbacks.get(transform.getToken());
    if (!run) throw new Error("a resource transform is registered that this SDK does not know");
    const response = await run(transformRequest(request).serializeBinary());
    applyResponse(request, proto.TransformResponse.deserializeBinary(response.serializeBinary()));
  }
}

function transformRequest(request: proto.RegisterResourceRequest): proto.TransformRequest {
  const options = new proto.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setCustomTimeouts(request.getCustomtimeouts());
  const transform = new proto.TransformRequest();
  transform.setType(request.getType());
  transform.setName(request.getName());
  transform.setCustom(request.getCustom());
  transform.setParent(request.getParent());
  transform.setProperties(request.getObject());
  transform.setOptions(options);
  return transform;
}

function applyResponse(request: proto.RegisterResourceRequest, response: proto.TransformResponse): void {
  request.setObject(response.getProperties());
  const options = response.getOptions();
  if (!options) return;
  request.setDependenciesList(options.getDependsOnList());
  if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setVersion(options.getVersion());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
  request.setDeletedwith(options.getDeletedWith());
  request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setImportid(options.getImport());
  request.setCustomtimeouts(options.getCustomTimeouts());
}
