import { mustBe, notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";
import { INSTANCE, LAUNCH_TEMPLATE, takesFromTemplate } from "./types";

const MOST_HOPS = 2;

export const ec2Imdsv2Required: ResourceRule = {
  name: "ec2-imdsv2-required",
  description: `Instances require tokens for their metadata (IMDSv2), and tokens travel at most ${MOST_HOPS} hops.`,
  why: "With version 1, any request that an attacker makes the server send reads the instance role's credentials.",
  fix: 'Set `metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 }`; containers need the second hop.',
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown option could allow version 1.",
  topics: ["compute"],
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
  types: new Set([INSTANCE, LAUNCH_TEMPLATE]),
  check(resource): Finding[] {
    const options = at(resource.props, "metadataOptions");
    // A template that the instance refers to is judged itself.
    if (options === undefined && takesFromTemplate(resource)) return [];
    if (at(options, "httpEndpoint") === "disabled") return [];
    const findings = mustBe("metadataOptions.httpTokens", at(options, "httpTokens"), "required");
    const hops = at(options, "httpPutResponseHopLimit");
    if (hops === UNKNOWN)
      findings.push(notProvable("metadataOptions.httpPutResponseHopLimit", "how far tokens travel"));
    else if (hops !== undefined && !(typeof hops === "number" && hops <= MOST_HOPS)) {
      findings.push({
        message: `metadataOptions.httpPutResponseHopLimit is ${shown(hops)}, at most ${MOST_HOPS}`,
      });
    }
    return findings;
  },
};
