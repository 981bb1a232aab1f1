import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CloudSignIn {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  stop(): void;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that says who signed in and proves nothing. */
const token = [
  part({ alg: 'none' }),
  part({ oid: '11111111-1111-4111-8111-111111111111', tid: '99999999-9999-4999-8999-999999999999', appid: 'proof' }),
  'signature',
].join('.');

/** What is asked for before anything is planned: by the end of the path. */
const answers: Readonly<Record<string, unknown>> = {
  token: { access_token: token, token_type: 'Bearer', expires_in: '86400', expires_on: '4102444800' },
  // Of Cloud Storage, and of BigQuery.
  serviceAccount: {
    email_address: 'storage@mock-project.iam.gserviceaccount.com',
    email: 'bigquery@mock-project.iam.gserviceaccount.com',
  },
  cmekSettings: { name: 'cmekSettings', serviceAccountId: 'logging@mock-project.iam.gserviceaccount.com' },
};

/**
 * Stands in for the little that providers ask a cloud while they plan: a token for the machine, and the accounts of three
 * services. Anything else is refused by name, so a plan that needs more fails.
 */
export async function startCloudSignIn(): Promise<CloudSignIn> {
  const server = createServer(({ url = '' }, response) => {
    const asked = new URL(url, 'http://localhost').pathname.split('/').at(-1) ?? '';
    const answer = answers[asked];
    response.statusCode = answer === undefined ? 501 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? { error: `the stand-in does not know ${url}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
