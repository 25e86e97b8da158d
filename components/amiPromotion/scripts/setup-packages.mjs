// Requests the setup packages of the environment, in their order, with basic authentication; the first that does not answer
// as it should ends the run. One line each in the log, credentials in none.
import { writeFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { URL } from "node:url";

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

/**
 * Status and text of the answer to a path. `fetch` would give up after five minutes. A redirect is not followed: it would
 * lead to a login page, or the credentials elsewhere.
 */
function answer(path) {
  const url = new URL(base + path);
  const { get } = url.protocol === "https:" ? https : http;
  const options = {
    headers: { Authorization: `Basic ${credentials}` },
    signal: AbortSignal.timeout(Number(SETUP_TIMEOUT_SECONDS) * 1000),
  };
  return new Promise((resolve, reject) => {
    const request = get(url, options, async (response) => {
      try {
        let text = "";
        for await (const part of response.setEncoding("utf8")) text += part;
        resolve({ status: response.statusCode, text });
      } catch (error) {
        reject(error);
      }
    });
    request.on("error", reject);
  });
}

/** What is wrong with the answer to a path; undefined if nothing is. */
async function request(path) {
  try {
    const { status, text } = await answer(path);
    if (status !== 200) return `status ${status}`;
    if (SETUP_EXPECTED_TEXT && !text.includes(SETUP_EXPECTED_TEXT)) return `no "${SETUP_EXPECTED_TEXT}" in the answer`;
    return undefined;
  } catch (error) {
    if (error.name === "AbortError") return `no answer within ${SETUP_TIMEOUT_SECONDS} seconds`;
    return error.code ?? error.message;
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
