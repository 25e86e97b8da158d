/** The name of what each region has, where `<region>` stands for the region. */
export function inRegion(name: string, region: string): string {
  return name.replaceAll("<region>", region);
}
