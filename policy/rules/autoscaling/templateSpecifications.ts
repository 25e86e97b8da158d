import { at, itemsAt } from "../../values";

/** Every place where a group can name a launch template. */
export function specificationsOf(props: unknown): [path: string, specification: unknown][] {
  const mixed = "mixedInstancesPolicy.launchTemplate";
  const template = at(props, "mixedInstancesPolicy", "launchTemplate");
  return [
    ["launchTemplate", at(props, "launchTemplate")],
    [`${mixed}.launchTemplateSpecification`, at(template, "launchTemplateSpecification")],
    ...itemsAt(template, "overrides").map((override, i): [string, unknown] => [
      `${mixed}.overrides[${i}].launchTemplateSpecification`,
      at(override, "launchTemplateSpecification"),
    ]),
  ];
}
