// Stands in for the AWS CLI: S3, Secrets Manager and CloudWatch as far as the scripts use them, on the files of $AWS_STATE.
const fs = require("node:fs");
const path = require("node:path");

const state = process.env.AWS_STATE;
const [service, action, ...rest] = process.argv.slice(2);
const option = (name) => {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? undefined : rest[at + 1];
};
const file = (...parts) => path.join(state, ...parts);
const objectFile = (url) => file("s3", url.slice("s3://".length));

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(254);
}

function copy(source, target) {
  if (source.startsWith("s3://") && !fs.existsSync(objectFile(source))) stop(`fatal error: ${source}: 404 Not Found`);
  if (source.startsWith("s3://") && target === "-") return fs.createReadStream(objectFile(source)).pipe(process.stdout);
  if (source.startsWith("s3://")) return fs.copyFileSync(objectFile(source), target);
  // As in S3, an object is there as a whole or not at all.
  const object = objectFile(target);
  fs.mkdirSync(path.dirname(object), { recursive: true });
  const partial = file(`upload-${process.pid}`);
  const input = source === "-" ? process.stdin : fs.createReadStream(source);
  return input.pipe(fs.createWriteStream(partial)).on("finish", () => fs.renameSync(partial, object));
}

function listKeys(bucket, prefix) {
  const root = file("s3", bucket);
  const entries = fs.existsSync(root) ? fs.readdirSync(root, { recursive: true, withFileTypes: true }) : [];
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((key) => key.startsWith(prefix))
    .sort();
  console.log(keys.join("\t") || "None");
}

/** Versions of the secret by id, each with its stages. */
function secretVersions(change) {
  const store = file("secret.json");
  const versions = fs.existsSync(store) ? JSON.parse(fs.readFileSync(store, "utf8")) : {};
  const result = change(versions);
  fs.writeFileSync(store, JSON.stringify(versions));
  return result;
}

const idOfStage = (versions, stage) => Object.keys(versions).find((id) => versions[id].stages.includes(stage));

function getSecret() {
  const stage = option("version-stage");
  const version = secretVersions((versions) => ({
    VersionId: idOfStage(versions, stage),
    ...versions[idOfStage(versions, stage)],
  }));
  if (!version.VersionId) stop(`An error occurred (ResourceNotFoundException): no version with stage ${stage}`);
  console.log(version[option("query")]);
}

function putSecret() {
  const SecretString = fs.readFileSync(0, "utf8");
  const id = secretVersions((versions) => {
    const next = `version-${Object.keys(versions).length + 1}`;
    const stage = option("version-stages");
    for (const version of Object.values(versions)) version.stages = version.stages.filter((one) => one !== stage);
    versions[next] = { SecretString, stages: [stage] };
    return next;
  });
  console.log(id);
}

function moveStage() {
  const stage = option("version-stage");
  secretVersions((versions) => {
    const from = versions[option("remove-from-version-id")];
    from.stages = from.stages.filter((one) => one !== stage);
    versions[option("move-to-version-id")]?.stages.push(stage);
  });
}

switch (`${service} ${action}`) {
  case "s3 cp":
    copy(rest[0], rest[1]);
    break;
  case "s3api list-objects-v2":
    listKeys(option("bucket"), option("prefix"));
    break;
  case "secretsmanager get-secret-value":
    getSecret();
    break;
  case "secretsmanager put-secret-value":
    putSecret();
    break;
  case "secretsmanager update-secret-version-stage":
    moveStage();
    break;
  case "cloudwatch put-metric-data":
    fs.appendFileSync(file("metrics"), `${option("metric-name")} ${option("value")}\n`);
    break;
  default:
    stop(`the stand-in knows no "aws ${service} ${action}"`);
}
