import { alarmHasAction } from "../../policy/rules/cloudwatch/alarmHasAction";
import { kmsRotation } from "../../policy/rules/kms/kmsRotation";
import { describeRule } from "../support/describeRule";
import { unknown, type Described } from "../support/policy";

const key = (props: Record<string, unknown>): Described => ({ type: "aws:kms/key:Key", props });
describeRule(kmsRotation, {
  complies: {
    "a key that rotates": key({ enableKeyRotation: true }),
    "a symmetric key that rotates": key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT", enableKeyRotation: true }),
    "an asymmetric key": key({ customerMasterKeySpec: "RSA_2048" }),
    "a key of HMAC": key({ customerMasterKeySpec: "HMAC_256" }),
    "a key whose material is elsewhere": key({ customKeyStoreId: "cks-1" }),
  },
  violates: {
    "a key that does not say": [key({}), /^enableKeyRotation is not set, allowed: true$/],
    "a key that does not rotate": [key({ enableKeyRotation: false }), /^enableKeyRotation is false/],
    "an odd value": [key({ enableKeyRotation: "true" }), /^enableKeyRotation is "true"/],
  },
  unknown: {
    "whether it rotates": [key({ enableKeyRotation: unknown }), /enableKeyRotation is known only after deployment/],
  },
});

const alarm = (props: Record<string, unknown>, type = "MetricAlarm"): Described => ({
  type: `aws:cloudwatch/${type[0]!.toLowerCase()}${type.slice(1)}:${type}`,
  props,
});
const TOPIC = "arn:aws:sns:us-west-2:123456789012:operations";
describeRule(alarmHasAction, {
  complies: {
    "a topic": alarm({ alarmActions: [TOPIC] }),
    "a topic that is not known yet": alarm({ alarmActions: [unknown] }),
    "a composite alarm with a topic": alarm({ alarmActions: [TOPIC] }, "CompositeAlarm"),
    "actions that are switched on": alarm({ alarmActions: [TOPIC], actionsEnabled: true }),
  },
  violates: {
    "no word of actions": [alarm({}), /^alarmActions names none$/],
    "an empty list": [alarm({ alarmActions: [] }), /^alarmActions names none$/],
    "something that is no list": [alarm({ alarmActions: TOPIC }), /^alarmActions names none$/],
    "actions that are switched off": [
      alarm({ alarmActions: [TOPIC], actionsEnabled: false }),
      /^actionsEnabled is false$/,
    ],
    "a composite alarm without": [alarm({ okActions: [TOPIC] }, "CompositeAlarm"), /^alarmActions names none$/],
  },
  unknown: { "the list": [alarm({ alarmActions: unknown }), /whether there are any/] },
});
