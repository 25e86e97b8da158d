import path from "node:path";

/**
 * Takes the project's own modules out of Node's cache, so that the program is evaluated anew for each stack; modules
 * of dependencies stay, and so do the plan's.
 *
 * @returns puts back what was there before
 */
export function forgetProjectModules(root: string): () => void {
  const isOwn = (file: string) =>
    file.startsWith(root + path.sep) &&
    !file.includes(`${path.sep}node_modules${path.sep}`) &&
    !file.startsWith(__dirname + path.sep);
  const forget = () => {
    const own = Object.entries(require.cache).filter(([file]) => isOwn(file));
    for (const [file] of own) Reflect.deleteProperty(require.cache, file);
    return own;
  };
  const before = forget();
  return () => {
    forget();
    for (const [file, module] of before) require.cache[file] = module;
  };
}
