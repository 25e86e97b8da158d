import path from "node:path";
import { type PlanRequest, planAndRender } from "../plan/planning";
import { readProject } from "../plan/project";

// Plans a stack of a folder as `npm run plan` does, but without the policy pack: node … planWithoutPacks.ts FOLDER STACK
const [configDir = "", stack = ""] = process.argv.slice(2);
const root = path.resolve(__dirname, "..");
process.chdir(root);
process.env.SLIPWAY_CONFIG_DIR = configDir;

const request: PlanRequest = { root, configDir, stacks: [stack], policyPacks: [], format: "tree", colour: false };
planAndRender(readProject(root), request, [], undefined).then(
  ({ text, ok }) => {
    process.stdout.write(text);
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
