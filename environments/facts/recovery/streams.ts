import type { Mechanism } from './mechanism';

type Streams = Mechanism<'kafka'>;

const zoneCopies: Streams = {
  id: 'kafka.zone-copies',
  title: 'Three copies of every record in three zones',
  against: ['zone'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 1 },
  source: 'min.insync.replicas 2 and acks=all; a leader is elected within seconds',
  cost: 'none beyond the brokers',
  proof: { by: 'validated', suite: 'kubernetes' },
  when: ({ highlyAvailable }) => highlyAvailable,
  otherwise: 'highlyAvailable: true',
};

/** What was deleted is read again from where it came, or from the copy on the other site. */
const replay: Streams = {
  id: 'kafka.replay',
  title: 'Records read again from the mirror or from their sources',
  against: ['data'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 5,
  restore: { minutes: 60 },
  source: 'the mirror keeps what is deleted here: deletions of topics are not copied; minutes are an estimate',
  cost: 'that of the mirror',
  proof: { by: 'validated', suite: 'kubernetes' },
  when: ({ mirrored = false }) => mirrored,
  otherwise: 'services.streaming.mirror: {}',
};

const mirror = (reach: 'same-cloud' | 'cross-cloud'): Streams => ({
  id: 'kafka.mirror',
  title: 'MirrorMaker 2 on the standby, offsets included',
  against: ['site'],
  reach,
  from: 'warm-standby',
  rpoMinutes: 5,
  restore: { minutes: 5 },
  source: 'alerted at `mirror.maxDelaySeconds`, measured by tests/proof/stream-drill.proof.ts',
  cost: 'brokers and workers on the standby, and the traffic to it',
  proof: { by: 'run', suite: 'stream-drill' },
  when: ({ mirrored = false }) => mirrored,
  otherwise: 'services.streaming.mirror: {}',
});

/** Of the cloud's own brokers: nothing copies them to another site. */
const managed: readonly Streams[] = [zoneCopies];

export const kafkaMechanisms = {
  aws: managed,
  google: managed,
  azure: managed,
  'in-cluster': [zoneCopies, replay, mirror('same-cloud'), mirror('cross-cloud')],
} as const satisfies Readonly<Record<string, readonly Streams[]>>;
