import * as path from "node:path";
import ts from "typescript";

/**
 * Compiles the program of a folder by its own tsconfig.json. Returns what is wrong with its files and with the declarations
 * of the package `name` that it uses; those of other packages are their authors' business.
 */
export function typeErrors(folder: string, name: string): { checked: string[]; errors: string[] } {
  const { config } = ts.readConfigFile(path.join(folder, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileNames.includes(fileName) || fileName.includes(`/node_modules/${name}/`));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return {
    checked: own.map(({ fileName }) => path.relative(folder, fileName)),
    errors: found.map(
      ({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  };
}
