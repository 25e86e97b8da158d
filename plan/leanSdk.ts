/**
 * What the SDK does for an engine in another process, or for debugging, and a plan can do without: most of the time and
 * memory of a program. `tests/plan/sdkContract.spec.ts` pins what is replaced here.
 */
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./model";
import { sorted } from "./values";

type Resource = Record<PropertyKey, unknown>;
/** Settles the outputs of a resource, by property. */
type Settlers = Record<string, (...outcome: unknown[]) => void>;

interface SdkRpc {
  /** Gives a resource an output for each property. */
  transferProperties: (resource: Resource, label: string, properties: object) => Settlers | LazyOutputs;
  /** Settles them when the resource is registered. */
  resolveProperties: (resource: Resource, settlers: Settlers | LazyOutputs, ...outcome: unknown[]) => void;
}

/* eslint-disable @typescript-eslint/no-require-imports -- these modules have no usable type declaration, or a constant one */
const debuggable = require("@pulumi/pulumi/runtime/debuggable") as { debuggablePromise: <T>(promise: T) => T };
const log = require("@pulumi/pulumi/log") as { debug: () => Promise<void> };
const rpc = require("@pulumi/pulumi/runtime/rpc") as SdkRpc;
/* eslint-enable @typescript-eslint/no-require-imports */

const { transferProperties, resolveProperties } = rpc;

/**
 * No stack of each promise, to debug promises that leak: that a program waits in vain the plan sees by itself. And no
 * messages for debugging: the plan shows none.
 */
debuggable.debuggablePromise = (promise) => promise;
log.debug = () => Promise.resolve();

/** The outputs of a resource, made when they are read: each is a dozen promises, and most are never read. */
class LazyOutputs {
  readonly #settlers: Settlers = {};
  #settle?: (settlers: Settlers) => void;

  constructor(
    readonly resource: Resource,
    readonly label: string,
    readonly properties: object,
  ) {}

  /** Makes the output of a property. */
  make(name: string): void {
    Reflect.deleteProperty(this.resource, name);
    const property = { [name]: this.properties[name as keyof object] as unknown };
    const settlers = transferProperties(this.resource, this.label, property) as Settlers;
    if (this.#settle) this.#settle(settlers);
    else Object.assign(this.#settlers, settlers);
  }

  /** Settles the outputs that there are, and each that is made later. */
  settle(settle: (settlers: Settlers) => void): void {
    this.#settle = settle;
    settle(this.#settlers);
  }
}

const OUTPUTS = Symbol("lazy outputs");
/** By property name, so that resources of one type share their shape. */
const getters = new Map<string, (this: Resource) => unknown>();

function getterOf(name: string): (this: Resource) => unknown {
  const known = getters.get(name);
  if (known) return known;
  const getter = function (this: Resource): unknown {
    (this[OUTPUTS] as LazyOutputs).make(name);
    return this[name];
  };
  getters.set(name, getter);
  return getter;
}

rpc.transferProperties = (resource, label, properties) => {
  const outputs = new LazyOutputs(resource, label, properties);
  Object.defineProperty(resource, OUTPUTS, { value: outputs });
  for (const name of Object.keys(properties)) {
    if (name === "id" || name === "urn") continue;
    Object.defineProperty(resource, name, { configurable: true, enumerable: true, get: getterOf(name) });
  }
  return outputs;
};

rpc.resolveProperties = (resource, outputs, ...outcome) => {
  if (outputs instanceof LazyOutputs) {
    outputs.settle((settlers) => resolveProperties(resource, settlers, ...outcome));
  } else {
    resolveProperties(resource, outputs, ...outcome);
  }
};

/** Properties in the form of the protocol, which stay plain until they are sent to another process. */
class PlainStruct extends Struct {
  #plain?: Properties;

  /** @param plain has its keys in order */
  constructor(plain: Properties) {
    super();
    this.#plain = plain;
  }

  override toJavaScript(): Properties {
    return this.#plain ?? super.toJavaScript();
  }

  override getFieldsMap(): ReturnType<Struct["getFieldsMap"]> {
    const fields = super.getFieldsMap();
    for (const [name, value] of Object.entries(this.#plain ?? {})) {
      fields.set(name, Value.fromJavaScript(value as Parameters<typeof Value.fromJavaScript>[0]));
    }
    this.#plain = undefined;
    return fields;
  }
}
Struct.fromJavaScript = (plain) => new PlainStruct(sorted(plain));
