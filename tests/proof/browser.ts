import { request } from 'node:http';

export interface Page {
  readonly status: number;
  /** Where the browser is in the end. */
  readonly url: string;
  readonly body: string;
}

const MAX_REDIRECTS = 20;

/**
 * A browser without scripts: keeps cookies, follows redirects. One host of the site leads to a port of this machine, as
 * the gateway would lead it, which ends TLS.
 */
export class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Opens an address; with a form it is sent. Gives the page at which the redirects end. */
  async open(address: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    let url = new URL(address, `https://${this.host}`);
    let body = form && `${new URLSearchParams(form)}`;
    for (let hops = 0; hops < MAX_REDIRECTS; hops += 1) {
      const { status, location, text } = await this.send(url, body);
      if (location === undefined) return { status, url: url.href, body: text };
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects, the last one to ${url.href}`);
  }

  /** Value of a cookie that the host set; empty where there is none. */
  cookie(name: string): string {
    return [...this.cookies].find(([key]) => key.startsWith(`${name} `))?.[1].value ?? '';
  }

  private keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const path = attributes.find((each) => each.toLowerCase().startsWith('path='))?.slice('path='.length) ?? '/';
    const gone = attributes.some((each) => /^(max-age=0|expires=.* 19|expires=.*1970)/i.test(each));
    const key = `${pair.slice(0, at)} ${path}`;
    if (gone) this.cookies.delete(key);
    else this.cookies.set(key, { value: pair.slice(at + 1), path });
  }

  private send(url: URL, body: string | undefined): Promise<{ status: number; location?: string; text: string }> {
    const own = url.hostname === this.host;
    // The most particular path first, as browsers do.
    const cookies = [...this.cookies]
      .filter(([, { path }]) => own && url.pathname.startsWith(path))
      .sort(([, one], [, other]) => other.path.length - one.path.length)
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`);
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: own ? this.port : url.port,
          path: `${url.pathname}${url.search}`,
          method: body === undefined ? 'GET' : 'POST',
          headers: {
            Host: url.host,
            ...(own ? { 'X-Forwarded-Proto': 'https' } : {}),
            ...(cookies.length > 0 ? { Cookie: cookies.join('; ') } : {}),
            ...(body === undefined
              ? {}
              : { 'Content-Type': 'application/x-www-form-urlencoded', Origin: `https://${this.host}` }),
            Accept: 'text/html',
            'Sec-Fetch-Mode': 'navigate',
            'Sec-Fetch-Site': 'same-origin',
          },
        },
        (response) => {
          if (own) for (const header of response.headers['set-cookie'] ?? []) this.keep(header);
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
          );
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  }
}
