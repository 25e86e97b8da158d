import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startPostgres, type Postgres } from "../../support/postgres";
import { Build } from "./commandSteps";

/** An address of this machine at which nobody listens. */
async function unusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

describe("Scripts of the promotion", () => {
  let server: Server;
  let url: string;
  let requests: { path: string; authorization?: string }[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => {
      requests.push({ path: request.url!, authorization: request.headers.authorization });
      answer(request, response);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => void server.close());
  beforeEach(() => {
    requests = [];
    answer = (_, response) => response.end("<ok/>");
  });

  const PASSWORD = "correct horse battery staple";
  const setup = (changes: Record<string, string> = {}) => ({
    URL: url,
    SETUP_PACKAGES: JSON.stringify(["/setup?package=a.xml", "/setup?package=b.xml", "/setup?package=c.xml"]),
    SETUP_USERNAME: "setup",
    SETUP_PASSWORD: PASSWORD,
    SETUP_TIMEOUT_SECONDS: "2",
    ...changes,
  });

  describe("setup packages", () => {
    it("Q9 requests each in its order with the credentials, and logs a line for each", async () => {
      const result = await new Build().run("setup-packages", setup());
      assert.equal(result.code, 0, result.output);
      assert.deepEqual(
        requests.map(({ path }) => path),
        ["/setup?package=a.xml", "/setup?package=b.xml", "/setup?package=c.xml"],
      );
      const basic = `Basic ${Buffer.from(`setup:${PASSWORD}`).toString("base64")}`;
      assert.ok(requests.every(({ authorization }) => authorization === basic));
      assert.match(result.output, /ok 1\/3 \/setup\?package=a\.xml \(/);
      assert.equal(result.kept("runs/run-1/setup-packages.txt"), "3 setup packages ran\n");
      assert.ok(!result.output.includes(PASSWORD));
    });

    for (const [what, given, expected] of [
      ["answers with an error", (response: ServerResponse) => response.writeHead(500).end("<ok/>"), "status 500"],
      [
        "redirects to a login page",
        (response: ServerResponse) => response.writeHead(302, { Location: "/login" }).end(),
        "status 302",
      ],
      [
        "answers without the expected text",
        (response: ServerResponse) => response.end("<error/>"),
        'no "<ok/>" in the answer',
      ],
      ["hangs up", (response: ServerResponse) => response.destroy(), "ECONNRESET"],
      ["does not answer", () => undefined, "no answer within 2 seconds"],
    ] as const) {
      it(`Q9 Q12 stops at a package that ${what}`, async () => {
        answer = (request, response) => {
          if (request.url!.includes("b.xml")) given(response);
          else response.end("<ok/>");
        };
        const result = await new Build().run("setup-packages", setup({ SETUP_EXPECTED_TEXT: "<ok/>" }));
        server.closeAllConnections();
        assert.equal(result.code, 1);
        assert.equal(requests.length, 2);
        const line = `setup package 2 of 3, /setup?package=b.xml: ${expected}\n`;
        assert.equal(result.kept("runs/run-1/setup-packages.txt"), line);
        assert.ok(!result.output.includes(PASSWORD));
      });
    }

    it("Q12 says which one when the environment cannot be reached", async () => {
      const result = await new Build().run("setup-packages", setup({ URL: await unusedAddress() }));
      assert.equal(result.code, 1);
      assert.match(result.kept("runs/run-1/setup-packages.txt")!, /^setup package 1 of 3, .*: ECONNREFUSED$/m);
    });
  });

  describe("regression tests", () => {
    const tests = { TESTS_COMMAND: "node tests.mjs", TESTS_REPORT: "report.xml" };

    it("Q10 runs the example's tests against the environment", async () => {
      answer = (request, response) => response.end(request.url === "/health" ? "ok" : "<input type=password>");
      const result = await new Build().run("tests", { ...tests, URL: url });
      assert.equal(result.code, 0, result.output);
      assert.equal(result.kept("runs/run-1/tests.txt"), "2 tests passed\n");
    });

    it("Q10 Q12 names the tests that failed", async () => {
      answer = (_, response) => response.end("ok");
      const result = await new Build().run("tests", { ...tests, URL: url });
      assert.equal(result.code, 1);
      assert.equal(result.kept("runs/run-1/tests.txt"), "1 of 2 tests failed: site.login page\n");
    });

    it("Q10 does not take an old report, an empty one or a missing one for success", async () => {
      const old = new Build({ "report.xml": '<testsuite><testcase name="a"/></testsuite>' });
      assert.equal((await old.run("tests", { ...tests, TESTS_COMMAND: "true" })).code, 1);
      const empty = await new Build().run("tests", { ...tests, TESTS_COMMAND: "echo '<testsuite/>' > report.xml" });
      assert.deepEqual([empty.code, empty.kept("runs/run-1/tests.txt")], [1, "the report report.xml has no tests\n"]);
      const passes = `echo '<testcase name="a"/>' > report.xml; exit 3`;
      const broken = await new Build().run("tests", { ...tests, TESTS_COMMAND: passes });
      assert.equal(broken.code, 1);
      assert.match(broken.kept("runs/run-1/tests.txt")!, /ended with code 3 although no test failed/);
    });

    it("reads reports of other tools: nested suites, errors, comments, entities", async () => {
      const report = `<?xml version="1.0"?><testsuites><testsuite name="s"><!-- <testcase name="no"><failure/></testcase> -->
        <testcase classname='a' name='passes' time='1'><system-out><![CDATA[<failure/>]]></system-out></testcase>
        <testcase name="a &lt; b"><error message="x">trace</error></testcase>
        <testcase name="skipped"><skipped/></testcase></testsuite></testsuites>`;
      const build = new Build({ "given.xml": report });
      const result = await build.run("tests", { TESTS_COMMAND: "cp given.xml report.xml", TESTS_REPORT: "report.xml" });
      assert.equal(result.kept("runs/run-1/tests.txt"), "1 of 3 tests failed: a < b\n");
    });
  });

  describe("database update", () => {
    let postgres: Postgres | undefined;
    before(function () {
      this.timeout(60_000);
      postgres = startPostgres();
      if (!postgres) this.skip();
    });
    after(() => postgres?.stop());
    const commands = {
      DATABASE_COMMAND: "bash database/update.sh",
      DATABASE_SCRIPT_COMMAND: "bash database/script.sh",
    };
    const query = (sql: string) =>
      execFileSync("psql", ["-XtAc", sql], { env: { ...process.env, ...postgres!.env }, encoding: "utf8" }).trim();

    it("Q5 writes a script for the review that changes nothing yet, then applies exactly that", async () => {
      const build = new Build();
      const written = await build.run("database-script", { ...commands, ...postgres!.env });
      assert.equal(written.code, 0, written.output);
      const script = written.kept("runs/run-1/database.sql")!;
      assert.match(script, /CREATE TABLE contact/);
      for (const table of ["contact", "migration"]) assert.equal(query(`SELECT to_regclass('${table}') IS NULL`), "t");
      const reviewed = { SCRIPT_KEY: "runs/run-1/database.sql", ...commands, ...postgres!.env };
      const applied = await build.run("database", reviewed);
      assert.equal(applied.code, 0, applied.output);
      assert.equal(
        query("SELECT string_agg(name, ',' ORDER BY name) FROM migration"),
        "001_contact.sql,002_contact_email.sql",
      );
    });

    it("Q5 says why the database cannot be reached", async () => {
      const elsewhere = { ...postgres!.env, PGHOST: "127.0.0.1", PGPORT: "1" };
      const result = await new Build().run("database-script", { ...commands, ...elsewhere });
      assert.notEqual(result.code, 0);
      assert.match(result.output, /[Cc]onnection refused/);
    });

    it("Q5 Q12 can be run again, and changes nothing then", async () => {
      const result = await new Build().run("database", { ...commands, ...postgres!.env });
      assert.equal(result.code, 0, result.output);
      assert.equal(query("SELECT count(*) FROM migration"), "2");
    });

    it("Q2 Q12 leaves the database as it was when a migration fails, and runs no step after it", async () => {
      const build = new Build({ "database/003_bad.sql": "CREATE TABLE half (id int);\nSELECT 1/0;\n" });
      const result = await build.run("database tests", { ...commands, ...postgres!.env, TESTS_COMMAND: "true" });
      assert.notEqual(result.code, 0);
      assert.match(result.kept("runs/run-1/database.txt")!, /^the database update ended with code [1-9]/);
      assert.equal(query("SELECT to_regclass('half') IS NULL"), "t");
      assert.equal(result.kept("runs/run-1/tests.txt"), undefined);
    });

    it("Q5 Q12 fails where no script is written", async () => {
      const result = await new Build().run("database-script", { DATABASE_SCRIPT_COMMAND: "true" });
      assert.equal(result.code, 1);
      assert.equal(result.kept("runs/run-1/database-script.txt"), "the command wrote no database script to $SCRIPT\n");
    });
  });

  it("refuses a step that does not exist", async () => {
    const result = await new Build().run("databse");
    assert.equal(result.code, 2);
    assert.equal(result.kept("runs/run-1/databse.txt"), 'there is no step "databse"\n');
  });
});
