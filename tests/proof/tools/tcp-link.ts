import { connect, createServer, type Socket } from 'node:net';

export interface TcpLinkProps {
  /** Port on this machine that it leads to first. */
  readonly to: number;
  /** How long everything takes each way. Default: 0. */
  readonly delayMilliseconds?: number;
}

/** An address that stays while what is behind it changes: what a Service, or a line between sites, is to its clients. */
export interface TcpLink {
  readonly port: number;
  /** New connections go there; those that are open end. */
  leadTo(port: number): void;
  /** All connections end, and what is under way in them is lost; new ones are refused until it leads somewhere. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts a link on loopback. */
export async function startTcpLink({ to, delayMilliseconds = 0 }: TcpLinkProps): Promise<TcpLink> {
  let target: number | undefined = to;
  const open = new Set<Socket>();
  const end = (): void => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const carry = (from: Socket, into: Socket): void => {
    open.add(from);
    from.on('data', (data) => {
      if (delayMilliseconds === 0) into.write(data);
      // A line that was cut loses what was on it.
      else setTimeout(() => open.has(into) && into.write(data), delayMilliseconds);
    });
    from.once('close', () => {
      open.delete(from);
      setTimeout(() => into.destroy(), delayMilliseconds);
    });
    from.on('error', () => from.destroy());
  };
  const server = createServer((client) => {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const behind = connect(target, '127.0.0.1');
    carry(client, behind);
    carry(behind, client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the link has no port');
  return {
    port: address.port,
    leadTo: (port) => {
      target = port;
      end();
    },
    cut: () => {
      target = undefined;
      end();
    },
    stop: () => {
      end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
