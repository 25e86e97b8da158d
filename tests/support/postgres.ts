import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** A database server that listens on a socket in a folder, and nowhere else. */
export interface Postgres {
  /** How clients find it. */
  env: Record<string, string>;
  stop(): void;
}

/** Where distributions put the server's programs. */
const LIBRARY = "/usr/lib/postgresql";

/** Starts a server of PostgreSQL; undefined where none is installed. */
export function startPostgres(): Postgres | undefined {
  const versions = existsSync(LIBRARY) ? readdirSync(LIBRARY).sort() : [];
  const programs = versions
    .map((version) => path.join(LIBRARY, version, "bin"))
    .filter((bin) => existsSync(`${bin}/initdb`));
  const bin = programs.at(-1);
  if (bin === undefined) return undefined;
  const directory = mkdtempSync(path.join(tmpdir(), "slipway-postgres-"));
  const isRoot = process.getuid?.() === 0;
  // The server refuses to run as root.
  const run = (program: string, ...args: string[]) => {
    const whole = [path.join(bin, program), ...args];
    const [command, ...rest] = isRoot ? ["runuser", "-u", "postgres", "--", ...whole] : whole;
    execFileSync(command!, rest, { stdio: "ignore", cwd: "/" });
  };
  if (isRoot) execFileSync("chown", ["postgres", directory]);
  chmodSync(directory, 0o755);
  const data = path.join(directory, "data");
  run("initdb", "--pgdata", data, "--auth", "trust", "--username", "tester", "--no-sync");
  const options = `-c listen_addresses='' -c unix_socket_directories=${directory} -c fsync=off`;
  run("pg_ctl", "--pgdata", data, "--options", options, "--log", path.join(directory, "log"), "--wait", "start");
  return {
    env: { PGHOST: directory, PGUSER: "tester", PGDATABASE: "postgres" },
    stop: () => {
      run("pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
