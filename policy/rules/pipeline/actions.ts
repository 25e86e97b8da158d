import { at } from "../../values";

/** Where the stage's actions of these categories stand in its order; actions of one number run at the same time. */
export function ordersOf(actions: unknown[], categories: string[]): number[] {
  return actions
    .filter((action) => categories.includes(at(action, "category") as string))
    .map((action) => {
      const order = at(action, "runOrder");
      return typeof order === "number" ? order : 1;
    });
}
