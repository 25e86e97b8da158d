/** What an actor of the picture is for, which decides how it looks. */
export type Kind = "internet" | "entrance" | "compute" | "data" | "pipeline" | "messages" | "zone";

/** A thing that the picture shows. */
export interface Actor {
  id: string;
  kind: Kind;
  title: string;
  notes: string[];
  /** The resource; several small ones of a kind are one actor without a URN. */
  urn?: string;
}

export type Part = Actor | Area;

/** A part of the picture that has others in it: a region, a network, a tier of subnets. */
export interface Area {
  id: string;
  title: string;
  parts: Part[];
}

/** Traffic that security groups allow, or that an actor works on another. */
export interface Connection {
  from: string;
  to: string;
  label: string;
}

/** The picture of a stack. */
export interface Architecture {
  parts: Part[];
  connections: Connection[];
}

export function isArea(part: Part): part is Area {
  return "parts" in part;
}
