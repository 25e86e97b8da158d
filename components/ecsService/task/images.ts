/** A container image by its parts. */
export interface Image {
  /** Registry and repository, e.g. `ghcr.io/acme/shop` or `mysql`. */
  name: string;
  tag?: string;
  digest?: string;
  /** The private ECR repository that it is in, if it is in one. */
  ecr?: EcrRepository;
}

/** A private ECR repository. */
export interface EcrRepository {
  accountId: string;
  region: string;
  name: string;
}

const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
// A first part without a dot, a port or the name localhost belongs to the repository.
const HOST = "(?:(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|localhost)(?::\\d+)?|[A-Za-z0-9-]+:\\d+)";
const IMAGE = new RegExp(
  `^((?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);
const ECR =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))\/(.+)$/;

/** Reads a reference such as `mysql:8.4` or `123456789012.dkr.ecr.us-west-2.amazonaws.com/twig@sha256:…`; undefined if it is none. */
export function parseImage(image: string): Image | undefined {
  const [, name, tag, digest] = IMAGE.exec(image) ?? [];
  if (name === undefined) return undefined;
  const [, accountId, region, repository] = ECR.exec(name) ?? [];
  return {
    name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(repository !== undefined && { ecr: { accountId: accountId!, region: region!, name: repository } }),
  };
}
