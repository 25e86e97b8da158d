import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context";

/**
 * Where a component creates its children: under which parent, name and region. It gives each child the name, region,
 * tags and parent of the component contract, so that no part can forget one.
 */
export class Scope {
  constructor(
    readonly name: string,
    readonly context: Context,
    readonly parent: pulumi.Resource,
    readonly region: string = context.region,
  ) {}

  /** The same scope in another region, for what AWS keeps in one region only. */
  in(region: string): Scope {
    return new Scope(this.name, this.context, this.parent, region);
  }

  /** Logical name of a child; also its AWS name where that has to be fixed. */
  id(part: string): string {
    return `${this.name}-${part}`;
  }

  /** The required tags of a child. */
  tags(part: string): Record<string, string> {
    return this.context.tags(this.id(part));
  }

  /** Arguments that every regional and taggable child takes. */
  common(part: string): { region: string; tags: Record<string, string> } {
    return { region: this.region, tags: this.tags(part) };
  }

  /** Resource options of a child. */
  get child(): { parent: pulumi.Resource } {
    return { parent: this.parent };
  }

  /** Resource options of a child that holds data or what decrypts it. */
  get stateful(): { parent: pulumi.Resource; protect: boolean; retainOnDelete: boolean } {
    return { parent: this.parent, protect: this.context.protectData, retainOnDelete: this.context.protectData };
  }
}
