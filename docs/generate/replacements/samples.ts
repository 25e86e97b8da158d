import { readFileSync } from "node:fs";
import * as path from "node:path";
import ts from "typescript";

/** A value as a provider gets it. */
export type Sample = string | number | boolean | Sample[] | { [name: string]: Sample };

/** An argument of a resource, two values for it that differ in every part, and the paths of these parts. */
export interface SampleArgument {
  name: string;
  values: [Sample, Sample];
  /** E.g. `launchTemplate.id` or `ebsBlockDevices[*].volumeSize`. */
  paths: string[];
}

/** Deeper properties are judged by what they are part of. */
const MAX_DEPTH = 4;

const SDK = path.dirname(require.resolve("@pulumi/aws/package.json"));
const nestedInputs = new Map<string, ts.InterfaceDeclaration>();

/** The arguments of a resource type, e.g. `aws:ec2/vpc:Vpc`, as the SDK's types have them. */
export function sampleArguments(type: string): SampleArgument[] {
  readNestedInputs();
  const [, module = "", className = ""] = type.split(":");
  const args = parse(path.join(SDK, `${module}.d.ts`)).statements.find(
    (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === `${className}Args`,
  );
  if (!args) throw new Error(`${type}: the SDK has no ${className}Args`);
  return membersOf(args).map(([name, node]) => {
    const { values, paths } = sampleOf(node, 1);
    return { name, values, paths: paths.map((below) => `${name}${below}`) };
  });
}

/** The first of an argument's values, but for the part at `path`, which is the second's. */
export function withPart({ name, values: [before, after] }: SampleArgument, path: string): Sample {
  const segments = path.slice(name.length).replaceAll("[*]", ".0").split(".").filter(Boolean);
  return replacePart(before, after, segments);
}

function replacePart(before: Sample, after: Sample, [segment, ...rest]: string[]): Sample {
  if (segment === undefined) return after;
  if (Array.isArray(before)) return [replacePart(before[0]!, (after as Sample[])[0]!, rest)];
  const [old, current] = [before, after] as Record<string, Sample>[];
  return { ...old, [segment]: replacePart(old![segment]!, current![segment]!, rest) };
}

type TypeSample = Omit<SampleArgument, "name">;

function sampleOf(node: ts.TypeNode, depth: number): TypeSample {
  if (ts.isUnionTypeNode(node)) {
    return sampleOf(
      node.types.find((each) => each.kind !== ts.SyntaxKind.UndefinedKeyword)!,
      depth,
    );
  }
  if (ts.isParenthesizedTypeNode(node)) return sampleOf(node.type, depth);
  if (ts.isArrayTypeNode(node)) {
    const { values, paths } = sampleOf(node.elementType, depth);
    return { values: [[values[0]], [values[1]]], paths: paths.map((below) => `[*]${below}`) };
  }
  if (ts.isTypeLiteralNode(node)) return leaf({ key: "a" }, { key: "b" });
  if (ts.isTypeReferenceNode(node)) return sampleOfReference(node, depth);
  if (node.kind === ts.SyntaxKind.NumberKeyword) return leaf(1, 2);
  return node.kind === ts.SyntaxKind.BooleanKeyword ? leaf(false, true) : leaf("a", "b");
}

function leaf(before: Sample, after: Sample): TypeSample {
  return { values: [before, after], paths: [""] };
}

function sampleOfReference(node: ts.TypeReferenceNode, depth: number): TypeSample {
  const [argument] = node.typeArguments ?? [];
  const name = node.typeName.getText();
  if (/^(pulumi\.)?(Input|Promise|Output)$/.test(name) && argument) return sampleOf(argument, depth);
  const nested = nestedInputs.get(name);
  if (!nested) return leaf("a", "b");
  if (depth >= MAX_DEPTH) return { values: [{}, {}], paths: [] };
  const members = membersOf(nested).map(([member, type]) => ({ member, ...sampleOf(type, depth + 1) }));
  const values = [0, 1].map((index) =>
    Object.fromEntries(members.map(({ member, values: both }) => [member, both[index]!])),
  ) as [Sample, Sample];
  return { values, paths: members.flatMap(({ member, paths }) => paths.map((below) => `.${member}${below}`)) };
}

function membersOf(declaration: ts.InterfaceDeclaration): [string, ts.TypeNode][] {
  return declaration.members.flatMap((member): [string, ts.TypeNode][] =>
    ts.isPropertySignature(member) && member.type ? [[member.name.getText(), member.type]] : [],
  );
}

/** Interfaces of nested arguments by the name that references use, e.g. `inputs.ecs.ServiceAlarms`. */
function readNestedInputs(): void {
  if (nestedInputs.size > 0) return;
  for (const space of parse(path.join(SDK, "types/input.d.ts")).statements) {
    if (!ts.isModuleDeclaration(space) || !space.body || !ts.isModuleBlock(space.body)) continue;
    for (const node of space.body.statements) {
      if (ts.isInterfaceDeclaration(node)) nestedInputs.set(`inputs.${space.name.text}.${node.name.text}`, node);
    }
  }
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
}
