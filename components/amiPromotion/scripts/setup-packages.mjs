// Requests the setup packages of the environment, in their order, with basic authentication; the first that does not answer
// as it should ends the run. One line each in the log, credentials in none.
import { writeFileSync } from "node:fs";

const {
  URL: base,
  SETUP_PACKAGES,
  SETUP_USERNAME,
  SETUP_PASSWORD,
  SETUP_EXPECTED_TEXT,
  SETUP_TIMEOUT_SECONDS,
  SUMMARY,
} = process.env;
const paths = JSON.parse(SETUP_PACKAGES);
const credentials = Buffer.from(`${SETUP_USERNAME}:${SETUP_PASSWORD}`).toString("base64");

/** What is wrong with the answer to a path; undefined if nothing is. */
async function request(path) {
  try {
    const response = await fetch(base + path, {
      headers: { Authorization: `Basic ${credentials}` },
      // A redirect would lead to a login page, or the credentials elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(Number(SETUP_TIMEOUT_SECONDS) * 1000),
    });
    const text = await response.text();
    if (response.status !== 200) return `status ${response.status}`;
    if (SETUP_EXPECTED_TEXT && !text.includes(SETUP_EXPECTED_TEXT)) return `no "${SETUP_EXPECTED_TEXT}" in the answer`;
    return undefined;
  } catch (error) {
    if (error.name === "TimeoutError") return `no answer within ${SETUP_TIMEOUT_SECONDS} seconds`;
    return error.cause?.code ?? error.cause?.message ?? error.message;
  }
}

for (const [i, path] of paths.entries()) {
  const began = Date.now();
  const problem = await request(path);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${problem ? "failed" : "ok"} ${i + 1}/${paths.length} ${path} (${seconds} s)${problem ? `: ${problem}` : ""}`,
  );
  if (problem) {
    writeFileSync(SUMMARY, `setup package ${i + 1} of ${paths.length}, ${path}: ${problem}\n`);
    process.exit(1);
  }
}
writeFileSync(SUMMARY, `${paths.length} setup packages ran\n`);
