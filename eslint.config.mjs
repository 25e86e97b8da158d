import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Rules of the house that no ready-made plugin has; each names the fix. */
const house = [
  {
    selector:
      "CallExpression[callee.property.name=/^(apply|then)$/] NewExpression[callee.type='MemberExpression'][callee.property.name=/^[A-Z]/][callee.object.type='MemberExpression']",
    message: "Do not create resources inside apply(): preview cannot see them. Decide structure by plain values.",
  },
  {
    selector:
      "NewExpression[callee.property.name=/^(Default)?SecurityGroup$/] > ObjectExpression > Property[key.name=/^(ingress|egress)$/]",
    message: "No inline security-group rules: use aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule.",
  },
  {
    selector: "NewExpression[callee.object.property.name='ec2'][callee.property.name='SecurityGroupRule']",
    message: "Use aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule.",
  },
  { selector: "Literal[value=/arn:aws[a-z-]*:/]", message: "Look the partition up: never write `arn:aws:` in code." },
  {
    selector: "TemplateElement[value.raw=/arn:aws[a-z-]*:/]",
    message: "Look the partition up: never write `arn:aws:` in code.",
  },
];

export default tseslint.config(
  // The embedded example is type-checked against the built package, by tests/package.
  { ignores: ["node_modules/", ".slipway/", "**/*.d.ts", "package/dist/", "examples/embedded/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
  },
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "max-lines": ["error", { max: 400 }],
    },
  },
  {
    files: ["index.ts", "bootstrap/**", "components/**", "stacks/**", "policy/**", "plan/**", "ops/**", "package/**"],
    rules: { "no-restricted-syntax": ["error", ...house] },
  },
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "@pulumi/aws", message: "Import components/shared/aws: the SDK's index loads all of its modules." },
          ],
          patterns: [
            {
              group: ["**/stacks/**", "**/plan/**", "**/ops/**", "**/policy/**"],
              message: "components import nothing of ours but components.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        AbortSignal: "readonly",
        Buffer: "readonly",
        console: "readonly",
        fetch: "readonly",
        process: "readonly",
      },
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["tests/**/*.ts"],
    // What a monitor records is untyped by nature; a wrong property shows as a failed assertion.
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
