import { execFile, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import * as path from "node:path";
import { readBootScript, renderUserData, type BootSettings } from "../../../components/couchDb/bootScript";
import { serverFile } from "./compiled";

/** Id of the data volume of every machine. */
export const VOLUME_ID = "vol-0123456789abcdef0";
export const BUCKET = "acme-shop-dev-couchdb-backups";

/** How a script ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a machine has that others lack. */
export interface MachineOptions {
  /** Where the emulated account is; machines that share it share backups and the secret. */
  account?: string;
  /** Whether file systems are mounted for real (root and loop devices); commands that only pretend otherwise. */
  realMounts?: boolean;
  /** The AWS CLI itself, by its folder and the variables with which it reaches an emulated AWS; a stand-in otherwise. */
  aws?: { cli: string; variables: Record<string, string> };
  settings?: Partial<BootSettings>;
}

/** Pretended commands around mounts: a file says what is mounted. */
const PRETENDED = {
  mountpoint: "[[ -e $MACHINE/mounted ]]",
  mount: 'readlink --canonicalize "${*: -2:1}" >"$MACHINE/mounted"',
  findmnt: 'case $* in *FSTYPE*) echo "/dev/nvme1n1 ext4" ;; *) cat "$MACHINE/mounted" ;; esac',
  df: 'printf "size avail\\n%d %d\\n" 1000000000 900000000',
  resize2fs: 'echo "$*" >>"$MACHINE/grown"',
};

/**
 * A folder that the scripts take for the instance, booted by its own user data: commands that would change this machine are
 * replaced, everything else is real.
 */
export class Machine {
  readonly root = mkdtempSync(path.join(tmpdir(), "slipway-couchdb-"));
  readonly account: string;
  readonly mountPoint = path.join(this.root, "srv", "couchdb");
  readonly #bin = path.join(this.root, "bin");
  readonly #environment: Record<string, string>;
  port = 0;

  constructor(readonly options: MachineOptions = {}) {
    this.account = options.account ?? mkdtempSync(path.join(tmpdir(), "slipway-account-"));
    this.#environment = {
      PATH: [this.#bin, ...(options.aws ? [options.aws.cli] : []), process.env.PATH].join(path.delimiter),
      HOME: options.aws ? (process.env.HOME ?? "/") : this.root,
      TMPDIR: tmpdir(),
      MACHINE: this.root,
      SLIPWAY_ROOT: this.root,
      AWS_STATE: this.account,
      ...options.aws?.variables,
    };
    mkdirSync(this.#bin);
    const couchDb = path.join(this.root, "opt", "couchdb", "bin");
    mkdirSync(couchDb, { recursive: true });
    const server = `COUCHDB_LOCAL_D=$MACHINE/srv/couchdb/etc exec ${process.execPath} ${serverFile()} "$@"`;
    this.#script(path.join(couchDb, "couchdb"), server);
    mkdirSync(path.join(this.root, "opt", "couchdb", "etc"), { recursive: true });
    writeFileSync(path.join(this.root, "opt", "couchdb", "etc", "default.ini"), "");
    const agent = path.join(this.root, "opt", "aws", "amazon-cloudwatch-agent", "bin");
    mkdirSync(agent, { recursive: true });
    this.#script(path.join(agent, "amazon-cloudwatch-agent"), "");
    if (!options.aws) this.command("aws", `exec ${process.execPath} ${path.join(__dirname, "aws.js")} "$@"`);
    this.command("systemctl", SYSTEMCTL);
    this.command("dnf", 'echo "$*" >>"$MACHINE/installed"');
    this.command("unshare", 'shift\nexec "$@"');
    this.command("ip", "");
    if (!options.realMounts) for (const [name, body] of Object.entries(PRETENDED)) this.command(name, body);
  }

  /** Puts a command before those of this machine. */
  command(name: string, body: string): void {
    this.#script(path.join(this.#bin, name), body);
  }

  #script(file: string, body: string): void {
    writeFileSync(file, `#!/bin/bash\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** Shows a file or a device as an NVMe disk with a serial number. */
  attach(device: string, volumeId = VOLUME_ID, disk = "nvme1n1"): void {
    const serial = path.join(this.root, "sys", "block", disk, "device");
    mkdirSync(serial, { recursive: true });
    writeFileSync(path.join(serial, "serial"), `${volumeId.replace("-", "")}   \n`);
    mkdirSync(path.join(this.root, "dev"), { recursive: true });
    symlinkSync(device, path.join(this.root, "dev", disk));
  }

  /**
   * Runs the user data of the first boot, which puts scripts, units and settings in their places.
   *
   * @param userData that of a deployed instance, whose boot script is in its bucket; left out: as the component writes it
   */
  async firstBoot(userData?: string): Promise<Ended> {
    this.port = await freePort();
    const ended = await this.bash(userData ?? (await this.#prepareUserData()));
    const own = [`COUCHDB_USER=${userInfo().username}`, `COUCHDB_PORT=${this.port}`, "VOLUME_WAIT_SECONDS=1", ""];
    const settings = path.join(this.root, "etc", "slipway-couchdb.conf");
    if (existsSync(settings)) writeFileSync(settings, readFileSync(settings, "utf8") + own.join("\n"));
    return ended;
  }

  /** Puts the boot script into the account, as a deployment does; answers with the user data. */
  async #prepareUserData(): Promise<string> {
    const { content, sha256 } = readBootScript();
    const script = path.join(this.account, "s3", BUCKET, "boot", `${sha256}.sh`);
    mkdirSync(path.dirname(script), { recursive: true });
    writeFileSync(script, content);
    if (this.options.aws) await this.bash(`aws s3 cp "$0" s3://${BUCKET}/boot/${sha256}.sh`, script);
    const settings: BootSettings = {
      database: "acme-shop-dev-couchdb",
      region: "us-west-2",
      volumeId: VOLUME_ID,
      bucket: BUCKET,
      secretArn: "arn:aws:secretsmanager:us-west-2:123456789012:secret:admin",
      logGroup: "acme-shop-dev-couchdb",
      backupHours: [2],
      ...this.options.settings,
    };
    return renderUserData(settings, sha256);
  }

  /** What systemd does for CouchDB at each boot: the volume, the settings, then CouchDB, each only after the other. */
  async startDatabase(): Promise<Ended> {
    for (const script of ["volume.sh", "configure.sh"]) {
      const ended = await this.run(script);
      if (ended.code !== 0) return ended;
    }
    return this.bash("systemctl start couchdb.service");
  }

  /** Runs one of the scripts. */
  run(script: string, ...args: string[]): Promise<Ended> {
    return this.bash('exec "$0" "$@"', path.join(this.root, "opt", "slipway-couchdb", script), ...args);
  }

  /** Starts one of the scripts as a process group of its own, for tests that end it. */
  start(script: string): ChildProcess {
    const file = path.join(this.root, "opt", "slipway-couchdb", script);
    return spawn(file, { env: this.#environment, detached: true, stdio: "ignore" });
  }

  bash(script: string, ...args: string[]): Promise<Ended> {
    return new Promise((resolve) => {
      const options = { env: this.#environment, maxBuffer: 10_000_000 };
      execFile("bash", ["-c", script, ...args], options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  }

  /** Asks CouchDB as its administrator. */
  async ask(
    address: string,
    init: { method?: string; body?: unknown } = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`http://127.0.0.1:${this.port}/${address}`, {
      method: init.method ?? "GET",
      headers: { authorization: `Basic ${Buffer.from(`admin:${this.password()}`).toString("base64")}` },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Reads the password from an emulated AWS, which answers only later, for {@link password}. */
  async learnPassword(): Promise<void> {
    const { stdout } = await this.bash(
      '. "$MACHINE/opt/slipway-couchdb/lib.sh"; . "$MACHINE/opt/slipway-couchdb/password.sh"; read_password AWSCURRENT',
    );
    this.#learned = stdout.trim();
  }

  #learned?: string;

  /** The password that is current in the secret. */
  password(stage = "AWSCURRENT"): string | undefined {
    if (this.#learned !== undefined) return this.#learned;
    const secret = path.join(this.account, "secret.json");
    const versions = JSON.parse(readFileSync(secret, "utf8")) as Record<
      string,
      { SecretString: string; stages: string[] }
    >;
    const current = Object.values(versions).find(({ stages }) => stages.includes(stage));
    return current && (JSON.parse(current.SecretString) as { password: string }).password;
  }

  /** Metrics that were sent, as `NAME VALUE`. */
  metrics(): string[] {
    return this.#lines(path.join(this.account, "metrics"));
  }

  /** What was asked of systemctl. */
  systemctl(): string[] {
    return this.#lines(path.join(this.root, "systemctl"));
  }

  #lines(file: string): string[] {
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  read(...parts: string[]): string {
    return readFileSync(path.join(this.root, ...parts), "utf8");
  }

  /** Stops CouchDB and forgets the machine, and its account unless that was given. */
  async remove(): Promise<void> {
    await this.bash("systemctl stop couchdb.service");
    if (this.options.realMounts) await this.bash(`umount ${this.mountPoint}`);
    rmSync(this.root, { recursive: true, force: true });
    if (!this.options.account) rmSync(this.account, { recursive: true, force: true });
  }
}

/** systemctl that starts and stops the one service that is real here, and notes everything else. */
const SYSTEMCTL = `
echo "$*" >>"$MACHINE/systemctl"
case $* in
  "stop couchdb.service")
    if [[ -e $MACHINE/couchdb.pid ]]; then kill "$(<"$MACHINE/couchdb.pid")" || true; rm "$MACHINE/couchdb.pid"; fi ;;
  "start couchdb.service")
    . "$MACHINE/etc/slipway-couchdb.conf"
    setsid "$MACHINE/opt/couchdb/bin/couchdb" >"$MACHINE/couchdb.log" 2>&1 </dev/null 9>&- &
    echo $! >"$MACHINE/couchdb.pid"
    for _ in {1..500}; do
      curl --fail --silent --output /dev/null "http://127.0.0.1:$COUCHDB_PORT/_up" && exit 0
      sleep 0.02
    done
    cat "$MACHINE/couchdb.log" >&2
    exit 1 ;;
esac`;

/** A port that nobody uses; it and the drill's, 10,000 above, are below those that connections take. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const port = 10_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!free) continue;
    const { port: found } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return found;
  }
}
