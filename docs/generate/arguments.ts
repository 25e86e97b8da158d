import { readFileSync } from "node:fs";
import ts from "typescript";

/** The tables of a component's arguments, as Markdown, from the doc comments of the interfaces in `file`. */
export function argumentTables(file: string): string {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .map((declaration) => interfaceTable(declaration, source))
    .join("\n");
}

function interfaceTable(declaration: ts.InterfaceDeclaration, source: ts.SourceFile): string {
  const rows = declaration.members.filter(ts.isPropertySignature).map((member) => {
    const { text, defaultText } = docOf(member);
    const name = `${member.name.getText(source)}${member.questionToken ? "?" : ""}`;
    const type = (member.type?.getText(source) ?? "").replace(/\s+/g, " ");
    return `| ${[`\`${name}\``, `\`${type.replaceAll("|", "\\|")}\``, defaultText, text].join(" | ")} |`;
  });
  return [
    `### ${declaration.name.text}`,
    "",
    docOf(declaration).text,
    "",
    "| argument | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function docOf(node: ts.Node): { text: string; defaultText: string } {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = comment?.tags?.find(({ tagName }) => tagName.text === "default");
  return { text: oneLine(comment?.comment), defaultText: oneLine(tag?.comment).replace(/^- /, "") };
}

/** A doc comment on one line of a table: list items become sentences, links become links. */
function oneLine(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/(https:\/\/\S+?)([.,:]?)(\s|$)/g, "[AWS]($1)$2$3")
    .replace(/^- /, "• ")
    .replace(/\n- /g, "<br>• ")
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
}
