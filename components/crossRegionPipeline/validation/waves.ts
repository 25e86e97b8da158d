import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { WatchArgs, WaveArgs } from "../args";

/** An action has an hour, and so has a rule, by default; provider versions disagree about setting another limit for rules. */
const MAX_PAUSE = 55;

/** CodePipeline's limit for the rules of a condition: one for each alarm in each region. */
const MAX_RULES = 5;

/** Waves: every region of the stage in exactly one of them, so that none waits for itself and none is forgotten. */
export function validateWaves(waves: WaveArgs[], path: string, regions: string[], problems: Problems): void {
  const seen = new Map<string, number>();
  for (const [i, wave] of waves.entries()) {
    const at = `${path}[${i}]`;
    problems.require(wave.regions.length > 0, `${at}.regions`, "is empty; give at least one region");
    for (const [j, region] of wave.regions.entries()) {
      const first = seen.get(region);
      const where = `${at}.regions[${j}]`;
      problems.require(
        first === undefined,
        where,
        first === i
          ? `"${region}" is listed twice`
          : `"${region}" is in waves[${first}] already and would wait for itself; each region is in one wave`,
      );
      seen.set(region, first ?? i);
      problems.require(
        regions.includes(region),
        where,
        `no target of the stage is in "${region}"; its regions are ${regions.join(", ")}`,
      );
    }
    if (wave.watch) validateWatch(wave.watch, wave.regions.length, `${at}.watch`, problems);
  }
  const forgotten = regions.filter((region) => !seen.has(region));
  problems.require(
    forgotten.length === 0,
    path,
    `have no place for ${forgotten.join(", ")}; add each region of the stage to one wave`,
  );
}

function validateWatch({ minutes, alarms }: WatchArgs, regions: number, path: string, problems: Problems): void {
  problems.require(
    isBetween(minutes, 1, MAX_PAUSE),
    `${path}.minutes`,
    `${minutes} is out of range; allowed is 1–${MAX_PAUSE} minutes`,
  );
  problems.require(alarms.length > 0, `${path}.alarms`, "is empty; a pause that watches nothing finds nothing");
  problems.unique(alarms, `${path}.alarms`);
  const rules = alarms.length * regions;
  problems.require(
    rules <= MAX_RULES,
    `${path}.alarms`,
    `make ${rules} rules, one for each alarm in each region; CodePipeline takes ${MAX_RULES}: watch fewer alarms, or make the wave smaller`,
  );
}
