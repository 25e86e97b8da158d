/** The package ships no types. */
declare module "asl-validator" {
  function validate(definition: object): { isValid: boolean; errors: { Message: string }[] };
  export = validate;
}
