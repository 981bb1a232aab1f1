/**
 * Calls moto's Secrets Manager by AWS's JSON protocol; moto reads service and region from the signature's scope.
 * `undefined`: the secret has no value.
 */
async function call<T>(endpoint: string, region: string, action: string, body: unknown): Promise<T | undefined> {
  const scope = `x/20260101/${region}/secretsmanager/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `secretsmanager.${action}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status === 404 && text.includes('staging label')) return undefined;
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

const leaves = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Names and texts of all secrets in a region of moto; one that a person is to fill in has no text yet. */
export async function storedSecrets(endpoint: string, region: string): Promise<{ name: string; text?: string }[]> {
  const list = await call<{ SecretList: { Name: string }[] }>(endpoint, region, 'ListSecrets', {});
  return Promise.all(
    (list?.SecretList ?? []).map(async ({ Name: name }) => {
      const value = await call<{ SecretString: string }>(endpoint, region, 'GetSecretValue', { SecretId: name });
      return { name, text: value?.SecretString };
    }),
  );
}

interface SecretStack {
  readonly resource?: {
    readonly aws_secretsmanager_secret?: Readonly<Record<string, { readonly name: string }>>;
    readonly aws_secretsmanager_secret_version?: Readonly<Record<string, { readonly secret_id: string }>>;
  };
}

/** Names of a stack's secrets that it gives no value: people do. */
export function secretsToFillIn({ resource }: SecretStack): string[] {
  const filled = Object.values(resource?.aws_secretsmanager_secret_version ?? {}).map(({ secret_id }) => secret_id);
  return Object.entries(resource?.aws_secretsmanager_secret ?? {})
    .filter(([id]) => !filled.some((reference) => reference.includes(`aws_secretsmanager_secret.${id}.`)))
    .map(([, { name }]) => name);
}

/** The generated parts of a secret's text: long strings that mix upper case, lower case and digits. */
export function generatedValues(text: string): string[] {
  return leaves(parsed(text)).filter(
    (leaf) => leaf.length >= 16 && /[a-z]/.test(leaf) && /[A-Z]/.test(leaf) && /\d/.test(leaf) && !/[\s./:]/.test(leaf),
  );
}
