import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { publicNameTtlSeconds } from '../../constructs/contracts';
import type { DrillGround } from '../../runbooks/drill/drill';
import { checksOnMoto, type HealthCheck, recordsOnMoto } from './edge-on-moto';

export interface NamesGroundProps {
  /** Where moto answers as Route 53. */
  readonly url: string;
  /** The public name that everything leads through. */
  readonly name: string;
  /** Host names of the sites' own edges, in the order in which they serve. */
  readonly entries: readonly string[];
  /** How many times faster than real the time of probes and records runs. */
  readonly faster: number;
  /** Moves the name by the commands of the runbook, or back. */
  move(way: 'there' | 'back'): Promise<void>;
}

/** The edge of one site on this machine. */
interface Edge {
  readonly host: string;
  server?: Server;
  port: number;
}

/**
 * Sites that answer, and Route 53's own work on the records that it was given: probes by the settings of the health checks,
 * and answers by what they found. Whatever is read, is read back from Route 53's interface.
 */
export class NamesGround implements DrillGround {
  private readonly found = new Map<string, { failed: number; at: number }>();
  private readonly edges: Edge[];
  /** What was written: one store behind all sites, because names are tried here, and not data. */
  private readonly stored: string[] = [];
  private cached?: { readonly entry: string; readonly until: number };
  private running = true;
  private probing: Promise<void> = Promise.resolve();

  private constructor(private readonly props: NamesGroundProps) {
    this.edges = props.entries.map((host) => ({ host, port: 0 }));
  }

  static async open(props: NamesGroundProps): Promise<NamesGround> {
    const ground = new NamesGround(props);
    await Promise.all(ground.edges.map((edge) => ground.serve(edge)));
    ground.probing = ground.probe();
    return ground;
  }

  private async serve(edge: Edge): Promise<void> {
    edge.server = createServer((request, response) => {
      if (request.method === 'POST') {
        let id = '';
        request.on('data', (text) => {
          id += text;
        });
        request.on('end', () => {
          this.stored.push(id);
          response.end(edge.host);
        });
      } else response.end(JSON.stringify({ host: edge.host, stored: this.stored }));
    });
    await new Promise<void>((resolve) => edge.server?.listen(edge.port, '127.0.0.1', resolve));
    edge.port = (edge.server.address() as AddressInfo).port;
  }

  private async end(edge: Edge | undefined): Promise<void> {
    const { server } = edge ?? {};
    if (!edge || !server) return;
    edge.server = undefined;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private scaled(seconds: number): number {
    return (seconds * 1000) / this.props.faster;
  }

  /** Each check asks its host as often as it says, and counts failures. */
  private async probe(): Promise<void> {
    while (this.running) {
      for (const check of await checksOnMoto(this.props.url)) {
        const { failed = 0, at = 0 } = this.found.get(check.id) ?? {};
        if (performance.now() - at < this.scaled(check.intervalSeconds)) continue;
        const edge = this.edges.find(({ host }) => host === check.host);
        const answers = await fetch(`http://127.0.0.1:${edge?.port}${check.path}`)
          .then((answer) => answer.ok)
          .catch(() => false);
        this.found.set(check.id, { failed: answers ? 0 : failed + 1, at: performance.now() });
      }
      await pause(50);
    }
  }

  private isHealthy({ id, failures, inverted }: HealthCheck): boolean {
    return (this.found.get(id)?.failed ?? 0) >= failures === inverted;
  }

  /** The first record whose check is well, the second one otherwise; a record without a check is always well. */
  private async resolve(): Promise<string | undefined> {
    if (this.cached && performance.now() < this.cached.until) return this.cached.entry;
    const { url, name, entries } = this.props;
    const [records, checks] = await Promise.all([recordsOnMoto(url), checksOnMoto(url)]);
    let at = name;
    for (let step = 0; step <= entries.length && !entries.includes(at); step += 1) {
      const here = records.filter((record) => record.name === at && record.type === 'CNAME');
      const isWell = (id: string | undefined): boolean => {
        const check = checks.find((one) => one.id === id);
        return check === undefined || this.isHealthy(check);
      };
      const first = here.find(({ failover }) => failover !== 'SECONDARY');
      const second = here.find(({ failover }) => failover === 'SECONDARY');
      at = (first && isWell(first.check) ? first : (second ?? first))?.value ?? '';
    }
    if (!entries.includes(at)) return undefined;
    this.cached = { entry: at, until: performance.now() + this.scaled(publicNameTtlSeconds) };
    return at;
  }

  private async ask(init?: RequestInit): Promise<{ readonly host: string; readonly text: string }> {
    const host = await this.resolve();
    const edge = this.edges.find((one) => one.host === host);
    const answer = await fetch(`http://127.0.0.1:${edge?.port}/`, { ...init, signal: AbortSignal.timeout(2000) });
    return { host: host ?? '', text: await answer.text() };
  }

  async startWriting(marker: string, acknowledged: (id: string) => void) {
    let stopped = false;
    const write = async (index: number): Promise<void> => {
      const id = `${marker}/${index}`;
      const told = await this.ask({ method: 'POST', body: id }).catch(() => undefined);
      if (told) acknowledged(id);
    };
    await write(0);
    const work = (async () => {
      for (let index = 1; !stopped; index += 1) {
        await write(index);
        await pause(50);
      }
    })();
    return {
      stop: async () => {
        stopped = true;
        await work;
      },
    };
  }

  async lose(): Promise<void> {
    await this.end(this.edges[0]);
  }

  /** Nobody has to act. */
  async recover(): Promise<void> {}

  async read(marker: string) {
    try {
      const { host, text } = await this.ask();
      const { stored } = JSON.parse(text) as { readonly stored: readonly string[] };
      const good = stored.some((id) => id.startsWith(marker));
      return { good, saw: `${host} answers ${good ? 'with' : 'without'} the marker` };
    } catch {
      return { good: false, saw: `${this.cached?.entry ?? this.props.name} does not answer` };
    }
  }

  async survivors(marker: string): Promise<readonly string[]> {
    const { stored } = JSON.parse((await this.ask()).text) as { readonly stored: readonly string[] };
    return stored.filter((id) => id.startsWith(marker));
  }

  /** Waits until callers reach a site; what they reached last. */
  private async reached(entry: string | undefined, seconds = 20): Promise<string> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const { host } = await this.ask().catch(() => ({ host: 'nobody' }));
      if (host === entry || performance.now() > deadline) return host;
      await pause(100);
    }
  }

  async checks() {
    const [first, next] = this.props.entries;
    const [edge] = this.edges;
    if (edge) await this.serve(edge);
    const back = await this.reached(first);
    await this.props.move('there');
    const moved = await this.reached(next);
    await this.props.move('back');
    const again = await this.reached(first);
    return [
      {
        name: 'names come back to the first site',
        holds: back === first && again === first,
        saw: `${back} once it answers; ${again} once the runbook is taken back`,
      },
      { name: 'names lead to the next site by the runbook, too', holds: moved === next, saw: moved },
    ];
  }

  async close(): Promise<void> {
    this.running = false;
    await this.probing;
    await Promise.all(this.edges.map((edge) => this.end(edge)));
  }
}
