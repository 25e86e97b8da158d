import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { projectRoot } from "../../ops/shared/projectRoot";
import { stacksIn } from "../../stacks/settings/siblings";
import { unsafe } from "./securityRules";
import { parseWorkflow, workflow, workflows } from "./workflows";

const STACKS = ["dev", "uat", "prod"];

describe("workflows", () => {
  it("are these: who adds one says so here", () => {
    assert.deepEqual(workflows.map(({ name }) => name).sort(), [
      "ci.yml",
      "comment.yml",
      "deploy-stack.yml",
      "deploy.yml",
      "drift.yml",
      "plan.yml",
      "preview.yml",
    ]);
  });

  for (const one of workflows) {
    it(`${one.name} is safe`, () => assert.deepEqual(unsafe(one), []));
  }

  it("pin each action to one commit", () => {
    const uses = workflows.flatMap((one) => one.uses).filter(({ target }) => !target.startsWith("./"));
    const pins = new Set(uses.map(({ target, comment }) => `${target} ${comment}`));
    assert.equal(pins.size, new Set(uses.map(({ target }) => target.split("@")[0])).size, [...pins].join("\n"));
  });

  it("install one pulumi, not older than the SDK", () => {
    const versions = [
      ...workflows
        .map(({ text }) => text)
        .join("\n")
        .matchAll(/pulumi-version: (.+)/g),
    ].map(([, v]) => v!);
    assert.equal(new Set(versions).size, 1);
    const steps = workflows.flatMap(({ uses }) => uses).filter(({ target }) => target.startsWith("pulumi/actions@"));
    assert.equal(versions.length, steps.length);
    const { dependencies } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.ok(versions[0]!.localeCompare(dependencies["@pulumi/pulumi"]!, undefined, { numeric: true }) >= 0);
  });

  it("run scripts that are there and can be executed", () => {
    const scripts = workflows.flatMap(({ text }) =>
      [...text.matchAll(/\.github\/scripts\/[\w.]+/g)].map(([file]) => file),
    );
    assert.ok(scripts.length >= 6);
    for (const script of scripts.filter((file) => !file.endsWith("scripts"))) {
      const file = path.join(projectRoot, script);
      assert.ok(existsSync(file), script);
      if (script.endsWith(".sh")) assert.ok(statSync(file).mode & 0o100, `${script} is not executable`);
    }
  });

  it("know every stack of the project, and deploy them in order", () => {
    assert.deepEqual(stacksIn(projectRoot).sort(), [...STACKS].sort());
    for (const stack of STACKS)
      assert.ok(existsSync(path.join(projectRoot, `policy-config/slipway.${stack}.json`)), stack);
    for (const name of ["preview.yml", "drift.yml"]) {
      const [job] = Object.values(workflow(name).jobs);
      assert.deepEqual(job?.strategy?.matrix.stack, STACKS, name);
    }
    const { jobs } = workflow("deploy.yml");
    assert.deepEqual(
      Object.entries(jobs).map(([name, job]) => [name, job.with?.stack, job.needs]),
      [
        ["dev", "dev", undefined],
        ["uat", "uat", "dev"],
        ["prod", "prod", "uat"],
      ],
    );
  });
});

describe("the deployment of a stack", () => {
  const { preview, deploy } = workflow("deploy-stack.yml").jobs;

  it("waits for the environment of the stack, and only where something changes", () => {
    assert.equal(deploy?.environment, "${{ inputs.stack }}");
    assert.equal(deploy?.needs, "preview");
    assert.equal(deploy?.if, "needs.preview.outputs.result != 'unchanged'");
    assert.equal(preview?.environment, undefined);
  });

  it("is the only one of its stack, and is not cancelled", () => {
    assert.deepEqual(deploy?.concurrency, { group: "deploy-${{ inputs.stack }}", "cancel-in-progress": false });
    for (const name of ["deploy.yml", "deploy-stack.yml"]) assert.equal(workflow(name).concurrency, undefined);
  });

  it("takes on the role that deploys; nothing else does", () => {
    const roles = workflows.flatMap(({ name, jobs }) =>
      Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
        steps.flatMap(({ with: inputs = {} }) => {
          const role = /\.(\w+) \}\}$/.exec((inputs["role-to-assume"] as string | undefined) ?? "")?.[1];
          return role === undefined ? [] : [`${name} ${job} ${role}`];
        }),
      ),
    );
    assert.deepEqual(roles.sort(), [
      "deploy-stack.yml deploy deploy",
      "deploy-stack.yml preview inspect",
      "drift.yml drift inspect",
      "preview.yml preview preview",
    ]);
  });

  it("has no credentials while packages are installed, in any workflow", () => {
    for (const { name, jobs } of workflows) {
      for (const { steps = [] } of Object.values(jobs)) {
        const credentials = steps.findIndex(({ uses = "" }) => uses.startsWith("aws-actions/"));
        if (credentials < 0) continue;
        const install = steps.findIndex(({ run = "" }) => run === "npm ci --ignore-scripts");
        assert.ok(install >= 0 && install < credentials, name);
      }
    }
  });
});

