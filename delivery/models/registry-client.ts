import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where an MLflow server answers, and as whom. */
export interface RegistryAddress {
  readonly url: string;
  /** MLflow answers only to names that it knows; through a port on this machine it is asked by its own. Default: of `url`. */
  readonly host?: string;
  /** Bearer token of the gateway, or `user:password` of MLflow. Default: none. */
  readonly token?: string;
}

/** MLflow did not answer, or said no. */
export class RegistryFailure extends Error {
  constructor(
    /** What was asked. */
    readonly place: string,
    message: string,
    /** MLflow's own code: `RESOURCE_DOES_NOT_EXIST`. */
    readonly code?: string,
  ) {
    super(message);
    this.name = 'RegistryFailure';
  }
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Path and query below the address. */
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Readable;
}

const silentMs = 60_000;
/** Answers of the API are read whole; none comes near this. */
const mostBytes = 32 * 1024 * 1024;

const authorization = (token: string): string =>
  token.includes(':') ? `Basic ${Buffer.from(token).toString('base64')}` : `Bearer ${token}`;

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    bytes += (part as Buffer).length;
    if (bytes > mostBytes) throw new Error(`an answer of more than ${mostBytes} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function said(text: string): { readonly error_code?: string; readonly message?: string } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

const shortly = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);

/** Speaks HTTP with one server of MLflow. What is secret stands in headers only, never in a message. */
export function registryClient({ url, host, token }: RegistryAddress) {
  const base = url.replace(/\/+$/, '');

  const send = (asked: Asked): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const target = new URL(`${base}${asked.path}`);
      const call = (target.protocol === 'https:' ? secure : plain)(target, {
        method: asked.method,
        timeout: silentMs,
        headers: {
          ...(host ? { Host: host } : {}),
          ...(token ? { Authorization: authorization(token) } : {}),
          ...(asked.type ? { 'Content-Type': asked.type } : {}),
          // MLflow's server wants to know how much comes.
          ...(typeof asked.body === 'string' ? { 'Content-Length': Buffer.byteLength(asked.body) } : {}),
        },
      });
      call.once('timeout', () => call.destroy(new Error(`no answer within ${silentMs / 1000} s`)));
      call.once('error', reject);
      call.once('response', resolve);
      if (asked.body === undefined || typeof asked.body === 'string') call.end(asked.body);
      else pipeline(asked.body, call).catch(reject);
    });

  const answered = async (asked: Asked): Promise<IncomingMessage> => {
    const place = `${asked.method} ${base}${asked.path.split('?')[0]}`;
    let answer: IncomingMessage;
    try {
      answer = await send(asked);
    } catch (error) {
      throw new RegistryFailure(place, error instanceof Error ? shortly(error.message || error.name) : 'no answer');
    }
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    const text = await textOf(answer).catch(() => '');
    const { error_code: code, message } = said(text);
    throw new RegistryFailure(place, `${status}: ${shortly(message ?? text) || 'no reason'}`, code);
  };

  return {
    base,
    /** @throws RegistryFailure */
    async json<Answer>(method: Asked['method'], path: string, body?: unknown): Promise<Answer> {
      const answer = await answered({
        method,
        path: `/api/2.0/${path}`,
        ...(body === undefined ? {} : { type: 'application/json', body: JSON.stringify(body) }),
      });
      const text = await textOf(answer);
      try {
        return JSON.parse(text || '{}') as Answer;
      } catch {
        // A gateway that asks people to sign in answers with a page.
        throw new RegistryFailure(
          `${method} ${base}/api/2.0/${path.split('?')[0]}`,
          'answered with no JSON: is it MLflow?',
        );
      }
    },
    download: (path: string): Promise<Readable> => answered({ method: 'GET', path: `/api/2.0/${path}` }),
    async upload(path: string, body: Readable): Promise<void> {
      const answer = await answered({
        method: 'PUT',
        path: `/api/2.0/${path}`,
        type: 'application/octet-stream',
        body,
      });
      await textOf(answer);
    },
  };
}

export type RegistryClient = ReturnType<typeof registryClient>;
