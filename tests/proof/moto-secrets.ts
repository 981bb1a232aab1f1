/** Calls moto's Secrets Manager by AWS's JSON protocol; moto reads service and region from the signature's scope. */
async function call<T>(endpoint: string, region: string, action: string, body: unknown): Promise<T> {
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
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
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

/** Names and texts of all secrets in a region of moto. */
export async function storedSecrets(endpoint: string, region: string): Promise<{ name: string; text: string }[]> {
  const { SecretList: list } = await call<{ SecretList: { Name: string }[] }>(endpoint, region, 'ListSecrets', {});
  return Promise.all(
    list.map(async ({ Name: name }) => {
      const body = { SecretId: name };
      const { SecretString } = await call<{ SecretString: string }>(endpoint, region, 'GetSecretValue', body);
      return { name, text: SecretString };
    }),
  );
}

/** The generated parts of a secret's text: long strings that mix upper case, lower case and digits. */
export function generatedValues(text: string): string[] {
  return leaves(parsed(text)).filter(
    (leaf) => leaf.length >= 16 && /[a-z]/.test(leaf) && /[A-Z]/.test(leaf) && /\d/.test(leaf) && !/[\s./:]/.test(leaf),
  );
}
