import { StepError } from "./errors";

type Item = Record<string, { S: string }>;

/** A DynamoDB table with a partition key `id`, as far as the promotion's expressions go. */
export class Table {
  readonly items = new Map<string, Item>();

  put({ Item, ...condition }: Record<string, any>): void {
    const id = (Item as Item).id!.S;
    this.#require(id, condition);
    this.items.set(id, structuredClone(Item) as Item);
  }

  get({ Key }: Record<string, any>): { Item?: Item } {
    const item = this.items.get(Key.id.S as string);
    return item ? { Item: structuredClone(item) } : {};
  }

  delete({ Key, ...condition }: Record<string, any>): void {
    this.#require(Key.id.S as string, condition);
    this.items.delete(Key.id.S as string);
  }

  /** `SET a = :a, b = :b REMOVE c, d` */
  update({ Key, UpdateExpression, ...condition }: Record<string, any>): void {
    const id = Key.id.S as string;
    const { ExpressionAttributeValues: values } = condition;
    this.#require(id, condition);
    const item = this.items.get(id) ?? { id: { S: id } };
    const [, set = "", remove = ""] = /^(?:SET (.*?))?(?: ?REMOVE (.*))?$/.exec(UpdateExpression as string) ?? [];
    for (const assignment of set.split(", ").filter(Boolean)) {
      const [name, value] = assignment.split(" = ");
      item[name!] = values[value!] as { S: string };
    }
    for (const name of remove.split(", ")) delete item[name];
    this.items.set(id, item);
  }

  /** `attribute_not_exists(name)`, `name = :value`, or both with `OR` between them. */
  #require(
    id: string,
    { ConditionExpression: condition, ExpressionAttributeValues: values }: Record<string, any>,
  ): void {
    if (condition === undefined) return;
    const item = this.items.get(id);
    const holds = (condition as string).split(" OR ").some((one) => {
      const absent = /^attribute_not_exists\((\w+)\)$/.exec(one)?.[1];
      if (absent) return item?.[absent] === undefined;
      const [name, value] = one.split(" = ");
      return item?.[name!]?.S === (values[value!] as { S: string }).S;
    });
    if (!holds) throw new StepError("DynamoDb.ConditionalCheckFailedException", "The conditional request failed");
  }
}
