import type { StackFinding, StackResource, StackRule } from "../../rule";
import { at, itemsAt } from "../../values";

const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const KEY = "aws:kms/key:Key";

export const pipelineArtifactsCmkPerRegion: StackRule = {
  name: "pipeline-artifacts-cmk-per-region",
  description: "A pipeline keeps the artifacts of each region that it acts in there, with a key of that region.",
  why: "With AWS's own key nobody can say who reads what is deployed, and no other region or account can read it at all.",
  fix: "Give each entry of `artifactStores` an `encryptionKey` of its `region`, and each action's region an entry.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "A key that does not exist yet is known by where it comes from: the stack's key of that region.",
  topics: ["pipeline", "encryption"],
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
  inputsOf: new Set([PIPELINE, KEY]),
  checkStack({ resources, inputs }): StackFinding[] {
    return resources
      .filter(({ type }) => type === PIPELINE)
      .flatMap((pipeline) => {
        const props = inputs.get(pipeline.urn);
        const keys = (pipeline.propertyDependencies.artifactStores ?? []).filter(({ type }) => type === KEY);
        const own = at(props, "region");
        const stores = itemsAt(props, "artifactStores").map((store) => ({ store, region: at(store, "region") ?? own }));
        const wrong = stores.flatMap(({ store, region }) => problemOf(store, region, keys, inputs));
        const used = itemsAt(props, "stages").flatMap((stage) => itemsAt(stage, "actions"));
        const bare = [...new Set(used.map((action) => at(action, "region")))].filter(
          (region) => typeof region === "string" && !stores.some((store) => store.region === region),
        );
        const without = bare.map((region) => `actions in ${String(region)} have no artifact store there`);
        return [...wrong, ...without].map((message) => ({ message, urn: pipeline.urn }));
      });
  },
};

/** What is wrong with the key of one artifact store. */
function problemOf(
  store: unknown,
  region: unknown,
  keys: readonly StackResource[],
  inputs: ReadonlyMap<string, unknown>,
): string[] {
  const where = typeof region === "string" ? ` in ${region}` : "";
  const id = at(store, "encryptionKey", "id");
  if (id === undefined) return [`the artifact store${where} has no key of its own`];
  const [, , , arnRegion] = typeof id === "string" ? id.split(":") : [];
  const known = arnRegion === undefined ? keys.map(({ urn }) => at(inputs.get(urn), "region")) : [arnRegion];
  const isThere = typeof region !== "string" || known.includes(region);
  return isThere ? [] : [`the artifact store${where} has no key of that region`];
}