describe("the plan of a pull request", () => {
  it("runs without any right but to read the code", () => {
    for (const { permissions } of Object.values(workflow("plan.yml").jobs)) {
      assert.deepEqual(permissions, { contents: "read" });
    }
  });

  it("leaves its comment to a workflow that is told of its end, by the same name", () => {
    const { on } = workflow("comment.yml");
    assert.deepEqual(on, { workflow_run: { workflows: ["Plan"], types: ["completed"] } });
    assert.match(workflow("plan.yml").text, /^name: Plan$/m);
    const uploads = workflow("plan.yml").jobs.plan?.steps?.find(({ uses = "" }) => uses.includes("upload-artifact"));
    assert.equal(uploads?.if, "${{ !cancelled() }}");
    assert.equal(uploads?.with?.path, "${{ runner.temp }}/plan/plan.md");
  });
});

describe("the rules about safety", () => {
  const PIN = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
  const workflowOf = (on: string, step: string, job = "", top = "permissions: {}") =>
    parseWorkflow(
      "test.yml",
      `on: ${on}\n${top}\njobs:\n  a:\n    timeout-minutes: 5\n    permissions: { contents: read }\n${job}    steps:\n      - ${step}\n`,
    );
  const SAFE = `uses: ${PIN}\n        with: { persist-credentials: false }`;

  it("pass what is safe", () => {
    for (const on of ["{ push: }", "{ pull_request: }", "{ workflow_run: }"]) {
      assert.deepEqual(unsafe(workflowOf(on, SAFE)), []);
    }
  });

  for (const [what, one] of Object.entries({
    pull_request_target: workflowOf("{ pull_request_target: }", SAFE),
    "permissions at the top": workflowOf("{ push: }", SAFE, "", "permissions: { contents: read }"),
    "no permissions at the top": workflowOf("{ push: }", SAFE, "", "env: {}"),
    "an action by tag": workflowOf("{ push: }", "uses: actions/setup-node@v7 # v7.0.0"),
    "an action by a short commit": workflowOf("{ push: }", "uses: actions/setup-node@8207627 # v7.0.0"),
    "a commit without a version": workflowOf(
      "{ push: }",
      `uses: ${PIN.split(" ")[0]}\n        with: { persist-credentials: false }`,
    ),
    "a title inside a script": workflowOf("{ push: }", 'run: echo "${{ github.event.pull_request.title }}"'),
    "a branch inside a script": workflowOf("{ push: }", "run: git log ${{ github.head_ref }}"),
    "an input inside a script": workflowOf("{ push: }", "run: deploy ${{ inputs.stack }}"),
    "a long script": workflowOf("{ push: }", "run: |\n          a\n          b\n          c\n          d"),
    "a secret": workflowOf("{ push: }", "run: echo\n        env: { TOKEN: '${{ secrets.TOKEN }}' }"),
    "a token left in .git": workflowOf("{ push: }", `uses: ${PIN}`),
    "a fork's code in workflow_run": workflowOf(
      "{ workflow_run: }",
      `uses: ${PIN}\n        with: { persist-credentials: false, ref: "\${{ github.event.workflow_run.head_sha }}" }`,
    ),
    "packages in workflow_run": workflowOf("{ workflow_run: }", "run: npm ci --ignore-scripts"),
    "rights in pull requests of forks": parseWorkflow(
      "test.yml",
      "on: { pull_request: }\npermissions: {}\njobs:\n  a: { timeout-minutes: 5, permissions: { id-token: write }, steps: [] }\n",
    ),
    "a job without a timeout": parseWorkflow(
      "test.yml",
      "on: { push: }\npermissions: {}\njobs:\n  a: { permissions: { contents: read }, steps: [] }\n",
    ),
    "a job without permissions": parseWorkflow(
      "test.yml",
      "on: { push: }\npermissions: {}\njobs:\n  a: { timeout-minutes: 5, steps: [] }\n",
    ),
  })) {
    it(`refuse ${what}`, () => assert.equal(unsafe(one).length, 1, unsafe(one).join("\n")));
  }
});
