import { Writer } from "protobufjs/minimal";
import { secondsOf } from "../duration";
import type { PlannedResource, Properties, PropertyValue } from "../model";

/**
 * The two requests of the Analyzer protocol that a large plan sends thousands of, written straight from the plan's own
 * objects. The classes of the SDK would hold each property in several objects and each character of a text in a number.
 * The numbers are those of `analyzer.proto`; `tests/plan/sdkContract.spec.ts` reads the requests with the SDK's classes.
 */

/** Asks the resource rules about a resource: `AnalyzeRequest`. */
export function analyzeRequest(resource: PlannedResource, provider: PlannedResource | undefined): Uint8Array {
  return writeJudged(Writer.create(), resource, resource.inputs, provider).finish();
}

/** Asks the stack rules about all resources: `AnalyzeStackRequest`. */
export function analyzeStackRequest(
  resources: PlannedResource[],
  providerOf: (resource: PlannedResource) => PlannedResource | undefined,
): Uint8Array {
  const writer = Writer.create();
  for (const resource of resources) {
    message(writer, 1, () => {
      writeJudged(writer, resource, resource.outputs, providerOf(resource));
      text(writer, 7, resource.parent);
      texts(writer, 8, resource.dependencies);
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        message(writer, 9, () => {
          text(writer, 1, property);
          message(writer, 2, () => texts(writer, 1, urns));
        });
      }
    });
  }
  return writer.finish();
}

/** The fields that `AnalyzeRequest` and `AnalyzerResource` have in common. */
function writeJudged(
  writer: Writer,
  resource: PlannedResource,
  properties: Properties,
  provider: PlannedResource | undefined,
): Writer {
  writeResource(writer, resource, properties);
  message(writer, 5, () => writeOptions(writer, resource));
  if (provider) message(writer, 6, () => writeResource(writer, provider, provider.inputs));
  return writer;
}

function writeResource(writer: Writer, { type, urn, name }: PlannedResource, properties: Properties): void {
  text(writer, 1, type);
  message(writer, 2, () => writeStruct(writer, properties));
  text(writer, 3, urn);
  text(writer, 4, name);
}

function writeOptions(writer: Writer, { options, parent }: PlannedResource): void {
  const { create = "", update = "", delete: remove = "" } = options.customTimeouts ?? {};
  flag(writer, 1, options.protect);
  texts(writer, 2, options.ignoreChanges);
  flag(writer, 3, options.deleteBeforeReplace);
  flag(writer, 4, options.deleteBeforeReplace !== undefined);
  texts(writer, 5, options.additionalSecretOutputs);
  texts(writer, 6, options.aliases);
  message(writer, 7, () => {
    for (const [index, time] of [create, update, remove].entries()) {
      writer.uint32(tag(index + 1, FIXED64)).double(secondsOf(time));
    }
  });
  text(writer, 8, parent);
}

/** `google.protobuf.Struct` */
function writeStruct(writer: Writer, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    message(writer, 1, () => {
      text(writer, 1, name);
      message(writer, 2, () => writeValue(writer, value));
    });
  }
}

/** `google.protobuf.Value` */
function writeValue(writer: Writer, value: PropertyValue): void {
  if (value === null) writer.uint32(tag(1, VARINT)).int32(0);
  else if (typeof value === "number") writer.uint32(tag(2, FIXED64)).double(value);
  else if (typeof value === "string") writer.uint32(tag(3, LENGTH)).string(value);
  else if (typeof value === "boolean") writer.uint32(tag(4, VARINT)).bool(value);
  else if (!Array.isArray(value)) message(writer, 5, () => writeStruct(writer, value));
  else message(writer, 6, () => value.forEach((item) => message(writer, 1, () => writeValue(writer, item))));
}

/** Wire types of Protocol Buffers. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;

const tag = (field: number, wireType: number) => (field << 3) | wireType;

function message(writer: Writer, field: number, write: () => void): void {
  writer.uint32(tag(field, LENGTH)).fork();
  write();
  writer.ldelim();
}

function text(writer: Writer, field: number, value = ""): void {
  if (value !== "") writer.uint32(tag(field, LENGTH)).string(value);
}

function texts(writer: Writer, field: number, values: string[] = []): void {
  for (const value of values) writer.uint32(tag(field, LENGTH)).string(value);
}

function flag(writer: Writer, field: number, value = false): void {
  if (value) writer.uint32(tag(field, VARINT)).bool(true);
}
