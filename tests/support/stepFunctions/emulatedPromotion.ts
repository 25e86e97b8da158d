import { promotionDefinition } from "../../../components/amiPromotion/stateMachine/definition";
import type { DefinitionInput } from "../../../components/amiPromotion/stateMachine/input";
import type { FleetState, PromotionAccount } from "../../../ops/promote/account";
import { recordOf, type PromotionRecord } from "../../../ops/promote/record";
import type { Account } from "./account";
import { Executions } from "./executions";

/** What the operator commands see of an account in which the promotion really runs, beside them. */
export class EmulatedPromotion extends Executions implements PromotionAccount {
  constructor(
    input: DefinitionInput,
    override readonly world: Account,
  ) {
    const stateMachine = { name: `${input.prefix}-promotion`, definition: promotionDefinition(input) };
    super(world, stateMachine, (arn, status) => world.executions.set(arn, status));
  }

  record(): Promise<PromotionRecord> {
    return Promise.resolve(recordOf(this.world.table.items.get("state")));
  }

  fleets(): Promise<FleetState[]> {
    return Promise.resolve(
      [...this.world.groups.values()].map(({ name, version, instances, refreshes }) => {
        const inService: Record<string, number> = {};
        for (const one of instances) inService[one.version] = (inService[one.version] ?? 0) + 1;
        const [last] = refreshes;
        const refresh = last && { status: last.Status, percent: last.PercentageComplete };
        return { group: name, version, inService, ...(refresh && { refresh }) };
      }),
    );
  }

  image(parameter: string): Promise<string | undefined> {
    return Promise.resolve(this.world.parameters.get(parameter));
  }
}
