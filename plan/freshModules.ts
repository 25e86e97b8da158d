import path from "node:path";

type Modules = [file: string, module: NodeJS.Module][];

/**
 * Takes the project's own modules out of Node's cache, so that the program is evaluated anew for each stack; modules
 * of dependencies stay, and so do the plan's.
 *
 * @returns what was in the cache, for {@link rememberModules}
 */
export function forgetProjectModules(root: string): Modules {
  const isOwn = (file: string) =>
    file.startsWith(root + path.sep) &&
    !file.includes(`${path.sep}node_modules${path.sep}`) &&
    !file.startsWith(__dirname + path.sep);
  const own = Object.entries(require.cache).filter(
    (entry): entry is Modules[number] => isOwn(entry[0]) && entry[1] !== undefined,
  );
  for (const [file] of own) Reflect.deleteProperty(require.cache, file);
  return own;
}

/** Puts modules back into Node's cache. */
export function rememberModules(modules: Modules): void {
  for (const [file, module] of modules) require.cache[file] = module;
}
